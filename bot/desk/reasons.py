"""What the locator and the way to devices tell in a sentence of their own, in the reader's language.

What is not known here, and what a device said itself, stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.model import Language

# How the place was found: (as the locator says it, English, Swedish). "named" and "jack" need no telling.
_FOUND: Final = (
    (r"MAC table, from (\S+)", r"in the MAC tables, from \1 on", r"i MAC-tabellerna, från \1 och vidare"),
    (r"host (\S+), ARP on (\S+)", r"by the name \1 and ARP on \2", r"via namnet \1 och ARP på \2"),
    (r"address (\S+), ARP on (\S+)", r"by the address \1 and ARP on \2", r"via adressen \1 och ARP på \2"),
    (r"the only port (\S+) of (\S+)", r"as the only port \1 on \2", r"som enda port \1 på \2"),
    (r"the only switch that fits what was said", r"as the only switch that fits what was said",
     r"som enda switch som stämmer med det som sagts"),
    (r"the only jack of the room", r"as the only jack of the room", r"som rummets enda uttag"),
    (r"the jack of the room for video", r"as the room's jack for video", r"som rummets uttag för video"),
    (r"the only access point of the room", r"as the only access point of the room", r"som rummets enda accesspunkt"),
    (r"MAC address, on (\S+)", r"by its MAC address, on \1", r"via MAC-adressen, på \1"),
    (r"the list of (\S+)", r"in the list of \1", r"i listan på \1"),
    (r"802\.1X session", r"by the sign-in on the port", r"via inloggningen på porten"),
    (r"port description", r"by the label of the port", r"via texten på porten"),
    (r"connects the site", r"as what connects the place with the rest of the network",
     r"som det som knyter ihop platsen med resten av nätet"),
)  # fmt: skip

# Why a login came to nothing: (as the transport says it, Swedish). Its English is the reader's.
_REASONS: Final = (
    (r"(\S+)(?: \(\S+\))? did not answer in time\.", r"\1 svarade inte i tid."),
    (r"TCP connection to device failed: .*|.*connection timed out.*", r"Utrustningen svarade inte i tid."),
    (r"(\S+)(?: \(\S+\))? refuses the connection.*", r"\1 är igång men tar inte emot mig."),
    (r"(\S+)(?: \(\S+\))? closed the connection at once.*", r"\1 stängde genast: alla linjer är upptagna."),
    (r"(\S+)(?: \(\S+\))?: nobody knows the address.*", r"Ingen känner adressen till \1. Rätta den i inventariet."),
    (r"(\S+)(?: \(\S+\))? cannot be reached: (.*)", r"\1 går inte att nå: \2"),
    (r"(\S+) has no 'host:' in the inventory.*", r"\1 saknar adress i inventariet och kan inte läsas."),
    (r"(\S+) refused the user name or password of the credential set (\S+)\. .*", r"\1 godtar inte kontot \2."),
    (r"(\S+) refused the credential set (\S+) (\d+) s ago\..*", r"\1 godtog inte kontot \2 för \3 s sedan."),
    (r"(\S+) refused the user name or password\.", r"\1 godtar inte kontot eller lösenordet."),
    (r"(\S+) takes no passwords, only .*", r"\1 tar inte emot lösenord."),
    (r"(\S+) refused the login only after (\d+) s: .*", r"\1 avvisade inloggningen först efter \2 s."),
    (r"(\S+) refused the login after a long wait\.", r"\1 avvisade inloggningen först efter en lång väntan."),
    (r"(\S+) took the login and then (said nothing|opened no session)\.", r"\1 släppte in mig men svarade sedan inte."),
    (r"(\S+) took the login and opened no session.*", r"\1 släppte in mig men alla linjer är upptagna."),
    (r"(\S+) took the password and did not answer in time.*", r"\1 tog emot lösenordet men svarade inte i tid."),
    (r"(\S+) takes the connection and then says nothing.*", r"\1 tar emot förbindelsen men säger sedan inget."),
    (r"(\S+) closed the connection during the login.*", r"\1 stängde mitt under inloggningen."),
    (r"(\S+) closed the connection before the login, .*", r"\1 stängde genast, som när alla linjer är upptagna."),
    (r"(\S+) closed the connection before the login: (.*)", r"\1 stängde före inloggningen: \2"),
    (r"(\S+) and this server have no common SSH algorithm.*", r"\1 och jag har ingen gemensam kryptering."),
    (r"(\S+) shows another host key than the enrolled one\..*", r"\1 visar en annan nyckel än den antecknade."),
    (r"(\S+) is not among the enrolled host keys.*", r"Nyckeln för \1 är inte antecknad än."),
    (r"The session ended early\.", r"Förbindelsen bröts för tidigt."),
    (r"The session has used up its time\.", r"Tiden för förbindelsen tog slut."),
    (
        r"(\S+) is being read by others; waited (\d+) s.*",
        r"\1 läses redan av andra, jag väntade \2 s. Fråga igen strax.",
    ),
)


def reason(said: str, language: Language) -> str:
    """Why nothing could be read, in words."""
    return said if language == "en" else _translated(said, _REASONS)


def found_by(located_by: str, language: Language) -> str:
    """How the place was found, in words that can follow "found"."""
    return _translated(located_by, [(pattern, en if language == "en" else sv) for pattern, en, sv in _FOUND])


def _translated(said: str, table: Sequence[tuple[str, str]]) -> str:
    for pattern, words in table:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            return match.expand(words)
    return said
