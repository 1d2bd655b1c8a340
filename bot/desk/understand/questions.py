"""The one question back: what is missing or could be several things, in the words of the desk."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Question

MOST_CHOICES = 5


def where(cut: bool = False) -> Question:
    """Nothing says where to look, at least not in what was read of a long text."""
    sv = "Texten var lång, så jag läste början och slutet. " if cut else ""
    en = "That was long, so I read the beginning and the end. " if cut else ""
    return Question(
        about="device",
        text={
            "sv": f"{sv}Var är det? Skriv rum, uttag, switch eller datorns namn.",
            "en": f"{en}Where is it? Write a room, jack, switch or the computer's name.",
        },
    )


def which_device(names: Sequence[str]) -> Question:
    """A port without a switch; `names` are those that fit, where they are few."""
    choices = tuple(names) if len(names) <= MOST_CHOICES else ()
    return Question(
        about="which_of" if choices else "device",
        text={
            "sv": "Vilken switch gäller det?"
            + _or_else(choices, "Läs upp namnet som står på den, eller uttagets märkning."),
            "en": "Which switch is it?" + _or_else(choices, "Read out the name on it, or the label on the jack."),
        },
        choices=choices,
    )


def which_port(device: str | None, ports: Sequence[str] = ()) -> Question:
    """A device without a port, or a number that several ports of a stack have."""
    name = device or ""
    return Question(
        about="interface",
        text={
            "sv": f"Vilken port på {name} gäller det? Läs upp märkningen på uttaget.",
            "en": f"Which port on {name} is it? Read out the label on the jack.",
        },
        choices=tuple(ports[:MOST_CHOICES]),
    )


def which_room(names: Sequence[str]) -> Question:
    """A site and the word for a kind of room; `names` are those of the kind there."""
    choices = tuple(names) if len(names) <= MOST_CHOICES else ()
    return Question(
        about="which_of" if choices else "room",
        text={
            "sv": "Vilket rum gäller det?" + _or_else(choices, "Skriv rummets namn eller uttagets märkning."),
            "en": "Which room is it?" + _or_else(choices, "Write the room's name or the label on the jack."),
        },
        choices=choices,
    )


def which_of(said: str, choices: Sequence[str]) -> Question:
    """Several things of the inventory fit what was said equally well."""
    return Question(
        about="which_of",
        text={
            "sv": f"Flera passar in på {said}. Vilken menar du? Svara med siffran.",
            "en": f"Several things match {said}. Which one do you mean? Answer with the number.",
        },
        choices=tuple(choices[:MOST_CHOICES]),
    )


def no_such_device(said: str, nearest: Sequence[str], ap: bool) -> Question:
    """A name that the inventory does not have."""
    kind = ("accesspunkt", "access point") if ap else ("switch", "switch")
    return _not_found((f"Jag hittar ingen {kind[0]} som heter {said}.", f"I find no {kind[1]} called {said}."), nearest)


def no_such_place(said: str, nearest: Sequence[str]) -> Question:
    """A room or a jack that the inventory does not have."""
    return _not_found((f"Jag känner inte till {said}.", f"I know of no {said}."), nearest)


def broken_mac(said: str) -> Question:
    """Something built like a MAC address with a sign too many, too few or wrong."""
    return Question(
        about="device",
        text={
            "sv": f"{said} är ingen hel MAC-adress. Den har tolv tecken, 0-9 och a-f. Läs upp den igen.",
            "en": f"{said} is not a whole MAC address. It has twelve signs, 0-9 and a-f. Read it out again.",
        },
        code="TARGET_NOT_FOUND",
    )


def _not_found(text: tuple[str, str], nearest: Sequence[str]) -> Question:
    swedish, english = text
    if nearest:
        swedish += " Menar du någon av de här? Svara med siffran, eller skriv rum eller uttag."
        english += " Do you mean one of these? Answer with the number, or write a room or jack."
    else:
        swedish += " Läs upp märkningen på uttaget eller namnet på switchen."
        english += " Read out the label on the jack or the name on the switch."
    return Question(
        about="device",
        text={"sv": swedish, "en": english},
        choices=tuple(nearest[:MOST_CHOICES]),
        code="TARGET_NOT_FOUND",
    )


def _or_else(choices: Sequence[str], otherwise: str) -> str:
    return "" if choices else f" {otherwise}"
