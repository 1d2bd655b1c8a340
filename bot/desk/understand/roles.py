"""What each named thing is to the question: its target, a far end, something settled, corrected away or only seen."""

from __future__ import annotations

import re
from typing import Literal

from bot.desk.understand.intents import settled
from bot.desk.understand.mentions import Mention
from bot.desk.understand.wording import MASK

# target: what is asked about. seen: told by the way ("a colleague sees that Te1/1/2 is blocked"), a further target.
# far: the other end, or what was tried from the target. server: a server or gateway, never looked at. settled: over.
# wrong: corrected away ("no, I meant ...").
MentionRole = Literal["target", "seen", "far", "server", "settled", "wrong"]

_FAR = re.compile(
    r"\b(?:mot|till|towards?|(?<!connect )to|via|bakom|behind|gran+(?:ne|nen|nar)|neighbou?rs?|"
    r"upplänk(?:en)?|uplink(?:en)?|trunk(?:en)?|"
    r"stigare(?:n)?|uppströms|upstream|far end|andra (?:änden|sidan)|other (?:end|side)|remote|kärnan|peer(?:n)?|"
    r"device id|system name|port id(?: \(outgoing port\))?|chassis id|sysname|brandväggen|firewallen|the firewall|"
    r"hänger på|sitter på switchen bakom)"
    r"\s?(?:switchen|switch|den|the|core|kärnan|dist\w*|är|is|:|heter|-|=|router\w*|port(?:en)?){0,2}\s*$"
)
_SERVER = re.compile(
    r"\b(?:\w*gateway\w*|gw|default ?gw|\w*server\w*|\w*servrar\w*|dns\w*|dhcp\w*|radius\w*|ntp\w*|"
    r"proxy\w*|syslog\w*|"
    r"tftp\w*|vcenter|ise|cosmic|next ?hop|nästa hopp|default route)"
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
_NOT_THIS = re.compile(
    r"\b(?:inte|ej|not)\s?(?:på|i|on|in|at|the|switch\w*|port(?:en)?|rum(?:met)?|room|uttag(?:et)?|jack)?\s*$"
)
_BUT = re.compile(r"^\s?,?\s?(?:utan|but)\b")
_CORRECTED = re.compile(
    r"^[^.\n]{0,25}?(?:\b(?:nej|förlåt|sorry|rättelse|menar|menade|i mean|i meant|correction|"
    r"eller rättare sagt|fel av mig)|"
    r"[,.-]\s*(?:oj|wait|vänta|no|rather))\b"
    r"[^.\n]{0,25}$"
)
# From here on the message speaks of what is wrong now; what was named before was another time.
_THIS_TIME = re.compile(
    r"\b(?:(?:den|denna) här gången|denna gång|nu (?:är|gäller) det|nu är (?:det )?|(?:idag|i dag) (?:är|"
    r"gäller) det|this time|"
    r"now it'?s|now it is|today it(?:'s| is)|ny(?:tt)? (?:sak|fråga|ärende)|new (?:issue|question|problem)|"
    r"another thing)\b"
)
_BEFORE = re.compile(
    r"\b(?:tack|thanks|thank you|igår|i går|i förrgår|förra veckan|i fredags|tidigare|nyss|pratade|yesterday|"
    r"last week|"
    r"earlier|talked|fixat|löst|löste|fixed|solved)\b"
)
_EVERYBODY_BUT = re.compile(
    r"\b(?:alla|allt|samtliga|everyone|everybody|everything|all)(?: \w+){0,2} (?:utom|förutom|except)\b[^.;]*$"
)
_CONSOLE = re.compile(
    r"(?:\b(?:ping statistics for|reply from|svar från|pinging|skickar ping till|tracing route to|"
    r"traceroute to|spårar väg till)"
    r"\s*|^\s*\d{1,2}\s+(?:[<*\d].*)?)$"
)
_MOVED = re.compile(
    rf"\b(?:från|from)(?: rum(?:met)?| room| uttag(?:et)?| jack| port(?:en)?)?\s?{MASK}\s?(?:till|to)(?: rum(?:met)?|"
    rf" room| uttag(?:et)?| jack| port(?:en)?)?\s?$"
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
_ENDPOINT = re.compile(
    r"\b(?:använd\w*|user\w*|skrivar\w*|printer\w*|dator\w*|pc:?n?|computer|laptop\w*|telefon\w*|phone\w*|"
    r"patient\w*|läkar\w*|"
    r"sköterska\w*|personal\w*|klagar\w*|complain\w*|inget nät|no network|kamera\w*|röntgen\w*|klient\w*|client\w*)\b"
)
_LONGEST_CLAUSE = 400  # letters on either side; nobody speaks longer, and a pasted log has no clauses
_CLAUSE_END = re.compile(r"[,;()\n]|[.!?](?=\s|$)|\s(?:-|men|but|medan|while)\s")


def roles_of(text: str, mentions: list[Mention]) -> list[MentionRole]:
    """The role of each mention of a lower-case text."""
    roles: list[MentionRole] = []
    for at, mention in enumerate(mentions):
        before = mentions[at - 1].end if at else 0
        lead = text[max(before, mention.start - 60) : mention.start]
        lead = re.split(r"[;\n]|[.!?]\s", lead)[-1]
        after = text[mention.end : mention.end + 40]
        roles.append(_role(text, mention, lead, after))
    for at, mention in enumerate(mentions):
        other = next((later for later in mentions[at + 1 :] if later.kind == mention.kind), None)
        if (other and _CORRECTED.search(text[mention.end : other.start])) or (
            other
            and mention.kind in ("room", "jack", "interface")
            and _MOVED.search(text[: mention.start] + MASK + text[mention.end : other.start])
        ):
            roles[at] = "wrong"
    now = _THIS_TIME.search(text)
    if now and any(mention.start > now.start() for mention in mentions):
        for at, mention in enumerate(mentions):
            if mention.end <= now.start() and _BEFORE.search(text, 0, now.start()) and mention.kind != "site":
                roles[at] = "settled"
    return _without_what_works(text, mentions, roles)


def _without_what_works(text: str, mentions: list[Mention], roles: list[MentionRole]) -> list[MentionRole]:
    """A room, a host or a jack that is said to be fine is no target where another thing is not."""
    fine = [
        mention.kind in ("room", "jack", "host", "ap", "mac", "ip") and said_to_be_fine(text, mention.start)
        for mention in mentions
    ]
    left = any(
        role == "target" and not well and mention.kind != "site"
        for role, well, mention in zip(roles, fine, mentions, strict=True)
    )
    return ["settled" if well and left and role == "target" else role for role, well in zip(roles, fine, strict=True)]


def clause(text: str, place: int) -> str:
    """The piece of the text around a place."""
    start = max(0, place - _LONGEST_CLAUSE)
    for end in _CLAUSE_END.finditer(text, start, place + _LONGEST_CLAUSE):
        if end.start() >= place:
            return text[start : end.end()]
        start = end.end()
    return text[start : place + _LONGEST_CLAUSE]


def about_someone(text: str, place: int) -> bool:
    """Whether a user or a thing of theirs is spoken of right there."""
    return _ENDPOINT.search(clause(text, place)) is not None


def said_to_be_fine(text: str, place: int) -> bool:
    """Whether just this is said to work."""
    return _FINE.search(clause(text, place)) is not None


_FINE = re.compile(
    r"\b(?:is|are|är|ser) (?:det |allt |it |everything )?(?:up|uppe|ok|okej|fine|grön\w*|green|bra|healthy|"
    r"frisk\w*)\b(?!\s?\?)|"
    r"\b(?:går|har det|mår|goes) (?:bra|fint|fine|well)\b|"
    r"\b(?:fungerar|funkar|works)(?: (?:bra|fint|som det ska|fine|ok))?\s?(?:$|[,.;]|men\b|but\b)"
)


def _role(text: str, mention: Mention, lead: str, after: str) -> MentionRole:
    if _EVERYBODY_BUT.search(lead):
        return "target"
    if mention.kind in ("ip", "device", "host") and _CONSOLE.search(
        text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    ):
        return "server"
    if _INSTEAD.search(lead) or (_NOT_THIS.search(lead) and _BUT.match(after)):
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
