"""Counters against what an earlier question saw: where nothing grew, nobody waits for a second sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.diagnosis.advance import advance
from bot.diagnosis.runbook import Library
from bot.model import Case, Device, Diagnosis, Observation, ReadRequest, Reads, Target, Understood
from parsers.parse import Row
from parsers.records import InterfaceRecord
from tests.diagnosis.plays import library, rule, runbook

NOW = datetime(2026, 11, 17, 8, 42, 13, tzinfo=UTC)
PORT = "GigabitEthernet1/0/1"
DEVICE = Device(name="sw-1", platform="cisco_xe", role="access")
RISING = rule("INPUT_ERRORS_RISING", "increase(interface.crc) > 0", severity="warning")
CHECKS = {"errors": {"when": "increase(interface.crc) == 0", "says": "No new errors."}}


def books() -> Library:
    return library(
        runbook("quality", RISING, steps=[{"read": "interface", "samples": 2, "every": "15s"}]), checks=CHECKS
    )


def counted(
    crc: int, packets: int, *, ago_s: float = 0.0, sample: int = 1, cleared_s: int | None = None
) -> Observation:
    record = InterfaceRecord(interface=PORT, crc=crc, input_packets=packets, counters_cleared_s=cleared_s)
    return Observation(
        device="sw-1", read="interface", parameters=(("interface", PORT),), sample=sample, command="show interfaces",
        at=NOW - timedelta(seconds=ago_s), rows=(Row(record=record, lines={"crc": (0,)}),), raw=f"{crc} CRC",
    )  # fmt: skip


def case(*earlier: Observation) -> Case:
    return Case(
        request="r", investigation="wired-port", device=DEVICE, understood=Understood(), earlier=earlier,
        target=Target(device="sw-1", interface=PORT),
    )  # fmt: skip


def step(earlier: Observation, now: Observation) -> Reads | Diagnosis:
    return advance(case(earlier), [now], books())


def waits(asked: Reads | Diagnosis) -> bool:
    return isinstance(asked, Reads) and asked.requests == (
        ReadRequest(
            device="sw-1", read="interface", parameters=(("interface", PORT),), sample=2, after_s=15.0
        ),
    )  # fmt: skip


def test_an_earlier_sample_without_a_new_error_clears_at_once_and_is_shown() -> None:
    done = step(counted(900, 1000, ago_s=3600), counted(900, 5000))
    assert isinstance(done, Diagnosis)
    assert done.outcome == "cleared"
    assert [one.value for one in done.findings[0].evidence] == ["900", "900"]


def test_errors_that_grew_since_are_not_held_against_the_port_as_it_is_now() -> None:
    """They may be from before the cable was changed: only a fresh pair tells."""
    earlier, now = counted(900, 1000, ago_s=300), counted(1500, 5000)
    assert waits(step(earlier, now))
    still = advance(
        case(earlier), [now, replace(counted(1500, 5100, sample=2), at=NOW + timedelta(seconds=15))], books()
    )
    assert isinstance(still, Diagnosis)
    assert still.outcome == "cleared"


def test_a_sample_that_is_too_young_too_old_or_of_counters_that_were_cleared_is_no_second_one() -> None:
    now = counted(900, 5000)
    assert waits(step(counted(900, 4990, ago_s=5), now))
    assert waits(step(counted(900, 1000, ago_s=90000), now))
    assert waits(step(counted(900, 6000, ago_s=3600), now)), "fewer packets: the device restarted"
    assert waits(step(counted(0, 1000, ago_s=3600), counted(0, 5000, cleared_s=60))), "cleared in between"


def test_a_sample_of_another_port_or_device_says_nothing() -> None:
    now = counted(900, 5000)
    assert waits(step(replace(counted(900, 1000, ago_s=3600), device="sw-2"), now))
    assert waits(step(replace(counted(900, 1000, ago_s=3600), parameters=(("interface", "x"),)), now))
