"""Names that give way to another one of the message: taken back, told by the way, of another time, said to be fine."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.desk.understand.clauses import LONGEST_CLAUSE, clause, clause_span, said_to_be_fine
from bot.desk.understand.mentions import Mention, MentionRole
from bot.desk.understand.symptoms import symptom_of
from bot.desk.understand.wording import MASK

NOT_THIS = re.compile(
    r"\b(?:inte|int|ej|not)\s?(?:på|i|on|in|at|the|switch\w*|port(?:en)?|rum(?:met)?|room|uttag(?:et)?|jack|ap)?\s*$"
)
# "not port 3, port 4": the next of the same kind follows at once.
_RATHER = re.compile(
    r"^\s?,\s?(?:(?:det är|it's|it is|nu|now|på|on|i|in|the|den|port(?:en)?|rum(?:met)?|room|switch(?:en)?|"
    r"uttag(?:et)?|jack)\s?){0,3}$"
)
_CORRECTED = re.compile(
    r"^[^.\n]{0,25}?(?:\b(?:nej|förlåt|sorry|rättelse|menar|menade|i mean|i meant|correction|"
    r"eller rättare sagt|fel av mig)|"
    r"[,.-]\s*(?:oj|wait|vänta|no|rather))\b"
    r"[^.\n]{0,25}$"
)
_MOVED = re.compile(
    rf"\b(?:från|from)(?: rum(?:met)?| room| uttag(?:et)?| jack| port(?:en)?)?\s?{MASK}\s?(?:till|to)(?: rum(?:met)?|"
    rf" room| uttag(?:et)?| jack| port(?:en)?)?\s?$"
)
# Somebody else is there; the asker is at the next place.
_BUT_HERE = re.compile(
    r"\b(?:men|fast|but) (?:jag|vi|hon|han|hen|de|i|we|she|he|they)(?:'m|'re| är| e| sitter| står| jobbar| ringer| am|"
    r" is| are| sit| work)\b[^.\n]{0,25}$"
)
# The asker is here and speaks for somebody at the next place.
_FOR_ANOTHER = re.compile(r"\b(?:ringer|frågar|skriver|calling|call|asking) (?:åt|för|for|on behalf of)\b[^.\n]{0,40}$")
_BEHIND_A_PLACE = re.compile(r"^\s?(?:,|\(|i|in|på|at)?\s?$")
_WHICH_OF_THEM = re.compile(
    r"\b(?:vet inte|vet ej|osäker\w*|oklart|antingen|not sure|unsure|whether|either)\b[^.\n]{0,40}$"
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
# Not instead of what was named before, but beside it.
_AS_WELL = re.compile(r"\b(?:också|även|dessutom|båda|samma|same|too|also|as well|both)\b")
# A line of a form about the caller or about another case: no target where the rest names one.
_ASIDE = re.compile(
    r"^\W*(?:location|plats|caller|anmälare|uppringare|callback|kontakt\w*|contact|work notes|arbetsanteckning\w*|"
    r"probe|opened by|parent|relaterad\w*|related\w*|correlat\w*|watch ?list|assigned to|tilldelad\w*)\b[^:\n]{0,20}:"
)
# What a switch tells of its neighbours, down to the next empty line or prompt.
_NEIGHBOURS = re.compile(
    r"^(?:.{0,80}[#>] ?sh\w* (?:cdp|lldp) .*|.{0,40}\bdevice id\b.{0,120}\bport id\b.*)$"
    r"(?P<told>(?:\n(?!.{0,80}\w[#>]).+)*)",
    re.MULTILINE,
)
# Begin a clause too, where names of a kind stand on both sides: tell Eva in room 214 that room 305 ...
_THAT = re.compile(r"\s(?:att|that|så|so|när|when|eftersom|because)\s")
# Whose room it is, in brackets behind the person: läkaren (rum 305).
_SOMEBODYS = re.compile(
    r"\b(?:\w*läkar\w*|\w*sköterska\w*|ssk|usk|doktor\w*|kolleg\w*|chef\w*|användar\w*|sekreterar\w*|jag|hon|han|doctor|"
    r"nurse|colleague|boss|user)\s?\([^()\n]{0,20}$"
)
_NOT_CONCERNED = re.compile(r"\b(?:gäller|avser|concerns?) (?:inte|int|ej|not)\s?(?:i|på|in|on|at)?\s*$")
_IN_A_ROW = re.compile(r"[\s,]*(?:och|and|samt|&)?\s?(?:port(?:en)?|rum(?:met)?|room)?\s*")
_MORE_THAN_NAMES = re.compile(
    r"(?<![@\w])(?!(?:och|and|samt|eller|or|i|in|på|on|at|port(?:en)?|rum(?:met)?|room|uttag(?:et)?|switch(?:en)?|the|den|"
    r"vid|resp|mellan|sedan)\b)[^\W\d_]{2,}"
)
_MOST_COMPARED = 12  # names of one kind; a pasted log holds more, and they are compared with each other
# "had the wrong time, but now it works": fine after all, before another thing is named.
_BY_NOW = re.compile(r"[^.!?\n]{0,60}\b(?:nu (?:funkar|fungerar)|now (?:it )?works|works now)\b(?! (?:inte|ej|not)\b)")
_MOVED_ON = re.compile(
    r"\b(?:bytt|bytte|flyttat|flyttade|moved|switched) (?:nu )?(?:över )?(?:till|to)\s?"
    r"(?:rum(?:met)?|room|uttag(?:et)?|jack|port(?:en)?)?\s?$"
)
# Only then is a device "from" another one that is gone; else it is the end of a link.
_EXCHANGED = re.compile(r"\b(?:byt\w+|flytt\w+|ersat\w+|ersätt\w+|moved|swapped|replaced|migrat\w+|migrer\w+)\b")


def among_each_other(text: str, mentions: list[Mention], roles: list[MentionRole]) -> list[MentionRole]:
    """The roles of the mentions, each now seen beside the others."""
    roles = list(roles)
    _take_back(text, mentions, roles)
    _leave_neighbours(text, mentions, roles)
    _leave_other_times(text, mentions, roles)
    _keep_the_town_of_the_place(text, mentions, roles)
    aside = [_told_by_the_way(text, mention.start) for mention in mentions]
    ends = [*[mention.start for mention in mentions], len(text)][1:]
    fine = [
        said_to_be_fine(text, mention.start) or _BY_NOW.match(text, mention.end, end) is not None
        for mention, end in zip(mentions, ends, strict=True)
    ]
    roles = _unless_nothing_is_left(mentions, roles, aside, of_its_own=())
    roles = _unless_nothing_is_left(mentions, roles, fine, of_its_own=("device", "interface", "site", "wlan"))
    _keep_what_ails(text, mentions, roles)
    return roles


def _told_by_the_way(text: str, place: int) -> bool:
    """Whether a name stands where a form tells of the caller, or is somebody's own place."""
    if _ASIDE.match(_line(text, place)) or _ASIDE.match(clause(text, place)):
        return True
    return _SOMEBODYS.search(text[max(0, place - 60) : place]) is not None


