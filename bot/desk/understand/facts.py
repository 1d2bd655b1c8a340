"""What else the caller tells: since when, what was changed, the VLAN that is wished for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.desk.understand.wording import MASK, Wording

_NUMBER = (
    r"(?:\d{1,3}|en|ett|ett par|några|två|tre|fyra|fem|sex|tio|tjugo|a|an|one|two|three|four|five|ten|"
    r"twenty|a few|a couple of|couple of|half an)"
)
_UNIT = (
    r"(?:sek(?:und(?:er)?)?|min(?:ut(?:er(?:na)?)?)?|timm(?:e|ar)(?:na)?|timmen|tim|h|dag(?:ar(?:na)?)?|"
    r"dygn(?:et|en)?|veck(?:a|an|or|orna)|månad(?:er)?|kvart|halvtimme|stund|second|sec|minute|hour|day|"
    r"week|month|quarter|while)s?"
)
_DAY = r"(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|s)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mars|march|mar|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?|"
    r"aug(?:usti|ust)?|sep(?:t(?:ember)?)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK = (
    r"(?:kl(?:ockan|\.)?|at|vid|around|runt|ca|about)? ?(?:[01]?\d|2[0-3])[:.][0-5]\d|(?:kl(?:ockan|\.)?|"
    r"vid) ?(?:(?:[01]?\d|2[0-3])(?:-?tiden)?|(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)\b)|"
    r"midnatt|midnight|"
    r"(?:at |around )?(?:1[0-2]|[1-9]) ?(?:am|pm|o'clock)"
)
_MOMENT = (
    rf"(?:(?:sent |tidigt )?i ?(?:natt|morse|går|fjol|förrgår|dag|kväll|förmiddags|"
    rf"eftermiddags)(?: (?:kväll|morse|natt|eftermiddag|förmiddag))?|"
    rf"i (?:{_DAY})|förra (?:veckan|månaden|{_DAY})|i helgen|helgen|(?:{_DAY})|lunch(?:en)?|hela (?:dagen|"
    rf"morgonen|veckan|förmiddagen)|"
    rf"nyss|precis|strax|alldeles nyss|last (?:night|week|month|{_DAY})|this (?:morning|afternoon|evening|"
    rf"week)|(?:yesterday|today)(?: (?:morning|afternoon|evening))?|just now|"
    rf"the weekend|(?:all|the whole) (?:day|morning|week)|överflyttningen|migreringen|uppgraderingen|"
    rf"omstarten|flytten|bytet|the (?:move|upgrade|migration|restart|reboot|storm|power cut)|"
    rf"strömavbrottet|"
    rf"(?:den )?\d{{1,2}}(?::?e|:?a)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{1,2}}/\d{{1,2}}(?!/|\d)|{_CLOCK})"
)
_MOMENTS = rf"{_MOMENT}(?:,? (?:{_CLOCK}|{_MOMENT}))?"
_SPAN = rf"(?:(?:för|typ|ungefär|ca|cirka|kanske|about|around|roughly|some) ){{0,3}}{_NUMBER} {_UNIT}"
_AGO = re.compile(rf"\b(?:för )?{_SPAN} (?:sedan|sen|tillbaka|ago)\b")
_SINCE = re.compile(
    rf"\b(?:(?:ända )?(?:sedan|sen|från och med|from|since|efter|after|började|startade|began|started|"
    rf"ever since|for|from|fr\.o\.m\.?)"
    rf" )(?:(?:ca|typ|runt|ungefär|about|around|cirka) )?(?P<moment>{_MOMENTS}|(?:de )?senaste {_SPAN}|"
    rf"the (?:last|past) {_SPAN})"
)
_BARE = re.compile(rf"\b(?P<moment>{_MOMENTS})(?![\w/])")
_FOR = re.compile(
    rf"\b(?P<moment>(?:i|for|(?:de |sen )?(?:senaste|sista)|the (?:last|past)) (?:över |drygt |mer än |"
    rf"more than |over )?{_NUMBER} {_UNIT})\b(?! (?:sedan|sen|ago))"
)

_CHANGE = re.compile(
    r"\b(?:efter (?:\w+ )?(?:\w*byte[tn]?|flytt(?:en)?|\w*installation(?:en)?|uppgradering(?:en)?|"
    r"omstart(?:en)?|ombyggnad(?:en)?|omläggning(?:en)?|\w*arbete(?:t|n)?|ompatchning(?:en)?|"
    r"renovering(?:en)?|migrering(?:en)?|strömavbrott(?:et)?|åska\w*|städning(?:en)?|att)\b|"
    r"after (?:\w+ ){0,3}?(?:swap\w*|replac\w*|mov(?:e|ing)|upgrad\w*|restart\w*|reboot\w*|install\w*|"
    r"patch\w*|re-?patch\w*|power cut|outage|change|migration|maintenance|work|connecting|plugging|the|we|"
    r"they|i)\b|"
    r"when (?:we|they|i|he|she) (?:plugged|connected|moved|changed|swapped|installed)|"
    r"(?:har |hade |blev |blivit |just |nyss |precis |has |have |had |been |was |were |recently |we |"
    r"they |i |vi |de |dom |jag |user |users |användaren |någon |someone |elektrikern |"
    r"städet )(?:\w+ ){0,3}?"
    r"(?:kopplat|kopplade|bytt|bytte|flyttat|flyttade|flyttats|bytts|satt|installerat|installerade|dragit|"
    r"monterat|ändrat|ändrade|ändrats|uppgraderat|uppgraderats|startat om|patchat|patchade|lagt|ställt|"
    r"tagit|renoverat|fått (?:ny|en ny|nya)|plugged|connected|moved|changed|swapped|replaced|installed|"
    r"upgraded|rebooted|restarted|patched|added|reconfigured)\b|"
    r"(?:ny|nya|nytt|new) (?:\w+ ){0,2}?(?:konfig\w*|config\w*|dator|dock\w*|laptop|skrivare|switch|"
    r"telefon|firmware|kabel|phone|printer|cable|port config|uttag|router|vlan)\b(?=.{0,40}(?:förra|sedan|"
    r"sen|från|igår|i går|last|since|from|yesterday|nyss|today|i dag|idag))|"
    r"^\W*(?:ny|nya|nytt|new) (?:\w+ ){0,1}?(?:dator|dock\w*|laptop|skrivare|switch|telefon|kabel|phone|"
    r"printer|cable|router)\b|"
    r"(?:bytt|bytte|flyttat|flyttade|kopplat in|kopplade in|kopplade|installerat|changed|moved|swapped|"
    r"replaced|plugged in|re-?patched|connected) (?:\w+ ){0,4}?(?:dator\w*|skrivar\w*|kabel\w*|switch\w*|"
    r"dock\w*|telefon\w*|rum|lösenord|password|port\w*|vlan|computer|laptop|printer|cable|desk|room|phone|"
    r"router|hub)\b)"
)
_CAUSES = ("efter", "after", "when", "ny ", "nya ", "nytt ", "new ")
_NOT_CHANGED = re.compile(
    r"\b(?:inget|ingenting|inte|nothing|not|ingen|no one|nobody|hasn'?t|haven'?t|inga)\b(?: \w+){0,3}$"
)
_TELLER = re.compile(
    r"(?:\s+(?:tror jag|säger (?:han|hon|de|användaren)|i think|apparently|tydligen|enligt \w+))+$", re.IGNORECASE
)
_EFFECT = re.compile(
    r"\s(?:funkar|fungerar|får|har|går|saknar|slutade|kommer|startar|inget|ingen|is|has|gets|does|doesn't|"
    r"nothing|no|stopped|är|blev|blir|are)\b"
)
_PIECE = re.compile(
    r"[.!?;\n]+(?=\s|$)|\n|[,:]\s|\s(?:-|men|but|now|nu|så|so|(?:and|och)(?: now| nu| sedan| sen|"
    r" since)?)\s|\s?[()]\s?"
)

_VLAN_WISHED = (
    re.compile(
        r"\b(?:ska(?:ll)?|borde|bör|måste|behöver|vill|önskar|should|must|supposed|needs?|expected|wants?|"
r"belongs?|hör|tillhör|meant|ought|shall|flyttas?|byta?s?|ändras?|sätt(?:a|as)?|lägg(?:a|as)?|move|"
r"changed? to|set|put|rätt|korrekt|correct|right|vill ha)\b"
        r"(?P<between>(?:(?! (?:är|is|ligger|sitter|står|inte|not|men|but|ej)\b)[^.;!?\n]){0,45}?)"
        r"\b(?:vlan|nät|network)(?:et|-?id)?(?: är| is|:|=| nr| nummer| to| till)? ?(?P<vlan>\d{1,4})\b(?![./:-]\d)"
    ),
    re.compile(
        r"\b(?:byt(?:a|er)?|ändra|sätt(?:a)?|change|rätt|korrekt|correct|right) vlan\b(?P<between>[^.;!?\n]{0,45}?)"
        r"(?: till| to| är| is|=|:) (?:vlan ?)?(?P<vlan>\d{1,4})\b(?![./:-]\d)"
    ),
    re.compile(
        r"\b(?:assign|sätt(?:a|er)?|tilldela|put|give|ge|(?:fixa|se till|ordna|make sure|arrange)\b[^.;!?\n]{0,60}?)"
        r"(?P<between>) vlan ?(?P<vlan>\d{1,4})\b(?![./:-]\d)"
    ),
    re.compile(
        r"\bvlan.{0,40}?\b(?:ska(?:ll)?|borde|bör|måste|should|must|needs? to|supposed to)(?: (?:vara|va|ligga|"
r"sitta|stå|be|ha|have|use))?"
        r"(?: (?:i|in|på|on|to))? (?P<between>)(?P<vlan>\d{1,4})\b(?![./:-]\d)"
    ),
    re.compile(r"\bvlan ?(?P<vlan>\d{1,4})(?P<between>) (?:ska(?:ll)?|borde|bör|should)\b(?! inte| not)"),
    re.compile(r"\bvlan ?\d{1,4} ?(?P<between>)(?:->|=>|→|till|to) ?(?:vlan ?)?(?P<vlan>\d{1,4})\b"),
    re.compile(r"\b(?:inte|not|istället för|instead of)(?P<between>) (?:i |in )?(?:vlan )?\d{1,4},? (?:utan|"
r"but) (?:i |in )?(?:vlan )?(?P<vlan>\d{1,4})\b"),
)  # fmt: skip
_LAST_VLAN = 4094


def wanted_vlan(text: str) -> int | None:
    """The VLAN that the target should be in, from a lower-case text: a wish or a claim, not where it is."""
    for pattern in _VLAN_WISHED:
        for found in pattern.finditer(text):
            number = int(found["vlan"])
            denied = re.search(r"\b(?:inte|ej|not|never|aldrig)\b", found[0][: found.start("vlan") - found.start()])
            if 1 <= number <= _LAST_VLAN and (not denied or pattern is _VLAN_WISHED[-1]):
                return number
    return None


def since(wording: Wording, names: Iterable[tuple[int, int]], changed: str | None) -> str | None:
    """Since when, in the caller's words without the word for since.

    `names` are the places of what the text names: 1/0/14 is no date there. A time that tells of the change is not it.
    """
    text = wording.low
    for start, end in names:
        text = text[:start] + MASK * (end - start) + text[end:]
    place = wording.plain.find(changed) if changed else -1
    inside = range(place, place + len(changed)) if changed and place >= 0 else range(0)
    for pattern in (_AGO, _SINCE, _FOR, _BARE):
        for found in pattern.finditer(text):
            name = "moment" if "moment" in pattern.groupindex else 0
            if found.start() not in inside:
                return wording.plain[found.start(name) : found.end(name)].strip()
    return None


def changed(wording: Wording) -> str | None:
    """What was done before it broke, as the caller tells it."""
    start = 0
    ends = [*_PIECE.finditer(wording.low), None]
    for end in ends:
        stop = end.start() if end else len(wording.low)
        piece = wording.low[start:stop]
        found = _CHANGE.search(piece)
        asked = wording.low[stop : stop + 1] == "?"
        cause = found is not None and piece[found.start() :].lstrip().startswith(_CAUSES)
        if found and not asked and (cause or not _NOT_CHANGED.search(piece[: found.end()])):
            begin = start + (found.start() if cause else 0)
            effect = _EFFECT.search(wording.low, begin + 8, stop) if cause else None
            stop = effect.start() if effect else stop
            return _TELLER.sub("", wording.plain[begin:stop].strip(" -,.")) or None
        start = end.end() if end else stop
    return None
