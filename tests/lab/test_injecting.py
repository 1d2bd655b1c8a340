"""What can be broken, what is refused, and two faults in one place."""

from __future__ import annotations

import pytest

from bot.errors import RequestError

from .bench import Bench

XE, X = "sw-kar-a2-03", "Gi1/0/14"


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize(
    ("fault", "device", "port", "words"),
    [
        ("no-such", XE, X, "knows no fault"),
        ("bpduguard", XE, None, "happens to a port"),
        ("bpduguard", XE, "Gi9/0/1", "has no port Gi9/0/1"),
        ("dot1x-failed", "sw-lun-b1-09", "Fa0/6", "has no 802.1X"),
        ("channel-misconfig", XE, X, "Te1/1/1, Te1/1/2"),
        ("poe-off", XE, "Te1/1/1", "fibre"),
    ],
)
def test_what_cannot_be_broken_is_refused_with_a_reason(
    bench: Bench, fault: str, device: str, port: str | None, words: str
) -> None:
    with pytest.raises(RequestError, match=words):
        bench.inject(fault, device, port)
    assert bench.faults.active() == []


def test_a_fault_that_is_there_already_is_not_made_again(bench: Bench) -> None:
    bench.inject("bpduguard", XE, X)
    with pytest.raises(RequestError, match="already has bpduguard"):
        bench.inject("bpduguard", XE, X)


def test_two_faults_on_one_port_are_both_told_and_healed_together(bench: Bench) -> None:
    healthy = bench.read(XE, "show interfaces X switchport", X)
    bench.inject("wrong-vlan", XE, X)
    bench.inject("duplex-mismatch", XE, X)
    assert "Access Mode VLAN: 110 (KLIENT)" in bench.read(XE, "show interfaces X switchport", X)
    assert "Half-duplex" in bench.read(XE, "show interfaces X", X)
    bench.heal(XE, X)
    assert bench.read(XE, "show interfaces X switchport", X) == healthy
    assert "Half-duplex" not in bench.read(XE, "show interfaces X", X)
    assert bench.faults.active() == []
