"""The desk's own words, Swedish and English side by side: outcomes, labels, the guard, refusals, could-not-tell, help.

What a fault is called stands in its runbook; here is only what no runbook can say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.card import Labels
from bot.model import Group, Guard, Language, Outcome, Severity, Symptom, Text, Theme

OUTCOMES: Final[Mapping[Outcome, Text]] = {
    "proven": {"sv": "Fel bevisat", "en": "Fault proven"},
    "likely": {"sv": "Fel troligt", "en": "Fault likely"},
    "cleared": {"sv": "Nätet friat", "en": "Network cleared"},
    "unknown": {"sv": "Kunde inte avgöra", "en": "Could not tell"},
}
QUESTION: Final[Text] = {"sv": "Jag behöver veta en sak till", "en": "I need to know one more thing"}
NOT_FOUND: Final[Text] = {"sv": "Hittades inte", "en": "Not found"}
FOUND: Final[Text] = {"sv": "Hittat", "en": "Found"}
NOT_DONE: Final[Text] = {"sv": "Utförs inte", "en": "Not carried out"}
HELP: Final[Text] = {"sv": "Så här frågar du", "en": "How to ask"}

LABELS: Final[Mapping[Language, Labels]] = {
    "sv": Labels(
        say="Säg", ask="Fråga", first="Först", do="Gör nu", owner="Vem tar det", ticket="Ärende", proof="Bevis",
        exactly="Exakt", found="Hittad", also="Dessutom", checks="Kontroller", not_checked="Inte läst",
        ruled_out="Uteslutet", would_change="Säkrare", choices="Välj", nothing_read="Inget är läst.",
        more="och {count} till",
    ),
    "en": Labels(
        say="Say", ask="Ask", first="First", do="Do now", owner="Taken by", ticket="Ticket", proof="Proof",
        exactly="Exactly", found="Found", also="Also", checks="Checks", not_checked="Not checked",
        ruled_out="Ruled out", would_change="Surer", choices="Choose", nothing_read="Nothing was read.",
        more="and {count} more",
    ),
}  # fmt: skip

# --- safety ----------------------------------------------------------------------------------------------------------

GUARDS: Final[Mapping[Guard, Text]] = {
    "possible": {
        "sv": "Sitter medicinteknik där? Låt allt sitta kvar, ring medicinsk teknik.",
        "en": "Medical equipment there? Leave everything in place, call medical technology.",
    },
    "known": {
        "sv": "Här kan en patient bero på utrustningen. Råd som rör kablar och apparater visas inte.",
        "en": "A patient may depend on the equipment here. Advice that touches cables and devices is not shown.",
    },
}
HANDS_OFF: Final[tuple[Text, ...]] = (  # where every step of the runbook was one for hands
    {"sv": "Be dem låta allt sitta som det sitter.", "en": "Ask them to leave everything as it is."},
    {
        "sv": "Ring medicinsk teknik innan någon rör utrustningen.",
        "en": "Call medical technology before anyone touches the equipment.",
    },
)
GUARDED_SAY: Final[Text] = {  # a runbook's own sentence may invite the caller to look at a cable together
    "sv": "Låt allt sitta precis som det är, jag lämnar det här till rätt grupp direkt.",
    "en": "Leave everything exactly as it is, I am passing this to the right team at once.",
}
GUARDED_ASK: Final[Text] = {
    "sv": "Pågår det just nu något hos en patient som behöver nätet?",
    "en": "Is anything going on with a patient right now that needs the network?",
}
GUARDED_OWNER: Final[Text] = {
    "sv": "Medicinsk teknik bestämmer när något får röras. {Team} gör resten.",
    "en": "Medical technology decides when anything may be touched. {Team} does the rest.",
}

# --- could not tell, where no rule has words for it ------------------------------------------------------------------

UNKNOWN_HEADLINE: Final[Text] = {
    "sv": "Jag kan inte säga om nätet är friskt här",
    "en": "I cannot tell whether the network is healthy here",
}
UNKNOWN_SAY: Final[Text] = {
    "sv": "Jag ser inte hela vägen till dig härifrån, så jag lämnar det till nätgruppen som kan se mer.",
    "en": "I cannot see all the way to you from here, so I am handing it to the network team who can see more.",
}
UNKNOWN_ASK: Final[Text] = {
    "sv": "Har fler i närheten samma besvär?",
    "en": "Do others nearby have the same trouble?",
}
UNKNOWN_DO: Final[tuple[Text, ...]] = (
    {"sv": "Fråga om fler i rummet är drabbade.", "en": "Ask whether others in the room are hit."},
    {
        "sv": "Skicka ärendet till nätdrift. Det jag vet följer med.",
        "en": "Send the ticket to network operations. What I know goes with it.",
    },
)
UNKNOWN_OWNER: Final[Text] = {"sv": "Nätdrift läser vidare.", "en": "Network operations reads on."}

# --- no diagnosis: a refused wish, help, no question -----------------------------------------------------------------

CHANGE_HEADLINE: Final[Text] = {
    "sv": "Jag läser bara, jag ändrar inget i nätet",
    "en": "I only read, I change nothing in the network",
}
CHANGE_HIT: Final[Text] = {
    "sv": "Ändringen är inte gjord, och inget ärende är skapat.",
    "en": "The change has not been made, and no ticket was created.",
}
CHANGE_SAY: Final[Text] = {
    "sv": "Den ändringen gör en annan grupp, så jag tar reda på vad som är fel och lämnar över till dem.",
    "en": "Another team makes that change, so I will find out what is wrong and hand over to them.",
}
CHANGE_ASK: Final[Text] = {
    "sv": "Vad är det som inte fungerar just nu?",
    "en": "What is it that does not work right now?",
}
CHANGE_DO: Final[tuple[Text, ...]] = (
    {"sv": "Skriv vad som inte fungerar och var, så läser jag porten.",
     "en": "Write what does not work and where, and I will read the port."},
    {"sv": "Skicka önskan om ändring till {team}, med mitt svar.",
     "en": "Send the wish for a change to {team}, with my answer."},
)  # fmt: skip
CHANGE_OWNER: Final[Text] = {
    "sv": "{Team} bestämmer om ändringen och gör den.",
    "en": "{Team} decides on the change and makes it.",
}
HELP_LABEL: Final[Text] = {"sv": "Skriv", "en": "Write"}  # in place of "do now"
HELP_HEADLINE: Final[Text] = {
    "sv": "Skriv vad som inte fungerar, och var",
    "en": "Write what does not work, and where",
}
NONE_HEADLINE: Final[Text] = {
    "sv": "Jag ser ingen fråga om nätet här",
    "en": "I see no question about the network here",
}
HELP_HIT: Final[Text] = {
    "sv": "Jag letar upp porten, läser switchen och säger vad som är fel, med bevis. Jag ändrar aldrig något.",
    "en": "I find the port, read the switch and say what is wrong, with proof. I never change anything.",
}
HELP_DO: Final[tuple[Text, ...]] = (
    {"sv": "Var: uttag, rum, switch och port, datorns namn, IP eller MAC.",
     "en": "Where: a jack, room, switch and port, computer name, IP or MAC."},
    {"sv": "Vad: inget nät, långsamt, ingen ström, fel nätdel, telefonen är död.",
     "en": "What: no network, slow, no power, wrong network segment, the phone is dead."},
    {"sv": "Till exempel: skrivaren har inget nät, uttag A2-114-2.",
     "en": "For example: the printer has no network, jack A2-114-2."},
)  # fmt: skip

# --- what is stored, told without a reading --------------------------------------------------------------------------

HISTORY: Final[Text] = {"sv": "Historik", "en": "History"}
HISTORY_HEADLINES: Final[Mapping[str, Text]] = {
    "same": {
        "sv": "Inget nytt: samma svar {latest} som {at}",
        "en": "Nothing new: the same answer at {latest} as at {at}",
    },
    "changed": {"sv": "Läget hade ändrats {at}: {verdict}", "en": "It had changed by {at}: {verdict}"},
    "once": {"sv": "Bara läst en gång, {at}: {verdict}", "en": "Read only once, at {at}: {verdict}"},
    "at_last": {"sv": "Gick att läsa först {at}: {verdict}", "en": "Could not be read before {at}: {verdict}"},
    "unknown": {"sv": "Gick inte att avgöra {at}: {verdict}", "en": "Could not be told at {at}: {verdict}"},
}
HISTORY_STORED: Final[Text] = {"sv": "Senast sparat: {verdict}", "en": "Last stored: {verdict}"}  # without clocks
HISTORY_HIT: Final[Text] = {
    "sv": "Senast läst {at}, inget är läst nu.",
    "en": "Last read at {at}, nothing was read now.",
}
HISTORY_EARLIER: Final[Text] = {"sv": "Tidigare", "en": "Earlier"}
HISTORY_LOG: Final[Text] = {"sv": "Loggen: {line}", "en": "The log: {line}"}
RECHECK: Final[Text] = {"sv": "kontrollera {place} igen", "en": "please check {place} again"}
RECHECK_IT: Final[Text] = {"sv": "kontrollera igen", "en": "please check again"}

# --- a question back -------------------------------------------------------------------------------------------------

CHOOSE: Final[Text] = {
    "sv": "Svara med siffran, eller skriv rum eller uttag.",
    "en": "Answer with the number, or write a room or jack.",
}
CHOOSE_FEWER: Final[Text] = {
    "sv": "Fler än {count} stämmer. Svara med siffran, eller skriv orten eller uttaget också.",
    "en": "More than {count} fit. Answer with the number, or write the site or the jack as well.",
}
WRITE_AGAIN: Final[Text] = {
    "sv": "Skriv frågan igen med det som fattas.",
    "en": "Write the question again with what is missing.",
}

# --- who, what, where ------------------------------------------------------------------------------------------------

TEAMS: Final[Mapping[Group, Text]] = {
    "Field": {"sv": "fältteknikerna", "en": "the field technicians"},
    "Cabling": {"sv": "kabelgruppen", "en": "the cabling team"},
    "LAN": {"sv": "nätdrift", "en": "network operations"},
    "WiFi": {"sv": "wifi-gruppen", "en": "the wifi team"},
    "NAC": {"sv": "behörighetsgruppen", "en": "the access team"},
    "DDI": {"sv": "adressgruppen", "en": "the address team"},
    "WAN": {"sv": "gruppen för förbindelser", "en": "the WAN team"},
    "Fac": {"sv": "fastighet", "en": "facilities"},
    "MT": {"sv": "medicinsk teknik", "en": "medical technology"},
    "AV": {"sv": "AV-teamet", "en": "the AV team"},
    "SOC": {"sv": "säkerhetsgruppen", "en": "the security team"},
    "Client": {"sv": "klientgruppen", "en": "the client team"},
}
SYMPTOMS: Final[Mapping[Symptom, Text]] = {
    "no_network": {"sv": "inget nät", "en": "no network"},
    "slow": {"sv": "långsamt", "en": "slow"},
    "intermittent": {"sv": "bryts då och då", "en": "breaks now and then"},
    "no_power": {"sv": "ingen ström", "en": "no power"},
    "no_wifi": {"sv": "inget wifi", "en": "no wifi"},
    "weak_wifi": {"sv": "svagt wifi", "en": "weak wifi"},
    "cannot_login_network": {"sv": "kommer inte in på nätet", "en": "is not let onto the network"},
    "no_ip": {"sv": "ingen adress", "en": "no address"},
    "wrong_network": {"sv": "fel nätdel", "en": "wrong network segment"},
    "phone_dead": {"sv": "telefonen är död", "en": "the phone is dead"},
    "video_bad": {"sv": "dålig video", "en": "bad video"},
    "device_down": {"sv": "utrustningen är nere", "en": "the equipment is down"},
    "site_down": {"sv": "hela platsen är nere", "en": "the whole site is down"},
    "printer_offline": {"sv": "skrivaren är inte nåbar", "en": "the printer is offline"},
    "check_only": {"sv": "bara en kontroll", "en": "just a check"},
}
SEVERITIES: Final[Mapping[Severity, Text]] = {
    "critical": {"sv": "ingen användbar tjänst", "en": "no usable service"},
    "warning": {"sv": "försämrat eller i riskzonen", "en": "degraded or at risk"},
    "info": {"sv": "för kännedom", "en": "for information"},
    "ok": {"sv": "inget fel", "en": "no fault"},
    "unknown": {"sv": "okänt", "en": "unknown"},
}
THEMES: Final[Mapping[Theme, Text]] = {  # what is ruled out, in the order in which it is told
    "cable": {"sv": "Kabel och kontakt", "en": "Cable and link"},
    "power": {"sv": "Ström", "en": "Power"},
    "login": {"sv": "Inloggning", "en": "Sign-in"},
    "network": {"sv": "Nätdel och adress", "en": "Segment and address"},
    "loop": {"sv": "Slingor", "en": "Loops"},
    "uplink": {"sv": "Vägen vidare", "en": "The way on"},
    "device": {"sv": "Utrustningen", "en": "The equipment"},
    "wifi": {"sv": "Wifi", "en": "Wifi"},
    "air": {"sv": "Radio", "en": "Radio"},
}
BECAUSE: Final[Mapping[str, Text]] = {
    "unreachable": {"sv": "utrustningen gick inte att nå", "en": "the equipment could not be reached"},
    "parse_failed": {"sv": "svaret gick inte att läsa", "en": "the answer could not be read"},
    "unsupported": {"sv": "finns inte på den här utrustningen", "en": "this equipment does not have it"},
    "timeout": {"sv": "tiden tog slut", "en": "time ran out"},
    "skipped": {"sv": "jag vet inte vilken utrustning det är", "en": "I do not know which equipment that is"},
}
PLACES: Final[Mapping[str, Text]] = {
    "jack": {"sv": "uttag {}", "en": "jack {}"},
    "port": {"sv": "port {} på {}", "en": "port {} on {}"},
    "device": {"sv": "utrustningen {}", "en": "device {}"},
    "ap": {"sv": "accesspunkt {}", "en": "access point {}"},
    "wlan": {"sv": "wifi-nätet {}", "en": "wifi network {}"},
    "client": {"sv": "enheten {}", "en": "wifi device {}"},
    "asked": {"sv": "på {}", "en": "on {}"},  # the controller that knows any of the three
    "searched": {"sv": "sökt på {}", "en": "looked for on {}"},  # or that does not
}
STANDS: Final[Mapping[str, Text]] = {  # the parts of where a device stands, from the large to the small
    "site": {"sv": "{}", "en": "{}"},
    "building": {"sv": "hus {}", "en": "building {}"},
    "floor": {"sv": "plan {}", "en": "floor {}"},
    "room": {"sv": "rum {}", "en": "room {}"},
}
REPORTED: Final[Text] = {"sv": "Anmält: {}.", "en": "Reported: {}."}
SINCE: Final[Text] = {"sv": "sedan {}", "en": "since {}"}
SINCE_BEGINS: Final = (  # words of a caller that need no "since" before them
    "sedan ", "since ", "från ", "from ", "för ", "for ", "under ", "during ", "senaste ", "den senaste ", "the last ",
)  # fmt: skip
SINCE_ENDS: Final = (" sedan", " sen", " ago")
EVERYTHING: Final[Text] = {
    "sv": "Allt på {device} ({count} läsningar): {why}.",
    "en": "Everything on {device} ({count} readings): {why}.",
}
OTHERS: Final[Text] = {
    "sv": "Frågan nämner också {}. Det är inte läst, fråga om det för sig.",
    "en": "The question also names {}. That was not read, ask about it separately.",
}
CHECKED: Final[Text] = {"sv": "{} av {} kontroller gjorda {}.", "en": "{} of {} checks made {}."}
ALIKE: Final[Text] = {"sv": "Likadant på {}.", "en": "The same on {}."}
CONSEQUENCE: Final[Text] = {"sv": "Följd: {}", "en": "Consequence: {}"}
LOGIN: Final[Text] = {"sv": "inloggning (SSH)", "en": "login (SSH)"}
TICKETS: Final[Mapping[str, Text]] = {
    "created": {"sv": "{key} är skapat.", "en": "{key} has been created."},
    "created_for": {"sv": "{key} är skapat till {team}.", "en": "{key} has been created for {team}."},
    "updated": {"sv": "Felet är redan anmält. Samtalet är tillagt i {key}.",
                "en": "The fault is already reported. The call was added to {key}."},
    "none": {"sv": "{key} finns redan.", "en": "{key} exists already."},
}  # fmt: skip
VALUES: Final[Mapping[str, Text]] = {  # what the proof of a condition can hold that no device prints
    "not listed": {"sv": "finns inte med", "en": "not listed"},
    "True": {"sv": "ja", "en": "yes"},
    "False": {"sv": "nej", "en": "no"},
}
