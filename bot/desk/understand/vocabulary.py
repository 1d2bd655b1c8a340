"""The words that tell what is wrong, Swedish and English, under the concept that each of them means.

`stem*` stands for every inflection and compound that begins so, `*stem*` also for compounds that hold it; words joined
by `_` are a saying. Accents don't matter here (nat is nät), and a slip of the finger is mended (concepts.py).
"""

from __future__ import annotations

from typing import Final

CONCEPTS: Final[dict[str, str]] = {
    # the grammar round it
    "not": "inte ej icke int aldrig not never knappt hardly barely nej vägra* refuse* won't can't cannot doesn't "
    "don't isn't aren't wasn't didn't hasn't haven't couldn't wouldn't wont cant doesnt dont isnt arent knappast "
    "varken unable inget_annat ogör* omöjlig* impossible fail_to failing_to fails_to failed_to",
    "no": "ingen inget inged ingt ignet inga inge no none utan without saknar saknas saknade sakna lacks lacking "
    "missing lös fritt 0 noll zero nätlös* slut_på out_of aldrig_någon",
    "lost": "tappat tappade tappats förlorat förlorade lost blev_av_med blivit_av_med mist",
    "nothing": "ingenting nothing anything inget_alls någonting",
    "can": "kan kunna kunde can could vill want",
    "get": "få får fick fått get gets got getting gotten receive* obtain* hämtar hämta tilldela* assigned "
    "deliver* ge ger give gives giving matar mata leverer* have has had har haft",
    "be": "är e ä var vara blir blivit ligger lägger be is are was been being am sitter verkar seems",
    "come": "kommer komma kom come coming når nå nådde reach* åtkomst access* åt",
    "in": "in i på inne into on onto inom at",
    "should": "ska skall borde bör skulle should supposed must ought hör tillhör belongs",
    "there": "där there konferensrum* mötesrum*",
    "often": "hela_tiden hela_tin hela_dagen ofta often stup_i_kvarten stup_i_ett om_och_om_igen "
    "over_and_over flera_gånger många_gånger "
    "several_times gång_på_gång time_and_again constantly constant ständigt jämt repeatedly_at "
    "med_jämna_mellanrum every_few var_femte var_tionde var_tredje varje_halvtimme varje_timme varje_minut "
    "every_ten every_five every_minute every_hour all_the_time keeps keep keeping tre_gånger två_gånger "
    "times_a_day gånger_om_dagen regularly igen_och_igen",
    "so_and_so": "ibland då_och_då nu_och_då emellanåt till_och_från av_och_till av_och_på av_o_till då_o_då "
    "sporadisk* periodvis sometimes occasional* now_and_then on_and_off off_and_on on_off random* intermittent* "
    "from_time_to_time sporadic* kommer_och_går kommer_o_går kommer_och_försvinner comes_and_goes come_and_go "
    "upp_och_ner upp_och_ned upp_o_ner upp_å_ner ner_och_upp up_and_down upp_och_nedd",
    # states
    "works": "funkar fungerar funka fungera funkade fungerade funkat fungerat funktion fungerande works work "
    "working worked går gå gick fungerar_bra duger",
    "dead": "död* dö dör dött dog döende dead died nere ner down downed offline off dog_ut gått_ner gått_ned gick_ner "
    "ligger_nere kaputt pajjad* pajad* pajat pajjat pajade paj stendö* stendöd* lagt_av la_av lade_av gett_upp "
    "slutade_fungera slutat_fungera slutar_fungera slutade_funka slutat_funka slutar_funka stopped_working "
    "stops_working inget_händer ingenting_händer åt_pepparn åt_skogen åt_helvete "
    "gått_i_backen gick_i_backen lagt_ner ned stängt_ner utslagen utslaget knockat svimmat otillgänglig* onåbar* "
    "unreachable unavailable crash* krasch* kraschat nätlöst out_of_order ur_funktion out_of_service stopp "
    "slocknat_helt hängt_sig dött_ut händer_ingenting händer_inget nothing_happens",
    "gone": "borta försvann försvunn* försvinn_helt gone disappear* vanish* away avskur* cut_off avbrut* hittas_inte",
    "dark": "svart svarta mörk* släckt* släckt slocknat slocknar slocknade dark black unlit",
    "silent": "tyst tysta stum stumt stumma silent mute muted dumb svarar_inte_alls",
    "trouble": "problem* strul* krångl* bråk* fel felar felanmäl* knas* trasig* sönder sönnt sönner broken fail* "
    "error* issue* trouble* timeout* timed_out glitch* kass_funktion malfunction* misslyck* kaos dåligt_med fault* "
    "hänger_sig strejk*",
    "bad": "dålig* kass kasst kassa kasse usel* urusel* risig* skräp* suger skit skiten skitdålig* uselt poor* "
    "bad badly terrible awful horrible crap* lousy sämre sämst worse worst patchy spotty flaky rena_skräpet "
    "rubbish hopplös* värdelös* pissdålig* katastrof*",
    "weak": "svag* svajig* weak weaker low faint lågt låg svajar",
    "choppy": "hack* frys* frös fruset froze* freez* lagg* lag lags lagging hakar hakar_upp hakig* chopp* "
    "stutter* pixl* pixel* suddig* grynig* grötig* blurr* jitter* eftersläp* släpar* out_of_sync osynk* "
    "breaking_up breaks_up cutting_out cuts_out cut_out drops_out står_still stannar stands_still fladdr* "
    "robotröst robotic sprakar delay delayed",
    "slow": "*seg segt sega segar segare segast segis jätteseg* skitseg* superseg* dösegt döseg* trög* slö slött "
    "slöa långsam* slow* sluggish crawl* laggy laggig* laggigt kryper snigel* sakta lång_tid tar_evigheter "
    "minutes_to minuter_att minuter_innan seconds_to "
    "en_evighet takes_ages takes_forever take_forever too_long forever ages flera_minuter många_minuter sirap* "
    "paketförlust* packet_loss tappar_paket halva_bandbredden half_the_bandwidth half_bandwidth bara_100 only_100 "
    "latens* latenc* svarstid* evigheter evighet mbit* kbit* snarkar",
    "speed": "hastighet* bandbredd* prestanda* tempo fart farten speed* bandwidth throughput performance nätfart "
    "genomströmning",
    "unstable": "*stabil* unreliable otillförlitlig* glapp* flapp* flap flaps flapping flapped ostadig* unstable "
    "nyckfull* eget_liv flack* bouncing oregelbund* återkommande_avbrott",
    "drop": "tappar tappas tapp tappa drop drops dropp* losing loses lose bryts bryter bröts brytas kopplas_ner "
    "lägger_av kopplas_ned kopplas_från kopplas_bort kopplar_ner kopplar_från disconnects disconnecting disconnection* "
    "försvinner ryker hoppar cuts kastas_ut kastar_ut slängs_ut ramlar_av trillar_av åker_ut går_ner goes_down "
    "avbrott interrupt* faller_bort avbrott*",
    "reboot": "startar_om startade_om startat_om omstart* bootar_om bootade_om bootat_om reboots rebooted "
    "rebooting restarted restarting restarts reloaded blinkade_till blinked",
    # things of the network
    "net": "nät nätet näten nätets nätverk* internet* network* uppkoppling* anslutning* connection* connectivity "
    " trafik traffic lan trådat trådbundet trådbundna uppkopplad ansluten anslutet online nätanslutning* "
    "internetanslutning* kopplingen",
    "machine": "dator datorer datorn datorerna computer computers pc",
    "app": "outlook citrix cosmic takecare melior journal* record* system systemet systemen pacs *server* servern",
    "contact": "kontakt kontakten contact förbindelse*",
    "link": "länk länken länkar link links linken ben benet länklamp* länkljus*",
    "wifi": "wifi* wi-fi* wlan* trådlös* wireless* ssid* eduroam roam* byod",
    "no_signal": "döda_zoner död_zon dead_zone dead_zones dead_spot dead_spots blind_fläck",
    "signal": "täckning* signal* mottagning mottagningen coverage reception rssi radio",
    "bar": "stapel staplar streck pinne pinnar bars bar",
    "one": "ett en enda one 1 only single bara",
    "power": "*ström strömmen strömmatning* strömförsörj* power* poe spänning* elen",
    "no_power": "strömlös* powerless",
    "power_cut": "strömavbrott* power_cut power_outage power_failure strömbortfall* blackout",
    "outage": "driftavbrott* outage* driftstopp* totalstopp* totalt_stopp stort_avbrott",
    "light": "lyser lysa lampa lampan lampor lamporna light lights led leds blinkar tänd tänds tänt lit lyse",
    "start": "startar startat start starts boot boots bootar turn_on turns_on power_on slås_på sätter_igång igång",
    "ip": "ip ipadress* adress adressen adresser address* ipnummer* ip-adress* ip-nummer lease lan-adress* ip-address*",
    "dhcp": "dhcp*",
    "own_ip": "apipa 169 169.254 självtilldel* self-assigned self_assigned egentilldel* automatisk_privat",
    "clash": "konflikt* conflict* krock* dubblett*",
    "wrong": "felaktig* wrong incorrect mismatch*",
    "vlan": "vlan* subnät* subnet* segment*",
    "guest": "gäst* guest* karantän* quarantine*",
    "login": "logga loggar loggas inlogg* login* logon* log_in log_on sign_in logged",
    "auth": "802.1x dot1x autentis* autenti* authentic* auktoris* authoriz* unauthoriz* mab radius* certifikat* "
    "certificate* eap* supplicant* authz authn 1x nätinlogg* nätverksinlogg*",
    "deny": "neka* nekas denied deny denies reject* avvis* portad",
    "block": "block*",
    "admit": "godkän* approved släpps släpper let_in lets_in insläppt",
    "nac": "nac ise clearpass",
    "connect": "ansluta ansluter ansluts anslut connect connects connected connecting connection_to join* koppla "
    "kopplar associate* para hittar hitta find finds see sees syns ser finns",
    "disconnected": "disconnected nätverksfel* nätfel* bortkopplad* frånkopplad* urkopplad* notconnect err-disable* "
    "errdisable* err-disabled",
    "port": "port porten portar uttag* vägguttag* nätverksuttag* socket outlet jack jacket",
    "it": "den det de he it",
    # things of the people
    "phone": "*telefon* telefån* phone* *phone lur luren lurar handset* snom* dect* tel telfon* telephone*",
    "mobile": "mobil* mobile* smartphone* iphone* android* pekplatt* ipad* padda* plattan surfplatt* läsplatt* tablet*",
    "tone": "ton tonen kopplingston* dial_tone dialtone tone uppringningston*",
    "register": "registr* registrerar växel växeln pbx no_service service",
    "call": "ringa ringer rings ring call calls calling samtal samtalet samtalen uppringning*",
    "printer": "*skrivar* *printer* mfp* zebra* kopiator* prn* multifunktion*",
    "print": "utskrift* skriva_ut skriver_ut skriv_ut skrivs_ut skrivit_ut print prints printing printed printa "
    "printar utskrivn*",
    "no_print": "skriver_inte_ut skriver_ej_ut skriver_inte_heller_ut skrivs_ej_ut skrivs_inte_ut skriver_inge_ut "
    "skriver_int_ut",
    "stuck": "fastna* fast stuck hänger kön queue* kö står_i_kö",
    "video": "video* *video teams* zoom* webex* *codec* *kodek* tele* distans* digitalt_möte digitala_möten skype* "
    "jabber videobesök* konferens* conference* konsultation* consultation*",
    "camera": "kamera* camera*",
    "picture": "bild bilden bilder picture* image* skärmen screen",
    "sound": "ljud ljudet sound* audio* rösten voice",
    "meeting": "möte mötet möten mötena meeting* besök besöket",
    "switch": "switch* router* nod noden node controller* kontroller kontrollern wlc stack stacken enheten rutern "
    "ap-controller* brandvägg* firewall*",
    "ap": "accesspunkt* access_point* ap apen ap:n ap:en basstation* sändaren",
    "answer": "svarar svara svar respond* answer* answering pingbar pinga pingar ping",
    "all": "hela alla allt samtliga totalt total all whole entire everyone everybody every everything allihop "
    "allting complete* helt total* samtidigt",
    "nobody": "ingen_kan ingen_får ingen_kommer ingen_har nobody no_one noone ingen_i ingen_på ingen_där ingen_av "
    "none_of",
    "password": "lösenord* password* passphrase*",
    "place": "vårdcentral* sjukhus* klinik* clinic* hospital* hus huset byggnad* building* site siten plan "
    "våning* floor* avdelning* avd ward* flygel* wing enhet mottagningen mott vc korridor* corridor* lasarett*",
    "open": "öppna öppnar load* loads open opens ladda laddar sidor sidorna pages",
    "check": "kolla* kontroll* koll dubbelkoll* titta tittar titt kika kikar checka check checks checking "
    "undersök* test testa testar felsök* felsöka verify verif* inspect* diagnos* troubleshoot* look redo ready "
    "klart_för se_över",
    "fine": "ok okej okay bra fine fint frisk* rätt_inställd alright good green grön* utmärkt",
    "except": "utom förutom except",
    "complain": "klagar klagade klagomål complain*",
    "but": "men but medan while fast although dock däremot however samt eftersom då",
    "affected": "drabbad* affected påverkad* berörda",
}

