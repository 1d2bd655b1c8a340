"""The card of paper for the day on which nothing else works: what to ask by telephone, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.model import Language

Tick = tuple[str, str]  # what to do or ask, and what follows from it ("" where nothing does)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The parts of the card in their order."""

    first: tuple[Tick, ...]
    write: tuple[str, ...]
    columns: tuple[tuple[str, tuple[Tick, ...]], ...]  # heading and steps
    call: tuple[tuple[str, str], ...]  # who, and for what; numbers are the site's own


SHEETS: Final[Mapping[Language, Sheet]] = {
    "sv": Sheet(
        first=(
            ("Är patienter i fara eller larm borta?", "Ring driftledningen. Enheten följer sin reservrutin."),
            ("Är det medicinteknisk utrustning?", "Låt alla kablar sitta. Ring medicinsk teknik."),
        ),
        write=(
            "Klockan, sedan när",
            "Hus, plan, rum",
            "Uttagets märkning",
            "Vad som inte går",
            "Ring tillbaka på",
            "Fler som har det? Hur många?",
        ),
        columns=(
            (
                "3. Fråga",
                (
                    ("Lyser det vid kontakten?", "Nej: fortsätt med 4. Ja: gå till 5."),
                    ("Går det för grannen?", "Nej: skriv ”flera” och ring nätjouren direkt."),
                    ("Har något kopplats in, flyttats eller städats i dag?", ""),
                    ("Fungerar telefonen på samma bord?", ""),
                ),
            ),
            (
                "4. Ingen lampa",
                (
                    ("Sitter kabeln i båda ändar?", "Tryck in den. Dra inte ur något annat."),
                    ("Prova en annan kabel.", ""),
                    ("Prova grannuttaget.", "Går det: skriv upp båda märkningarna."),
                ),
            ),
            (
                "5. Lampa, men inget nät",
                (
                    ("Starta om datorn en gång.", ""),
                    ("Börjar adressen med 169.254?", "Ja: skriv upp det, ring nätjouren."),
                    ("Be dem inte koppla om.", "Är inloggningen nere tappar de nätet helt."),
                ),
            ),
            (
                "6. Videorum",
                (
                    ("Byt till rummet intill.", ""),
                    ("Annars: samtalet på telefon.", ""),
                    ("Wifi räcker oftast för ett möte.", ""),
                ),
            ),
        ),
        call=(
            ("Nätjouren", "Flera utan nät, en switch, wifi i ett helt hus"),
            ("Medicinsk teknik", "Allt som sitter på en patient eller mäter"),
            ("Fastighet", "Ström, värme, låsta korskopplingsrum"),
            ("Driftledning", "Fara för patient, helt hus, mer än 30 minuter"),
        ),
    ),
    "en": Sheet(
        first=(
            (
                "Are patients in danger, or alarms gone?",
                "Call the operations manager. The ward follows its reserve routine.",
            ),
            ("Is it medical equipment?", "Leave all cables where they are. Call medical engineering."),
        ),
        write=(
            "The time, since when",
            "Building, floor, room",
            "What the jack is marked",
            "What does not work",
            "Call back on",
            "Do others have it? How many?",
        ),
        columns=(
            (
                "3. Ask",
                (
                    ("Is there a light at the plug?", "No: go on with 4. Yes: go to 5."),
                    ("Does it work for the neighbour?", "No: write “several” and call the network on-call at once."),
                    ("Has anything been plugged in, moved or cleaned today?", ""),
                    ("Does the telephone on the same desk work?", ""),
                ),
            ),
            (
                "4. No light",
                (
                    ("Is the cable in at both ends?", "Push it in. Unplug nothing else."),
                    ("Try another cable.", ""),
                    ("Try the jack next to it.", "It works: write down what both are marked."),
                ),
            ),
            (
                "5. A light, but no network",
                (
                    ("Restart the computer once.", ""),
                    ("Does the address begin with 169.254?", "Yes: write it down, call the network on-call."),
                    ("Ask them not to move cables.", "If the sign-in is down they lose the network altogether."),
                ),
            ),
            (
                "6. Video room",
                (
                    ("Change to the room next door.", ""),
                    ("Otherwise: the call by telephone.", ""),
                    ("Wifi is mostly enough for a meeting.", ""),
                ),
            ),
        ),
        call=(
            ("Network on-call", "Several without network, a switch, wifi in a whole building"),
            ("Medical engineering", "Everything that sits on a patient or measures"),
            ("Facilities", "Power, heat, locked wiring closets"),
            ("Operations manager", "Danger to patients, a whole building, more than 30 minutes"),
        ),
    ),
}
