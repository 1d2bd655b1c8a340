"""Samples of counters outlive a question: the next one about the same port need not wait for a second reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.app import captured_app
from bot.model import Answer, Observation
from parsers.document import load_document

HEALTHY = Path(__file__).parents[1] / "scenarios" / "healthy-iosxe"
Parameters = tuple[tuple[str, str], ...]


class Memory:
    """A bot.ports.History that ages what it keeps by so much."""

    def __init__(self, age: timedelta) -> None:
        self._age = age
        self.kept: dict[tuple[str, str, Parameters], Observation] = {}

    def earlier(self, device: str, read: str, parameters: Parameters) -> Observation | None:
        return self.kept.get((device, read, parameters))

    def keep(self, samples: Sequence[Observation]) -> None:
        for one in samples:
            self.kept[one.device, one.read, one.parameters] = replace(one, at=one.at - self._age)


def ask(memory: Memory | None) -> tuple[Answer, bool]:
    """The answer, and whether a second reading was waited for."""
    app = captured_app(HEALTHY)
    app = replace(app, desk=replace(app.desk, history=memory))
    steps: list[str] = []
    text = load_document(HEALTHY / "scenario.yaml")["request"].text()
    answer = app.ask(text, channel="test", ticket=False, on_progress=lambda step, _: steps.append(step.state))
    assert answer.diagnosis is not None
    assert answer.diagnosis.outcome == "cleared"
    return answer, "second_reading" in steps


def test_what_an_earlier_question_counted_saves_the_wait_and_stands_among_the_proof() -> None:
    memory = Memory(timedelta(minutes=5))
    first, waited = ask(memory)
    assert waited
    assert "interface" in {one.read for one in memory.kept.values()}
    # The replay of the same folder begins with its first sample again: that is the earlier one.
    memory.keep([one for one in first.observations if one.sample == 1 and one.read in {"interface", "port_errors"}])
    second, waited = ask(memory)
    assert not waited
    assert second.diagnosis is not None
    times = {one.at for one in second.diagnosis.findings[0].evidence if one.field == "crc"}
    assert max(times) - min(times) >= timedelta(minutes=4)


def test_without_a_memory_or_with_one_that_is_too_fresh_the_second_reading_is_made() -> None:
    assert ask(None)[1]
    fresh = Memory(timedelta(seconds=0))
    ask(fresh)
    assert ask(fresh)[1]
