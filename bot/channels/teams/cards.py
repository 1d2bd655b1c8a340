"""A card as an Adaptive Card: pure, within every limit of Teams, and inert whatever a device or a person wrote.

Only text runs hold words: Teams reads Markdown, links and dates out of a TextBlock and a FactSet, and nothing out of a
TextRun. Every part has a share of the 28,000 bytes that are safe on all ways into Teams, counted as JSON writes them,
so that no part pushes another out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.card import DiagnosisCard, Kind, Proof
from bot.channels.talk import texts
from bot.channels.talk.buttons import Verb
from bot.channels.talk.shown import MOST_PROOFS, SIGNS, Offer, choices, locked, offers, outcome, quoted, steps, visible
from bot.model import Language, Text

Element: TypeAlias = dict[str, object]
_COLOURS: Final[dict[Kind, str]] = {
    "fault": "Attention", "likely": "Warning", "cleared": "Good", "unknown": "Accent", "question": "Accent",
    "told": "Default",
}  # fmt: skip
HEADLINE, LINE, STEP, LIST, _BUTTON, _LABEL, _CODE = 400, 800, 500, 2000, 120, 100, 500


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a message shows: `summary` on a locked phone (no place, no equipment), the card in Teams itself."""

    summary: str
    card: Element


def answered(
    card: DiagnosisCard,
    request_id: str,
    *,
    hidden: bool = False,
    console: str | None = None,
    more: Sequence[Element] = (),
    pressable: bool = True,
) -> Content:
    """The finished answer. `hidden`: something in it is masked, and a button shows it to those who may.

    `more` stands below the answer (a form); `console` is the address of the console, for a link. Not `pressable`:
    only links, since nobody would hear of the other buttons.
    """
    labels = card.labels
    rows = _buttons(card, request_id, hidden=hidden, console=console)
    if not pressable:
        rows = [[one for one in row if one["type"] == "Action.OpenUrl"] for row in rows]
    parts: list[Element | None] = [
        _runs(run(f"{SIGNS[card.kind]} {outcome(card)}", 300, size="Small", color=_COLOURS[card.kind])),
        _runs(run(card.headline, HEADLINE, size="Large", weight="Bolder")),
        said(card.hit),
        _runs(run(quoted(card, inert(card.say, LINE)), LINE + 100, size="Medium")) if card.say else None,
        labelled(labels.ask, card.ask),
        _steps(card),
        _choices(card) if card.kind == "question" else None,
        labelled(labels.owner, card.owner),
        labelled(labels.ticket, card.ticket.text if card.ticket else None),
        *under(labels.also, listed(card.also, labels.more)),
        *under(labels.not_checked, listed(card.not_checked, labels.more)),
        *_proof(card),
        *more,
        *(actions(row) for row in rows if row),
    ]
    return Content(summary=inert(locked(card), HEADLINE), card=adaptive(card.language, parts))


def under_way(sentence: str, language: Language, request_id: str | None = None) -> Content:
    """A step of the work. The locked phone reads only that the question is in good hands."""
    cancel = actions([button("cancel", texts.CANCEL[language], request_id)]) if request_id else None
    card = adaptive(language, [said(f"⏳ {sentence}"), cancel])
    return Content(summary=texts.RECEIVED[language], card=card)


def notice(headline: str, lines: Sequence[str], more: str, language: Language = "sv") -> Content:
    """A message of its own accord: what happened, and at most as many lines as fit."""
    parts = [_runs(run(headline, HEADLINE, size="Medium", weight="Bolder")), *listed(lines, more, 8000)]
    return Content(summary=inert(headline, HEADLINE), card=adaptive(language, parts))


def told(text: Text, language: Language, more: Sequence[Element] = ()) -> Content:
    """A few words to one person."""
    return Content(summary=inert(text[language], HEADLINE), card=adaptive(language, [said(text[language]), *more]))


# --- words -----------------------------------------------------------------------------------------------------------


def inert(text: str | None, limit: int) -> str:
    """Text without control and direction characters and on one line, within `limit` bytes of JSON."""
    words = " ".join(visible(text or "").split()).replace("{{", "{ {")  # {{DATE(...)}} would be worked out
    return cut(words, limit)


def cut(text: str, limit: int) -> str:
    """Cut at a whole character, where more than `limit` bytes would be written."""
    if sum(map(_weight, text)) <= limit:
        return text
    room, taken = limit - 3, 0
    for number, sign in enumerate(text):
        taken += _weight(sign)
        if taken > room:
            return text[:number] + "…"
    return text


def run(text: str | None, limit: int, **look: object) -> Element:
    """Words in which nothing links and nobody is mentioned. Teams takes no empty ones."""
    return exact(inert(text, limit) or "–", **look)


def exact(text: str, **look: object) -> Element:
    """Words that are inert already, with every space that stands in them."""
    return {"type": "TextRun", "text": text, **look}


def raw(line: str, limit: int) -> str:
    """A device's line with its columns: Teams draws several spaces as one, but not these."""
    return cut(visible(line.expandtabs().rstrip()).replace("  ", "\u00a0 ").replace("{{", "{ {"), limit)


def code(text: str | None, limit: int = _CODE) -> Element:
    """A device's own words."""
    return run(text, limit, fontType="Monospace", size="Small")


