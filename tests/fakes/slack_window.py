"""Blocks as a page, to be looked at: drawn by us, since Slack draws its own only online. For pictures, never a proof.

`python -m tests.fakes.slack_window FILE.html` writes every kind of card, in both languages, long and hostile ones too;
with `picture` behind it the two messages of deploy/pictures/slack-card.png.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

_NOTE = "Drawn by firstline from the blocks that it sends. Slack's own look differs in details."
_STATES = {"complete": "✓", "in_progress": "◐", "pending": "○", "error": "✕"}
_STYLE = """
body { font: 15px/1.46 Lato, "Noto Sans", "Noto Color Emoji", "DejaVu Sans", sans-serif; color: #1d1c1d; }
body { margin: 24px; width: 680px; overflow-wrap: anywhere; }
.m { display: flex; gap: 8px; margin: 0 0 28px; }
.a { flex: none; width: 36px; height: 36px; border-radius: 4px; background: #134e5e; color: #fff; font-weight: 700; }
.a { display: grid; place-items: center; }
.b { flex: 1; min-width: 0; }
.n { font-weight: 900; }
.n small { font-weight: 400; color: #616061; font-size: 12px; margin-left: 6px; }
.n i { font: 700 10px/1 sans-serif; background: #e8e8e8; padding: 2px 4px; border-radius: 2px; margin-left: 5px; }
.p { color: #616061; font-size: 12px; border-left: 3px solid #ddd; padding-left: 8px; margin: 2px 0; }
h3 { font-size: 18px; line-height: 24px; margin: 8px 0 4px; }
.s, .c { margin: 8px 0; white-space: pre-wrap; }
.c { font-size: 12.5px; color: #616061; }
code { font: 12px monospace; color: #c01343; background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; }
code { padding: 1px 3px; }
pre { font: 12px/1.5 monospace; background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; }
pre { white-space: pre-wrap; margin: 4px 0; }
button { font: inherit; font-size: 13px; font-weight: 700; line-height: 1; background: #fff; }
button { border: 1px solid #bbbabb; border-radius: 4px; padding: 8px 12px; margin: 4px 8px 4px 0; }
button { max-width: 300px; min-height: 32px; }
button { overflow: hidden; text-overflow: ellipsis; white-space: pre; }
button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.u { background: #e8f5fa; color: #1264a3; border-radius: 3px; padding: 0 2px; }
.w { border: 1px solid #ccc; border-radius: 8px; padding: 4px 20px 16px; margin-bottom: 28px; }
.w h2 { font-size: 20px; }
.l { border: 1px solid #ddd; border-radius: 8px; padding: 10px 14px; margin: 8px 0; }
.l div { margin-top: 6px; }
.l b { display: block; }
.note { color: #616061; font-size: 12px; border-top: 1px solid #ddd; padding-top: 8px; }
"""


def page(parts: Iterable[str]) -> str:
    body = "\n".join(parts)
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>{body}<p class="note">{_NOTE}</p>'


def message(text: str, blocks: Sequence[Any], title: str = "") -> str:
    """A message as it stands in a channel; `text` above it as a locked phone would show it."""
    drawn = "".join(map(_block, blocks))
    about = f"<small>{escape(title)}</small>" if title else ""
    phone = f'<div class="p">{_marked(text)}</div>' if text else ""
    name = f'<div class="n">firstline<i>APP</i>{about}</div>{phone}'
    return f'<div class="m"><div class="a">f</div><div class="b">{name}{drawn}</div></div>'


def window(view: Any) -> str:
    """A modal, or a Home tab."""
    title = f"<h2>{escape(view['title']['text'])}</h2>" if "title" in view else ""
    return f'<div class="w">{title}{"".join(map(_block, view["blocks"]))}</div>'


def _block(block: Any) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{escape(block['text']['text'])}</h3>"
        case "section":
            accessory = _element(block["accessory"]) if "accessory" in block else ""
            return f'<div class="s">{_text(block["text"])} {accessory}</div>'
        case "context":
            return f'<div class="c">{" ".join(map(_text, block["elements"]))}</div>'
        case "actions":
            return "<div>" + "".join(map(_element, block["elements"])) + "</div>"
        case "rich_text":
            return f"<pre>{escape(block['elements'][0]['elements'][0]['text'])}</pre>"
        case "plan":
            tasks = [f"<div>{_STATES[one['status']]} {escape(one['title'])}</div>" for one in block["tasks"]]
            return f'<div class="l"><b>{escape(block["title"])}</b>{"".join(tasks)}</div>'
        case "input":
            return f'<div class="s"><b>{escape(block["label"]["text"])}</b>\n{_element(block["element"])}</div>'
        case "divider":
            return "<hr>"
    raise ValueError(f"nothing draws a {block['type']}")


def _element(element: Any) -> str:
    shown = element.get("text") or element.get("placeholder") or {"text": " " * 40}
    return f'<button class="{element.get("style", "")}">{escape(shown["text"])}</button>'


def _text(text: Any) -> str:
    return _marked(text["text"]) if text["type"] == "mrkdwn" else escape(text["text"])


def _marked(text: str) -> str:
    """Slack's own markup; its three escapes are those of HTML."""
    parts = re.split(r"(`[^`\n]+`)", text)
    return "".join(f"<code>{one[1:-1]}</code>" if one[:1] == "`" and len(one) > 1 else _drawn(one) for one in parts)


def _drawn(text: str) -> str:
    for mark, tag in (("*", "b"), ("_", "i"), ("~", "s")):
        text = re.sub(
            rf"(?<!\w)\{mark}([^\s{mark}](?:[^{mark}\n]*[^\s{mark}])?)\{mark}(?!\w)", rf"<{tag}>\1</{tag}>", text
        )
    text = re.sub(r"<@(\w+)>", r'<span class="u">@\1</span>', text)
    return re.sub(r":(?=[^:\s]*[a-z])[\w+'-]+:", "🖼", text)  # a picture, whichever


def everything() -> Iterable[str]:
    from bot.channels.slack.blocks import answered, notice, under_way
    from bot.channels.slack.details import details
    from bot.channels.slack.form import form
    from tests.channels.slack.test_blocks import CARDS, HOSTILE, longest

    for stage in ("locating", "reading", "second_reading"):
        step = under_way("Läser utrustningen: 12 av 40 svar.", "sv", "r-1", "U1", stage)
        yield message(step.text, step.plan, f"plan, {stage}")
    step = under_way("Jag startade om och fortsätter där jag var. Frågan är kvar.", "sv", "r-1", "U1")
    yield message(step.text, step.blocks, "without a plan")
    for name, card in CARDS.items():
        made = answered(card, "r-1", hidden=name == "proven.sv")
        yield message(made.text, made.blocks, name)
        if "details" in str(made.blocks):
            yield window(details(card, "r-1", console="https://firstline.example"))
    hostile = f"{HOSTILE} *bold* _slanted_ ~struck~ fe80::ab:1 00:ab:cd:11:22:33"
    shown = answered(_spoilt(CARDS["proven.sv"], hostile), "r-1", "U1")
    yield message(shown.text, shown.blocks, "hostile")
    full = answered(longest(), "r-1", "U1")
    yield message(full.text, full.blocks, "far too long")
    told = notice("Två ändringar i natt", ["sw-1: nytt fel", "sw-2: friskt igen"], "och {count} till")
    yield message(told.text, told.blocks, "a notice")
    yield window(form("sv", "C1///U1", "skrivaren på avd 12"))


def _picture() -> Iterable[str]:
    from bot.channels.slack.blocks import answered, under_way
    from tests.channels.slack.test_blocks import CARDS

    step = under_way("Läser utrustningen: 12 av 40 svar.", "sv", "r-1", stage="reading")
    yield message("", step.plan)
    made = answered(CARDS["proven.sv"], "r-1")
    yield message("", made.blocks)


def _spoilt(card: Any, words: str) -> Any:
    from dataclasses import replace

    proof = replace(card.proof[0], value=words, command=words, lines=(words,))
    return replace(card, headline=words, hit=words, say=words, do=(words,), also=(words,), proof=(proof,))


if __name__ == "__main__":
    shown = _picture if sys.argv[2:] == ["picture"] else everything
    Path(sys.argv[1]).write_text(page(shown()), encoding="utf-8")
