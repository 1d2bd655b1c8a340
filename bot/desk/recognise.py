"""The inventory names another platform than the device runs: recognise that, read it as what it is, and say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk.reading import Reader, platform_of
from bot.model import Device, Diagnosis, Evidence, Finding, Inventory, Observation, Script, Text
from parsers.platform import load_platform, platforms, recognised

_FOREIGN = {"unsupported", "parse_failed"}  # what commands of another make's end in
_LAST_LINE = re.compile(r"Its last line was '(.+)'\.")  # of a device that never showed the prompt that was waited for


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A device with the platform that it really runs, and the finding that says so."""

    device: Device
    finding: Finding

    def beside(self, diagnosis: Diagnosis) -> Diagnosis:
        """The diagnosis with the wrong inventory told last, beside whatever was found."""
        return replace(diagnosis, findings=(*diagnosis.findings, self.finding))

    def corrected(self, inventory: Inventory) -> Inventory:
        """The inventory with the right platform, for this request."""
        devices = tuple(self.device if one.name == self.device.name else one for one in inventory.devices)
        return replace(inventory, devices=devices)


def looks_foreign(device: Device, seen: Sequence[Observation]) -> bool:
    """Whether nearly all that was asked of the device was refused as unknown, or could not be read.

    So does a device that took the login and stopped at a prompt of another make's.
    """
    if any(_of_the_prompt(device, one) for one in seen):
        return True
    asked = [one for one in seen if one.device == device.name and one.command]
    foreign = [one for one in asked if one.failure in _FOREIGN]
    return bool(foreign) and 3 * len(foreign) >= 2 * len(asked)


def recognise(device: Device, reader: Reader) -> Recognised | None:
    """Ask the device what it runs; None where that is what the inventory says, or cannot be told."""
    by_prompt = [name for one in reader.seen for name in _of_the_prompt(device, one)]
    for asked_as in dict.fromkeys([*by_prompt, device.platform]):
        asked = replace(device, platform=asked_as)
        platform = platform_of(asked)
        if asked != device:
            reader.forget(device)
        for command in platform.commands("version", {}) if platform else ():
            reply = reader.ask(asked, command)
            told = recognised(reply.text) if reply and reply.text else None
            if told is None or reply is None:
                continue
            name, line = told
            if name == device.platform:
                return None
            reader.forget(device)
            evidence = Evidence(
                device=device.name, command=command.line, field="platform", value=name, lines=(line,), at=reply.at
            )
            return Recognised(device=replace(device, platform=name), finding=_finding(device, name, evidence))
    return None


def _of_the_prompt(device: Device, observation: Observation) -> list[str]:
    """The platforms at whose prompt a login ended that waited for another one."""
    last = _LAST_LINE.search(observation.reason or "")
    if observation.device != device.name or observation.failure != "silent" or last is None:
        return []
    fits = [name for name in platforms() if re.match(load_platform(name).prompt.pattern, last[1])]
    return [] if device.platform in fits else fits


def _finding(device: Device, name: str, evidence: Evidence) -> Finding:
    says: Text = {
        "en": f"The inventory says that {device.name} runs {device.platform}; it runs {name}, and was read as such.",
        "sv": f"Inventariet säger att {device.name} kör {device.platform}; den kör {name}, och är läst så.",
    }
    step: Text = {
        "en": f"Ask network operations to write 'platform: {name}' for {device.name} in the inventory.",
        "sv": f"Be nätdrift skriva 'platform: {name}' för {device.name} i inventariet.",
    }
    return Finding(
        code="INVENTORY_WRONG",
        severity="info",
        confidence="high",
        device=device.name,
        component=None,
        summary=says,
        evidence=(evidence,),
        advice=(step,),
        escalate_to="LAN",
        script=Script(
            headline={
                "en": "The list of equipment names the wrong make",
                "sv": "Listan över utrustning har fel fabrikat",
            },
            say={
                "en": "Our list of equipment is wrong about this switch, and I am having it corrected.",
                "sv": "Vår lista över utrustning har fel om den här switchen, och jag ser till att den rättas.",
            },
            ask={
                "en": "Was the equipment in your building replaced lately?",
                "sv": "Har utrustningen i ert hus bytts ut nyligen?",
            },
            do=(step,),
            owner={
                "en": "Network operations corrects the inventory.",
                "sv": "Nätdrift rättar inventariet.",
            },
        ),
    )