# Everyday words that look like one of those above, or like one misspelt, and are none.
OTHER_WORDS: Final = """
    do reboot restart reload skåpet starta snäll snyggt när här för år nåt nått stund kallar man vad med som att
    och eller om så nu sedan sen till från mot vid hos den dem deras hans hennes sig mig dig oss er ni vi jag du
    han hon läkaren sköterskan patienten användaren skrivbordet sladden sladd kabel kabeln expeditionen rum rummet
    room korridoren idag igår imorse imorgon klockan timme minut minuter vecka sekund tack hej snälla mvh var vart
    vem vilka vilken vilket their they them this that these those with from have user users laptop doctor nurse
    patient please thanks hello today yesterday morning window windows minute minutes hours since after before
    where which when what also only just very some more than will would about been were your our his her she you
    wall office desk monitor keyboard mouse screen cable number stol bord sida sidan fråga frågan stort stora
    liten litet annan andra första sista bilen ligga lägga läsa läser skicka skickar skickat visar visa samma sak
    saken gång gånger sätta sätter byta byter bytt flytta flyttade flyttat hjälp hjälper hjälpa möjligt tänk tror
    vet undrar hoppas sagt säger sade ringde pratade skrev fredags torsdags jobba jobbar jobbet dags strax tiden
    tidigare senare kvar redan bara även också ganska ungefär kanske verkligen kollega kollegan kollegor sitta
    sådan sådär själv sluta slutet ställe ställen standard stanna storlek svensk tavla tidning timmar tills tjänst
    trots tyvärr under uppgift väska vägen väntar vänta värde världen äldre övrigt annars arbete behöver behövs
    beror besked betyder bokning bråttom chefen dagen delar dessutom dörren enkelt flest fredag följande först
    förra förut genom gärna heter hinner hittade håller innan istället kallas kväll lugnt låter länge mellan minst
    morgon mycket måste natten något någon oftast olika order ordna orsak papper person personal plats plocka
    pratar prova punkt saker skriven snabbt sommar starkt säker tabell tagit trött vanlig vanligt varför veckor
    vilja visste öppet again along among another around asked because become began better between bring called
    change clear close course early enough evening example field first follow front general great group happened
    heard house important inside large later leave letter little looked making matter might months moment night
    older other people place point present question quite rather right school second short small still story table
    taken taking thing think third thought three through together toward until using usual water weeks white
    within words world write years young trappa trappan trappor
    """

# Words of every day: where a place is called so too (Vara, Åre without its ring), only more than the word tells it.
EVERYDAY: Final = frozenset(
    word for words in (OTHER_WORDS, *CONCEPTS.values()) for word in words.split() if not {"_", "*"} & set(word)
)
