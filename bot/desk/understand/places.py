"""Rooms, wall jacks and sites in a text, in the inventory's spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.desk.understand.lexicon import ROOM_WORD, Lexicon, key
from bot.desk.understand.wording import MASK, Wording, fold

# (start, end, value, choices, nearest, site): what a Mention is made of
Place = tuple[int, int, str | None, tuple[str, ...], tuple[str, ...], str | None]

_LABEL = r"[a-zåäö]{0,4}\d{0,3}[ -]?\d{1,4}(?:[-.]\d{1,4}){0,3}[a-z]?"
_JACK_SAID = re.compile(
    rf"\b(?:(?:vägg|nätverks|data|tele)?uttag(?:et)?|(?:wall )?jack(?:et)?|outlet|(?:wall )?socket|märkt|"
    rf"märkning(?:en)?|labelled)"
    rf"\s?(?:nr|nummer|number|är|is|:|#)?\s?[\"'”]?(?P<label>{_LABEL})(?![\w/]|-\w)"
)
_LABELLED = re.compile(r"(?<![\w/-])(?P<label>[a-zåäö]{1,4}\d{0,3}-\d{1,4}(?:-\d{1,4}){0,2})\s?=")
_TOKEN = re.compile(r"(?<![\w/-])[a-zåäö]{0,4}\d{0,4}(?:[-.]\d{1,4}){0,3}(?![\w/]|-\w)")
_ROOM_SAID = re.compile(
    rf"\b{ROOM_WORD}\s?(?:nr|nummer|number|no\.?|:|"
    rf"#)?\s?[\"'”]?(?P<label>[a-zåäö]{{0,3}}\d{{1,4}}(?:[-.:]\d{{1,4}}){{0,2}}[a-z]?)(?![\w/])"
)
# "i 214", "in 214": a room only where the inventory has one of that number.
_ROOM_NUMBER = re.compile(r"\b(?:i|in|på|till|to|room|rummet) (?P<label>\d{3,4}[a-z]?)(?::?an)?(?![\w/.:-])")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_LONGEST_NAME = 4  # words in the name of a room or site


def jack_mentions(wording: Wording, lexicon: Lexicon) -> Iterator[Place]:
    """Jacks that the inventory knows, and labels that are said to be jacks."""
    text = wording.masked
    for pattern in (_JACK_SAID, _LABELLED):
        for match in pattern.finditer(text):
            start, end = match.span("label")
            label = wording.plain[start:end]
            known = lexicon.jacks.get(key(label))
            if known:
                yield start, end, known[0].jack, (), (), None
            elif not key(label).isdigit() and MASK not in match[0]:  # "uttag 16" is a port
                value = label if pattern is _LABELLED or not lexicon.jacks else None
                yield start, end, value, (), lexicon.near_jacks(label), None
    if lexicon.jacks:
        for match in _TOKEN.finditer(text):
            label = match[0]
            if label and not key(label).isdigit() and any(letter.isdigit() for letter in label):
                known = lexicon.jacks.get(key(label))
                if known:
                    yield match.start(), match.end(), known[0].jack, (), (), None


def room_mentions(wording: Wording, lexicon: Lexicon) -> Iterator[Place]:
    """Rooms by number after the word room, and rooms of the inventory by name."""
    text = wording.masked
    for match in _ROOM_SAID.finditer(text):
        start, end = match.span("label")
        said = wording.plain[start:end]
        known = lexicon.room(said)
        if known:
            yield match.start(), end, known[0].name, (), (), None
        elif MASK not in match[0]:
            yield match.start(), end, None, (), lexicon.near_rooms(said), None
    if not lexicon.rooms:
        return
    for match in _ROOM_NUMBER.finditer(text):
        known = lexicon.room(match["label"])
        if known:
            yield match.start("label"), match.end("label"), known[0].name, (), (), None
    tokens = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    for at, (start, _) in enumerate(tokens):
        for count in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            end = tokens[at + count - 1][1]
            spelled = key(text[start:end])
            named = len(spelled) > 3 and not spelled.isdigit()
            for form in (spelled, spelled[:-1], spelled[:-2]) if named else ():
                known = lexicon.rooms.get(form, []) if len(form) > 3 and not form.isdigit() else []
                if known and (form == spelled or spelled[len(form) :] in ("s", "t", "et", "en", "n")):
                    yield start, end, known[0].name, (), (), None
                    break


def site_mentions(wording: Wording, lexicon: Lexicon) -> Iterator[Place]:
    """Sites by name, also in the genitive; a part of a longer name of a device is none."""
    tokens = [(match.start(), match.end()) for match in re.finditer(r"(?<![\w-])[^\W_]+(?![\w-]\w)", wording.masked)]
    for at, (start, _) in enumerate(tokens):
        for count in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            end = tokens[at + count - 1][1]
            said = fold(wording.masked[start:end])
            site = lexicon.sites.get(said) or lexicon.sites.get(said.removesuffix("s"))
            site = (
                site or lexicon.sites.get(re.sub(r"[ -]+", "-", said)) or lexicon.sites.get(re.sub(r"[ -]+", "_", said))
            )
            if site:
                yield start, end, site, (), (), site
                break
