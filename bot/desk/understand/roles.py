"""What each named thing is to the question: its target, a far end, something settled, corrected away or only seen."""

from __future__ import annotations

import re

from bot.desk.understand.clauses import clause
from bot.desk.understand.contrasts import NOT_THIS, among_each_other
from bot.desk.understand.intents import settled
from bot.desk.understand.mentions import Mention, MentionRole

_FAR = re.compile(
    r"\b(?:mot|till|towards?|(?<!connect )to|via|bakom|behind|gran+(?:ne|nen|nar)|neighbou?rs?|"
    r"upplänk(?:en)?|uplink(?:en)?|trunk(?:en)?|"
    r"stigare(?:n)?|uppströms|upstream|far end|andra (?:änden|sidan)|other (?:end|side)|remote|kärnan|peer(?:n)?|"
    r"device id|system name|(?<!nas )port id(?: \(outgoing port\))?|chassis id|sysname|brandväggen|firewallen|"
    r"the firewall|join\w*|(?:disconnected|disassociated|kopplad|tappad) (?:from|från)|"
    r"hänger på|sitter på switchen bakom)"
    r"\s?(?:switchen|switch|den|the|core|kärnan|dist\w*|är|is|:|heter|-|=|router\w*|port(?:en)?|inte|not|wlc|"
    r"controller\w*){0,3}\s*$"
)
_SERVER = re.compile(
    r"\b(?:\w*gateway\w*|gw|default ?gw|\w*server\w*|\w*servrar\w*|dns\w*|dhcp\w*|radius\w*|ntp\w*|"
    r"proxy\w*|syslog\w*|"
    r"tftp\w*|vcenter|ise|cosmic|next ?hop|nästa hopp|default route|jump ?host\w*|hopp(?:dator|server)\w*|bastion|"
    r"probe:?|sond(?:en)?:?)(?: [\w.-]+\.[\w.-]+)?"
    r"\s?(?:inte|ej|not|är|is|på|:|=|with|adress\w*|address|\w+en|mot|to|till|ip){0,3}\s*[\"'(]?\s*$"
)
# Tried from the target, as a rule; where nothing else is named, it is what the question is about.
_TRIED = re.compile(
    r"\b(?:når?(?: \w+)?|reach|ping\w*|tracer\w*|telnet|curl|surfa|öppna|access)"
    r"\s?(?:inte|ej|not|mot|to|till|på|ip){0,3}\s*[\"'(]?\s*$"
)
_INSTEAD = re.compile(
    r"\b(?:istället för|i stället för|instead of|rather than|snarare än|förutom|utom|except)\s?(?:på|i|"
    r"on)?\s*$"
)
_BUT = re.compile(r"^(?: (?:det|som|vi|jag|gäller|är|menar|menade|it|that|i|mean|is)){0,4}\s?,?\s?(?:utan|but)\b")
_EVERYBODY_BUT = re.compile(
    r"\b(?:alla|allt|samtliga|everyone|everybody|everything|all)(?: \w+){0,2} (?:utom|förutom|except)\b[^.;]*$"
)
_CALLED = re.compile(
    r"\b(?:heter|hette|namn(?:et)?|named|called|doktor|dr\.?|herr|fru|syster|mr\.?|mrs\.?)\s?(?:är|is|:)?\s*$"
)  # a person's name
_ITS_UPLINK = re.compile(r"^ (?:upplänk|uplink|stigare|trunk)")  # sw-har-01s upplänk
_CONSOLE = re.compile(
    r"(?:\b(?:ping statistics for|reply from|svar från|pinging|skickar ping till|tracing route to|"
    r"traceroute to|spårar väg till)"
    r"\s*|^\s*\d{1,2}\s+(?:[<*\d].*)?)$"
)
_LIKE_ANOTHER = re.compile(
    r"\b(?:samma (?:\w+ )?som|likadant som|precis som|liksom|same (?:\w+ )?as|(?:just )?like|"
    r"similar to)\b[^.;\n]*$"
)
_SEEN = re.compile(
    r"\b(?:kollega\w*|colleague\w*)\b.{0,30}\b(?:ser|såg|säger|sees|saw|says|noticed|undrar|tycker)\b|"
    r"\b(?:ser|såg|ser också|noticed|i (?:also )?see|vi ser|jag ser)(?: att| that)\b|"
    r"\b(?:är det (?:fel|normalt|ok)|is (?:that|it) (?:wrong|normal|ok))\b|\b(?:för övrigt|btw|by the way|"
    r"förresten|dessutom)\b"
)


def roles_of(text: str, mentions: list[Mention]) -> list[MentionRole]:
    """The role of each mention of a lower-case text."""
    roles: list[MentionRole] = []
    for at, mention in enumerate(mentions):
        before = mentions[at - 1].end if at else 0
        lead = text[max(before, mention.start - 60) : mention.start]
        lead = re.split(r"[;\n]|[.!?]\s", lead)[-1]
        after = text[mention.end : mention.end + 40]
        roles.append(_role(text, mention, lead, after))
    return among_each_other(text, mentions, roles)


def _role(text: str, mention: Mention, lead: str, after: str) -> MentionRole:
    if _EVERYBODY_BUT.search(lead):
        return "target"
    if mention.kind == "site" and _CALLED.search(lead):
        return "wrong"
    if mention.kind == "device" and mention.said[-1:] == "s" and _ITS_UPLINK.match(after):
        return "far"
    if mention.kind in ("ip", "device", "host") and _CONSOLE.search(
        text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    ):
        return "server"
    if _INSTEAD.search(lead) or (NOT_THIS.search(lead) and _BUT.match(after)):
        return "wrong"
    if mention.kind in ("ip", "host", "device") and _SERVER.search(lead):
        return "far" if mention.kind == "device" else "server"
    if mention.kind in ("ip", "host", "device") and _TRIED.search(lead):
        return "far"
    if mention.kind in ("device", "ap", "interface", "ip") and _FAR.search(lead):
        return "far"
    if settled(clause(text, mention.start)) or _LIKE_ANOTHER.search(lead) or settled(_in_brackets(text, mention.start)):
        return "settled"
    if _SEEN.search(clause(text, mention.start)):
        return "seen"
    return "target"


def _in_brackets(text: str, place: int) -> str:
    """What stands in the brackets round a place, or nothing."""
    start = text.rfind("(", max(0, place - 300), place)
    end = text.find(")", place, place + 300)
    return text[start:end] if start >= 0 and end >= 0 and ")" not in text[start:place] else ""
