"""Who may what: teams, what they may, about which investigations and sites. What no team has is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.desk.access import words
from bot.model import DEEDS, Allowed, Deed, Person, Request, Text
from parsers.document import Node, nearest

# Without `access:` in the configuration everybody of the own organisation; the other two need a line that grants them.
_OPEN: Final[frozenset[Deed]] = frozenset({"ask", "escalate", "raw", "check"})
_SOURCES: Final = ("slack", "teams", "console", "oidc", "api", "cli")
_WHOLE: Final = ("api", "cli", "console")  # these alone mean everybody who comes that way
_MEMBER: Final = re.compile(rf"(?:{'|'.join(_SOURCES)}):(?:[^\s:*]+:)*(?:[^\s:*]+|\*)|{'|'.join(_WHOLE)}")
CHECKS: Final = Person(id="check")  # the schedules of the configuration, and checks that somebody began by hand


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What a deed is about. None: nobody knows, which only those may who may everything of the kind."""

    investigation: str | None = None
    site: str | None = None
    device: str | None = None  # for the words


@dataclass(frozen=True, kw_only=True)
class Team:
    """One team of the configuration. None: all of them."""

    name: str
    members: tuple[str, ...]
    may: frozenset[Deed] = frozenset({"ask"})
    investigations: frozenset[str] | None = None
    sites: frozenset[str] | None = None
    line: int = 0  # where it stands in the file

    def member(self, person: Person) -> str | None:
        """The member line that this person fits; None where none does."""
        return next((one for one in self.members if _fits(one, person)), None)

    def covers(self, matter: Matter) -> bool:
        """Is this among the team's investigations and sites?"""
        return self.investigates(matter.investigation) and (self.sites is None or matter.site in self.sites)

    def investigates(self, investigation: str | None) -> bool:
        """Is this among the team's investigations? Where nothing is investigated (where is it?) that is no question."""
        return self.investigations is None or investigation is None or investigation in self.investigations


@dataclass(frozen=True, kw_only=True)
class Access:
    """All teams; None: there is no `access:`, and everybody of the own organisation belongs to the help desk."""

    teams: tuple[Team, ...] | None = None
    contact: str | None = None  # whom to ask for more rights, as the site wrote it
    titles: Mapping[str, Text] = field(default_factory=dict)  # investigation -> what it is called

    def teams_of(self, person: Person) -> Sequence[Team]:
        """The teams that somebody belongs to."""
        if person.guest or self.teams is None:
            return ()
        return [team for team in self.teams if team.member(person)]

    def allowed(self, person: Person) -> Allowed:
        """What somebody may, all their teams together."""
        if person == CHECKS:
            return Allowed(deeds=frozenset({"ask", "escalate"}))
        if person.guest or self.teams is None:
            return Allowed(deeds=frozenset() if person.guest else _OPEN)
        teams = self.teams_of(person)
        return Allowed(
            deeds=frozenset().union(*(team.may for team in teams)),
            investigations=_together([team.investigations for team in teams]),
            sites=_together([team.sites for team in teams]),
            team=tuple(team.name for team in teams),
        )

    def told(self, person: Person) -> tuple[Text, ...]:
        """What somebody may, for a help text; nothing where everybody may the same."""
        if self.teams is None:
            return ()
        why = self.refusal(person, "ask")
        return (why,) if why else tuple(words.may_lines(self.allowed(person)))

    def sites(self, person: Person) -> frozenset[str] | None:
        """The sites whose devices may be logged in to for this person's questions; None: all."""
        if person == CHECKS or (self.teams is None and not person.guest):
            return None
        found = _together([team.sites for team in self.teams_of(person) if "ask" in team.may])
        return None if found is None else frozenset(found)

    def scope(self, person: Person) -> str:
        """Equal for persons who may ask about exactly the same, in the same words."""
        may = self.allowed(person)
        return "" if self.teams is None else f"{may.team} {may.sites} {may.investigations}"

    def refusal(self, person: Person, deed: Deed, matter: Matter | None = None) -> Text | None:
        """Why this person may not do this, and whom to ask; None: they may. Without a matter: not at all?"""
        if person == CHECKS:
            return None
        if person.guest:
            return words.GUEST
        if self.teams is None:
            return None if deed in _OPEN else words.needs_grant(deed, self.contact)
        teams = self.teams_of(person)
        if not teams:
            return words.no_team(person.id, self.contact)
        able = [team for team in teams if deed in team.may]
        if not able:
            return words.not_this(_names(teams), deed, self._others(deed), self.contact)
        if matter is None or any(team.covers(matter) for team in able):
            return None
        if not any(team.investigates(matter.investigation) for team in able):
            title = self.titles.get(matter.investigation or "")
            return words.not_investigated(_names(able), title, self._others(deed, matter), self.contact)
        if matter.site is None:
            return words.no_site(matter.device, self.contact)
        sites = sorted({site for team in able for site in team.sites or ()})
        return words.not_there(_names(able), sites, matter.site, self._others(deed, matter), self.contact)

    def _others(self, deed: Deed, matter: Matter | None = None) -> Sequence[str]:
        """The teams that may do it."""
        able = [team for team in self.teams or () if deed in team.may]
        return _names([team for team in able if matter is None or team.covers(matter)])


