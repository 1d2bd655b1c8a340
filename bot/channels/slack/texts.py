"""What only Slack says: its Home tab, and how to ask where nothing was written."""

from __future__ import annotations

from typing import Final

from bot.model import Stage, Text

EMPTY: Final[Text] = {
    "sv": "Skriv vad som inte fungerar, och var: {command} skrivaren har inget nät, uttag A2-114-2",
    "en": "Write what does not work, and where: {command} the printer has no network, jack A2-114-2",
}
FILL_IN: Final[Text] = {"sv": "Fyll i formulär", "en": "Fill in a form"}
CLOSE: Final[Text] = {"sv": "Stäng", "en": "Close"}
OPEN: Final[Text] = {"sv": "Öppna", "en": "Open"}
NEW: Final[Text] = {"sv": "Ny fråga", "en": "New question"}

# The work as a plan; the second reading is a part of it only where one is needed.
TASKS: Final[dict[Stage, Text]] = {
    "locating": {"sv": "Hitta platsen", "en": "Find the place"},
    "reading": {"sv": "Läsa utrustningen", "en": "Read the equipment"},
    "second_reading": {"sv": "Läsa en gång till", "en": "Read once more"},
}

HOME: Final[Text] = {"sv": "Vad gäller det i dag?", "en": "What is it about today?"}
OPEN_TICKETS: Final[Text] = {"sv": "Öppna ärenden", "en": "Open tickets"}
CHANGED_TODAY: Final[Text] = {"sv": "Ändrat i dag", "en": "Changed today"}
MY_QUESTIONS: Final[Text] = {"sv": "Mina frågor", "en": "My questions"}
TEAM_QUESTIONS: Final[Text] = {"sv": "Mitt teams frågor", "en": "My team's questions"}
NONE_YET: Final[Text] = {"sv": "Inga frågor än.", "en": "No questions yet."}
