"""A text as it came in -> plain lines: markup, links, templates, quotes and signatures out, idle numbers masked."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from bot.desk.personal import REMOVED, drop_personal
from bot.desk.understand.spoken import as_typed
from bot.model import Language

MASK = "\u00a4"  # stands for a character that is no part of any name; keeps places in the text where they are
LONGEST = 20_000  # characters that are looked at; what follows is not cleaned, let alone read
# Of a long text its beginning and its end are read: who pastes so much has put the question before or after it.
_FIRST, _LAST = 4_000, 2_000


def words(text: str) -> frozenset[str]:
    """The words of a list that is written down as text."""
    return frozenset(text.split())


_BLOCKS = re.compile(r"<(script|style)\b[^<>]{0,200}>.{0,5000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_CHAT_LINK = re.compile(r"<(?:https?|mailto|tel):[^<>|]{0,2000}(?:\|([^<>]{0,200}))?>")
_CHAT_NAME = re.compile(r"<[@#!][^<>]{0,200}>|<at>[^<>]{0,100}</at>")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,2000}\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.{0,2000}?-->", re.DOTALL)
_TEMPLATE = re.compile(
    r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|<%.{0,500}?%>|\$\{[^{}]{0,500}\}|\$\([^()]{0,500}\)", re.DOTALL
)
_ADDRESS_ON_THE_WEB = re.compile(r"\b(?:[a-z]{2,12}://|www\.|javascript:|data:[a-z]+/)\S{1,2000}", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DASHES = re.compile(r"[\u2010\u2011\u2012\u2013\u2212](?=\w)(?<=\w.)")

# From here on a mail repeats what somebody wrote before.
_OLDER_MAIL = re.compile(
    r"^(?:-{2,} ?(?:original message|ursprungligt meddelande|vidarebefordrat).{0,80}|"
    r"(?:från|from): .{1,200}\n(?:skickat|sent|datum|date|till|to): .*|"
    r"(?:den|on) .{4,80} (?:skrev|wrote).{0,80}:\s*)$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^(?:-- ?|_{3,}|vänligen|(?:skickat|sänt) från (?:min|outlook)\b.*|sent from my\b.*|"
    r"(?:detta (?:e-post)?meddelande|this (?:e-?mail|message)) (?:kan |är |may |is |and ).*|"
    r"(?:m\.?v\.?h\.?|(?:med )?vänlig(?:a|)? hälsning(?:ar)?|hälsningar|"
    r"(?:bästa|många|varma) hälsningar|(?:best |kind |warm )?regards|br|cheers|/ ?[A-ZÅÄÖ]\w+|"
    r"//? ?[A-ZÅÄÖ][a-zåäö]{1,15}[ ,].{0,60})"
    r"[ ,.!]*(?:[A-ZÅÄÖ]?[\wåäö]+){0,3})[ ,.!]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^\W*(?:subject: |ämne: )?(?:vb|fw|fwd) ?:|\b(?:se nedan|nedanstående|vidarebefordrar|see below|forwarding)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^(?:-{2,}.{0,80}|_{3,}|(?:från|from|skickat|sent|datum|date|till|to|kopia|cc|ämne|subject): .*)$",
    re.IGNORECASE | re.MULTILINE,
)
# What Windows draws between a word and its value, and names that were pasted without a blank: sw-kar-a2-03gi1/0/14.
_LEADERS = re.compile(r"(?<![. ])(?: ?\.){3,60}(?= ?:)")
_GLUED = re.compile(
    r"(?<=\d-\d\d)(?=(?:gi|te|fa|twe|eth)\d+/\d|[a-zåäö]{4})|(?<=/\d\d)(?=[a-z]{2,4}-[a-z])", re.IGNORECASE
)
# å, ä and ö that a form or a mail system lost: read as UTF-8 byte by byte, or with a question mark for each.
_TWO_BYTES = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
_LOST_LETTER = re.compile(r"\ufffd|(?<=[a-zåäö])\?(?=[a-zåäö])", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"^[ \t]{0,20}(?:&gt;|>).*$", re.MULTILINE)

# Numbers that name a call, a case, a date or a version, never a port, a room or a device.
_NO_TARGET = re.compile(
    r"""
    \b(?:inc|chg|ritm|req|sr|prb|task|sctask|case|cs|tkt)[-_ ]?\d{3,}\b
    | \#\d{3,}
    | \b(?:ärende(?:t|nummer|nr)?|ticket|incident|referens|ref|order|beställning)
      \s?(?:(?:nr|no)\.?|nummer|number|id)?\s?[:\#]?\s?[a-z]{0,5}-?\d{2,}\b
    | \b(?:tel(?:efon)?(?:nr|nummer)?|mobil(?:nr)?|ring(?:\smig)?(?:\spå)?|nås\spå|call(?:\sme)?(?:\son|\sat)?
      |phone(?:\snumber)?|anknytning|ankn|ext(?:ension)?|växeln?|dect)\s?[.:]?\s?\+?\d[\d\s()/-]{1,18}\d\b
    | (?<![\w/])(?<!mac\s)(?<!mac:\s)(?<!adress\s)(?<!adress:\s)(?:\+|00)\d{2}[\d\s()-]{6,16}\d\b
    | (?<![\w./-])0\d{1,3}[\s-]\d{2,3}[\s-]?\d{2}[\s-]?\d{2,3}(?![\w/])
    | \b\d{4}-\d{2}-\d{2}(?:[t\s]\d{2}:\d{2}(?::\d{2})?)?\b
    | \b(?:19|20)\d\d/\d{1,2}/\d{1,2}\b | (?<![\w/])[0-3]?\d/[01]?\d/(?:19|20)\d\d\b
    | (?<![\w.])\d+(?:[.,]\d+)*\s?(?:mg|ml|µg|mcg|mmol|kr|kronor|sek)\b(?:\s\d{1,2}/\d{1,2}/\d{1,2}(?![\w/]))?
    | \b(?:version|ver|release|ios(?:-xe)?|fw|firmware)\s?\d+(?:\.\d+)+[a-z]?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACCENT = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"(?<![\w.:/'-])[a-zåäöé']+(?![\w/'-])")
