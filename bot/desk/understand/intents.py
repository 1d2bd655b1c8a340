"""What the asker wants: a diagnosis, a place, news, a state, a ticket, help, a change (refused), or nothing."""

from __future__ import annotations

import re

from bot.model import Intent

# A sentence at a time: a wish in one is not undone by a "not" in the next.
_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|\n")
_CLAUSE = re.compile(r"[,:()]\s|\s(?:-|men|but|fast|although)\s|[.!?;\n]+(?=\s|$)")
_QUESTION = re.compile(r"\?\s*$")

_NOT = (
    r"(?:inte|ej|aldrig|icke|utan att|slipp\w*|ingen|inget|inga|don'?t|do not|not|never|without|no need|"
    r"vänta med|avvakta|hold off|rather not)"
)
_ASKS = (
    r"(?:kan (?:du|ni|man|någon|vi få)|skulle (?:du|ni|man|någon) kunna|kan du vara snäll och|snälla|"
    r"vänligen|var vänlig|"
    r"(?:jag|vi|de|hon|han|användaren|avdelningen) (?:vill|önskar|skulle vilja)(?: att (?:du|ni|vi))?|"
    r"får (?:jag|vi) be|be |behöver (?:du|ni)|"
    r"du (?:måste|får|ska)|ni (?:måste|får|ska)|kom igen och|gå in och|hjälp (?:mig|oss) att|go ahead and|"
    r"please|pls|plz|can you|could you|would you|will you|can (?:someone|we|u)|could (?:someone|we)|"
    r"i (?:want|need) (?:you )?to|"
    r"(?:i'?d|we'?d|would) like (?:you )?to|we (?:want|need) (?:you )?to|you (?:must|should|need to|have to)|"
    r"just|bara|prova att|testa att|try to|och|and|så|sen|sedan|then|tack|nu|direkt|hej|hi|hello|ok|okej|bot|@\w+)"
)

_CHANGE_VERB = (
    r"(?:starta? om|boota? om|reboota?|reloada?|reload|reboot|restart|power[- ]?cycle|resetta?|reset|"
    r"återställ\w*|nollställ\w*|"
    r"bounc[ae]?|bounce|bouncing|studsa?|"
    r"stäng(?:a)?(?: [\w/.:-]+){0,5}? (?:av|ner)|stäng(?:a)? (?:porten|ner|av)|"
    r"slå(?: [\w/.:-]+){0,5}? (?:av|på|ifrån|till)|släck(?:a)? porten|koppla (?:ur|bort|ner)|"
    r"shut(?: ?down)?|no shut(?:down)?|unshut|disable|enable|turn (?:off|on)|switch (?:off|on)|take down|bring up|"
    r"öppna(?: upp)?|aktivera|inaktivera|avaktivera|avblockera|blockera|spärra|häv(?:a)?|lås(?:a)? upp|"
    r"unblock|block|unlock|whitelist\w*|blacklist\w*|"
    r"rensa|cleara?|clear|tömm?a?|flush|radera|delete|erase|wipe|ta(?: [\w/.:-]+){0,5}? bort|plocka bort|"
    r"remove|kick(?:a)?|deauth\w*|"
    r"flytta|move|byt(?:a)?|ändra|change|sätt(?:a)?|set|lägg(?:a)?(?: [\w/.:-]+){0,5}? (?:i|till|in|på|"
    r"upp)|put|assign|tilldela|konfigurera(?: om)?|configure|konfa|"
    r"höj|sänk|öka|minska|increase|raise|lower|uppgradera|upgrade|patcha?|uppdatera|downgrade|"
    r"lägg till|add|gör (?:en |ett )?(?:no shut|shut|reload|omstart|bounce|reset|reboot|vlan-?byte)|"
    r"kör (?:igång |om |clear|shut|no shut|conf|debug|reload|test cable)|run (?:clear|shut|conf|debug|"
    r"reload|test cable)|debugg?a?|ge (?:\w+ ){0,2}?(?:ström|vlan|poe)|tvinga|force|fixa (?:till )?vlan)"
)
_CHANGE_START = re.compile(rf"^\s*(?:{_ASKS}[ ,]+){{0,4}}(?:att |to )?{_CHANGE_VERB}(?![\wåäö-])")
_CHANGE_ASKED = re.compile(
    rf"\b(?:kan (?:du|ni|man|någon)|skulle (?:du|ni|någon) kunna|snälla|vänligen|(?:vill|önskar|"
    rf"skulle vilja)(?: att (?:du|ni))?|"
    rf"please|pls|(?:can|could|would|will) (?:you|someone|we)|(?:want|need|like)(?: you)? to|be er|be dig)\s+"
    rf"(?:(?!inte\b|ej\b|not\b)[\wåäö]+\s+){{0,3}}?(?:att |to )?{_CHANGE_VERB}(?![\wåäö-])"
)
_CHANGE_THAT_YOU = re.compile(
    r"\b(?:vill|önskar|hoppas|ber|be|behöver|ser gärna|vore bra om)(?: att| om)? (?:du|ni|någon|er|"
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
    r"(?:startas om|stängas av|öppnas|aktiveras|flyttas|sättas|bouncas|läggas i|ändras|rensas|tas bort|avblockeras|"
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
    r"är det|vågar|törs|hur|varför|när|vem|vad|vilken|om (?:jag|vi|man))\b|"
    r"(?:should|shall|may|must|does|do|did|would it|is it|was|is|are|has|have|why|how|who|when|what|which|if)\b)"
)
_CONDITIONAL = re.compile(r"\b(?:om det inte|annars|ifall|if (?:it|that|this)|otherwise|in case|unless)\b")

