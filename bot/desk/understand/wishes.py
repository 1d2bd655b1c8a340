"""Whether a text asks to alter something on the network: told as history, asked about or denied it is no wish."""

from __future__ import annotations

import re

# A sentence at a time: a wish in one is not undone by a "not" in the next.
_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|\n")
_CLAUSE = re.compile(r"[,:()]\s|\s(?:-|men|but|fast|although)\s|[.!?;\n]+(?=\s|$)")
QUESTION = re.compile(r"\?\s*$")

NOT = (
    r"(?:inte|ej|aldrig|icke|utan att|slipp\w*|ingen|inget|inga|don'?t|do not|not|never|without|no need|"
    r"vänta med|avvakta|hold off|rather not)"
)
_ASKS = (
    r"(?:kan (?:du|ni|man|någon|vi få)|är det möjligt att|går det att|is it possible to|would it be possible to|"
    r"skulle (?:du|ni|man|någon) kunna|kan du vara snäll och|snälla|"
    r"vänligen|var vänlig|"
    r"(?:jag|vi|de|hon|han|användaren|avdelningen) (?:vill|önskar|skulle vilja)(?: att (?:du|ni|vi))?|"
    r"får (?:jag|vi) be|be |behöver (?:du|ni)|"
    r"(?:du|ni) kan (?:väl|ju|bara)|"
    r"du (?:måste|får|ska)|ni (?:måste|får|ska)|kom igen och|gå in och|hjälp (?:mig|oss) att|go ahead and|"
    r"please|pls|plz|can you|could you|would you|will you|can (?:someone|we|u)|could (?:someone|we)|"
    r"i (?:want|need) (?:you )?to|"
    r"(?:i'?d|we'?d|would) like (?:you )?to|we (?:want|need) (?:you )?to|you (?:must|should|need to|have to)|"
    r"just|bara|prova att|testa att|try to|och|and|så|sen|sedan|then|tack|nu|direkt|hej|hi|hello|ok|okej|bot|@\w+)"
)

_CHANGE_VERB = (
    r"(?:starta? om|boota? om|reboota?|reloada?|reload|reboot|restart|power[- ]?cycle|resetta?|reset|"
    r"(?:fabriks)?återställ\w*|nollställ\w*|factory reset|"
    r"bounc(?:a|e|ea|ing)?|studsa?|"
    r"stäng(?:a)?(?: [\w/.:-]+){0,5}? (?:av|ner)|stäng(?:a)? (?:porten|ner|av)|"
    r"slå(?: [\w/.:-]+){0,5}? (?:av|på|ifrån|till)|släck(?:a)? porten|koppla (?:ur|bort|ner)|"
    r"shut(?: ?down)?|no shut(?:down)?|unshut|disable|enable|turn (?:off|on)|switch (?:off|on)|take down|bring up|"
    r"öppna(?: upp)?|aktivera|inaktivera|avaktivera|avblockera|blockera|spärra|häv(?:a)?|lås(?:a)? upp|"
    r"unblock|block|unlock|whitelist\w*|blacklist\w*|"
    r"rensa|cleara?|clear|tömm?a?|flush|radera|delete|erase|wipe|ta(?: [\w/.:-]+){0,5}? bort|plocka bort|"
    r"remove|kick(?:a)?|deauth\w*|"
    r"flytta|move|byt(?:a)?|ändra|change|sätt(?:a)?|set|lägg(?:a)?(?! (?:upp )?(?:ett |en |nytt |"
    r"in )*(?:ärende|ticket|felanmälan))(?: [\w/.:-]+){0,5}? (?:i|till|in|på|"
    r"upp)|put|assign|tilldela|konfigurera(?: om)?|configure|konfa|"
    r"höj|sänk|öka|minska|increase|raise|lower|uppgradera|upgrade|patcha?|uppdatera|downgrade|"
    r"lägg till|add|gör (?:en |ett )?(?:no shut|shut|reload|omstart|bounce|reset|reboot|vlan-?byte)|"
    r"kör (?:igång |om |clear|shut|no shut|conf|debug|reload|test cable)|run (?:clear|shut|conf|debug|"
    r"reload|test cable)|debugg?a?|ge (?:\w+ ){0,2}?(?:ström|vlan|poe)|tvinga|force|fixa (?:till )?vlan|"
    r"(?:fixa|se till|ordna|make sure|arrange)(?: så)?(?: att| that)?(?: [\w/.:-]+){1,6}? (?:hamnar|ligger|"
    r"blir|får|is|ends up|gets)(?: put)? (?:i|in|on|på)? ?vlan|"
    r"(?:gå in [^.;]{1,40} och )?skriv(?:a)? (?:in )?(?:reload|reboot|shut|no shut|conf))"
)
_CHANGE_START = re.compile(rf"^\s*(?:{_ASKS}[ ,]+){{0,4}}(?:att |to )?{_CHANGE_VERB}(?![\wåäö-])")
_CHANGE_ASKED = re.compile(
    rf"\b(?:kan (?:du|ni|man|någon)|skulle (?:du|ni|någon) kunna|snälla|vänligen|(?:vill|önskar|"
    rf"skulle vilja)(?: att (?:du|ni))?|"
    rf"please|pls|(?:can|could|would|will) (?:you|someone|we)|(?:want|need|like)(?: you)? to|be er|be dig)\s+"
    rf"(?:(?!inte\b|ej\b|not\b)[\wåäö]+\s+){{0,3}}?(?:att |to )?{_CHANGE_VERB}(?![\wåäö-])"
)
_CHANGE_THAT_YOU = re.compile(
    r"\b(?:vill|skulle vilja|önskar|hoppas|ber|be|behöver|ser gärna|vore bra om)(?: att| om)? (?:du|ni|någon|er|"
    r"dig) (?:bara )?(?:att )?"
    r"(?:startar om|bootar om|öppnar|stänger (?:av|ner)|flyttar|byter|ändrar|sätter|lägger (?:i|till|in)|"
    r"tar bort|rensar|bouncar|"
    r"slår (?:av|på)|aktiverar|konfigurerar|spärrar|häver|kopplar (?:ur|ner)|resettar|nollställer|avblockerar)\b"
)
# Verbs of change that take a ticket for their object change nothing on the network.
_TICKET = re.compile(
    r"^(?:\s[\wåäö]+){0,3}?\s(?:ärende\w*|ticket|incident|felanmälan|case|anteckning|kommentar|note|"
    r"comment)\b"
)
_CHANGE_PASSIVE = re.compile(
    r"\b(?:(?P<asks>kan|kunde|skulle|could|can)|(?P<must>behöver|måste|ska|bör|should|must|"
    r"needs?))\b(?:\s[\w/.:-]+){0,7}?\s(?:to )?(?:be )?"
    r"(?:startas om|stängas av|öppnas|aktiveras|flyttas|sättas|bouncas|läggas i|läggs i|flyttas|öppnas|"
    r"ändras|rensas|tas bort|avblockeras|"
    r"restarted|rebooted|bounced|moved|enabled|disabled|shut|opened|cleared|removed|unblocked)\b"
)
_CHANGE_NOUN = re.compile(
    r"\b(?:vill ha|önskar|behöver|beställer|request(?:ing)?|need|want|please do) (?:en |ett |a |an )?"
    r"(?:omstart|vlan-?byte|portbyte|portöppning|omkonfigurering|reboot|restart|reload|bounce|port bounce|"
    r"vlan change|port activation)\b"
)
# Told as history, asked about, or left to somebody: no wish.
_TOLD = re.compile(
    r"\b(?:har|hade|provat|prövat|testat|försökt|tried|bett|bad|kunde|brukar|ska|have|had|has|asked|told|"
    r"going to|when|när|efter|after|if|om)\b"
)
_ASKED_ABOUT = re.compile(
    r"^\s*(?:(?:ska|bör|borde|får|måste|behöver|kan det hjälpa|hjälper det|skulle det hjälpa|räcker det|"
    r"är det(?! möjligt)|vågar|törs|hur|varför|när|vem|vad|vilken|om (?:jag|vi|man))\b|"
    r"(?:should|shall|may|must|does|do|did|would it|is it|was|is|are|has|have|why|how|who|when|what|which|if)\b)"
)


