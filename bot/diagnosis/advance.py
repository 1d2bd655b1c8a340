"""The heart: `advance(case, seen, library)` says what to read next, or what it concludes. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.diagnosis.conclude import conclude, limits_of
from bot.diagnosis.expressions import Expression
from bot.diagnosis.runbook import Investigation, Library, Runbook, Step
from bot.diagnosis.scene import UNKNOWN, Scene
from bot.model import Case, Diagnosis, Observation, ReadRequest, Reads
from parsers.reads import READS


def advance(case: Case, seen: Sequence[Observation], library: Library) -> Reads | Diagnosis:
    """The next batch of reads with what can be said so far, or the final diagnosis.

    Pure: the same case, observations and library always give the same answer, which is what resume, replay and
    tests without mocks rest on. The library is a third argument, since a case names its version and does not hold it.
    """
    investigation = library.investigations[case.investigation]
    scene = Scene.of(case, _in_order(investigation, seen))
    diagnosis = conclude(investigation, scene, library)
    if scene.session.failure != "none" or _over(scene):
        return diagnosis
    requests = _first_samples(investigation, scene) or _further_samples(investigation, scene, diagnosis)
    return Reads(requests=tuple(requests), so_far=diagnosis) if requests else diagnosis


def _over(scene: Scene) -> bool:
    """The session broke off or ran out of time, or nothing of the first batch can be read: more will not help."""
    broken = any(one.failure in {"dropped", "timeout"} for taken in scene.samples.values() for one in taken)
    return broken or (scene.session.asked > 0 and scene.session.readable == 0)


def _in_order(investigation: Investigation, seen: Sequence[Observation]) -> list[Observation]:
    """The diagnostic order, so that devices which answer sooner or later give the same answer."""
    place: dict[str, int] = {}
    for _, step in steps_of(investigation):
        place.setdefault(step.read, len(place))
    return sorted(seen, key=lambda one: (place.get(one.read, len(place)), one.sample))


def steps_of(investigation: Investigation) -> Iterator[tuple[Runbook, Step]]:
    """All steps in diagnostic order."""
    for book in investigation.runbooks:
        for step in book.steps:
            yield book, step


def _first_samples(investigation: Investigation, scene: Scene) -> list[ReadRequest]:
    """Every read that is known to be needed and was not made yet, in one batch; a shared read is made once."""
    requests: dict[str, ReadRequest] = {}
    for book, step in steps_of(investigation):
        if step.read not in scene.samples and step.read not in requests and _wanted(book, step, scene):
            requests[step.read] = _request(scene, step.read, 1, 0.0)
    return list(requests.values())


def _further_samples(investigation: Investigation, scene: Scene, diagnosis: Diagnosis) -> list[ReadRequest]:
    """Second samples; where the cause is proven and nobody behind the port is served anyhow, only those that insist."""
    settled = diagnosis.outcome == "proven" and diagnosis.severity == "critical"
    requests: dict[str, ReadRequest] = {}
    for book, step in steps_of(investigation):
        taken = scene.samples.get(step.read, ())
        if settled and not step.although_proven:
            continue
        if step.read in requests or len(taken) >= step.samples or not taken or not _wanted(book, step, scene):
            continue
        if taken[0].failure is None and taken[0].rows:
            requests[step.read] = _request(scene, step.read, len(taken) + 1, step.every_s)
    return list(requests.values())


def _wanted(book: Runbook, step: Step, scene: Scene) -> bool:
    """No condition, a true one, or one that stays unknown although all it speaks of was asked for."""
    if step.when is None:
        return True
    value = step.when.evaluate(scene, book.facts, limits_of(book, scene.case)).value
    if value is UNKNOWN:
        return all(read in scene.samples for read in _mentions(step.when, book))
    return bool(value)


def _mentions(expression: Expression, book: Runbook) -> frozenset[str]:
    """The reads a condition speaks of, also through facts."""
    used = expression.names & frozenset(book.facts)
    return expression.mentions.union(*(_mentions(book.facts[name], book) for name in used))


def _request(scene: Scene, read: str, sample: int, after_s: float) -> ReadRequest:
    target = scene.case.target
    known = {"interface": target.interface}
    parameters = tuple((name, value) for name in READS[read].takes if (value := known.get(name)) is not None)
    return ReadRequest(device=scene.case.device.name, read=read, parameters=parameters, sample=sample, after_s=after_s)