_ESCALATE = re.compile(
    r"\b(?:eskaler(?:a|as|ing)\w*|escalat(?:e|ion)\w*|"
    r"(?:skapa|öppna|lägga?(?: upp)?|skriva?|registrera|starta|create|open|raise|file|log|make|"
    r"send)(?: (?:mig|upp|us|me|in))?"
    r"(?: (?:ett|en|a|an|the|nytt|new))*[ -](?:ärende|ticket|incident|felanmälan|case|fault report)\w*|"
    r"(?:skicka|lämna|koppla|pass|hand|send|forward|assign)(?: (?:det|den|detta|ärendet|it|this|that|over|"
    r"on|vidare|upp))*"
    r" (?:vidare|till (?:nät\w*|lan\b\w*|andra linjen|second line|2nd line|wifi\w*|wi-fi\w*|specialist\w*|"
    r"jouren|nac\b)|"
    r"(?:over |on )?to (?:the )?(?:network|lan\b|second|2nd|wifi|wi-fi|specialist|on-?call|tier ?2|nac\b)\w*)|"
    r"(?:larma|väck|ring in|page|call out) (?:the |nät)?(?:jour\w*|on-?call|nätdrift|nätgruppen|lan\b))"
)
_ESCALATED = re.compile(
    r"\b(?:eskalera(?:de|t|d|ts)|escalated|(?:har|have|has|is|är|redan|already|blev|"
    r"was) (?:\w+ )?(?:eskalera|escalat)\w*|"
    r"skapade|skapat|öppnade|öppnat|created|opened|raised|skickade|skickat)\b"
)
_HELP = re.compile(
    r"^\W*(?:hjälp|help|\?|kommandon|commands|usage|hur (?:funkar|fungerar|använder|frågar|gör) (?:du|jag|man)\b.*|"
    r"vad kan (?:du|jag|man|boten)\b.*|what can (?:you|i)\b.*|how do i (?:use|ask)\b.*|"
    r"how does this work.*|visa hjälp|show help|"
    r"(?:behöver|need) (?:hjälp|help)|vem är du|who are you|vad är (?:du|firstline)|what are you|"
    r"instruktioner|manual|exempel|examples?)\W*$"
)
_POLITE = re.compile(
    r"(?:\W|tack(?: så mycket| ska du ha)?|tackar|thanks?(?: you)?|thx|ty|ok|okej|okay|bra|toppen|perfekt|"
    r"super|great|perfect|nice|"
    r"hej(?:san)?|hallå|hello|hi|god (?:morgon|dag|kväll)|good (?:morning|day|evening)|ha det|hej ?då|bye|"
    r"då vet jag|jag förstår|got it)+"
)
_WHERE = re.compile(
    r"\b(?:var (?:sitter|är|finns|hänger|ligger|någonstans)|vart (?:sitter|är)|where(?:'s| is| are| does|"
    r" did| can i find)|"
    r"(?:vilken|vilket|i vilken|i vilket|på vilken|på vilket) (?:switch|port|uttag|rum|accesspunkt|ap|jack)\b|"
    r"(?:which|what) (?:switch|port|jack|room|outlet|access point|ap)\b|"
    r"(?:hitta|leta upp|leta reda på|lokalisera|spåra|sök(?: upp)?|find|locate|trace|look up|track down)\b)"
)
_CHANGED = re.compile(
    r"\b(?:vad|har något|har nåt|har det|är något|har någonting)(?: \w+){0,2}? (?:ändrat\w*|förändrat\w*|"
    r"ändrades|hänt|hände|skett|bytts)\b|"
    r"\bvad (?:är nytt|gjordes)\b|\b(?:what|has anything|did anything|have|"
    r"anything)(?: \w+){0,2}? (?:changed?|happened|new)\b|"
    r"\b(?:senaste|några|nyliga|recent|latest|any) (?:ändring(?:ar|en)?|förändringar|changes?)\b|"
    r"\b(?:visa )?(?:ändringar|historik(?:en)?|history|changes) (?:på|för|on|for|of)\b"
)
_STATUS = re.compile(
    r"\b(?:(?<!interfaces )(?<!interface )(?<!int )status(?:en)?\b|hur (?:mår|ser|är läget|är det med|"
    r"går det för|står det till)|läget (?:på|för|i|med)|hälsan?|uptime|"
    r"(?:är det|har (?:ni|vi)|finns det|pågår) (?:\w+ ){0,3}?\w*störning\w*|"
    r"(?:is there|any) (?:\w+ ){0,2}?(?:outage|disturbance)|"
    r"hur länge har|how long has|how(?:'s| is| are)|state of|health (?:of|for)|"
    r"(?:är|are|is) (?:[\w.-]+ ){1,3}(?:uppe|igång|ok|okej|up|online|alive|healthy|fine|frisk|friskt)\b|"
    r"(?:vem|vad|vilka) (?:sitter|hänger|är inkopplad\w*) (?:på|i|bakom)|(?:who|what)(?:'s| is) (?:on|"
    r"connected to|plugged into|behind)|"
    r"(?:lever|funkar|svarar|mår) [\w.-]+(?: \w+)?\s?\?|överblick|översikt|overview|summary|sammanfattning)"
)
_SETTLED = re.compile(
    r"\b(?:löst(?: sig)?|löste sig|löstes|åtgärdades|stängdes ärendet|was (?:fixed|solved)|"
    r"ordnat(?: sig)?|ordnade sig|klart|åtgärdat|fixat|avslutat|stängt|(?:funkar|fungerar)(?: det)? (?:nu|"
    r"igen|bra)|nu (?:funkar|fungerar)(?: det)?|"
    r"solved|resolved|fixed|closed|sorted|works (?:now|again|fine)|working (?:now|again)|all good|"
    r"never ?mind|glöm det|strunta i|ignorera)\b"
)


