"""The named things of a text put together into targets: this port of this device, that room, this client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.desk.understand.clauses import about_someone, said_to_be_fine
from bot.desk.understand.lexicon import Lexicon
from bot.desk.understand.mentions import Mention, MentionRole
from bot.desk.understand.port_names import member_of, on_device
from bot.model import Device, Understood

_FAST = re.compile(r"^(?:Ten|TwentyFive|Forty|Hundred|Port-channel|ae\d)")
_JOINS = re.compile(r"^\s?(?:på|on|i|in|vid|at|of|hos|,|=|:|-|\(|/|#)?\s?(?:switchen|switch|den|the|enheten)?\s?$")
_ROW = re.compile(r"\s?(?:,|och|and|&|samt|\+|eller|or|-\d{1,2})?\s?(?:port(?:en)?\s)?")
_AND = re.compile(r"(?: (?:i|på|in|at) \S+)?,? (?:och|and|samt|&|\+|plus)(?: (?:även|också|also))? (?:\w+ )?")
_OF_ITS_OWN = ("ap", "room", "jack", "host", "mac")
_FIELDS = ("mac", "ip", "host", "room", "jack", "ap", "wlan", "site")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One possible target. `ports` are the names that a bare number may have on the device; several are a question."""

    device: Mention | None = None
    interface: Mention | None = None
    ports: tuple[str, ...] = ()
    role: MentionRole = "target"
    rank: tuple[int, int] = (0, 0)
    fine: bool = False  # just this is said to work


@dataclass(frozen=True, kw_only=True)
class Targets:
    """The frames, best first, and per kind what else was named as a target."""

    frames: tuple[Frame, ...] = ()
    others: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)


def targets_of(
    text: str,
    mentions: list[Mention],
    roles: list[MentionRole],
    lexicon: Lexicon,
    before: Device | None = None,
    like: str | None = None,
) -> Targets:
    """Put devices and interfaces together and rank them. `before`, `like`: device and port that the thread is about."""
    role_of = {id(mention): role for mention, role in zip(mentions, roles, strict=True)}
    role_of = _soften(mentions, role_of)
    devices = [mention for mention in mentions if mention.kind == "device" and role_of[id(mention)] != "wrong"]
    interfaces = [mention for mention in mentions if mention.kind == "interface" and role_of[id(mention)] != "wrong"]
    near = [device for device in devices if role_of[id(device)] == "target"]
    frames: list[Frame] = []
    used: set[str] = set()
    for interface in interfaces:
        device = _device_of(text, interface, devices, interfaces)
        role = role_of[id(interface)]
        if device and role == "target" and role_of[id(device)] == "far" and "\n\n" in _between(text, interface, device):
            device = _device_of(text, interface, near, interfaces) or device
        if device:
            used.add(device.value or device.said)
            # "sw-1 port 2 is fixed, but port 17 is down": settled is the port, not the device.
            of_a_port = role_of[id(device)] == "settled" and any(role_of[id(one)] == "settled" for one in interfaces)
            if role_of[id(device)] in ("far", "settled") and role == "target" and not of_a_port:
                role = role_of[id(device)]
        frames.append(
            Frame(
                device=device,
                interface=interface,
                ports=_of_member(_names(interface, device, lexicon, before, like), text),
                role=role,
                rank=_rank(text, interface, role),
                fine=said_to_be_fine(text, interface.start),
            )
        )
    for device in devices:
        if (device.value or device.said) not in used:
            used.add(device.value or device.said)
            role = role_of[id(device)]
            # A device beside a port of another one is rarely what is asked about first.
            frames.append(
                Frame(
                    device=device,
                    role=role,
                    rank=(_order(role) + (1 if frames else 0) - about_someone(text, device.start), device.start),
                )
            )
    others = {
        kind: tuple(
            mention for mention in mentions if mention.kind == kind and role_of[id(mention)] in ("target", "seen")
        )
        for kind in _FIELDS
    }
    frames = _in_a_row(text, frames)
    if not any(others.values()):
        frames = _least_far(frames)
    return Targets(frames=tuple(sorted(_once(frames), key=lambda frame: frame.rank)), others=others)


def _between(text: str, one: Mention, other: Mention) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def device_named(mention: Mention | None, lexicon: Lexicon) -> Device | None:
    if mention is None or mention.value is None:
        return None
    return lexicon.named.get(mention.value or "")


def understood_of(frame: Frame) -> Understood:
    """The facts of a frame alone."""
    port = frame.ports[0] if len(frame.ports) == 1 else None
    return Understood(device=frame.device.value if frame.device else None, interface=port)


def with_others(frame: Frame | None, targets: Targets, text: str) -> tuple[Understood, tuple[Understood, ...]]:
    """The facts of a frame with the first of each other kind, and the rest as further targets.

    An access point "and" a port are two targets; an access point "on" a port is one.
    """
    facts = understood_of(frame) if frame else Understood()
    more: list[Understood] = []
    for kind, mentions in targets.others.items():
        apart = [mention for mention in mentions if frame and frame.interface and _beside(text, mention, frame)]
        more += [_with(Understood(), kind, one.value) for one in apart if one.value and kind in _OF_ITS_OWN]
        values = list(dict.fromkeys(one.value for one in mentions if one.value and one not in apart))
        if not values:
            continue
        facts = _with(facts, kind, values[0])
        more += [_with(Understood(), kind, value) for value in values[1:] if kind not in ("site", "wlan")]
    return facts, tuple(more)


