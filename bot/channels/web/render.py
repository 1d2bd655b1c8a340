"""Templates to pages: the language of a page, names that do not break, and the frame round everything."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.channels.web.texts import TEXTS
from bot.channels.web.view import clock
from bot.model import Language
from bot.ports import SystemState
from bot.settings import Phone

_COOKIE: Final = "firstline_lang"
_YEAR_S: Final = 365 * 24 * 3600
# sw-kar-a2-03, Gi1/0/14, A2-114-2, avd 12: read as one word, so they are not broken. Long ones must break at 360 px.
_NAME: Final = re.compile(
    r"(?<!\w)(?=[\w./:-]*\d)\w[\w]*(?:[-/:.][\w]+)+|\b(?:avd|rum|plan|room|ward|port) \d+", re.ASCII
)
_LONGEST_NAME: Final = 26


def language_of(request: Request, otherwise: Language) -> Language:
    """The language of a page: asked for in the address, else remembered, else `otherwise`."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(_COOKIE)):
        if wanted == "sv":
            return "sv"
        if wanted == "en":
            return "en"
    return otherwise


class Renderer:
    """Makes pages. Everything that comes from outside is escaped by the template engine."""

    def __init__(self, zone: tzinfo, phones: Sequence[Phone] = ()) -> None:
        self._zone = zone  # of the house, where the reader has no other
        self._templates = Environment(
            loader=PackageLoader("bot.channels.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["names"] = names
        self._templates.filters["first_sentence"] = first_sentence
        self._templates.filters["clock"] = _clock
        self._templates.filters["when"] = _when
        self._templates.filters["number"] = _number
        self._templates.filters["json"] = partial(json.dumps, ensure_ascii=False)
        self._templates.globals["phones"] = phones
        self._templates.globals["version"] = _static_version()

    def fragment(self, name: str, language: Language, *, zone: tzinfo | None = None, **parts: object) -> str:
        """A piece of a page."""
        template = self._templates.get_template(name)
        return template.render(t=TEXTS[language], lang=language, zone=zone or self._zone, **parts)

    def page(
        self,
        request: Request,
        name: str,
        language: Language,
        *,
        zone: tzinfo | None = None,
        systems: Sequence[SystemState] = (),
        me: str = "",
        audits: bool = False,
        status: int = 200,
        **parts: object,
    ) -> HTMLResponse:
        """A whole page; the language is remembered where the address asked for it."""
        posted = request.method == "POST"  # the same address does not answer to a link
        path = "/" if posted else request.url.path
        other = urlencode({**dict(request.query_params), "lang": TEXTS[language]["other_lang"]})
        text = self.fragment(
            name,
            language,
            path=path,
            other_language=f"{path}?{other}",
            posted=posted,
            zone=zone,
            house_zone=self._zone,
            systems=systems,
            me=me,
            audits=audits,
            **parts,
        )
        response = HTMLResponse(text, status)
        if request.query_params.get("lang") == language:
            response.set_cookie(_COOKIE, language, max_age=_YEAR_S, samesite="lax", httponly=True)
        return response


@pass_context
def _clock(context: Context, at: datetime) -> str:
    """09:42:13 on the reader's clock."""
    return clock(at, context["zone"])


@pass_context
def _when(context: Context, at: datetime) -> str:
    """09:42 today, else with its date."""
    zone = context["zone"]
    local, today = at.astimezone(zone), datetime.now(UTC).astimezone(zone).date()
    return local.strftime("%H:%M") if local.date() == today else local.strftime("%Y-%m-%d %H:%M")


@pass_context
def _number(context: Context, value: float, digits: int = 0) -> str:
    """12 345,6 in Swedish, 12,345.6 in English; blanks that do not break."""
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\u202f").replace(".", ",") if context["lang"] == "sv" else text


def first_sentence(text: str) -> tuple[str, str]:
    """A question back is several sentences; only its first is a headline."""
    first, *rest = re.split(r"(?<=[.?!])\s+(?=[A-ZÅÄÖ])", text, maxsplit=1)
    return first, "".join(rest)


def names(text: object) -> Markup:
    """The text with names kept whole, and what stands between backticks as code."""
    pieces = str(text).split("`")
    if len(pieces) % 2 == 0:  # a lone backtick is only a backtick
        pieces = [str(text)]
    return Markup("").join(
        Markup('<code translate="no">{}</code>').format(piece) if at % 2 else _whole(piece)
        for at, piece in enumerate(pieces)
    )


def _whole(text: str) -> Markup:
    made, end = Markup(""), 0
    for found in _NAME.finditer(text):
        if len(found[0]) > _LONGEST_NAME:
            continue
        made += escape(text[end : found.start()]) + Markup('<span class="nowrap">{}</span>').format(found[0])
        end = found.end()
    return made + escape(text[end:])


def _static_version() -> str:
    """Changes when a static file does, so that a browser keeps them for long and never keeps an old one."""
    digest = sha256()
    folder = files("bot.channels.web") / "static"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