def intent_of(text: str, *, target: bool, complaint: bool) -> Intent:
    """The intent of a lower-case text. `target`: it names something; `complaint`: it tells of a fault."""
    if not re.search(r"\w", text):
        return "help" if text.strip() == "?" else "none"
    if _HELP.search(text) and not target:
        return "help"
    if _POLITE.fullmatch(text):
        return "none"
    if wants_change(text):
        return "change"
    if wants_escalation(text):
        return "escalate"
    if _WHERE.search(text) and not complaint:
        return "where_is"
    if _CHANGED.search(text) and not complaint:
        return "what_changed"
    if settled(text) and not text.rstrip().endswith("?") and (not complaint or not target):
        return "none"
    if _STATUS.search(text) and not complaint:
        return "status"
    return "diagnose" if target or complaint else "none"


def settled(text: str) -> bool:
    """Whether a piece of text tells of something that is over."""
    found = _SETTLED.search(text)
    return found is not None and not re.search(rf"\b{_NOT}\s(?:\w+\s)?$", text[: found.start()])


def wants_change(text: str) -> bool:
    """Whether the text asks to alter something on the network."""
    return any(_is_change(sentence) for sentence in _sentences(text))


def wants_escalation(text: str) -> bool:
    """Whether the text asks for a ticket or a specialist, now."""
    for sentence in _sentences(text):
        for found in _ESCALATE.finditer(sentence):
            clause = _clause_of(sentence, found.start())
            denied = _is_denied(sentence, found)
            asked = _QUESTION.search(sentence) and not re.search(
                r"\b(?:kan|can|could|would|vill|will) (?:du|ni|you)\b", sentence
            )
            if not (denied or asked or _ESCALATED.search(clause) or _CONDITIONAL.search(sentence)):
                return True
    return False


