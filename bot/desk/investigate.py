"""The whole path of one request: locate, then read and reason in turns. Returns an Answer; raises nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.desk.around import Around
from bot.desk.counted import Counted
from bot.desk.coverage import NotCovered, no_controller, not_covered
from bot.desk.limits import SiteLimits
from bot.desk.locate import Locator
from bot.desk.located import Located
from bot.desk.reading import Batch, OnRead, Reader, reading
from bot.desk.recognise import Recognised, looks_foreign, recognise
from bot.diagnosis.advance import advance
from bot.diagnosis.runbook import Library
from bot.model import (
    Answer,
    Case,
    Diagnosis,
    Inventory,
    Observation,
    Progress,
    ReadRequest,
    Request,
    Target,
    Timings,
    Understanding,
    Understood,
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
    history: History | None = None  # samples of counters; None: each question stands alone

    def answer(self, request: Request, understanding: Understanding, on_progress: OnProgress) -> Answer:
        """Diagnose one understood request; the ticket is made afterwards, from the answer."""
        started = time.monotonic()
        facts = understanding.understood
        located = Located(question=understanding.question)
        diagnosis: Diagnosis | None = None
        observations: tuple[Observation, ...] = ()
        device_s = parse_s = 0.0
        if understanding.question is None and understanding.intent not in {"help", "none", "change"}:
            on_progress(Progress(state="locating"))
            with reading(self.transport) as reader:
                located, missing = self._located(facts, request.text, reader)
                asked = located.device if located.question else None
                known = recognise(asked, reader) if asked and looks_foreign(asked, reader.seen) else None
                if known:  # it was asked for its ports in the words of another make
                    desk = replace(self, inventory=known.corrected(self.inventory))
                    located, missing = desk._located(facts, request.text, reader)
                only_where = understanding.intent == "where_is" and located.target.interface is not None
                if missing:
                    diagnosis = missing.diagnosis
                elif located.device and located.question is None and not only_where:
                    diagnosis = self._diagnose(request, facts, located, reader, on_progress, known)
                    if located.if_well and diagnosis.outcome == "cleared":
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
        )
        on_progress(Progress(state="done", target=answer.target, diagnosis=diagnosis))
        return answer

    def _located(self, facts: Understood, text: str, reader: Reader) -> tuple[Located, NotCovered | None]:
        """Where to look; or the honest answer where that cannot be investigated."""
        missing = not_covered(facts, self.inventory)
        if missing is None:
            located = Locator(self.inventory, reader, self.resolver, text).locate(facts)
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
        known: Recognised | None,
    ) -> Diagnosis:
        """Ask advance() what to read, look up where that is, read it, ask again, until it concludes.

        Where the device turns out to be of another make than the inventory says, begin once more with that.
        """
        device = located.device
        assert device is not None
        on_progress(Progress(state="found", target=located.target))
        around = Around(self.inventory, reader, device, located.target)
        case = Case(
            request=request.id,
            investigation=self.library.about(located.about).name,
            target=located.target,
            understood=replace(facts, interface=located.target.interface),
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
            step = advance(case, seen, self.library)
            if isinstance(step, Diagnosis):
                counted.keep(seen)
                return known.beside(step) if known else step
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
                foreign = known is None and not seen and looks_foreign(device, taken)
                right = recognise(device, reader) if foreign else None
                if right:
                    desk = replace(self, inventory=right.corrected(self.inventory))
                    again = replace(located, device=right.device)
                    return desk._diagnose(request, facts, again, reader, on_progress, right)
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


def _dated(target: Target, observations: tuple[Observation, ...]) -> Target:
    """When the place was known: the first time that a device told something on the way."""
    if target.device is None or not observations:
        return target
    return replace(target, located_at=observations[0].at.strftime("%Y-%m-%dT%H:%M:%SZ"))
