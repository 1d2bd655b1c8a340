"""What was changed, retold in words of our own: a caller's sentence may name people, and a ticket goes far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.model import Language, Text

_DONE: Final[Mapping[str, Text]] = {
    r"\w*flytt|mov(?:e|ed|ing)\b": {"sv": "flytt", "en": "a move"},
    r"\w*byt(?:t|te|et|e|ta|ts|tes)?\b|ersatt|swap|replac|(?:ny|nya|nytt|new)\b": {"sv": "byte", "en": "an exchange"},
    r"(?:in)?koppla|satt\b|plug|connect|anslut": {"sv": "inkoppling", "en": "something plugged in"},
    r"\w*install|monter|lagt\b|ställt\b": {"sv": "installation", "en": "an installation"},
    r"uppgrader|upgrad|firmware|migrer|migrat": {"sv": "uppgradering", "en": "an upgrade"},
    r"omstart|starta\w* om|restart|reboot": {"sv": "omstart", "en": "a restart"},
    r"ändra|chang|konfig|config|omläggning": {"sv": "ändring", "en": "a change"},
    r"\w*patch": {"sv": "ompatchning", "en": "patching"},
    r"\w*bygg|\w*renover|\w*arbete|dragit\b|work\b|maintenance|elektriker": {
        "sv": "arbete på plats", "en": "work on site",
    },
    r"strömavbrott|power cut|outage|åska|storm": {"sv": "strömavbrott eller åska", "en": "a power cut or storm"},
    r"städ|clean": {"sv": "städning", "en": "cleaning"},
}  # fmt: skip
_THING: Final[Mapping[str, Text]] = {
    r"dator|laptop|computer|pc\b": {"sv": "dator", "en": "computer"},
    r"skrivar|printer": {"sv": "skrivare", "en": "printer"},
    r"telefon|phone": {"sv": "telefon", "en": "phone"},
    r"\w*kab(?:el|lar)|\w*sladd|cable|cord": {"sv": "kabel", "en": "cable"},
    r"dock": {"sv": "docka", "en": "dock"},
    r"switch|hub\b": {"sv": "switch", "en": "switch"},
    r"router": {"sv": "router", "en": "router"},
    r"accesspunkt|access point|ap\b": {"sv": "accesspunkt", "en": "access point"},
    r"uttag|port|jack": {"sv": "uttag eller port", "en": "jack or port"},
    r"rum\b|rummet|room|skrivbord|desk": {"sv": "rum eller plats", "en": "room or desk"},
    r"lösenord|password": {"sv": "lösenord", "en": "password"},
    r"vlan": {"sv": "VLAN", "en": "VLAN"},
}  # fmt: skip
_SOMETHING: Final[Text] = {"sv": "något, se frågan", "en": "something, see the request"}


def retold(changed: str, language: Language) -> str:
    """What was done, and to which things, as far as that is recognised; nothing else of the sentence."""
    done, things = _found(_DONE, changed, language), _found(_THING, changed, language)
    if not done:
        return _SOMETHING[language]
    return f"{', '.join(done)} ({', '.join(things)})" if things else ", ".join(done)


def _found(words: Mapping[str, Text], said: str, language: Language) -> list[str]:
    return [told[language] for pattern, told in words.items() if re.search(rf"\b(?:{pattern})", said.casefold())]
