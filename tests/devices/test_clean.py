"""Device text is inert before anyone sees it."""

from __future__ import annotations

import pytest

from bot.devices.clean import printable


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\r\r\nc\n", "a\nb\nc\n"),
        ("\x1b[2J\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;a title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("bell\x07 nul\x00 del\x7f", "bell nul del"),
        ("abd\bc", "abc"),
        ("\n\b\bx", "\nx"),
        ("evil\u202etxt\u200b", "eviltxt"),
        ("tab\tstays åäö", "tab\tstays åäö"),
        ("\x1b", ""),
    ],
)
def test_nothing_stays_that_a_terminal_would_act_on(raw: str, clean: str) -> None:
    assert printable(raw) == clean
