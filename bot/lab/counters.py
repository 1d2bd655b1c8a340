"""Interface counters, computed from elapsed time: nothing is ticked, so 2,500 switches cost nothing while idle."""

from __future__ import annotations

from dataclasses import dataclass

from bot.lab.names import draw
from bot.lab.topology import Port, Region, Switch

# Frames per second in and out, and bytes per frame in and out, by what hangs on the port.
_TRAFFIC = {
    "pc": (62, 94, 480, 810),
    "phone": (51, 50, 214, 214),
    "printer": (4, 6, 220, 640),
    "medical": (12, 9, 310, 240),
    "ap": (210, 380, 520, 940),
    "video": (330, 310, 880, 860),
    "trunk": (4100, 5200, 560, 690),
}

_FLOOD_BYTES = 64  # of a frame that goes round in a ring


@dataclass(frozen=True, kw_only=True, slots=True)
class Counters:
    """Totals since the counters were last cleared (never), and 5-minute rates."""

    packets_in: int
    bytes_in: int
    broadcasts_in: int
    multicasts_in: int
    packets_out: int
    bytes_out: int
    broadcasts_out: int
    bps_in: int
    pps_in: int
    bps_out: int
    pps_out: int
    crc: int
    frame: int
    runts: int
    giants: int
    output_drops: int
    collisions: int
    late_collisions: int
    deferred: int
    resets: int

    @property
    def input_errors(self) -> int:
        return self.crc + self.frame + self.runts + self.giants

    @property
    def output_errors(self) -> int:
        return self.late_collisions


def seconds_linked(port: Port, now: float) -> float:
    """Simulated seconds with link since the lab started."""
    return port.linked_s + (0.0 if port.linked_since is None else now - port.linked_since)


def grown(port: Port, counter: str, now: float) -> int:
    """What faults have added to a counter so far."""
    return sum(rise.amount(now) for rise in port.rises if rise.counter == counter)


def _rate(port: Port, counter: str) -> int:
    """Per second, what a fault adds to a counter just now."""
    return int(sum(rise.per_s for rise in port.rises if rise.counter == counter and rise.until is None))


def counters(region: Region, switch: Switch, port: Port) -> Counters:
    """The counters of a port at this moment of simulated time."""
    now = region.clock.now()
    key = switch.name + port.name
    fps_in, fps_out, size_in, size_out = _TRAFFIC[port.traffic or "pc"]
    fps_in += draw(key + "fi", fps_in // 2 + 1)
    fps_out += draw(key + "fo", fps_out // 2 + 1)
    if port.asleep:  # it only answers when somebody looks for it
        fps_in, fps_out, size_in, size_out = 0, 0, 64, 64
    flood = _rate(port, "packets_in")
    linked = seconds_linked(port, now)
    linked_now = port.linked_since is not None
    past = (draw(key + "past", 900_000) + 200_000) if port.traffic is not None else 0
    heard = seconds_linked(port, port.changed) if port.silent else linked
    frames_in = int((past + heard) * fps_in) + grown(port, "packets_in", now)
    frames_out = int((past + linked) * fps_out) + grown(port, "packets_out", now)
    old = past > 0 and draw(key + "old", 7) == 0  # a port with history: errors that do not grow
    broadcasts = frames_in // 600 + grown(port, "broadcasts_in", now)
    return Counters(
        packets_in=frames_in,
        bytes_in=frames_in * size_in,
        broadcasts_in=broadcasts + broadcasts * 2,
        multicasts_in=broadcasts * 2,
        packets_out=frames_out,
        bytes_out=frames_out * size_out,
        broadcasts_out=frames_out // 900,
        bps_in=round((fps_in * size_in + flood * _FLOOD_BYTES) * 8, -3) if linked_now and not port.silent else 0,
        pps_in=fps_in + flood if linked_now and not port.silent else 0,
        bps_out=round(fps_out * size_out * 8 + _rate(port, "bits_out"), -3) if linked_now else 0,
        pps_out=fps_out if linked_now else 0,
        crc=(draw(key + "crc", 38) + 1 if old else 0) + grown(port, "crc", now),
        frame=grown(port, "frame", now),
        runts=grown(port, "runts", now),
        giants=0,
        output_drops=(draw(key + "drops", 700) if past and draw(key + "dr", 5) == 0 else 0)
        + grown(port, "output_drops", now),
        collisions=grown(port, "collisions", now),
        late_collisions=grown(port, "late_collisions", now),
        deferred=grown(port, "deferred", now),
        resets=1 + draw(key + "resets", 5),
    )


def kind_of_traffic(port: Port) -> str | None:
    """What talks most on the port; None where nothing is plugged in."""
    if port.trunk or port.routed is not None:
        return "trunk" if port.peer is not None or port.is_channel else None
    return max((e.kind for e in port.endpoints), key=lambda kind: _TRAFFIC[kind][1], default=None)
