"""What every chat says: the first line of a message, its buttons, its form, and what the one who presses is told."""

from __future__ import annotations

from typing import Final

from bot.model import Language, Text

RECEIVED: Final[Text] = {
    "sv": "Frågan är sparad. Jag letar upp platsen.",
    "en": "The question is saved. I am finding the place.",
}
RESUMED: Final[Text] = {
    "sv": "Jag startade om och fortsätter där jag var. Frågan är kvar.",
    "en": "I restarted and go on where I was. The question is kept.",
}
NO_ANSWER_YET: Final[Text] = {
    "sv": "Jag har inget svar än, nummer {id}. Frågan är sparad, och svaret kommer här.",
    "en": "I have no answer yet, number {id}. The question is saved, and the answer comes here.",
}
NOT_SAVED: Final[Text] = {
    "sv": "Frågan kunde inte sparas just nu. Ställ den igen om en stund, eller använd konsolen.",
    "en": "The question could not be saved just now. Ask again in a moment, or use the console.",
}
NOT_DONE: Final[Text] = {
    "sv": "Det gick inte just nu. Försök igen om en stund.",
    "en": "That did not work just now. Try again in a moment.",
}
GUEST: Final[Text] = {
    "sv": "Bara den egna organisationens användare kan fråga här. Be en kollega på supporten ställa frågan.",
    "en": "Only users of this organisation can ask here. Have a colleague at the help desk ask.",
}
GONE: Final[Text] = {
    "sv": "Det svaret finns inte kvar här. Ställ frågan igen.",
    "en": "That answer is no longer kept here. Ask again.",
}
NOTHING_TO_ESCALATE: Final[Text] = {
    "sv": "Det finns inget att skapa ärende av i det svaret.",
    "en": "There is nothing in that answer to make a ticket of.",
}
TICKET_MADE: Final[Text] = {"sv": "Ärendet är skapat.", "en": "The ticket has been created."}
TICKET_COMES: Final[Text] = {
    "sv": "Ärendet skapas. Numret kommer på kortet.",
    "en": "The ticket is being created. Its number comes on the card.",
}
TICKET_LATER: Final[Text] = {
    "sv": "Ärendesystemet svarar inte just nu. Ärendet är sparat här och skickas när det går. Skapa inget nytt.",
    "en": "The ticket system does not answer just now. The ticket is saved here and is sent when it can be. "
    "Do not create another.",
}
CANCELLED: Final[Text] = {"sv": "Frågan är avbruten.", "en": "The question is cancelled."}
TOO_LATE: Final[Text] = {
    "sv": "Det är för sent att avbryta, eller så är det inte din fråga.",
    "en": "It is too late to cancel, or it is not your question.",
}
GLAD: Final[Text] = {"sv": "Tack, det är noterat att det hjälpte.", "en": "Thank you, noted that it helped."}
SORRY: Final[Text] = {
    "sv": "Tack, det är noterat. Skapa ärende om felet är kvar.",
    "en": "Thank you, noted. Create a ticket if the fault is still there.",
}
NO_PLACE: Final[Text] = {
    "sv": "Skriv var det är: rum, uttag, switch eller datorns namn.",
    "en": "Write where it is: a room, a jack, a switch or the computer's name.",
}

ESCALATE: Final[Text] = {"sv": "Skapa ärende", "en": "Create ticket"}
DETAILS: Final[Text] = {"sv": "Visa bevis", "en": "Show proof"}
REVEAL: Final[Text] = {"sv": "Visa dolda uppgifter", "en": "Show what is masked"}
RECHECK: Final[Text] = {"sv": "Läs igen", "en": "Check again"}
HELPED: Final[Text] = {"sv": "Hjälpte", "en": "Helped"}
NOT_HELPED: Final[Text] = {"sv": "Hjälpte inte", "en": "Did not help"}
CANCEL: Final[Text] = {"sv": "Avbryt", "en": "Cancel"}
CONSOLE: Final[Text] = {"sv": "Öppna i konsolen", "en": "Open in the console"}
# Where not all of the proof has room, and there is no address of the console to link to.
WHOLE: Final[Text] = {
    "sv": "Allt som lästes finns i konsolen, fråga nummer {id}.",
    "en": "All that was read is in the console, question number {id}.",
}

FORM: Final[Text] = {"sv": "Vad är fel, och var?", "en": "What is wrong, and where?"}
PLACE: Final[Text] = {"sv": "Rum, uttag, switch eller dator", "en": "Room, jack, switch or computer"}
SEARCH: Final[Text] = {"sv": "Skriv några tecken, till exempel A2-114", "en": "Type a few characters, like A2-114"}
PORT: Final[Text] = {"sv": "Port på switchen, om du vet den", "en": "Port of the switch, if you know it"}
SYMPTOM: Final[Text] = {"sv": "Vad märks?", "en": "What shows?"}
WORDS: Final[Text] = {"sv": "Mer att berätta", "en": "More to tell"}
ASK: Final[Text] = {"sv": "Fråga", "en": "Ask"}

# What "check again" asks where the question itself does not name the port (a number out of a list, "and port 15?").
AGAIN: Final[Text] = {"sv": "kontrollera {place} igen", "en": "please check {place} again"}

# What a caller says, offered in the form and written into the question as it stands here.
SYMPTOMS: Final[dict[Language, tuple[str, ...]]] = {
    "sv": (
        "inget nät", "långsamt nät", "nätet kommer och går", "inget wifi", "dåligt wifi",
        "kan inte logga in på nätet", "telefonen är död", "videon hackar", "skrivaren är borta", "kontrollera bara",
    ),
    "en": (
        "no network", "slow network", "the network comes and goes", "no wifi", "weak wifi",
        "cannot sign in to the network", "the phone is dead", "the video stutters", "the printer is gone", "only check",
    ),
}  # fmt: skip
