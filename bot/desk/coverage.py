"""What cannot be investigated is said plainly: a platform without a folder, something wireless without a controller.

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
    if device and device.role != "ap" and platform_of(device) is None:
        why: Text = {
            "en": f"{device.name} runs {device.platform}, which I cannot read yet. Nothing was checked.",
            "sv": f"{device.name} kör {device.platform}, som jag inte kan läsa ännu. Inget är kontrollerat.",
        }
        return _answer(Target(device=device.name, interface=facts.interface, located_by="named"), "LAN", why)
    return None


def no_controller(facts: Understood, inventory: Inventory) -> NotCovered | None:
    """Why something wireless cannot be investigated: no controller that could tell of it is in the inventory."""
    if any(one.role == "wlc" and platform_of(one) for one in inventory.devices):
        return None
    name = facts.ap or facts.client or (facts.wlan if facts.device is None else None)
    if name is None:
        return None
    why: Text = {
        "en": f"{name} is wireless, and the inventory names no wireless controller that I can read.",
        "sv": f"{name} är trådlös, och inventariet nämner ingen wifi-styrenhet som jag kan läsa.",
    }
    return _answer(Target(device=facts.device, ap=facts.ap, wlan=facts.wlan, client=facts.client), "WiFi", why)


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