def _take_back(text: str, mentions: list[Mention], roles: list[MentionRole]) -> None:
    """Of two of a kind, the one that the next corrects; both towns where the asker does not know which."""
    last: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        before = last.get(mention.kind)
        last[mention.kind] = at
        if before is None:
            continue
        if _gives_way(text, mentions[before], mention):
            roles[before] = "wrong"
        elif mention.kind == "site" and _either(text, mentions[before], mention):
            roles[before] = roles[at] = "wrong"


def _gives_way(text: str, mention: Mention, other: Mention) -> bool:
    """Whether a name is taken back by the next one of its kind."""
    between = text[mention.end : other.start]
    if _CORRECTED.search(between) or _NOT_CONCERNED.search(text[max(0, mention.start - 40) : mention.start]):
        return True
    if _RATHER.search(between) and NOT_THIS.search(text[max(0, mention.start - 40) : mention.start]):
        return True
    if mention.kind in ("room", "jack", "site") and (_BUT_HERE.search(between) or _FOR_ANOTHER.search(between)):
        return True
    if mention.kind in ("room", "jack", "interface") and _MOVED_ON.search(between):
        return True
    lead = text[max(0, mention.start - 40) : mention.start]
    movable = mention.kind in ("room", "jack", "interface") or (mention.kind == "device" and _EXCHANGED.search(lead))
    return bool(movable and _MOVED.search(lead + MASK + between[:80]))


def _either(text: str, mention: Mention, other: Mention) -> bool:
    """Whether two places are named because the asker does not know which of them it is."""
    if text[mention.end : other.start].strip() not in ("eller", "or"):
        return False
    return _WHICH_OF_THEM.search(text[max(0, mention.start - 60) : mention.start]) is not None


