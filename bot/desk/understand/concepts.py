"""A text -> the concepts of its words, in order: what the rules about symptoms speak of instead of spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.desk.understand.vocabulary import CONCEPTS, OTHER_WORDS
from bot.desk.understand.wording import fold

# A word, a number with its dots (169.254.1.2), the name of a kind of thing (@port), or the end of a clause.
_TOKEN: Final = re.compile(
    r"@\w+|-\d{2} ?dbm\b|\d+(?:\.\d+\w?)+|[^\W_]+(?:['’:][^\W_]+)*(?:-[^\W_]+)*|[,;:\n]|[.!?]+(?=\s|$)|\s[-–]\s"
)
# What only makes a word stronger: jättesvagt, knäpptyst.
_STRONGER: Final = re.compile(
    r"(?:jatte|skit|super|do|sten|as|kanon|ur|knapp|"
    r"kol|helt|sa|mega|svin|hyper|dod|tok)(?=\w{3})"
)
_LABEL: Final = re.compile(r"[a-z]\d{1,2}")  # of a building and floor: U2
_SHORTEST_MENDED: Final = 5  # letters; shorter words are other words, not slips (but for two letters swapped)
_LONGEST_WORD: Final = 40
_FAINT: Final = 75  # dBm below zero from which a client hardly hears its access point
_LONG: Final = 9  # letters of a word in which two slips are mended
_FIRST_WORDS: Final = 400  # of one text; who pastes more has put the question before or after it
_LAST_WORDS: Final = 200


_OTHERS: Final = frozenset(OTHER_WORDS.split())


class _Vocabulary:
    """The words by spelling; made once, when first asked."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.stems: dict[str, str] = {}
        self.tails: dict[str, str] = {}
        self.sayings: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for concept, entries in CONCEPTS.items():
            for entry in map(fold, entries.split()):
                self._add(entry, concept)
        for sayings in self.sayings.values():
            sayings.sort(key=lambda saying: -len(saying[0]))
        self.others = frozenset(map(fold, _OTHERS))
        self._by_first: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)  # spelling, concept, no stem
        self._by_letters: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        for spellings, whole in ((self.words, True), (self.stems, False)):
            for spelling, concept in spellings.items():
                self._by_letters["".join(sorted(spelling))].append((spelling, concept, whole))
                if len(spelling) >= _SHORTEST_MENDED or (whole and len(spelling) == 4):
                    self._by_first[spelling[0]].append((spelling, concept, whole))

    def _add(self, entry: str, concept: str) -> None:
        if "_" in entry:
            parts = tuple(entry.split("_"))
            self.sayings[parts[0]].append((parts, concept))
            return
        if entry.startswith("*"):
            entry = entry.removeprefix("*")
            self.tails[entry.removesuffix("*")] = concept
        if entry.endswith("*"):
            self.stems.setdefault(entry.removesuffix("*"), concept)
        else:
            self.words.setdefault(entry, concept)

    def of_word(self, word: str) -> tuple[str, ...]:
        """The concepts of a folded word: of the whole word, or of the parts of a compound; none for other words."""
        if word in self.words:
            return (self.words[word],)
        if word in self.others:
            return ()
        stronger = _STRONGER.match(word)
        if stronger:
            rest = word[stronger.end() :]
            known = (self.words[rest],) if rest in self.words else self.of_word(rest) if stronger.end() > 3 else ()
            if known:
                return known
        for at in range(len(word), 1, -1):
            head = self.stems.get(word[:at])
            if head:
                rest = word[at:].removeprefix("s").removeprefix("-")
                tail = self.of_word(rest) if len(rest) > 3 else ()
                return (head, *tail)
        for at in range(1, len(word) - 2):
            tail_concept = self.tails.get(word[at:]) or next(
                (concept for stem, concept in self.tails.items() if len(stem) > 3 and word.startswith(stem, at)), None
            )
            if tail_concept:
                return (tail_concept,)
        if "-" in word:
            return tuple(concept for part in word.split("-") for concept in self.of_word(part))
        return ()

    def mended(self, word: str) -> tuple[str, ...]:
        """The concept of the word that this one is a slip of: one letter, two in a long word; the likest wins."""
        if len(word) < 4 or not word.isalpha() or word in self.others:
            return ()
        best: tuple[int, int, str] | None = None
        for spelling, concept, whole in self._alike(word):
            most = 2 if min(len(word), len(spelling)) >= _LONG else 1
            slips = min(
                (
                    OSA.distance(word[:length], spelling, score_cutoff=most)
                    for length in _lengths(word, spelling, whole)
                ),
                default=most + 1,
            )
            if slips <= most and (best is None or (slips, -len(spelling), concept) < best):
                best = (slips, -len(spelling), concept)
        return (best[2],) if best else ()

    def _alike(self, word: str) -> Iterator[tuple[str, str, bool]]:
        """The spellings that a word may be a slip of: of the same letters, or long and begun alike."""
        yield from self._by_letters.get("".join(sorted(word)), ())
        for first in set(word[:2]):
            for one in self._by_first.get(first, ()):
                if (len(word) >= _SHORTEST_MENDED) == (len(one[0]) >= _SHORTEST_MENDED):
                    yield one

    def saying(self, tokens: Sequence[str], at: int) -> tuple[int, str] | None:
        """How many tokens from here are a saying, and what it means."""
        for parts, concept in self.sayings.get(tokens[at], ()):
            if tuple(tokens[at : at + len(parts)]) == parts:
                return len(parts), concept
        return None


