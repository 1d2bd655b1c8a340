"""What cannot be investigated yet is said plainly: an access point, a wireless client, a platform without a folder.

Nothing is read then, and nothing is called healthy.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.reading import platform_of
from bot.model import Diagnosis, Finding, Inventory, Script, Target, Text, Understood

_SAY: Text = {
    "en": "I cannot see that part of the network from here, so I am passing it on to the team who can.",
    "sv": "Jag kan inte se den delen av nätet härifrån, så jag skickar det till gruppen som kan.",
}
_HEADLINE: Text = {
    "en": "I cannot tell whether the network is healthy here",
    "sv": "Jag kan inte säga om nätet är friskt här",
}


@dataclass(frozen=True, kw_only=True)
class NotCovered:
    """The honest answer for a target that there is no investigation for."""

    target: Target
    diagnosis: Diagnosis


def not_covered(facts: Understood, inventory: Inventory) -> NotCovered | None:
    """Why this target cannot be investigated, or None where it can."""
    device = inventory.device(facts.device) if facts.device else None
    if device and platform_of(device) is None:
        why: Text = {
            "en": f"{device.name} runs {device.platform}, which I cannot read yet. Nothing was checked.",
            "sv": f"{device.name} kör {device.platform}, som jag inte kan läsa ännu. Inget är kontrollerat.",
        }
        return _answer(Target(device=device.name, interface=facts.interface, located_by="named"), "LAN", why)
    wireless = facts.ap or facts.wlan or (device.name if device and device.role in {"ap", "wlc"} else None)
    if wireless or (facts.client and facts.device is None and _only_wireless(inventory)):
        name = wireless or facts.client or ""
        why = {
            "en": f"{name} is wireless, and I read only wired ports so far. Nothing was checked.",
            "sv": f"{name} är trådlös, och jag läser ännu bara trådade portar. Inget är kontrollerat.",
        }
        return _answer(Target(device=facts.device, ap=facts.ap, wlan=facts.wlan, client=facts.client), "WiFi", why)
    return None


def _only_wireless(inventory: Inventory) -> bool:
    return bool(inventory.devices) and all(device.role in {"wlc", "ap"} for device in inventory.devices)


def _answer(target: Target, group: str, why: Text) -> NotCovered:
    lan = group == "LAN"
    owner: Text = {
        "en": "Network operations." if lan else "The wifi team.",
        "sv": "Nätdrift." if lan else "Wifi-gruppen.",
    }
    steps: tuple[Text, ...] = ({
        "en": "Send the ticket on. What the caller said goes with it.",
        "sv": "Skicka ärendet vidare. Det som sagts följer med.",
    },)  # fmt: skip
    ask: Text = {"en": "Do others nearby have the same trouble?", "sv": "Har fler i närheten samma besvär?"}
    finding = Finding(
        code="NOT_COVERED",
        severity="unknown",
        confidence="high",
        device=target.device or target.ap or target.client or "",
        component=target.interface,
        summary=why,
        evidence=(),
        advice=steps,
        escalate_to="LAN" if lan else "WiFi",
        script=Script(headline=_HEADLINE, say=_SAY, ask=ask, do=steps, owner=owner),
    )
    diagnosis = Diagnosis(
        outcome="unknown", root_cause="NOT_COVERED", severity="unknown", findings=(finding,), script=finding.script
    )
    return NotCovered(target=target, diagnosis=diagnosis)
