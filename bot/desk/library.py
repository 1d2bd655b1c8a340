"""Loads the runbooks: the shipped folders, and a site's own folder laid over them; checked before anything runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.diagnosis.advance import never_read
from bot.diagnosis.runbook import Investigation, Library, Runbook, load_investigation, load_runbook
from bot.model import About, Language
from parsers.document import DocumentError, Node, nearest, parse_document
from parsers.reads import READS


def load_library(site: Path | None = None) -> Library:
    """All runbooks and investigations. A folder of the site replaces the shipped one of the same name.

    Raises DocumentError with file, line and remedy for the first mistake.
    """
    if site is None:
        return _shipped()
    if not site.is_dir():
        raise DocumentError(str(site), None, "is no folder", "Name the folder that holds your own runbooks.")
    return _loaded(site)


@cache
def _shipped() -> Library:
    """What a process was delivered with does not change while it runs; reading it takes a third of a second."""
    return _loaded(None)


def _loaded(site: Path | None) -> Library:
    folders = dict(_folders(site))
    runbooks: dict[str, Runbook] = {}
    for name, folder in folders.items():
        if folder.joinpath("runbook.yaml").is_file():
            runbooks[name] = load_runbook(_document(folder, "runbook.yaml"), _document(folder, "sv.yaml"))
            if runbooks[name].name != name:
                problem = f"this runbook calls itself '{runbooks[name].name}', its folder is '{name}'"
                raise DocumentError(_shown(folder, "runbook.yaml"), 1, problem, "Give both the same name.")
    investigations = {
        name: load_investigation(_document(folder, "investigation.yaml"), _document(folder, "sv.yaml"), runbooks)
        for name, folder in folders.items()
        if folder.joinpath("investigation.yaml").is_file()
    }
    _one_for_each(investigations.values(), folders)
    _joins_something(runbooks.values(), investigations, folders)
    _reads_what_it_needs(investigations.values(), folders)
    return Library(runbooks=runbooks, investigations=investigations, reads=_read_words(site), version=_version(folders))


def _one_for_each(investigations: Iterable[Investigation], folders: Mapping[str, Traversable]) -> None:
    """Two investigations for one kind of target: nobody could say which of them answers."""
    taken: dict[About, str] = {}
    for one in investigations:
        if one.about in taken:
            problem = f"'{taken[one.about]}' answers already for what is about: {one.about}"
            file = _shown(folders[one.name], "investigation.yaml")
            raise DocumentError(file, 1, problem, "Give your folder its name.")
        taken[one.about] = one.name


def _joins_something(
    runbooks: Iterable[Runbook], investigations: Mapping[str, Investigation], folders: Mapping[str, Traversable]
) -> None:
    """A runbook that joins nothing would never speak, and one behind an unknown one might stand anywhere."""
    for book in runbooks:
        if book.joins is None:
            continue
        file = _shown(folders[book.name], "runbook.yaml")
        if book.joins not in investigations:
            remedy = nearest(book.joins, list(investigations))
            raise DocumentError(file, None, f"joins: there is no investigation '{book.joins}'", remedy)
        beside = [one.name for one in investigations[book.joins].parts[0].runbooks]
        if book.after is not None and book.after not in beside:
            problem = f"after: '{book.joins}' has no runbook '{book.after}'"
            raise DocumentError(file, None, problem, nearest(book.after, beside))


def _reads_what_it_needs(investigations: Iterable[Investigation], folders: Mapping[str, Traversable]) -> None:
    for one in investigations:
        for book, rule, read in never_read(one):
            problem = f"rule '{rule.name}' speaks of '{read}', which no step of the investigation '{one.name}' reads"
            file = _shown(folders[book.name], "runbook.yaml")
            raise DocumentError(file, None, problem, f"Add it to the steps of this runbook: - read: {read}.")


def case_documents(site: Path | None = None) -> Iterator[tuple[str, Node, Node | None]]:
    """Every cases.yaml with its folder's name, and the baselines.yaml of that folder where there is one."""
    for name, folder in _folders(site):
        if folder.joinpath("cases.yaml").is_file():
            baselines = folder.joinpath("baselines.yaml")
            yield (
                name,
                _document(folder, "cases.yaml"),
                _document(folder, "baselines.yaml") if baselines.is_file() else None,
            )


def _folders(site: Path | None) -> list[tuple[str, Traversable]]:
    shipped = {
        one.name: one for one in files("runbooks").iterdir() if one.is_dir() and not one.name.startswith(("_", "."))
    }
    own = {one.name: one for one in site.iterdir() if one.is_dir()} if site and site.is_dir() else {}
    return sorted({**shipped, **own}.items())


def _shown(folder: Traversable, name: str) -> str:
    """Where a mistake stands, as its author would open it: shipped runbooks by their folder, a site's by their path."""
    shipped = files("runbooks").joinpath(folder.name)
    return f"runbooks/{folder.name}/{name}" if folder == shipped else str(folder.joinpath(name))


def _document(folder: Traversable, name: str) -> Node:
    shown = _shown(folder, name)
    place = folder.joinpath(name)
    if not place.is_file():
        raise DocumentError(shown, None, "is missing", "Each runbook has its Swedish texts in sv.yaml beside it.")
    return parse_document(place.read_text(encoding="utf-8"), shown)


def _read_words(site: Path | None) -> Mapping[str, Mapping[Language, str]]:
    """Each read in plain words; a read without words could not be told to anyone, so all must have them."""
    own = site / "reads.yaml" if site else None
    place: Traversable = own if own and own.is_file() else files("runbooks").joinpath("reads.yaml")
    node = parse_document(place.read_text(encoding="utf-8"), "runbooks/reads.yaml")
    missing = [name for name in READS if name not in node]
    if missing:
        raise node.fail(f"'{missing[0]}' has no words here", "Add a line with en: and sv:.")
    for name, one in node.items():
        if name not in READS:
            raise one.fail(f"there is no read '{name}'", nearest(name, list(READS)))
        one.only("en", "sv")
    return {name: {"en": one["en"].text(), "sv": one["sv"].text()} for name, one in node.items()}


def _version(folders: Mapping[str, Traversable]) -> str:
    """A short fingerprint of all rules and texts: a case names it, so that a replay knows whether it sees the same."""
    digest = hashlib.sha256()
    for name, folder in folders.items():
        for place in sorted(folder.iterdir(), key=lambda one: one.name):
            if place.name.endswith(".yaml"):
                digest.update(f"{name}/{place.name}\n".encode() + place.read_bytes())
    return digest.hexdigest()[:12]
