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
    r"@\w+|\d+(?:\.\d+\w?)+|[^\W_]+(?:['’:][^\W_]+)*(?:-[^\W_]+)*|[,;:\n]|[.!?]+(?=\s|$)|\s[-–]\s"
)
# What only makes a word stronger: jättesvagt, knäpptyst.
_STRONGER: Final = re.compile(
    r"(?:jatte|skit|super|do|sten|as|kanon|ur|knapp|"
    r"kol|helt|sa|mega|svin|hyper|dod|tok)(?=\w{3})"
)
_LABEL: Final = re.compile(r"[a-z]\d{1,2}")  # of a building and floor: U2
_SHORTEST_MENDED: Final = 5  # letters; shorter words are other words, not slips (but for two letters swapped)
_LONGEST_WORD: Final = 40
_LONG: Final = 9  # letters of a word in which two slips are mended
_MOST_WORDS: Final = 600  # of one text; who pastes more has put the question first


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
        for spellings, whole in ((self.words, True), (self.stems, False)):
            for spelling, concept in spellings.items():
                if not _may_slip(word, spelling):
                    continue
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

    def saying(self, tokens: Sequence[str], at: int) -> tuple[int, str] | None:
        """How many tokens from here are a saying, and what it means."""
        for parts, concept in self.sayings.get(tokens[at], ()):
            if tuple(tokens[at : at + len(parts)]) == parts:
                return len(parts), concept
        return None


def _may_slip(word: str, spelling: str) -> bool:
    """Whether a word may be a slip of this spelling at all."""
    if sorted(word) == sorted(spelling):
        return True
    return min(len(word), len(spelling)) >= _SHORTEST_MENDED and spelling[0] in word[:2]


def _lengths(word: str, spelling: str, whole: bool) -> Iterator[int]:
    """How much of a word is compared. One letter for another makes a new word of a short one: stund is not sound."""
    for length in (len(word),) if whole else range(len(spelling) - 1, len(spelling) + 2):
        if len(spelling) > _SHORTEST_MENDED or length != len(spelling) or sorted(word) == sorted(spelling):
            yield length


_VOCABULARY: Final = _Vocabulary()


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[str, ...]:
    return _VOCABULARY.of_word(word) or _VOCABULARY.mended(word)


def concepts_of(text: str) -> str:
    """The concepts of a lower-case text, a blank before each; `,` ends a clause and `.` a sentence, `_` is any word."""
    return "".join(f" {concept}" for concept in _concepts(text))


def _concepts(text: str) -> Iterator[str]:
    spelled = [match[0].strip(" ").replace("’", "'") for match in _TOKEN.finditer(text)][:_MOST_WORDS]
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