def person_of(request: Request) -> Person:
    """Who asked. A name only counts inside the channel that vouched for it: an API client cannot be a console user."""
    source = request.channel
    if source == CHECKS.id:
        return CHECKS
    own = request.requester == source or request.requester.startswith(f"{source}:")
    made = request.requester if own else f"{source}:{request.requester}" if request.requester else source
    return Person(id=made, groups=request.groups)


def read_access(node: Node, *, investigations: Mapping[str, Text], sites: Collection[str]) -> Access:
    """The mapping `access:`. Raises DocumentError with the nearest name for one that nothing has."""
    node.only("teams", "contact")
    contact = node.get("contact")
    return Access(
        teams=tuple(_team(name, one, investigations, sites) for name, one in node["teams"].items()),
        contact=contact.text().strip() if contact else None,
        titles=investigations,
    )


def _team(name: str, node: Node, investigations: Collection[str], sites: Collection[str]) -> Team:
    node.only("members", "may", "investigations", "sites")
    members = node["members"].list()
    for one in members:
        if not _MEMBER.fullmatch(one.text()):
            problem = f"'{one.text()}' names nobody that I can be sure of"
            remedy = (
                'Write an id that never changes: "slack:T01:U07" (a person or a group), "teams:*", console:anna, '
                "oidc:<group>, api or cli. 'firstline access who' shows somebody's."
            )
            raise one.fail(problem, remedy)
    may = node.get("may")
    deeds: set[Deed] = {"ask"}
    if may:
        said = [one.one_of(DEEDS) for one in may.list()]
        deeds = {deed for deed in DEEDS if deed in said}
    return Team(
        name=name,
        members=tuple(one.text() for one in members),
        may=frozenset(deeds),
        investigations=_known(node.get("investigations"), investigations, "investigation"),
        sites=_known(node.get("sites"), sites, "site"),
        line=node.line,
    )


def _known(node: Node | None, names: Collection[str], kind: str) -> frozenset[str] | None:
    if node is None:
        return None
    for one in node.list():
        if one.text() not in names:
            raise one.fail(f"there is no {kind} '{one.text()}'", nearest(one.text(), list(names)))
    return frozenset(one.text() for one in node.list())


def _fits(member: str, person: Person) -> bool:
    if member.endswith(":*"):
        return any(one.startswith(member[:-1]) for one in (person.id, *person.groups))
    whole = member in _WHOLE and person.id.startswith(f"{member}:")
    return whole or member == person.id or member in person.groups


def _together(parts: Sequence[frozenset[str] | None]) -> tuple[str, ...] | None:
    """All of what the teams have; None (everything) where one of them has."""
    if any(one is None for one in parts):
        return None
    return tuple(sorted({name for one in parts for name in one or ()}))


def _names(teams: Sequence[Team]) -> Sequence[str]:
    return [team.name for team in teams]
