"""The databases of the store's tests serve here too."""

from tests.store.databases import fresh

__all__ = ["fresh"]