def forbids_escalation(text: str) -> bool:
    """Whether the text says that no ticket shall be made: "eskalera inte"."""
    return any(_is_denied(sentence, found) for sentence in _sentences(text) for found in _ESCALATE.finditer(sentence))


def _is_denied(sentence: str, found: re.Match[str]) -> bool:
    before, after = sentence[: found.start()], sentence[found.end() :]
    return bool(
        re.search(rf"\b{_NOT}\b(?:\s[\wåäö']+){{0,5}}\s*$", before)
        or re.search(rf"^\s?(?:\w+\s){{0,2}}?{_NOT}\b", after)
    )


def _is_change(sentence: str) -> bool:
    if _CHANGE_NOUN.search(sentence) and not re.search(rf"\b{_NOT}\b", sentence):
        return True
    asked = _QUESTION.search(sentence) is not None
    passive = _CHANGE_PASSIVE.search(sentence)
    if passive and not re.search(rf"\b{_NOT}\b", passive[0]) and (passive["asks"] or (passive["must"] and not asked)):
        return True
    that_you = _CHANGE_THAT_YOU.search(sentence)
    if that_you and not re.search(rf"\b{_NOT}\b", sentence[that_you.start() : that_you.end() + 6]):
        return True
    for found in _CHANGE_ASKED.finditer(sentence):
        before, after = sentence[: found.start()], sentence[found.end() :]
        denied = re.search(rf"\b{_NOT}\b", found[0]) or re.search(rf"^\s?(?:\w+\s)?{_NOT}\b", after)
        if not (denied or _TICKET.search(after) or re.search(rf"\b{_NOT}\s*$", before)):
            return True
    for clause in _wished_clauses(sentence):
        found_start = _CHANGE_START.match(clause)
        if not found_start or (asked and _ASKED_ABOUT.search(clause)):
            continue
        after = clause[found_start.end() :]
        denied = re.search(rf"\b{_NOT}\b", found_start[0]) or re.search(rf"^(?:\s[\wåäö-]+)?\s{_NOT}\b", after)
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


def _sentences(text: str) -> list[str]:
    """The sentences with their closing sign, since a question mark tells."""
    parts: list[str] = []
    start = 0
    for end in _SENTENCE.finditer(text):
        parts.append(text[start : end.end()].strip())
        start = end.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def _clause_of(sentence: str, place: int) -> str:
    start = 0
    for end in _CLAUSE.finditer(sentence):
        if end.start() >= place:
            return sentence[start : end.start()]
        start = end.end()
    return sentence[start:]