def wants_change(text: str) -> bool:
    """Whether the text asks to alter something on the network."""
    return any(_is_change(sentence) for sentence in sentences(text))


def _is_change(sentence: str) -> bool:
    if _CHANGE_NOUN.search(sentence) and not re.search(rf"\b{NOT}\b", sentence):
        return True
    asked = QUESTION.search(sentence) is not None
    passive = _CHANGE_PASSIVE.search(sentence)
    if passive and not re.search(rf"\b{NOT}\b", passive[0]) and (passive["asks"] or (passive["must"] and not asked)):
        return True
    that_you = _CHANGE_THAT_YOU.search(sentence)
    if that_you and not re.search(rf"\b{NOT}\b", sentence[that_you.start() : that_you.end() + 6]):
        return True
    for found in _CHANGE_ASKED.finditer(sentence):
        before, after = sentence[: found.start()], sentence[found.end() :]
        denied = re.search(rf"\b{NOT}\b", found[0]) or re.search(rf"^\s?(?:\w+\s)?{NOT}\b", after)
        if not (denied or _TICKET.search(after) or re.search(rf"\b{NOT}\s*$", before)):
            return True
    for clause in _wished_clauses(sentence):
        found_start = _CHANGE_START.match(clause)
        if not found_start or (asked and _ASKED_ABOUT.search(clause)):
            continue
        after = clause[found_start.end() :]
        denied = re.search(rf"\b{NOT}\b", found_start[0]) or re.search(rf"^(?:\s[\wåäö-]+)?\s{NOT}\b", after)
        if not (denied or _TICKET.search(after) or _PAST.search(clause[: found_start.end()] + after[:20])):
            return True
    return False


def _wished_clauses(sentence: str) -> list[str]:
    """The clauses that may hold a wish. After "and" a verb is one only where nothing before it tells what was done."""
    clauses: list[str] = []
    for clause in _CLAUSE.split(sentence):
        parts = re.split(r"\s(?:och|and|så|then|sen)\s", clause)
        clauses.append(parts[0])
        if not _TOLD.search(parts[0]):
            clauses += parts[1:]
    return clauses


_PAST = re.compile(
    r"^\s*(?:\w+ )?(?:har|hade|blev|has|have|had|was|were|did)\b|\b(?:gjordes|hjälpte inte|didn'?t help|"
    r"did not help|hjälper inte)\b"
)


def sentences(text: str) -> list[str]:
    """The sentences with their closing sign, since a question mark tells."""
    parts: list[str] = []
    start = 0
    for end in _SENTENCE.finditer(text):
        parts.append(text[start : end.end()].strip())
        start = end.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def clause_of(sentence: str, place: int) -> str:
    start = 0
    for end in _CLAUSE.finditer(sentence):
        if end.start() >= place:
            return sentence[start : end.start()]
        start = end.end()
    return sentence[start:]
