"""Holds the search for a place to the sites that its asker may ask about: no other device is logged in to.

What an investigation reads beside its target (the switch above, the gateway) belongs to the target, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from bot.desk.access import Access, Matter
from bot.desk.access.words import only_at
from bot.desk.locate.located import Located
from bot.desk.reading import Reader
from bot.model import Device, Inventory, Person, Target, Text, Understood
from bot.ports import NoSession, Session, Transport


class NotPermitted(Exception):  # noqa: N818  (no error: it ends in an answer)
    """The asker may not ask about the device that the search led to; `why` says whom to ask."""

    def __init__(self, why: Text) -> None:
        super().__init__(why["en"])
        self.why = why


@dataclass(frozen=True)
class Gate:
    """A Transport to the devices that one person may ask about."""

    inner: Transport
    inventory: Inventory
    access: Access
    person: Person
    sites: frozenset[str] | None  # None: all

    def session(self, device: Device) -> AbstractContextManager[Session | NoSession]:
        """As Transport.session. Raises NotPermitted."""
        if not self._lets_by(device):
            self._refuse(Matter(site=device.site, device=device.name))
        return self.inner.session(device)

    def wait(self, seconds: float) -> None:
        """As Transport.wait."""
        self.inner.wait(seconds)

    def searched(self, facts: Understood) -> Inventory:
        """The inventory in which only what may be logged in to is searched; all names are known.

        Raises NotPermitted where another site was named: it would be searched for in vain.
        """
        if self.sites is None:
            return self.inventory
        if facts.site and facts.site not in self.sites and facts.device is None:
            self._refuse(Matter(site=facts.site))
        here: list[Device] = []
        rest = list(self.inventory.elsewhere)
        for one in self.inventory.devices:
            (here if self._lets_by(one) else rest).append(one)
        return replace(self.inventory, devices=tuple(here), elsewhere=tuple(rest))

    def passed(self, located: Located, investigation: str | None) -> Located:
        """The same, where the person may have it investigated (None: only where it is). Raises NotPermitted."""
        if located.device is not None:
            self._refuse(self._matter(located, located.device, investigation))
        question = located.question
        if question and question.code == "TARGET_NOT_FOUND" and self.sites is not None:
            added = only_at(sorted(self.sites))
            text: Text = {language: f"{said} {added[language]}" for language, said in question.text.items()}
            return replace(located, question=replace(question, text=text))
        return located

    def _matter(self, located: Located, device: Device, investigation: str | None) -> Matter:
        """What the question turned out to be about. A controller's site is where its access points are."""
        named = self.inventory.device(located.target.ap) if located.target.ap else None
        if named is not None:
            return Matter(investigation=investigation, site=named.site, device=named.name)
        site = device.site
        if self.sites and site not in self.sites and self._lets_by(device):
            site = min(self.sites)
        return Matter(investigation=investigation, site=site, device=device.name)

    def _lets_by(self, device: Device) -> bool:
        """Of a permitted site, or the controller of its access points, which may stand in a data centre."""
        if self.sites is None or device.site in self.sites:
            return True
        return device.role == "wlc" and any(
            one.controller == device.name and one.site in self.sites for one in self.inventory.devices
        )

    def _refuse(self, matter: Matter) -> None:
        why = self.access.refusal(self.person, "ask", matter)
        if why:
            raise NotPermitted(why)


@contextmanager
def gated(reader: Reader, access: Access, inventory: Inventory, person: Person) -> Iterator[Gate]:
    """Until the end of the block the reader reaches only devices that this person may ask about."""
    gate = Gate(reader.transport, inventory, access, person, access.sites(person))
    reader.transport = gate
    try:
        yield gate
    finally:
        reader.transport = gate.inner


def matter_of(target: Target, inventory: Inventory, investigation: str | None = None) -> Matter:
    """What an answer was about."""
    name = target.ap if target.ap and inventory.device(target.ap) else target.device
    device = inventory.device(name) if name else None
    return Matter(investigation=investigation, site=device.site if device else None, device=name)
