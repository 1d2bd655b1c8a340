"""A site's own limits: everywhere, or only for some devices and ports. Later lines win over earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.diagnosis.runbook import Library
from bot.model import Device
from parsers.document import DocumentError, Node, nearest
from parsers.values import interface


@dataclass(frozen=True, kw_only=True)
class LimitsFor:
    """Limits for the devices and ports that fit all that is said here; what is not said does not matter."""

    limits: Mapping[str, float]
    roles: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()  # lower case
    ports: frozenset[str] = frozenset()  # full names

    def fits(self, device: Device, port: str | None, tags: tuple[str, ...]) -> bool:
        """`tags` are those of the device and of the jack behind the port."""
        return (
            (not self.roles or device.role in self.roles)
            and (not self.sites or device.site in self.sites)
            and (not self.tags or bool(self.tags & set(tags)))
            and (not self.devices or device.name.casefold() in self.devices)
            and (not self.ports or port in self.ports)
        )


@dataclass(frozen=True, kw_only=True)
class SiteLimits:
    """All of them: `everywhere` is runbook.limit -> value."""

    everywhere: Mapping[str, float] = field(default_factory=dict)
    some: tuple[LimitsFor, ...] = ()

    def at(self, device: Device, port: str | None, tags: tuple[str, ...]) -> Mapping[str, float]:
        """The limits that hold for this target."""
        limits = dict(self.everywhere)
        for one in self.some:
            if one.fits(device, port, tags):
                limits |= one.limits
        return limits


def read_limits(everywhere: Node | None, some: Node | None, library: Library) -> SiteLimits:
    """The mappings `limits:` and `limits_for:` of the configuration.

    Raises DocumentError for a limit that no runbook has, with the nearest that there is.
    """
    known = [f"{book.name}.{limit}" for book in library.runbooks.values() for limit in book.limits]
    known += [f"{one.name}.{limit}" for one in library.investigations.values() for limit in one.limits]
    return SiteLimits(
        everywhere=_limits(everywhere, known) if everywhere else {},
        some=tuple(_for_some(one, known) for one in some.list()) if some else (),
    )


def _for_some(node: Node, known: list[str]) -> LimitsFor:
    node.only("roles", "sites", "tags", "devices", "ports", "limits")
    if len(node.keys()) < 2:
        raise node.fail("nothing says for which devices these limits are", "Add roles, sites, tags, devices or ports.")
    return LimitsFor(
        limits=_limits(node["limits"], known),
        roles=frozenset(_words(node, "roles")),
        sites=frozenset(_words(node, "sites")),
        tags=frozenset(_words(node, "tags")),
        devices=frozenset(name.casefold() for name in _words(node, "devices")),
        ports=frozenset(interface(name) or name for name in _words(node, "ports")),
    )


def _words(node: Node, key: str) -> Iterator[str]:
    yield from node[key].texts() if key in node else ()


def _limits(node: Node, known: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, one in node.items():
        if name not in known:
            raise DocumentError(node.file, one.line, f"no runbook has the limit '{name}'", nearest(name, known))
        found[name] = one.number()
    return found
