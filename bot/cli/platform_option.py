"""The option --platform: a folder of parsers/, or one of netmiko's other names of it."""

from __future__ import annotations

from bot.errors import SettingsError
from parsers.document import nearest
from parsers.names import platform_of
from parsers.platform import Platform, load_platform, platforms


def named_platform(name: str) -> Platform:
    """The platform of that name. Raises SettingsError with the nearest that there is."""
    known = platform_of(name) or name
    if known not in platforms():
        raise SettingsError(f"there is no platform '{name}'. {nearest(name, platforms())}")
    return load_platform(known)
