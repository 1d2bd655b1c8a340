"""Rooms, wall jacks and sites in a text, in the inventory's spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.desk.understand.lexicon import ROOM_WORD, Lexicon, key
from bot.desk.understand.vocabulary import EVERYDAY
from bot.desk.understand.wording import MASK, Wording

# (start, end, value, choices, nearest, site): what a Mention is made of
Place = tuple[int, int, str | None, tuple[str, ...], tuple[str, ...], str | None]

_LABEL = r"[a-zåäö]{0,4}\d{0,3}[ -]?\d{1,4}(?:[-.]\d{1,4}){0,3}[a-z]?"
_JACK_SAID = re.compile(
    rf"\b(?:(?:vägg|nätverks|data|tele)?uttag(?:et)?|(?:wall )?jack(?:et)?|outlet|(?:wall )?socket|märkt|"
    rf"märkning(?:en)?|labelled)"
    rf"\s?(?:nr|nummer|number|är|is|:|#)?\s?[\"'”]?(?P<label>{_LABEL})(?![\w/]|-\w)"
)
_LABELLED = re.compile(r"(?<![\w/-])(?P<label>[a-zåäö]{1,4}\d{0,3}-\d{1,4}(?:-\d{1,4}){0,2})\s?=")
# The same with blanks or strokes for dashes; only those that the inventory knows.
_SPACED = re.compile(r"(?<![\w/-])[a-zåäö]{1,4}\d{0,4}(?:[ /-]\d{1,4}){1,3}(?![\w/]|-\w)")
_JACK_WORD = re.compile(r"uttag|utag|jack|socket|outlet|märkt|märkning|label")
_TOKEN = re.compile(r"(?<![\w/-])[a-zåäö]{0,4}\d{0,4}(?:[-.]\d{1,4}){0,3}(?![\w/]|-\w)")
_ROOM_SAID = re.compile(
    rf"\b{ROOM_WORD}\s?(?:nr|nummer|number|no\.?|:|"
    rf"#)?\s?[\"'”]?(?P<label>[a-zåäö]{{0,3}}\d{{1,4}}(?:[-.:]\d{{1,4}}){{0,2}}[a-z]?)(?![\w/])"
)
# "i 214", "kolla 214", "214:an", "r214": a room only where the inventory has one of that number.
_ROOM_NUMBER = re.compile(
    r"(?:\b(?:i|in|på|till|to|room|rummet|kolla|kollar|check) |\br|(?<![\w/.:-])(?=\d+:an?\b))"
    r"(?P<label>\d{3,4}[a-z]?)(?::?an?)?(?![\w/.:-])"
)
# "305 segt" begins a message: what is wrong follows at once.
STATE = (
    r"(?:nere|ner|död\w*|dött|dö|seg\w*|slö\w*|långsam\w*|borta|stum\w*|tyst|inget|inge|ingen|flapp\w*|svart|släckt|down|"
    r"dead|slow|no|offline|funkar inte|lagg\w*|hackar|tappar)\b"
)
_NUMBER_FIRST = re.compile(rf"(?:^|[.!?]\s|\n)(?P<label>\d{{3,4}}[a-z]?)(?::?an?)?(?=\s(?:[a-zåäö]{{2,3}}\s)?{STATE})")
_THEATRE = re.compile(r"\b(?:op|opsal|sal)[ -]?(?P<label>\d{1,2})(?![\w/.:-])")
_THEATRE_NAMES = ("operationssal", "opsal", "operation", "op", "sal")
_SITE_WORD = re.compile(r"(?<![\w-])[^\W_]+(?![\w-]\w)")
_AT = re.compile(r"\b(?:i|in|på|from|från|at|hos|till|of) $")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_LONGEST_NAME = 4  # words in the name of a room or site
_MOST_ROOMS = 150  # words at either end of a text that may begin a room's name
_MOST_UNKNOWN = 5  # places of a text whose nearest names are looked for; the question back names those of one
_MOST_WORDS = 2000  # of a text that are looked up as names; more only where each is a letter or two


def jack_mentions(wording: Wording, lexicon: Lexicon) -> Iterator[Place]:
    """Jacks that the inventory knows, and labels that are said to be jacks."""
    text = wording.masked
    unknown = 0
    for pattern in (_JACK_SAID, _LABELLED):
        for match in pattern.finditer(text):
            start, end = match.span("label")
            label = wording.plain[start:end]
            known = lexicon.jacks.get(key(label))
            if known:
                yield start, end, known[0].jack, (), (), None
            elif not key(label).isdigit() and MASK not in match[0]:  # "uttag 16" is a port
                value = label if pattern is _LABELLED or not lexicon.jacks else None
                yield start, end, value, (), lexicon.near_jacks(label) if unknown < _MOST_UNKNOWN else (), None
                unknown += 1
    if lexicon.jacks:
        for match in _TOKEN.finditer(text):
            label = match[0]
            if label and not key(label).isdigit() and any(letter.isdigit() for letter in label):
                known = lexicon.jacks.get(key(label))
                if known:
                    yield match.start(), match.end(), known[0].jack, (), (), None

    if lexicon.jacks:
        told = _JACK_WORD.search(text) is not None
        for match in _SPACED.finditer(text):
            known = lexicon.jacks.get(key(match[0]), [])
            # "B 17 i Åre": written like a label, at the town that has it.
            if known and not told and " " in match[0]:
                sites = _sites(wording, lexicon) if wording.plain[match.start()].isupper() else ()
                known = [jack for jack in known if jack.site in sites]
            if known:
                yield match.start(), match.end(), known[0].jack, (), (), None


def _sites(wording: Wording, lexicon: Lexicon) -> set[str | None]:
    return {site for _, _, site, _, _, _ in site_mentions(wording, lexicon)}


def room_mentions(wording: Wording, lexicon: Lexicon) -> Iterator[Place]:
    """Rooms by number after the word room, and rooms of the inventory by name."""
    text = wording.masked
    unknown = 0
    for match in _ROOM_SAID.finditer(text):
        start, end = match.span("label")
        said = wording.plain[start:end]
        known = lexicon.numbered_room(said, re.split(r"[^a-zåäö-]", match[0], maxsplit=1)[0])
        if known:
            yield match.start(), end, known[0].name, (), (), None
        elif MASK not in match[0]:
            yield match.start(), end, None, (), lexicon.near_rooms(said) if unknown < _MOST_UNKNOWN else (), None
            unknown += 1
    if not lexicon.rooms:
        return
    for match in _ROOM_NUMBER.finditer(text):
        known = lexicon.room(match["label"])
        if known:
            yield match.start("label"), match.end("label"), known[0].name, (), (), None
    for match in _NUMBER_FIRST.finditer(text):
        known = lexicon.room(match["label"])
        if known:
            yield match.start("label"), match.end("label"), known[0].name, (), (), None
    for match in _THEATRE.finditer(text):
        known = [room for name in _THEATRE_NAMES for room in lexicon.rooms.get(name + match["label"], [])]
        if known:
            yield match.start(), match.end(), known[0].name, (), (), None
    sites = _sites(wording, lexicon)
    here = sites.pop() if len(sites) == 1 else None
    tokens = [(match.start(), match.end()) for match in islice(_WORD.finditer(text), _MOST_WORDS)]
    begins = {word: lexicon.begins_a_room(word) for word in {text[start:end] for start, end in tokens}}
    beginnings = [at for at, (start, end) in enumerate(tokens) if begins[text[start:end]]]
    for at in beginnings[:_MOST_ROOMS] + beginnings[_MOST_ROOMS:][-_MOST_ROOMS:]:
        start = tokens[at][0]
        for count in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            end = tokens[at + count - 1][1]
            loosely = lexicon.room_called(text[start:end], here) or lexicon.room_misspelt(text[start:end])
            if loosely:
                yield start, end, loosely[0].name, (), (), None
                break
            spelled = key(text[start:end])
            named = len(spelled) > 3 and not spelled.isdigit()
            for form in (spelled, spelled[:-1], spelled[:-2]) if named else ():
                known = lexicon.rooms.get(form, []) if len(form) > 3 and not form.isdigit() else []
                if known and (form == spelled or spelled[len(form) :] in ("s", "t", "et", "en", "n")):
                    yield start, end, known[0].name, (), (), None
                    break


def site_mentions(wording: Wording, lexicon: Lexicon) -> Iterator[Place]:
    """Sites by name, also in the genitive; a part of a longer name of a device is none."""
    found = islice(_SITE_WORD.finditer(wording.masked), _MOST_WORDS)
    tokens = [(match.start(), match.end()) for match in found]
    for at, (start, _) in enumerate(tokens):
        for count in range(min(lexicon.longest_site, len(tokens) - at), 0, -1):
            end = tokens[at + count - 1][1]
            said = wording.masked[start:end]
            site = lexicon.site(said)
            # Vara is a town and a word: only where it is written or placed like a town.
            if site and (
                said not in EVERYDAY
                or wording.plain[start].isupper()
                or _AT.search(wording.masked[max(0, start - 6) : start])
            ):
                yield start, end, site, (), (), site
                break