def block(*runs: Element, **look: object) -> Element:
    return {"type": "RichTextBlock", "inlines": list(runs), **look}


def said(text: str | None, limit: int = LINE) -> Element | None:
    return _runs(run(text, limit)) if text else None


def labelled(label: str, text: str | None) -> Element | None:
    return block(exact(f"{inert(label, _LABEL)}: ", weight="Bolder"), run(text, LINE)) if text else None


def listed(items: Iterable[str], more: str, limit: int = LIST) -> list[Element]:
    """Items as lines; those that have no room are counted, never silently left out."""
    left, lines, room = list(items), list[Element](), limit - 100
    while left:
        line = inert(left[0], STEP)
        cost = sum(map(_weight, line)) + 80  # what a block of its own costs
        if cost > room:
            lines.append(block(run(more.format(count=len(left)), 100, isSubtle=True)))
            break
        lines.append(block(run(f"• {line}", STEP + 10), spacing="Small"))
        room -= cost
        left.pop(0)
    return lines


def under(label: str, lines: Sequence[Element]) -> list[Element]:
    """Lines below their label, or nothing where there are none."""
    return [block(run(label, _LABEL, weight="Bolder")), *lines] if lines else []


def proof_line(proof: Proof) -> Element:
    """Command, decisive value, device and time on one line."""
    field = exact(f"  →  {inert(proof.field, 160)}: " if proof.field else "  →  ", size="Small")
    place = exact(f"  ({inert(proof.device, 160)}, {inert(proof.at, 40)})", size="Small", isSubtle=True)
    return block(code(proof.command), field, code(proof.value), place, spacing="Small")


def button(
    verb: Verb, label: str, request_id: str | None, number: int | None = None, style: str = "default"
) -> Element:
    """A button carries an opaque id and nothing else; who may press it is settled when it is pressed.

    A client that does not know Action.Execute sends the same as a message that nobody sees.
    """
    given: Element = {"verb": verb}
    if request_id is not None:
        given["request"] = request_id
    if number is not None:
        given["number"] = number
    shown = {"title": inert(label, _BUTTON), "style": style, "data": given}
    # The form's fields go along only with the form's own button.
    inputs = {} if verb == "ask" else {"associatedInputs": "none"}
    return {
        "type": "Action.Execute",
        "verb": verb,
        **shown,
        **inputs,
        "fallback": {"type": "Action.Submit", **shown, **inputs},
    }


def link(label: str, url: str) -> Element:
    return {"type": "Action.OpenUrl", "title": inert(label, _BUTTON), "url": url}


def actions(elements: Sequence[Element]) -> Element:
    return {"type": "ActionSet", "actions": list(elements)}


def adaptive(language: Language, parts: Iterable[Element | None]) -> Element:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": language,
        "msteams": {"width": "full"},
        "body": [part for part in parts if part],
    }


def _weight(sign: str) -> int:
    """Bytes of a character in JSON."""
    return 2 if sign in '"\\' else 6 if sign < " " else len(sign.encode("utf-8", "surrogatepass"))


# --- parts -----------------------------------------------------------------------------------------------------------


def _runs(first: Element) -> Element:
    return block(first)


def _choices(card: DiagnosisCard) -> Element | None:
    lines = [*choices(card), card.choose] if card.choose else choices(card)
    items = [block(run(line, STEP), spacing="Small") for line in lines]
    return {"type": "Container", "items": items} if items else None


def _steps(card: DiagnosisCard) -> Element | None:
    """The guard stands before step 1, in bold: whoever stops reading there has read the right thing."""
    items: list[Element] = []
    if card.guard:
        guard = block(run(f"✚ {inert(card.guard, STEP)}", STEP + 10, weight="Bolder"))
        items.append({"type": "Container", "style": "emphasis", "items": [guard]})
    lines = [block(run(step, STEP + 10), spacing="Small") for step in steps(card)]
    if lines:
        items += [block(run(card.labels.do, _LABEL, weight="Bolder")), *lines]
    return {"type": "Container", "items": items} if items else None


def _proof(card: DiagnosisCard) -> list[Element]:
    if not card.rests_on_reading:
        return []
    lines = [proof_line(one) for one in card.proof[:MOST_PROOFS]]
    lines = lines or [block(run(card.labels.nothing_read, 200, isSubtle=True))]
    rest = len(card.proof) - MOST_PROOFS
    if rest > 0:
        lines.append(block(run(card.labels.more.format(count=rest), 100, isSubtle=True)))
    return under(card.labels.proof, lines)


def _buttons(card: DiagnosisCard, request_id: str, *, hidden: bool, console: str | None) -> list[list[Element]]:
    """In two rows: of more than six in one Teams hides the rest behind dots."""
    shown, judged = ([_offered(one, request_id) for one in row] for row in offers(card, hidden=hidden))
    if console and judged:
        judged.append(link(texts.CONSOLE[card.language], f"{console}/r/{request_id}"))
    return [shown, judged]


def _offered(offer: Offer, request_id: str) -> Element:
    if offer.verb is None:
        return link(offer.label, offer.url or "")
    return button(offer.verb, offer.label, request_id, offer.number, "positive" if offer.first else "default")
