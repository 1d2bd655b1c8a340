"""What the asker wants: a diagnosis, a place, news, a state, a ticket, help, a change (refused), or nothing."""

from __future__ import annotations

import re

from bot.desk.understand.wishes import NOT, QUESTION, clause_of, sentences, wants_change
from bot.model import Intent

_CONDITIONAL = re.compile(r"\b(?:om det inte|annars|ifall|if (?:it|that|this)|otherwise|in case|unless)\b")
_ESCALATE = re.compile(
    r"\b(?:eskaler(?:a|as|ing)\w*|escalat(?:e|ion)\w*|"
    r"(?:skapa|öppna|lägga?(?: upp)?|skriva?|registrera|starta|create|open|raise|file|log|make|"
    r"send)(?: (?:mig|upp|us|me|in))?"
    r"(?: (?:ett|en|a|an|the|nytt|new))*[ -](?:ärende|ticket|incident|felanmälan|case|fault report)\w*|"
    r"(?:skicka|lämna|koppla|ge|pass|hand|send|forward|assign)(?: (?:det|den|detta|här|över|ärendet|mig|oss|it|"
    r"this|that|over|"
    r"on|vidare|upp))*"
    r" (?:vidare|till (?:nät\w*|lan\b\w*|andra linjen|second line|2nd line|wifi\w*|wi-fi\w*|specialist\w*|"
    r"jouren|nac\b)|"
    r"(?:over |on )?to (?:the )?(?:network|lan\b|second|2nd|wifi|wi-fi|specialist|on-?call|tier ?2|nac\b)\w*)|"
    r"(?:please |pls |skicka |lämna )(?:forward|vidarebefordra)(?: (?:this|it|det|detta|här))+|"
    r"skicka(?: (?:det|detta|den|här))* vidare|"
    r"(?:vill|behöver|måste|want to|need to|would like to|i'?d like to)(?: få)? (?:prata|tala|snacka|speak|"
    r"talk) (?:med|to|with) "
    r"(?:(?:en|någon|a|an|the|some) )?(?:\w+ )?(?:nät\w*|tekniker\w*|specialist\w*|network\w*|engineer|"
    r"technician|andra linjen|jour\w*)|"
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
    r"instruktioner|manual|exempel|examples?)\W*$|\b(?:vad kan (?:du|jag|man|boten) (?:hjälpa|göra|svara|fråga)|"
    r"what can (?:you (?:do|help)|i ask)|hur (?:använder|frågar) (?:jag|man)|how do i (?:use|ask))\b"
)
_POLITE = re.compile(
    r"(?:\W|tack(?: så mycket| ska du ha)?|tackar|thanks?(?: you)?|thx|ty|ok|okej|okay|bra|toppen|perfekt|"
    r"super|great|perfect|nice|"
    r"hej(?:san)?|hallå|hello|hi|god (?:morgon|dag|kväll)|good (?:morning|day|evening)|ha det|hej ?då|bye|"
    r"då vet jag|jag förstår|got it|nej tack|no thanks|(?:det )?behövs (?:inte|int|ej)|"
    r"allt är (?:som det ska|i sin ordning)|all is well)+"
)
# A machine's answer while somebody is away, an invitation, news for information: written to nobody.
_NOBODY_ASKS = re.compile(
    r"^\W*(?:automatiskt svar|autosvar|automatic reply|out of office|frånvaromeddelande|accepterad|inbjudan|invitation|"
    r"(?:bara )?för kännedom|fyi\b|for your information)|"
    r"\b(?:mötes-id|meeting id):|^\W*(?:möte|meeting): [^\n]*\n(?:när|when|tid|time): |"
    r"^\W*(?:vi )?ses\b"
)
# Said last, it takes back all that was said before.
_TAKEN_BACK = re.compile(
    r"\b(?:glöm det|strunta i det(?: här)?|never ?mind|forget it|ignorera det(?:ta)?(?: här)?)\W*$"
)
_WHERE = re.compile(
    r"(?:\b(?:va|var) ?\?$|\b(?:va|var|vart) (?:någonstans )?(?:sitter|är|finns|hänger|ligger|går|hittar)\b|"
    r"\bvar någonstans\b|"
    r"\b(?:where(?:'s| is| are| does|"
    r" did| can i find)|"
    r"(?:vilken|vilket|i vilken|i vilket|på vilken|på vilket) (?:switch(?:port)?|port|dosa|uttag|rum|accesspunkt|"
    r"ap|jack)\b|"
    r"(?:which|what) (?:switch|port|jack|room|outlet|access point|ap)\b|"
    r"(?:hittar? (?:du|ni)|hitta|leta upp|leta reda på|lokalisera|spåra|sök(?: upp)?|find|locate|trace|"
    r"look up|track down)\b))"
)
_CHANGED = re.compile(
    r"\bwhat'?s (?:been )?(?:changed|new)\b|^\W*(?:diff|diffa)\b|"
    r"\bhar (?:nån|någon|nåt|ni|de|dom|du) (?:\w+ )?(?:ändrat|bytt|rört|gjort) (?:nåt|något|nånting|någonting)\b|"
    r"\b(?:vad|har något|har nåt|har det|är något|har någonting)(?: \w+){0,3}? (?:gjorts|gjort|ändrat\w*|"
    r"förändrat\w*|"
    r"ändrades|hänt|hände|skett|bytts)\b|"
    r"^\W*(?:ändrat|ändrats|hänt) (?:ngt|något|nåt|någonting)\b|\bdet (?:har )?hänt (?:något|nåt|någonting)\b|"
    r"\bvad (?:är nytt|gjordes)\b|\b(?:what|has anything|did anything|have|"
    r"anything)(?: \w+){0,2}? (?:changed?|happened|new)\b|"
    r"\b(?:senaste|några|nyliga|recent|latest|any) (?:\w+ )?(?:ändring(?:ar|en|arna)?|förändring(?:ar|arna)|"
    r"changes?)\b|"
    r"\b(?:visa )?(?:ändringar|historik(?:en)?|history|changes) (?:på|för|on|for|of)\b"
)
_STATUS = re.compile(
    r"\b(?:(?<!interfaces )(?<!interface )(?<!int )status(?:en)?\b|hur (?:mår|ser|(?:är|e|ä) läget|(?:är|e|"
    r"ä) det med|"
    r"går det för|står det till|det (?:står till|ser ut|är ställt|mår)|(?:er+e|ä re|e re) me)|"
    r"läget (?:på|för|i|med)|(?:är|e) läget\b|hur (?:är|e) det (?:i|på|hos|med)\b|"
    r"lägesbild|läge(?:t)? just nu|hälsan?|uptime|"
    r"(?:är det|har (?:ni|vi)|finns det|pågår) (?:\w+ ){0,3}?\w*störning\w*|"
    r"(?:is there|any) (?:\w+ ){0,2}?(?:outage|disturbance)|"
    r"hur länge har|how long has|how(?:'s| is| are)|state of|health (?:of|for)|"
    r"(?:är|are|is) (?:[\w.-]+ ){1,3}(?:uppe|igång|ok|okej|up|online|alive|healthy|fine|frisk|friskt)\b|"
    r"(?:vem|vad|vilka) (?:sitter|hänger|är inkopplad\w*) (?:på|i|bakom)|(?:who|what)(?:'s| is) (?:on|"
    r"connected to|plugged into|behind)|"
    r"^\W*(?:är )?[\w.-]+ (?:uppe|igång|ok|okej|up|online|alive)\s?\?\W*$|"
    r"(?:lever|funkar|svarar|mår) [\w.-]+(?: \w+)?\s?\?|överblick|översikt|overview|summary|sammanfattning)"
)
_SETTLED = re.compile(
    r"\b(?:löst(?: sig)?|löste sig|löstes|åtgärdades|(?:är|blev) (?:fixad|lagad|lagat|åtgärdad|ordnad)|"
    r"stängdes ärendet|inga problem (?:[\wåäö]+ ){0,4}?längre|no problems? (?:\w+ ){0,4}?any ?more|"
    r"(?:har|fick|fått|has|have) (?:nät|kontakt|wi-?fi|täckning|network) (?:igen|again)|(?:is|are) back(?: up)?\b|"
    r"stänga? (?:ner )?ärendet|close (?:the|this) (?:ticket|case)|was (?:fixed|solved)|"
    r"ordnat(?: sig)?|ordnade sig|(?:är|och|nu) klara?\b|klart(?! (?:för|inför|till|for)\b|\s?\?)|åtgärdat|fixat|"
    r"avslutat|ärendet (?:är )?stängt|stängt ärendet|(?:funkar|fungerar)(?: det)? (?:nu|"
    r"igen|bra)|nu (?:funkar|fungerar)(?: det)?|"
    r"solved|resolved|fixed|closed|sorted|works (?:now|again|fine)|working (?:now|again)|all good|"
    r"never ?mind|glöm det|strunta i|ignorera)\b"
)


