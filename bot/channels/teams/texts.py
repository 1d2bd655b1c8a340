"""What only Teams says, besides what every chat does."""

from __future__ import annotations

from typing import Final

from bot.model import Text

NOT_KNOWN: Final[Text] = {
    "sv": "Jag kan inte se i Teams vem du är just nu. Ställ frågan igen om en stund, eller använd konsolen.",
    "en": "I cannot see in Teams who you are just now. Ask again in a moment, or use the console.",
}
NOT_IN_PUBLIC: Final[Text] = {
    "sv": "Det här kan jag bara visa för dig ensam. Öppna det i en nyare Teams, eller i konsolen.",
    "en": "I can show this to you alone only. Open it in a newer Teams, or in the console.",
}
READING_AGAIN: Final[Text] = {
    "sv": "Jag läser igen. Svaret kommer i ett nytt kort.",
    "en": "I am reading again. The answer comes in a new card.",
}
ASKED: Final[Text] = {
    "sv": "Tack. Svaret kommer i ett nytt kort.",
    "en": "Thank you. The answer comes in a new card.",
}
BACK: Final[Text] = {"sv": "Dölj bevis", "en": "Hide proof"}

# An outgoing webhook can be answered once, within seconds, and then never again.
LATER: Final[Text] = {
    "sv": "Frågan är sparad, nummer {id}. Svaret finns snart i konsolen. {url}",
    "en": "The question is saved, number {id}. The answer will soon be in the console. {url}",
}
