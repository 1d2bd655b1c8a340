"""The whole path of one request: locate, then read and reason in turns. Returns an Answer; raises nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from bot.desk.access import Access, person_of
from bot.desk.access.gate import NotPermitted, gated
from bot.desk.around import Around
from bot.desk.counted import Counted
from bot.desk.coverage import NotCovered, no_controller, not_covered
from bot.desk.endings import not_allowed
from bot.desk.limits import SiteLimits
from bot.desk.locate import Locator
from bot.desk.locate.located import Located
from bot.desk.reading import Batch, OnRead, Reader, Turn, reading
from bot.desk.recognise import Recognised, looks_foreign, recognise
from bot.desk.same_fault import far_end
from bot.desk.understand.reading import understand
from bot.diagnosis.advance import advance
from bot.diagnosis.runbook import Library
from bot.model import (
    Answer,
    Case,
    Diagnosis,
    Intent,
    Inventory,
    Observation,
    Progress,
    ReadRequest,
    Request,
    Target,
    Timings,
    Understanding,
    Understood,
    Whereabouts,
)
from bot.ports import History, Resolver, Transport

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What answering takes: the inventory, the way to devices, the runbooks, and the site's limits."""

    inventory: Inventory
    transport: Transport
    library: Library
    resolver: Resolver
    limits: SiteLimits = field(default_factory=SiteLimits)
    access: Access = field(default_factory=Access)  # who may ask about what
    history: History | None = None  # samples of counters; None: each question stands alone
    turn: Turn = nullcontext  # where many questions are answered at once, computing takes turns

    def answer(self, request: Request, understanding: Understanding, on_progress: OnProgress) -> Answer:
        """Diagnose one understood request; the ticket is made afterwards, from the answer."""
        started = time.monotonic()
        facts = understanding.understood
        located = Located(question=understanding.question)
        diagnosis: Diagnosis | None = None
        observations: tuple[Observation, ...] = ()
        device_s = parse_s = 0.0
        to_be_read = understanding.question is None and understanding.intent not in {"help", "none", "change"}
        refusal = self.access.refusal(person_of(request), "ask") if to_be_read else None
        if refusal:
            diagnosis = not_allowed(refusal)
        elif to_be_read:
            on_progress(Progress(state="locating"))
            with reading(self.transport, self.turn) as reader:
                located, diagnosis, right = self._answered(request, understanding.intent, facts, reader, on_progress)
                if right:  # once more, in the words of the make that the device is of
                    desk = replace(self, inventory=right.corrected(self.inventory))
                    port = understand(request.text, desk.inventory).understood.interface
                    facts = replace(facts, interface=port or facts.interface)
                    located, diagnosis, _ = desk._answered(request, understanding.intent, facts, reader, on_progress)
                    diagnosis = right.beside(diagnosis) if diagnosis else None
                if located.if_well and diagnosis and diagnosis.outcome == "cleared":
                    located, diagnosis = replace(located, question=located.if_well), None
                observations = tuple(reader.seen)
                device_s, parse_s = reader.spent.device_s, reader.spent.parse_s
        total_s = time.monotonic() - started
        answer = Answer(
            request=request,
            intent=understanding.intent,
            target=_dated(located.target, observations),
            understood=facts,
            question=located.question,
            diagnosis=diagnosis,
            observations=observations,
            ticket=None,
            timings=Timings(total_s=round(total_s, 3), device_s=round(device_s, 3), parse_s=round(parse_s, 3)),
            may=self.access.told(person_of(request)) if understanding.intent == "help" else (),
            whereabouts=_whereabouts(located.target, diagnosis, self.inventory),
            also=understanding.also,
            far_end=far_end(diagnosis, observations, self.inventory) if diagnosis else None,
        )
        on_progress(Progress(state="done", target=answer.target, diagnosis=diagnosis))
        return answer

    def _answered(
        self, request: Request, intent: Intent, facts: Understood, reader: Reader, on_progress: OnProgress
    ) -> tuple[Located, Diagnosis | None, Recognised | None]:
        """Where it is, and what is the matter there; or that the device is none of what the inventory says.

        The one place where it is decided whether this person may ask this; no device beyond it is logged in to.
        """
        try:
            located, missing = self._located(request, facts, intent, reader)
        except NotPermitted as met:
            return Located(), not_allowed(met.why), None
        if missing:
            return located, missing.diagnosis, None
        if located.device is None or located.question:
            foreign = located.device if located.device and looks_foreign(located.device, reader.seen) else None
            return located, None, recognise(foreign, reader) if foreign else None
        if intent == "where_is" and located.target.interface is not None:
            return located, None, None
        found = self._diagnose(request, facts, located, reader, on_progress)
        return (located, None, found) if isinstance(found, Recognised) else (located, found, None)

    def _located(
        self, request: Request, facts: Understood, intent: Intent, reader: Reader
    ) -> tuple[Located, NotCovered | None]:
        """Where to look; or the honest answer where that cannot be investigated. Raises NotPermitted."""
        missing = not_covered(facts, self.inventory)
        if missing is None:
            with gated(reader, self.access, self.inventory, person_of(request)) as gate:
                located = Locator(gate.searched(facts), reader, self.resolver, request.text).locate(facts)
                sought = intent == "where_is" and located.target.interface is not None
                located = gate.passed(located, None if sought else self.library.about(located.about).name)
            missing = no_controller(facts, self.inventory) if located.device is None and located.question else None
            if missing is None:
                return located, None
        return Located(target=missing.target), missing

    def _diagnose(
        self,
        request: Request,
        facts: Understood,
        located: Located,
        reader: Reader,
        on_progress: OnProgress,
    ) -> Diagnosis | Recognised:
        """Ask advance() what to read, look up where that is, read it, ask again, until it concludes.

        Where the first answers are those of another make than the inventory says, that is what comes back.
        """
        device = located.device
        assert device is not None
        on_progress(Progress(state="found", target=located.target))
        around = Around(self.inventory, reader, device, located.target)
        case = Case(
            request=request.id,
            investigation=self.library.about(located.about).name,
            target=located.target,
            understood=replace(
                facts,
                interface=located.target.interface,
                wlan=located.target.wlan if located.about == "wlan" else facts.wlan,
            ),
            device=device,
            links=tuple(one for one in self.inventory.links if device.name in {one.a.device, one.b.device}),
            tags=located.tags,
            limits=self.limits.at(device, located.target.interface, located.tags),
            runbooks_version=self.library.version,
        )
        counted = Counted.of(self.library.investigations[case.investigation], self.history)
        seen: list[Observation] = [located.failed] if located.failed else []
        told = False
        while True:
            with self.turn():
                step = advance(case, seen, self.library)
            if isinstance(step, Diagnosis):
                counted.keep(seen)
                return step
            found = step.so_far if seen and step.so_far.outcome in {"proven", "likely"} else None
            wait = max(one.after_s for one in step.requests)
            if wait:
                on_progress(Progress(state="second_reading", diagnosis=found, wait_s=wait, target=case.target))
            elif found and not told:
                on_progress(Progress(state="first_verdict", diagnosis=found, target=case.target))
                told = True
            places = {one.place: around.spot(one.place) for one in step.requests if not one.device}
            case = replace(case, places={**case.places, **places})
            ready = [one for one in step.requests if one.device]
            if ready:
                taken = reader.read(_by_device(case, ready), _counted(len(seen), len(ready), on_progress))
                right = recognise(device, reader) if not seen and looks_foreign(device, taken) else None
                if right:
                    return right
                case = replace(case, earlier=(*case.earlier, *counted.before(taken)))
                seen += taken