def _leave_neighbours(text: str, mentions: list[Mention], roles: list[MentionRole]) -> None:
    """What stands in a pasted list of neighbours is at the far end."""
    for told in _NEIGHBOURS.finditer(text):
        for at, mention in enumerate(mentions):
            if told.start("told") <= mention.start < told.end("told") and mention.kind in ("device", "ap", "interface"):
                roles[at] = "far"


def _leave_other_times(text: str, mentions: list[Mention], roles: list[MentionRole]) -> None:
    """What was another time, where the message goes on with what it is now."""
    now = _THIS_TIME.search(text)
    if now is None or _AS_WELL.search(text, now.start()):
        return
    later = {mention.kind for mention in mentions if mention.start > now.start()}
    earlier = _BEFORE.search(text, 0, now.start()) is not None and later
    for at, mention in enumerate(mentions):
        if mention.end <= now.start() and (mention.kind in later or (earlier and mention.kind != "site")):
            roles[at] = "settled"


def _keep_the_town_of_the_place(text: str, mentions: list[Mention], roles: list[MentionRole]) -> None:
    """Of several towns, the one right behind the room: rum 214 i Torsby, while the asker sits in Karlstad."""
    for at, (place, town) in enumerate(pairwise(mentions), 1):
        behind = town.kind == "site" and place.kind in ("room", "jack") and roles[at - 1] == "target"
        if behind and _BEHIND_A_PLACE.match(text[place.end : town.start]):
            for other, mention in enumerate(mentions):
                if mention.kind == "site" and mention.value != town.value:
                    roles[other] = "settled"


def _keep_what_ails(text: str, mentions: list[Mention], roles: list[MentionRole]) -> None:
    """Of several of a kind in clauses of their own, those that something is said to be wrong with.

    "Ring Eva i rum 214, felet är i rum 305": the first is told by the way. A bare list of names stays whole.
    """
    for kind in {mention.kind for mention in mentions}:
        alike = [at for at, mention in enumerate(mentions) if mention.kind == kind and roles[at] == "target"]
        if kind == "site" or not 1 < len({mentions[at].value for at in alike}) <= _MOST_COMPARED:
            continue
        told = {at: _told_there(text, mentions, mentions[at]) for at in alike}
        ails = {
            at
            for at in alike
            if symptom_of(told[at]) not in (None, "check_only") and not said_to_be_fine(text, mentions[at].start)
        }
        for before, at in zip([None, *alike], alike, strict=False) if ails else ():
            if at in ails or _AS_WELL.search(told[at]):
                continue
            if _MORE_THAN_NAMES.search(told[at]):
                roles[at] = "settled"
            elif before is not None and _IN_A_ROW.fullmatch(text[mentions[before].end : mentions[at].start]):
                roles[at] = roles[before]


def _told_there(text: str, mentions: list[Mention], mention: Mention) -> str:
    """The clause round a mention, with the kinds in place of the names."""
    start, end = clause_span(text, mention.start)
    places = [one.start for one in mentions if one.kind == mention.kind]
    for joint in _THAT.finditer(text, start, end):
        both = any(start <= at < joint.start() for at in places) and any(joint.end() <= at < end for at in places)
        if both and joint.end() <= mention.start:
            start = joint.end()
        elif both:
            end = joint.start()
            break
    told, at = "", start
    for one in mentions:
        if at <= one.start < end:
            told += f"{text[at : one.start]} @{one.kind} "
            at = one.end
    return told + text[at:end]


def _unless_nothing_is_left(
    mentions: list[Mention], roles: list[MentionRole], out: list[bool], of_its_own: tuple[str, ...]
) -> list[MentionRole]:
    """What is said to be fine, or told by the way, is no target where another thing is left.

    The kinds `of_its_own` give way only to another of their kind: a device beside a room tells where the room is.
    """
    left = {
        mention.kind
        for mention, role, gone in zip(mentions, roles, out, strict=True)
        if role in ("target", "seen") and not gone
    }
    instead = {mention.kind: {mention.kind} if mention.kind in of_its_own else left - {"site"} for mention in mentions}
    return [
        "settled" if gone and role == "target" and instead[mention.kind] & left else role
        for mention, role, gone in zip(mentions, roles, out, strict=True)
    ]


def _line(text: str, place: int) -> str:
    """The line of the text up to a place."""
    return text[text.rfind("\n", 0, place) + 1 : place][-LONGEST_CLAUSE:]