def _lengths(word: str, spelling: str, whole: bool) -> Iterator[int]:
    """How much of a word is compared. One letter for another makes a new word of a short one: stund is not sound.

    Only the key beside the right one is a slip in it: ingwt.
    """
    for length in (len(word),) if whole else range(len(spelling) - 1, len(spelling) + 2):
        if length == len(spelling) <= _SHORTEST_MENDED:
            told = sorted(word) == sorted(spelling) or _key_beside(word, spelling)
        else:
            told = len(spelling) >= _SHORTEST_MENDED
        if told:
            yield length


def _key_beside(word: str, spelling: str) -> bool:
    """Whether the words differ in one letter, whose key lies beside the right one."""
    if len(word) != len(spelling):
        return False
    slips = [typed + meant for typed, meant in zip(word, spelling, strict=True) if typed != meant]
    return len(slips) == 1 and any(slips[0] in row or slips[0][::-1] in row for row in _KEYS)


_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


_VOCABULARY: Final = _Vocabulary()


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[str, ...]:
    return _VOCABULARY.of_word(word) or _VOCABULARY.mended(word)


def concepts_of(text: str) -> str:
    """The concepts of a lower-case text, a blank before each; `,` ends a clause and `.` a sentence, `_` is any word."""
    return "".join(f" {concept}" for concept in _concepts(text))


def _concepts(text: str) -> Iterator[str]:
    spelled = [match[0].strip(" ").replace("’", "'") for match in _TOKEN.finditer(text)]
    if len(spelled) > _FIRST_WORDS + _LAST_WORDS:
        spelled = [*spelled[:_FIRST_WORDS], ".", *spelled[-_LAST_WORDS:]]
    tokens = [fold(token) for token in spelled]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        saying = _VOCABULARY.saying(tokens, at)
        if saying:
            length, concept = saying
            yield concept
            at += length
            continue
        if token[0] == "@":
            yield token
        elif token.endswith("dbm") and token[1:3].isdigit():
            yield "weak" if int(token[1:3]) >= _FAINT else "_"
        elif token[0] in ",;:-–":
            yield ","
        elif token[0] in ".!?\n":
            yield "."
        elif token.startswith("169.254"):
            yield "own_ip"
        elif _LABEL.fullmatch(token):
            yield "label"
        elif len(token) > _LONGEST_WORD or spelled[at] in _OTHERS:  # with its accents: när is not når
            yield "_"
        else:
            yield from _of_word(token) or ("_",)
        at += 1