def _by_device(case: Case, requests: Sequence[ReadRequest]) -> list[Batch]:
    """The requests of one batch, device by device."""
    devices = [case.device, *(spot.device for spot in case.places.values() if spot.device)]
    known = {device.name: device for device in devices}
    asked = dict.fromkeys(one.device for one in requests)
    return [(known[name], [one for one in requests if one.device == name]) for name in asked]


def _counted(done: int, new: int, on_progress: OnProgress) -> OnRead:
    """Tells after each answer how many have come; devices answer at the same time."""
    lock, count = threading.Lock(), done

    def one_more(_: Observation) -> None:
        nonlocal count
        with lock:
            count += 1
            on_progress(Progress(state="reading", done=count, total=done + new))

    return one_more


def _whereabouts(target: Target, diagnosis: Diagnosis | None, inventory: Inventory) -> tuple[Whereabouts, ...]:
    """Where the target's device and the ones that findings are about stand."""
    names = [target.device, *(one.device for one in (diagnosis.findings if diagnosis else ()))]
    devices = [device for name in dict.fromkeys(names) if name and (device := inventory.device(name))]
    return tuple(
        Whereabouts(device=one.name, site=one.site, building=one.building, floor=one.floor, room=one.room)
        for one in devices
        if one.site or one.building or one.room
    )


def _dated(target: Target, observations: tuple[Observation, ...]) -> Target:
    """When the place was known: the first time that a device told something on the way."""
    if target.device is None or not observations:
        return target
    return replace(target, located_at=observations[0].at.strftime("%Y-%m-%dT%H:%M:%SZ"))
