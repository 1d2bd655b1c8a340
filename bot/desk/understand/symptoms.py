"""What is wrong in the caller's words -> one symptom of the list. The more telling words stand first and win."""

from __future__ import annotations

import re

from bot.model import Symptom

_DEAD = (
    r"(?:ner[ea]?|död[at]?|dött|borta|släckt|offline|dead|down|gone|unreachable|away|"
    r"missing|försvunn\w+|försvann|inte (?:igång|uppe|kontakt)|svarar inte|svarar ej|"
    r"not (?:responding|answering|reachable)|doesn'?t (?:answer|respond)|tappad|lost|"
    r"svart|otillgänglig\w*)"
)
_BAD = (
    r"(?:funkar (?:inte|ej|dåligt|ej)|fungerar (?:inte|ej|dåligt)|går inte|"
    r"kommer inte|strular|krånglar|bråkar|problem|trasig\w*|kass|knas\w*|fel\b|"
    r"dålig\w*|hackar|fryser|laggar|broken|bad|poor|not work\w*|does ?n[o'’]?t work|"
    r"do ?n[o'’]?t work|isn'?t working|freez\w*|fail\w*|stutter\w*|chopp\w*|cuts? out|"
    r"breaks? up|won'?t|will not|can ?not|can'?t|unable)"
)
_ALL = (
    r"(?:hela|alla (?:på|i|hos)|ingen(?: på| i| har)|samtliga|allt (?:på|i|är)|inga|"
    r"whole|entire|everyone|everybody|nobody|no ?one|all (?:of|users|staff)|"
    r"everything)"
)
_PLACE = (
    r"(?:vårdcentral\w*|sjukhus\w*|klinik\w*|clinic|hospital|hus(?:et)?\b|byggnad\w*|"
    r"building|site\w*|plan\b|våning\w*|floor|avdelning\w*|avd\b|ward|flygel\w*|wing|"
    r"enhet\w*|mottagning\w*|[a-z]\d{1,2}\b)"
)
_NAMED_PLACE = _PLACE.replace(r"|[a-z]\d{1,2}\b", "")
_WIFI = r"(?:wi-?fi\w*|wlan\w*|trådlös\w*|wireless\w*|ssid|eduroam)"
_NOT_WIFI = (
    r"(?:wi-?fi|wlan|trådlöst|wireless)(?: \w+)? (?:funkar|fungerar|works?|is fine|"
    r"är ok|ok|går bra)(?! (?:inte|ej|dåligt|not))"
)
_NETWORK = (
    r"(?:nät(?:et|verk\w*)?|internet|network|connection|connectivity|uppkoppling\w*|"
    r"kontakt|access|trafik|traffic|länk|link|lan)"
)

