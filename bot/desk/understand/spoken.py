"""What a phone heard, as it would have been typed: numbers in words, "streck" for a dash, letters by their names.

Only where a name stands: behind the word room, port or jack, and beside a spoken dash. A number in a sentence stays.
"""

from __future__ import annotations

import re

_SV = "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_SV = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"


def _spelled() -> dict[str, int]:
    """The numbers to 999 as they are said, without blanks: trehundrafem, twohundredandfourteen."""
    numbers: dict[str, int] = {}
    for small, tens, hundred in ((_SV, _TENS_SV, ("hundra",)), (_EN, _TENS_EN, ("hundred", "hundredand"))):
        below = {word: at for at, word in enumerate(small.split())}
        for at, ten in enumerate(tens.split(), 2):
            below |= {ten + (word if unit else ""): 10 * at + unit for word, unit in list(below.items())[:10]}
        numbers |= below
        for word, unit in [*list(below.items())[1:10], ("", 1)]:
            for hundreds in hundred:
                numbers[word + hundreds] = 100 * unit
                numbers |= {word + hundreds + rest: 100 * unit + more for rest, more in below.items() if more}
    return numbers


_NUMBERS = _spelled()
_WORDS = frozenset(f"{_SV} {_EN} {_TENS_SV} {_TENS_EN} hundra hundred".split())
_LETTERS = {
    "be": "b", "ce": "c", "se": "c", "see": "c", "de": "d", "eff": "f", "ge": "g", "hå": "h", "ji": "j", "kå": "k",
    "ell": "l", "emm": "m", "enn": "n", "pe": "p", "ku": "q", "err": "r", "ess": "s", "te": "t", "ve": "v", "we": "w",
    "dubbelve": "w", "ha": "h", "ka": "k", "eks": "x", "ex": "x",
}  # fmt: skip
_DASH = re.compile(r"^(?:streck|bindestreck|tankstreck|dash|hyphen)$", re.IGNORECASE)
_DASHES = re.compile(r"\b(?:bindestreck|streck|dash|hyphen)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:\w*rum(?:met)?|\w*sal(?:en)?|room|theatre|theater|(?:switch)?port(?:en|ar|arna|s)?|v-?lan|outlet|"
    r"uttag(?:et)?|jack(?:et)?)",
    re.IGNORECASE,
)
_JACK = re.compile(r"(?:outlet|uttag(?:et)?|jack(?:et)?)", re.IGNORECASE)
# "i vårt rum ett problem", "rum två datorer": the number counts what follows.
_COUNTED = re.compile(
    r"(?:problem|fel|litet|stort|stopp|avbrott|antal|konstigt|par|of|more|nytt|dator(?:er)?|telefon(?:er)?|skrivare|"
    r"skärm(?:ar)?|person(?:er)?|patient(?:er)?|användare|kollegor|gång(?:er)?|timm(?:e|ar)|minut(?:er)?|dag(?:ar)?|"
    r"veck(?:a|or)|trapp(?:a|or)|våning(?:ar)?|st|stycken|av|eller|till|\w*(?:computer|phone|user|time|hour|day|printer|"
    r"thing|minute|week)s?|people)[,.!?]*$",
    re.IGNORECASE,
)
_MOST_DIGITS = 4  # of a room or a port; more is a phone number
_CONSONANTS = re.compile(r"\b[bcdfghjklmnpqrstvwxz](?: [bcdfghjklmnpqrstvwxz]){1,3}\b", re.IGNORECASE)


def as_typed(text: str) -> str:
    """The text with what was spoken of a name written as it is typed."""
    if not (_DASHES.search(text) or any(word in text.lower() for word in _TELLING) or _CONSONANTS.search(text)):
        return text
    return "\n".join(_line(line) for line in _CONSONANTS.sub(lambda run: run[0].replace(" ", ""), text).split("\n"))


_TELLING = tuple(sorted({word[:4] for word in _WORDS if len(word) > 2}))