_SWEDISH = words("""
    och att det är en ett på i har inte inget ingen nät nätet hos till från med som för av kan du jag vi de den ni när
    var vad hur sedan sen efter ska nu men eller också bara då så han hon användaren skrivaren datorn telefonen rum
    rummet uttag uttaget porten switchen funkar fungerar går dåligt svarar får nere hela alla trådlöst segt tack hej
    snälla kolla eskalera igår idag natt mot sitter hjälp borta blockad säger starta stäng flytta vilken vårdcentralen
""")
_ENGLISH = words("""
    the and is are a an on has have no not at to from with that for of can you i we they it when where what how
    since after should now but or also only user printer computer phone room network works working does
    doesn't don't isn't slow down up please check escalate yesterday today last night get gets got any there this my
    new who why will would could desk nobody everyone everything hi hello thanks find which whole help
""")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """`plain` is the text to read facts from; `low` the same in lower case; `masked` the same without idle numbers.

    All three have the same length, so a place in one is the place in the others.
    """

    plain: str
    low: str
    masked: str
    language: Language
    cut: bool = False  # the middle of a long text was not read


def read_wording(text: str, otherwise: Language = "sv") -> Wording:
    """Clean a text. `otherwise` is its language where it holds no telling word."""
    plain, cut = _plain(text)
    low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in plain)
    masked = _NO_TARGET.sub(lambda match: MASK * len(match[0]), low)
    return Wording(plain=plain, low=low, masked=masked, language=language_of(low, otherwise), cut=cut)


def language_of(text: str, otherwise: Language = "sv") -> Language:
    """The language of a text by its small words; `otherwise` where there are none, or as many of each."""
    words = _WORD.findall(text[:_FIRST].lower())
    swedish = sum(word in _SWEDISH or any(letter in word for letter in "åäö") for word in words)
    english = sum(word in _ENGLISH for word in words)
    if swedish == english:
        return otherwise
    return "sv" if swedish > english else "en"


def fold(text: str) -> str:
    """Lower case without accents: å, ä and ö are often typed as a and o."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ø", "o").replace("æ", "a"))
    return _ACCENT.sub("", decomposed)


def _plain(text: str) -> tuple[str, bool]:
    text, _ = drop_personal(text[:LONGEST])
    text = _TWO_BYTES.sub(lambda match: match[0].encode("latin-1").decode("utf-8"), text)
    if len(_LOST_LETTER.findall(text)) > 1:
        text = _LOST_LETTER.sub("ä", text)  # which of the three does not matter: names and words are mended
    text = unicodedata.normalize("NFKC", text)[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").replace("\t", " ")
    text = _QUOTED_LINE.sub("", text)
    text = _BLOCKS.sub(" ", text)
    text = _CHAT_NAME.sub(" ", _CHAT_LINK.sub(lambda match: f" {match[1] or ''} ", text))
    text = _MARKDOWN_LINK.sub(r"\1", text)
    text = _TEMPLATE.sub(" ", _TAG.sub(" ", text))
    text = html.unescape(text)
    text = _MAIL.sub(" ", _ADDRESS_ON_THE_WEB.sub(" ", text))
    text = _DASHES.sub("-", text.replace(REMOVED, " ").replace("`", " ").replace("*", " ").replace("”", '"'))
    text = re.sub(r" {2,}", " ", text)
    both_ends = _both_ends(text)
    own = as_typed(_own_words(_GLUED.sub(" ", _LEADERS.sub("", both_ends))))
    return re.sub(r" {2,}", " ", own).strip(), both_ends is not text


def _both_ends(text: str) -> str:
    """A long text without its middle; a word that the cut goes through is left out, since half a name is another."""
    if len(text) <= _FIRST + _LAST:
        return text
    first, last = text[:_FIRST], text[-_LAST:]
    return re.sub(r"\S*$", "", first) + "\n\n" + re.sub(r"^\S*", "", last)


def _own_words(text: str) -> str:
    """The text without older mails and signatures. Of a forwarded mail the older part is what is asked."""
    older = _OLDER_MAIL.search(text)
    if older and text[: older.start()].strip():
        before, after = text[: older.start()], text[older.start() :]
        return _signed_off(before) + ("\n" + _signed_off(_HEADER.sub("", after)) if _FORWARDED.search(before) else "")
    return _signed_off(_HEADER.sub("", text) if _FORWARDED.match(text) else text)


def _signed_off(text: str) -> str:
    signature = _SIGNATURE.search(text)
    return text[: signature.start()] if signature and text[: signature.start()].strip() else text
