"""Marks the few tests that take a quarter of a minute or more: they run in .ci/run, and wherever CI is set."""

from __future__ import annotations

import pytest

patient = pytest.mark.patient
