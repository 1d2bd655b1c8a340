"""The heart: `advance(case, seen, library)` says what to read next, or what it concludes. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.diagnosis.conclude import conclude
from bot.diagnosis.expressions import Expression
from bot.diagnosis.judge import Act, limits_of
from bot.diagnosis.places import place_and_read
from bot.diagnosis.runbook import Investigation, Library, Part, Rule, Runbook, Step
from bot.diagnosis.scene import Scene
from bot.diagnosis.seen import OWN_UPLINKS, interface_at
from bot.diagnosis.truths import UNKNOWN
from bot.model import Case, Diagnosis, Observation, Place, ReadRequest, Reads
from parsers.reads import READS
from parsers.records import WlanRecord
from parsers.values import mac

_NOTHING_SEEN: Final = Diagnosis(outcome="unknown", root_cause="CAUSE_UNKNOWN", severity="unknown")
_ON_THE_TARGET: Final[frozenset[Place]] = frozenset({"target", *OWN_UPLINKS})  # one login, so one silence


def advance(case: Case, seen: Sequence[Observation], library: Library) -> Reads | Diagnosis:
    """The next batch of reads with what can be said so far, or the final diagnosis.

    A request without a device is for a place that `case.places` does not hold yet: look it up, put it there, ask again.
    Pure: the same case, observations and library always give the same answer, which is what resume, replay and
    tests without mocks rest on. The library is a third argument, since a case names its version and does not hold it.
    """
    investigation = library.investigations[case.investigation]
    seen = _in_order(investigation, seen)
    target = Scene.of(case, seen)
    acts = [
        Act(part=part, scene=target if part.place == "target" else Scene.of(case, seen, part.place))
        for part in investigation.parts
        if _applied(part, investigation, target) and not _nowhere(part.place, case)
    ]
    ended = {act.part.place for act in acts if _over(act.scene)}
    if "target" in ended:
        ended |= _ON_THE_TARGET
    if first := _first_samples(acts, ended):
        so_far = conclude(investigation, acts, library, whole=False) if seen else _NOTHING_SEEN
        return Reads(requests=tuple(first), so_far=so_far)
    verdict = conclude(investigation, acts, library)
    further = _further_samples(acts, ended, verdict)
    return Reads(requests=tuple(further), so_far=verdict) if further else verdict


def _applied(part: Part, investigation: Investigation, target: Scene) -> bool:
    """Is this part wanted? Where that cannot be told although the target was asked, it is: better a look too many."""
    if part.when is None:
        return True
    value = part.when.value(target, investigation.facts, limits_of(investigation, target.case))
    if value is UNKNOWN:
        asked = _mentions(part.when, investigation)
        return target.session.failure != "none" or all(name in target.samples for name in asked)
    return bool(value)


def _nowhere(place: Place, case: Case) -> bool:
    """Is the place known not to be found? Then nothing is concluded there, and nothing left open for its sake."""
    return place in case.places and case.places[place].device is None


def _over(scene: Scene) -> bool:
    """No login, the session broke off or ran out of time, or nothing can be read: more questions will not help."""
    own = [one for name, taken in scene.samples.items() if name in READS for one in taken]
    broken = any(one.failure in {"dropped", "timeout"} for one in own)
    return scene.session.failure != "none" or broken or (scene.session.asked > 0 and scene.session.readable == 0)


def _in_order(investigation: Investigation, seen: Sequence[Observation]) -> list[Observation]:
    """The diagnostic order, so that devices which answer sooner or later give the same answer."""
    rank: dict[tuple[Place, str], int] = {}
    for part, _, step in steps_of(investigation):
        rank.setdefault(_where(part.place, step.read), len(rank))
    return sorted(seen, key=lambda one: (rank.get((one.place, one.read), len(rank)), one.sample))


def steps_of(investigation: Investigation) -> Iterator[tuple[Part, Runbook, Step]]:
    """All steps in diagnostic order."""
    for part in investigation.parts:
        for book in part.runbooks:
            for step in book.steps:
                yield part, book, step


def never_read(investigation: Investigation) -> Iterator[tuple[Runbook, Rule, str]]:
    """Rules that speak of what no step reads at their place, and what: they could never be told, and nobody hears why.

    A read that another runbook of the same place makes will do; it is made once for all.
    """
    made = {_where(part.place, step.read) for part, _, step in steps_of(investigation)}
    for part in investigation.parts:
        for book in part.runbooks:
            for rule in book.rules:
                for name in sorted(_mentions(rule.when, book)):
                    if _where(part.place, name) not in made:
                        yield book, rule, name


def _where(applied_at: Place, name: str) -> tuple[Place, str]:
    """The place and the read behind a name that a runbook uses which is applied there."""
    place, read = place_and_read(name)
    return place or applied_at, read


def _first_samples(acts: Sequence[Act], ended: set[Place]) -> list[ReadRequest]:
    """Every read that is known to be needed and was not made yet, in one batch; a shared read is made once."""
    requests: dict[tuple[Place, str], ReadRequest] = {}
    for act in acts:
        for book in act.part.runbooks:
            for step in book.steps:
                where = _where(act.part.place, step.read)
                if step.read in act.scene.samples or where in requests or where[0] in ended:
                    continue
                if _wanted(book, step, act.scene):
                    request = _request(act.scene, where, 1, 0.0)
                    if request:
                        requests[where] = request
    return list(requests.values())


def _further_samples(acts: Sequence[Act], ended: set[Place], diagnosis: Diagnosis) -> list[ReadRequest]:
    """Second samples; where the cause is proven and nobody behind the port is served anyhow, only those that insist."""
    settled = diagnosis.outcome == "proven" and diagnosis.severity == "critical"
    requests: dict[tuple[Place, str], ReadRequest] = {}
    for act in acts:
        for book in act.part.runbooks:
            for step in book.steps:
                where, taken = _where(act.part.place, step.read), act.scene.samples.get(step.read, ())
                if where[0] in ended or where in requests or (settled and not step.although_proven):
                    continue
                if not taken or len(taken) >= step.samples or not _wanted(book, step, act.scene):
                    continue
                if act.scene.still_since(step.read, step.every_s):
                    continue
                request = _request(act.scene, where, len(taken) + 1, step.every_s)
                if request and taken[0].failure is None and taken[0].rows:
                    requests[where] = request
    return list(requests.values())


def _wanted(book: Runbook, step: Step, scene: Scene) -> bool:
    """No condition, a true one, or one that stays unknown although all it speaks of was asked for."""
    if step.when is None:
        return True
    value = step.when.value(scene, book.facts, limits_of(book, scene.case))
    if value is UNKNOWN:
        return all(read in scene.samples for read in _mentions(step.when, book))
    return bool(value)


def _mentions(expression: Expression, book: Runbook | Investigation) -> frozenset[str]:
    """The reads a condition speaks of, also through facts."""
    used = expression.names & frozenset(book.facts)
    return expression.mentions.union(*(_mentions(book.facts[name], book) for name in used))


def _request(scene: Scene, where: tuple[Place, str], sample: int, after_s: float) -> ReadRequest | None:
    """What to read; None where the place is known not to be found, or a parameter of the command is not known."""
    place, read = where
    case = scene.case
    device = case.device.name if place == "target" else ""
    if place in case.places:
        spot = case.places[place]
        if spot.device is None:
            return None
        device = spot.device.name
    known = {
        "interface": interface_at(case, place),
        "mac": mac(case.target.client or case.target.endpoint or "") or _told(scene, ("ap_join", "radio_mac")),
        "ap": case.target.ap or _told(scene, ("client", "ap")),
        "vlan": _told(scene, ("switchport", "access_vlan"), ("port", "vlan"), ("client", "vlan")) or _vlan_meant(case),
        "wlan": _wlan_number(scene),
        "profile": _told(scene, ("client", "policy_profile")),
    }
    parameters = tuple((name, value) for name in READS[read].takes if (value := known.get(name)) is not None)
    if device and len(parameters) < len(READS[read].takes):
        return None
    return ReadRequest(
        device=device, read=read, place=place, parameters=parameters, sample=sample, after_s=after_s
    )  # fmt: skip


def _wlan_number(scene: Scene) -> str | None:
    """Controllers ask for a WLAN by its number; people by the name that stands beside it in the list of all."""
    name, listed = scene.case.target.wlan, scene.latest("wlans")
    if scene.case.target.client is None and name is not None:
        for row in listed.rows if listed else ():
            one = row.record
            names = {str(one.ssid).casefold(), str(one.profile).casefold()} if isinstance(one, WlanRecord) else set()
            if isinstance(one, WlanRecord) and name.casefold() in names:
                return None if one.wlan is None else str(one.wlan)
        return None
    return _told(scene, ("client", "wlan"))


def _vlan_meant(case: Case) -> str | None:
    """The VLAN that was spoken of, where no port tells one: its own interface, or its number."""
    port = case.target.interface or ""
    if port.startswith("Vlan"):
        return port.removeprefix("Vlan")
    return str(case.understood.wanted_vlan) if case.understood.wanted_vlan else None


def _told(scene: Scene, *fields: tuple[str, str]) -> str | None:
    """A parameter that an earlier answer tells: the first of these fields that is known."""
    for read, field in fields:
        value = scene.value(read, field)[0]
        if isinstance(value, str | int):
            return str(value)
    return None
