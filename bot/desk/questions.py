"""Questions back to the asker, where a fact is missing or several things fit: short, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.model import Question

_MOST_CHOICES: Final = 5
# about -> (code, Swedish, English). {said}: the asker's own word, {device}: the switch that was asked.
_WORDS: Final = {
    "not_enough": (
        "TARGET_AMBIGUOUS",
        "Var är det? Skriv rum, uttag, switch eller datorns namn.",
        "Where is it? Write a room, jack, switch or the computer's name.",
    ),
    "interface": (
        "TARGET_AMBIGUOUS",
        "Vilken port på {device} är det? Läs upp märkningen på uttaget.",
        "Which port on {device} is it? Read out the label on the jack.",
    ),
    "no_port": (
        "TARGET_NOT_FOUND",
        "{device} har ingen port {said}. Läs upp märkningen igen.",
        "{device} has no port {said}. Read out the label again.",
    ),
    "which_of": (
        "TARGET_AMBIGUOUS",
        "Flera uttag stämmer med {said}. Vilket är det?",
        "Several jacks fit {said}. Which one is it?",
    ),
    "which_ap": (
        "TARGET_AMBIGUOUS",
        "{said} har flera accesspunkter. Vilken är det, eller var i rummet är det?",
        "{said} has several access points. Which one is it, or where in the room?",
    ),
    "room_ap": (
        "TARGET_AMBIGUOUS",
        "Jag vet inte vilken accesspunkt som är i {said}. Vad är enhetens wifi-adress, eller vad står det på sändaren?",
        "I do not know which access point is in {said}. What is the device's wifi address, or the transmitter's label?",
    ),
    "ap": (
        "TARGET_NOT_FOUND",
        "Varken inventariet eller {device} känner till en accesspunkt {said}. Läs upp vad som står på sändaren igen.",
        "Neither the inventory nor {device} knows an access point {said}. Read out the transmitter's label again.",
    ),
    "wlan": (
        "TARGET_NOT_FOUND",
        "Inget wifi-nät heter {said}. Vad heter nätet i listan på skärmen?",
        "No wifi network is called {said}. What is the network called in the list on the screen?",
    ),
    "address": (
        "TARGET_NOT_FOUND",
        "Ingen enhet svarar på adressen {said} just nu. Läs upp märkningen på uttaget.",
        "No device answers at the address {said} right now. Read out the label on the jack.",
    ),
    "mac": (
        "TARGET_NOT_FOUND",
        "Nätet hör inte enheten {said} just nu. Är den på? Läs upp märkningen på uttaget.",
        "The network does not hear device {said} right now. Is it switched on? Read out the label on the jack.",
    ),
    "not_told": (
        "TARGET_NOT_FOUND",
        "{device} gav inget läsbart svar, så jag ser inte var {said} sitter. Läs upp märkningen på uttaget.",
        "{device} gave no readable answer, so I cannot see where {said} is. Read out the label on the jack.",
    ),
    "host": (
        "TARGET_NOT_FOUND",
        "Jag hittar inte {said} på nätet just nu. Läs upp märkningen på uttaget.",
        "I do not find {said} on the network right now. Read out the label on the jack.",
    ),
}


def ask_back(about: str, *, said: str = "", device: str = "", choices: Sequence[str] = ()) -> Question:
    """The question for one kind of missing fact; at most five choices are shown."""
    code, swedish, english = _WORDS[about]
    subject = {
        "not_enough": "device", "no_port": "interface", "mac": "client", "address": "device", "not_told": "device",
        "host": "device", "which_ap": "ap", "room_ap": "ap",
    }  # fmt: skip
    return Question(
        about=subject.get(about, about),
        text={"sv": swedish.format(said=said, device=device), "en": english.format(said=said, device=device)},
        choices=tuple(choices[:_MOST_CHOICES]),
        code=code,
    )