# Asked whether it is known already: that it may be down is no complaint yet.
_KNOWN_FAULT = re.compile(
    r"\b(?:är det|finns det|pågår det|har (?:ni|vi)|några|någon|is there|are there|any)\b(?: [\wåäö]+){0,4}? "
    r"(?:\w*störning\w*|(?:känt|kända|known|större|ongoing|pågående|allmänt) \w+|outages?|driftavbrott\w*|"
    r"driftstopp\w*)|"
    r"\bpågår (?:det )?(?:något|några|nåt|en|någon) \w+"
)


def intent_of(text: str, *, named: bool, target: bool, complaint: bool) -> Intent:
    """The intent of a lower-case text.

    `named`: it names a thing or a symptom itself; `target`: it or its thread does; `complaint`: it tells of a fault.
    """
    if not re.search(r"\w", text):
        return "help" if text.strip() == "?" else "none"
    if _HELP.search(text) and not named:
        return "help"
    if _POLITE.fullmatch(text) or _NOBODY_ASKS.search(text) or _TAKEN_BACK.search(text):
        return "none"
    if wants_change(text):
        return "change"
    if wants_escalation(text):
        return "escalate"
    if _WHERE.search(text.strip()) and not complaint:
        return "where_is"
    if _CHANGED.search(text) and not complaint:
        return "what_changed"
    if settled(text) and not text.rstrip().endswith("?") and (not complaint or not target):
        return "none"
    if (_STATUS.search(text) and not complaint) or (_KNOWN_FAULT.search(text) and "?" in text):
        return "status"
    return "diagnose" if target or complaint else "none"