def _line(line: str) -> str:
    tokens = _with_dashes(line.split(" "))
    typed: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        typed.append(token)
        at += 1
        if token.lower() == "noll" and _digits(tokens, at)[0] == 1 and (at < 2 or not _number(tokens, at - 2)[0]):
            typed[-1] = f"0{_digits(tokens, at)[1]}{_closing(tokens[at])}"  # hp sol noll fyra
            at += 1
            continue
        if not _LEAD.fullmatch(token):
            continue
        letter = tokens[at].lower() if at < len(tokens) and _JACK.fullmatch(token) else ""
        if letter in _LETTERS or (len(letter) == 1 and letter.isalpha()):
            length, digits = _digits(tokens, at + 1)
            if length:
                typed.append(f"{_LETTERS.get(letter, letter)}-{digits}")
                at += length + 1
                continue
        length, digits = _digits(tokens, at)
        while length and not (at + length < len(tokens) and _COUNTED.match(tokens[at + length])):
            typed.append(digits + _closing(tokens[at + length - 1]))
            at += length
            length = 0
            if at + 1 < len(tokens) and tokens[at].lower() in ("och", "and", "samt"):
                length, digits = _digits(tokens, at + 1)
                if length:
                    typed.append(tokens[at])
                    at += 1
    return " ".join(typed)


def _closing(token: str) -> str:
    return token[len(token.rstrip(",.;:!?")) :]


def _number(tokens: list[str], at: int) -> tuple[int, int]:
    """How many tokens from here say a number, and which."""
    for length in range(min(5, len(tokens) - at), 0, -1):
        said = tokens[at : at + length]
        spelled = "".join(said).lower().rstrip(",.;:!?")
        if spelled in _NUMBERS and all(not _closing(word) for word in said[:-1]):
            return length, _NUMBERS[spelled]
    return 0, 0


def _digits(tokens: list[str], at: int) -> tuple[int, str]:
    """How many tokens from here say a row of digits (noll två, elva åttiosju, trehundrafem), and the row."""
    length, digits = 0, ""
    while at + length < len(tokens):
        more, number = _number(tokens, at + length)
        if not more:
            break
        digits += str(number)
        length += more
        if _closing(tokens[at + length - 1]):
            break
    return (length, digits) if len(digits) <= _MOST_DIGITS else (0, "")


def _with_dashes(tokens: list[str]) -> list[str]:
    """Spoken dashes glued to what stands on either side; one alone only behind letters and before a number."""
    dashes = [at for at, token in enumerate(tokens) if _DASH.match(token)]
    if not dashes or (len(dashes) == 1 and not _parts_of_a_name(tokens, dashes[0])):
        return tokens
    glued: list[str] = []
    at = 0
    while at < len(tokens):
        if not (_DASH.match(tokens[at]) and glued and at + 1 < len(tokens)):
            glued.append(tokens[at])
            at += 1
            continue
        left = ""
        while glued and _is_letter(glued[-1]):
            left = _LETTERS.get(glued[-1].lower(), glued[-1]) + left
            glued.pop()
        if not left:
            left = glued.pop()
            if left.lower() in _NUMBERS and glued and (_is_letter(glued[-1]) or glued[-1].lower() in _LETTERS):
                letter = glued.pop()
                left = f"{_LETTERS.get(letter.lower(), letter)}{_NUMBERS[left.lower()]}"
        at += 1
        right = ""
        if _is_letter(tokens[at]):
            right = _LETTERS.get(tokens[at].lower(), tokens[at])
            at += 1
        length, digits = _digits(tokens, at)
        right, at = right + digits, at + length
        if not right:
            right = tokens[at]
            at += 1
        glued.append(f"{left}-{right}")
    return glued


def _is_letter(token: str) -> bool:
    return token.lower() in _LETTERS or (len(token) == 1 and token.isalpha())


def _parts_of_a_name(tokens: list[str], at: int) -> bool:
    if at < 2:
        return False
    one, other = tokens[at - 2].lower(), tokens[at - 1].lower()
    letters = _is_letter(other) and (_is_letter(one) or _LEAD.fullmatch(one) is not None)
    behind = letters or (other in _NUMBERS and _is_letter(one) and one not in ("i", "o", "å"))
    return behind and at + 1 < len(tokens) and (_digits(tokens, at + 1)[0] > 0 or tokens[at + 1].isdigit())
