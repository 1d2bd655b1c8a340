"""Personal identity numbers leave a text before anything stores, logs or echoes it."""

from __future__ import annotations

import re

# The number stands for itself: what took its place must not look like a name, a port or a number.
REMOVED = "[***]"

# Signs that are not seen and could part a number from itself.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASH = r"[-+\u2010-\u2015\u2212]"
# Ten or twelve digits, or a hospital's reserve number (letters among the last four): date of birth, then four signs.
# The day may be raised by 60 (co-ordination number). The date may be written with dashes, dots or blanks of its own.
_NUMBER = re.compile(
    rf"(?<![\d./])(?<!\d[:-])(?P<glued>(?<=[^\W\d_]))?(?P<century>18|19|20)?(?P<year>\d\d)(?P<gap>{_DASH}|[ ./]|)"
    rf"(?P<month>\d\d)(?P=gap)(?P<day>\d\d)(?P<between>\s?{_DASH}\s?|\s|)"
    r"(?P<last>\d\d ?\d\d|[A-Za-z]{1,2}\d{2,3}|\d[A-Za-z]\d{2}|[A-Za-z]\d[A-Za-z]\d|\d{2,3}[A-Za-z]\d?)(?![\w:]|\.\d)"
)


def drop_personal(text: str) -> tuple[str, bool]:
    """The text without personal identity numbers, and whether there were any.

    A plausible date is enough: a mistyped number is private too. Only where a phone number (a leading 0 and no dash)
    or a date with its time (a blank between) looks alike, the check digit decides.
    """
    found = False

    def replace(match: re.Match[str]) -> str:
        nonlocal found
        if not _is_personal(match):
            return match[0]
        found = True
        return REMOVED

    return _NUMBER.sub(replace, _UNSEEN.sub("", text)), found


def _is_personal(match: re.Match[str]) -> bool:
    day = int(match["day"])
    last = match["last"].replace(" ", "")
    if not 1 <= int(match["month"]) <= 12 or not (1 <= day <= 31 or 61 <= day <= 91) or len(last) != 4:
        return False
    dashed = bool(match["between"].strip())
    if match["glued"] is not None and not dashed:
        return False  # INC2026112200: part of another number
    if not last.isdigit():
        return dashed or (match["century"] is not None and not match["between"])
    checks = _check_digit(match["year"] + match["month"] + match["day"] + last)
    if match["gap"] == " " and not match["century"] and not dashed:  # 70 01 01 23 84, and many other rows of pairs
        return checks
    if dashed and (match["gap"] in ("", " ") or not _is_moment(match, last)):
        return True
    if match["between"]:
        return checks or not _is_moment(match, last)
    return checks or not (match["century"] is None and match["year"].startswith("0"))


def _is_moment(match: re.Match[str], last: str) -> bool:
    """Whether it may be a date of these years and the time of day."""
    recent = int(match["year"]) in range(20, 40) and match["century"] in (None, "20")
    return recent and int(last[:2]) < 24 and int(last[2:]) < 60


def _check_digit(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(digits):
        product = int(digit) * (2 - at % 2)
        total += product // 10 + product % 10
    return total % 10 == 0