def settled(text: str) -> bool:
    """Whether a piece of text tells of something that is over."""
    found = _SETTLED.search(text)
    return found is not None and not re.search(rf"\b{NOT}\s(?:\w+\s)?$", text[: found.start()])


def wants_escalation(text: str) -> bool:
    """Whether the text asks for a ticket or a specialist, now."""
    for sentence in sentences(text):
        for found in _ESCALATE.finditer(sentence):
            clause = clause_of(sentence, found.start())
            denied = _is_denied(sentence, found)
            asked = QUESTION.search(sentence) and not re.search(
                r"\b(?:kan|can|could|would|vill|will) (?:du|ni|you)\b", sentence
            )
            if not (denied or asked or _ESCALATED.search(clause) or _CONDITIONAL.search(sentence)):
                return True
    return False


def forbids_escalation(text: str) -> bool:
    """Whether the text says that no ticket shall be made: "eskalera inte"."""
    return any(_is_denied(sentence, found) for sentence in sentences(text) for found in _ESCALATE.finditer(sentence))


def _is_denied(sentence: str, found: re.Match[str]) -> bool:
    before, after = sentence[: found.start()], sentence[found.end() :]
    return bool(
        re.search(rf"\b{NOT}\b(?:\s[\wåäö']+){{0,5}}\s*$", before) or re.search(rf"^\s?(?:\w+\s){{0,2}}?{NOT}\b", after)
    )