# Each row: the symptom, and what the text must hold (all of the patterns).
_TABLE: tuple[tuple[Symptom, tuple[str, ...]], ...] = (
    (
        "site_down",
        (
            (
                rf"\b{_ALL}\b.{{0,30}}?\b{_PLACE}.{{0,40}}?\b(?:{_DEAD}|(?:utan|saknar|inget|"
                rf"inte) (?:nät|ström)|no network|ingen har)"
            ),
        ),
    ),
    (
        "site_down",
        (
            (
                rf"\b{_NAMED_PLACE}[\w -]{{0,30}}\b(?:helt |totalt |completely |är |is |"
                rf"totally )+(?:ner[ea]|död|offline|down|utan nät|without network|dark|svart)"
            ),
        ),
    ),
    (
        "phone_dead",
        (
            (
                r"\b(?:ip-?)?(?:telefon(?!ist)\w*|lur(?:en)?\b|desk ?phone|ip ?phone|phones?\b|"
                r"handset|snom|dect\w*)"
            ),
            (
                rf"\b(?:{_DEAD}|ingen ton|no dial ?tone|registr?er\w*|no voice|inget ljud|no sound|"
                rf"tyst|rings? inte|ringer inte|{_BAD})"
            ),
            rf"^(?!.*{_WIFI})(?!.*(?:connect|anslut))",
        ),
    ),
    (
        "no_power",
        (
            (
                r"\b(?:ingen ström|får inte ström|utan ström|strömlös\w*|no power|not powered|"
                r"without power|lyser inte|lyser ej|no lights?\b|inget ljus|släckt\w*|släckta|"
                r"startar inte|won'?t (?:start|power|turn on|boot)|does ?n[o'’]?t (?:start|power|"
                r"boot)|strömavbrott|power (?:cut|outage)|ingen poe|no poe|poe (?:saknas|"
                r"funkar inte|denied|fail\w*))"
            ),
        ),
    ),
    (
        "video_bad",
        (
            (
                r"\b(?:video\w*|bild(?:en)? (?:fryser|hackar)|teams-?möte\w*|teams-?samtal\w*|"
                r"teams (?:call|meeting)\w*|distansmöte\w*|digitala? (?:möte|besök)\w*|kamera\w*|"
                r"codec|zoom|webex|camera)"
            ),
            (
                rf"(?:{_BAD}|{_DEAD}|inte|laggar|hakar|pixl\w*|freez\w*|svart|no picture|no sound|"
                rf"bryts|dropp?\w*|segt|not ready|inte redo)"
            ),
        ),
    ),
    (
        "no_ip",
        (
            (
                r"(?:\b169\.254\b|\b(?:ip|adress|address)[- ]?(?:konflikt\w*|conflict\w*)|"
                r"\b(?:nobody|no one|noone) gets (?:an? )?(?:ip|address)|"
                r"\b(?:ingen|inte|ej|saknar|inget|no|not|without|"
                r"any)(?: \w+){0,2}? (?:ip(?:-?adress\w*|[- ]address\w*)?\b(?!-)|adress\w*|"
                r"address(?:es)?\b|dhcp\w*|lease)|\b169(?:[-.: ]|\.x)*adress\w*|"
                r"\b(?:ingen|inga)\b[^.,;?!]{0,40}? (?:får|fått|hämtar)(?: \w+)? (?:ip\b|ip-?adress\w*|adress\w*)|"
                r"\bdhcp(?:[- ]\w+)? (?:funkar inte|fungerar inte|"
                r"fail\w*|fel|problem|timeout|not working)|\b(?:gets?|got|receives?) no (?:ip|"
                r"address)|no address at all|apipa)"
            ),
        ),
    ),
    (
        "wrong_network",
        (
            (
                r"\b(?:fel (?:ip|ip-?adress\w*|adress\w*|vlan|nät\w*|subnät|ip-?nät|adressomr\w*)|"
                r"wrong (?:vlan|network|subnet|net)|gästnät\w*|gäst-?vlan|guest (?:network|vlan|net)|hamnar (?:i|"
                r"på) (?:fel|vlan|gäst\w*)|(?:ska|skall|borde|should|must|supposed to) (?:vara|"
                r"ligga|be|sitta)(?: \w+)? (?:i|in|på|on) (?:\w+ )?vlan|karantän\w*|quarantine)"
            ),
        ),
    ),
    (
        "device_down",
        (
            (
                rf"\b(?:switch\w*|router\w*|accesspunkt\w*|access ?points?|ap:?n?\b|enheten|"
                rf"controller\w*|wlc\b|stack\w*)(?:(?! (?:men|but|på|on|användar\w*|user|gi\d|"
                rf"port)\b)[^.,;?!]){{0,45}}?\b(?:är |is |was |har |has |seems? |verkar |helt |"
                rf"gått |gone |ligger |totalt )?{_DEAD}\b"
            ),
        ),
    ),
    (
        "device_down",
        (
            (
                r"\b(?:startade om|startat om|rebooted|restarted|omstart(?:ade)?|reloaded|"
                r"unexpected reload|allt (?:på|i) \S+ (?:försvann|dog|gick ner)|försvann en stund|"
                r"blinkade till|everything blinked)\b"
            ),
        ),
    ),
    (
        "site_down",
        (
            (
                rf"\b(?:{_ALL})\b.{{0,25}}?\b(?:utan nät|saknar nät|har nät|inget nät|no network|"
                rf"offline|lost network|lost (?:their )?connection|nere)\b"
            ),
        ),
    ),
    (
        "cannot_login_network",
        (
            (
                r"\b(?:kommer inte in på (?:nätet|nätverket|det trådade)|802\.?1x|dot1x|"
                r"autentis\w*|autenticer\w*|authenticat\w*|\bmab\b|radius\w*|certifikat\w*|"
                r"certificate\w*|nekas|ingen kan logga (?:in|på)|nobody can log (?:in|on)|"
                r"inloggning(?:en)? (?:till|på|mot) nät\w*|network (?:login|sign-?in|logon)|"
                r"(?:can'?t|cannot|won'?t|unable to|will not) (?:log ?(?:in|on)|sign ?in|"
                r"authenticate)(?: \w+)* (?:network|wi-?fi|net)\b|(?:kan inte|"
                r"går inte att) logga (?:in|på)(?: \w+)? (?:på|till|mot) (?:\w+ )?(?:nät\w*|"
                r"wi-?fi))"
            ),
        ),
    ),
    (
        "weak_wifi",
        (
            (
                rf"(?:\b(?:dålig\w*|svag\w*|svajig\w*|kass\w*|usel\w*|låg\w*|weak|poor|bad|low|"
                rf"terrible)(?: \w+)? (?:{_WIFI}|täckning\w*|signal\w*|mottagning(?! )|coverage|"
                rf"rssi|reception)|{_WIFI}(?: \w+){{0,3}} (?:är |is |verkar )?(?:jätte)?(?:dåligt|"
                rf"svagt|svajigt|kasst|weak|poor|bad|svag)\b|(?:ett|en|one|1) (?:streck|pinne|"
                rf"bar)\b|döda? zon|dead (?:spot|zone))"
            ),
        ),
    ),
    (
        "intermittent",
        (
            (
                r"\b(?:kommer och går|till och från|av och till|då och då|ibland|sporadisk\w*|"
                r"periodvis|glappar?\w*|glapp\b|flappa\w*|flap(?:s|ping|ped)?\b|kopplar (?:ner|"
                r"från|bort) sig|kopplas (?:ner|bort)|tappar (?:nät\w*|anslutning\w*|kontakt\w*|"
                r"uppkoppling\w*|länk\w*|wi-?fi)|upp och ner|intermittent\w*|comes? and goes?|"
                r"on and off|now and then|sometimes|drops? (?:out|off|every|the|all the)|"
                r"keeps? (?:dropping|disconnecting|losing)|disconnects?|random(?:ly)?|"
                r"every few (?:seconds|minutes)|var (?:tionde|femte|tredje) (?:minut|sekund)|"
                r"bryts|avbrott\b|instabil\w*|ostadig\w*|unstable)"
            ),
        ),
    ),
    (
        "no_wifi",
        (
            (
                rf"(?:\b(?:inget|ingen|inte|ej|saknar|utan|no|not|without|problem (?:med|with)|"
                rf"trouble with|strul med|fel på)(?: \w+){{0,3}}? {_WIFI}|"
                rf"{_WIFI}(?: \S+){{0,4}}? (?:inte|ej|{_DEAD}|{_BAD}|försvann|disappeared)|"
                rf"\b(?:connect|anslut\w*|koppla\w*(?: upp)?|join)(?: (?:sig|upp))?(?: (?:to|till|"
                rf"mot))? (?:{_WIFI}|reg-\w+|[a-z]+-(?:corp|guest|gäst|personal|staff|net|wifi)\b))"
            ),
        ),
    ),
    (
        "slow",
        (
            (
                r"\b(?:(?:extremt|jätte|super|skit|väldigt|så|lite|otroligt )?\s?(?:seg[at]?|"
                r"segare|trög[at]?|trögt|långsam\w*|slött)\b|slo?w\b|slower|sluggish|laggy|laggar|"
                r"laggigt|tar (?:lång tid|evigheter)|takes (?:ages|forever|too long)|"
                r"halva bandbredden|half (?:the )?bandwidth|only 100|bara 100|dålig (?:hastighet|"
                r"prestanda)|low (?:speed|throughput)|hög latens|high latency|paketförlust|"
                r"packet loss|tappar paket|klagar på (?:outlook|teams|citrix|cosmic|takecare|"
                r"melior))"
            ),
        ),
    ),
    (
        "printer_offline",
        (
            (
                r"\b(?:\w*skrivar\w*|printer\w*|utskrift\w*|skriva ut|skriver inte ut|print(?:ing|"
                r"s)?\b|mfp|prn-[\w-]+|zebra)"
            ),
            rf"(?:skriver inte|skriva ut|inte ut|{_DEAD}|{_BAD}|offline|inte)",
            (
                r"^(?!.*\b(?:inget|ingen|utan|saknar|no|tappat) (?:nät\w*|network|länk|link|"
                r"kontakt))"
            ),
        ),
    ),
    (
        "no_network",
        (
            (
                rf"\b(?:inget|ingen|inga|inte|ej|saknar|utan|aldrig|no|not|without|lost|tappat|"
                rf"förlorat|tappade|borta|never gets?)(?: \w+){{0,3}}? {_NETWORK}\b"
            ),
        ),
    ),
    (
        "no_network",
        (
            (
                rf"\b(?:{_NETWORK}|port\w*|uttag\w*|socket|outlet|jack|(?<!är )(?:den|det|allt)|(?<!is )it|inget|"
                rf"nothing)(?: \S+){{0,3}}? (?:{_DEAD}|{_BAD}|inte|ej)\b"
            ),
        ),
    ),
    (
        "no_network",
        (
            (
                rf"\b(?:{_DEAD}|kommer inte (?:ut|åt|in|upp)|når inte|inte nå|inte kommer (?:ut|åt|"
                rf"in|upp)|inte når|can ?n[o'’]?t (?:reach|connect|access|get)|(?:will|"
                rf"does) not connect|won'?t connect|tappat (?:ett |en |sin )?(?:ben|länk)|"
                rf"err-?disab\w*|nothing works|inget (?:alls )?(?:funkar|fungerar)|funkar inte|"
                rf"fungerar inte|funkar ej|not work\w*|does ?n[o'’]?t work|stopped working|"
                rf"slutat (?:funka|fungera)|slutade (?:funka|fungera)|död\b|inte igång)"
            ),
        ),
    ),
    ("slow", (r"\bklagar\b|\bcomplain\w*",)),
    (
        "check_only",
        (
            (
                r"\b(?:kolla|kontrollera|koll på|titta på|checka|undersök|ta en titt|check|"
                r"look at|have a look|verify|inspect|test|testa|allt ok|är (?:det|den|allt)(?: \w+)? (?:ok|"
                r"okej|bra|fel|problem)|is (?:it|everything) (?:ok|fine))\b"
            ),
        ),
    ),
)
_COMPILED = tuple((symptom, tuple(re.compile(pattern) for pattern in patterns)) for symptom, patterns in _TABLE)


def symptom_of(text: str) -> Symptom | None:
    """The symptom of a lower-case text, or None where it tells of none."""
    text = re.sub(_NOT_WIFI, " ", re.sub(r"\s+", " ", text))
    for symptom, patterns in _COMPILED:
        if all(pattern.search(text) for pattern in patterns):
            return symptom
    return None