def _beside(text: str, mention: Mention, frame: Frame) -> bool:
    """Whether only "and" stands between a name and a port with its device."""
    ends = [one for one in (frame.device, frame.interface) if one]
    if mention.start < min(one.start for one in ends):
        between = text[mention.end : min(one.start for one in ends)]
    else:
        between = text[max(one.end for one in ends) : mention.start]
    return mention.kind in _OF_ITS_OWN and _AND.fullmatch(between) is not None


def _with(facts: Understood, kind: str, value: str) -> Understood:
    """The facts with one more, whose name is its kind of mention."""
    return Understood(**{**vars(facts), kind: value})


def _soften(mentions: list[Mention], role_of: dict[int, MentionRole]) -> dict[int, MentionRole]:
    """A far end or a settled device is the target after all where the text names no other thing to look at."""
    wanted = [
        mention
        for mention in mentions
        if role_of[id(mention)] in ("target", "seen")
        and mention.kind != "site"
        and (mention.value or mention.kind != "ip")
    ]
    if any(mention.kind not in ("interface", "wlan") for mention in wanted):
        return role_of
    softened = dict(role_of)
    kinds = ["device", "ap", "ip", "host", *([] if wanted else ["interface"])]  # a port of its own stays the target
    for role in ("far", "settled"):
        candidates = [
            mention
            for mention in mentions
            if role_of[id(mention)] == role and mention.kind in ("device", "ap", "ip", "host")
        ]
        if candidates:
            for mention in mentions:
                if softened[id(mention)] == role and mention.kind in kinds:
                    softened[id(mention)] = "target"
            break
    return softened


def _least_far(frames: list[Frame]) -> list[Frame]:
    """The frames; where none is a target, the far ends are ("what is connected to Gi1/0/4?"), else what is settled."""
    for role in ("target", "seen", "far", "settled"):
        if any(frame.role == role for frame in frames):
            return [
                replace(frame, role="target") if frame.role == role not in ("target", "seen") else frame
                for frame in frames
            ]
    return frames


def _device_of(text: str, interface: Mention, devices: list[Mention], interfaces: list[Mention]) -> Mention | None:
    """The device that an interface is on: the one beside it, before or after, in the same sentence first."""
    best: tuple[float, Mention] | None = None
    for device in devices:
        if device.end <= interface.start:
            between = text[device.end : interface.start]
            weight = 1.0
        else:
            between = text[interface.end : device.start]
            weight = 0.3 if _JOINS.match(between) else 1.2
        other = any(
            port is not interface and min(device.end, interface.end) <= port.start < max(device.start, interface.start)
            for port in interfaces
        )
        cost = weight * len(between) + (200 if re.search(r"[.!?]\s|\n", between) else 0) + (15 if other else 0)
        if best is None or cost < best[0]:
            best = (cost, device)
    return best[1] if best else None


def _names(
    interface: Mention, device: Mention | None, lexicon: Lexicon, before: Device | None, like: str | None
) -> tuple[str, ...]:
    known = device_named(device, lexicon) if device else before
    said = interface.value or interface.said
    same = known is not None and known is before
    return on_device(said, known, lexicon.ports.get(known.name, ()) if known else (), like if same else None)


def _of_member(ports: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Of the ports of a stack, the one on the member that the text names."""
    member = member_of(text) if len(ports) > 1 else None
    return tuple(port for port in ports if member and re.search(rf"^\D*{member}/", port)) or ports


def _order(role: MentionRole) -> int:
    return {"target": 2, "seen": 6, "settled": 8, "far": 9, "server": 9, "wrong": 10}[role]


def _rank(text: str, interface: Mention, role: MentionRole) -> tuple[int, int]:
    """Lower is likelier the target: where a user is spoken of; an uplink only when nothing else is named."""
    rank = _order(role)
    if about_someone(text, interface.start):
        rank -= 1
    if _FAST.match(interface.value or ""):
        rank += 1
    if said_to_be_fine(text, interface.start):
        rank += 3
    return rank, interface.start


def _in_a_row(text: str, frames: list[Frame]) -> list[Frame]:
    """Ports that are told in a row (3, 4 och 5) are as likely as the likeliest of them, in their order."""
    rows: list[list[Frame]] = []
    for frame in frames:
        last = rows[-1][-1] if rows else None
        if (
            last
            and last.interface
            and frame.interface
            and last.role == frame.role
            and _ROW.fullmatch(text[last.interface.end : frame.interface.start])
        ):
            rows[-1].append(frame)
        else:
            rows.append([frame])
    best = [min(frame.rank[0] for frame in row) for row in rows]
    return [replace(frame, rank=(rank, frame.rank[1])) for row, rank in zip(rows, best, strict=True) for frame in row]


def _once(frames: list[Frame]) -> list[Frame]:
    """The frames without repetitions of the same port."""
    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    unique: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: frame.rank):
        name = (frame.device.value or frame.device.said) if frame.device else None
        if (name, frame.ports) not in seen:
            seen.add((name, frame.ports))
            unique.append(frame)
    return unique
