"""Personal identity numbers leave a text before anything stores, logs or echoes it."""

from __future__ import annotations

import re

# The number stands for itself: what took its place must not look like a name, a port or a number.
REMOVED = "[***]"

# Ten or twelve digits, or a hospital's reserve number (letters among the last four): date of birth, then four signs.
# The day may be raised by 60 (co-ordination number).
_NUMBER = re.compile(
    r"(?<![\w.:/])(?P<century>18|19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?P<between>\s?[-+–]\s?|\s|)(?P<last>\d{4}|[A-Za-z]\d{3}|\d[A-Za-z]\d{2}|[A-Za-z]\d[A-Za-z]\d)(?![\w:])"
)


def drop_personal(text: str) -> tuple[str, bool]:
    """The text without personal identity numbers, and whether there were any.

    A plausible date is enough: a mistyped number is private too. Only where a phone number (a leading 0 and no dash)
    or a time (a space between) looks alike, the check digit decides.
    """
    found = False

    def replace(match: re.Match[str]) -> str:
        nonlocal found
        if not _is_personal(match):
            return match[0]
        found = True
        return REMOVED

    return _NUMBER.sub(replace, text), found


def _is_personal(match: re.Match[str]) -> bool:
    day = int(match["day"])
    if not 1 <= int(match["month"]) <= 12 or not (1 <= day <= 31 or 61 <= day <= 91):
        return False
    between = match["between"].strip()
    if not match["last"].isdigit():
        return bool(between) or match["century"] is not None
    looks_like_phone = match["century"] is None and match["year"].startswith("0")
    certain = bool(between) or not (match["between"] or looks_like_phone)
    return certain or _check_digit(match["year"] + match["month"] + match["day"] + match["last"])


def _check_digit(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(digits):
        product = int(digit) * (2 - at % 2)
        total += product // 10 + product % 10
    return total % 10 == 0
