"""What only Slack says: the first line of a message, its buttons, and what the one who clicks is told alone."""

from __future__ import annotations

from typing import Final

from bot.model import Text

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
EMPTY: Final[Text] = {
    "sv": "Skriv vad som inte fungerar, och var: {command} skrivaren har inget nät, uttag A2-114-2",
    "en": "Write what does not work, and where: {command} the printer has no network, jack A2-114-2",
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
TICKET_LATER: Final[Text] = {
    "sv": "Ärendesystemet svarar inte just nu. Ärendet är sparat här och skickas när det går. Skapa inget nytt.",
    "en": "The ticket system does not answer just now. The ticket is saved here and is sent when it can be. "
    "Do not create another.",
}

ESCALATE: Final[Text] = {"sv": "Skapa ärende", "en": "Create ticket"}
DETAILS: Final[Text] = {"sv": "Visa bevis", "en": "Show proof"}
RECHECK: Final[Text] = {"sv": "Läs igen", "en": "Check again"}
CLOSE: Final[Text] = {"sv": "Stäng", "en": "Close"}

# What "check again" asks where the question itself does not name the port (a number out of a list, "and port 15?").
AGAIN: Final[Text] = {"sv": "kontrollera {place} igen", "en": "please check {place} again"}
