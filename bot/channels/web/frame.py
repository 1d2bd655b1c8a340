"""What all pages have in common: who reads, in which language and whose clock, the outside systems, and the menu."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot import model
from bot.channels.web.border import Border
from bot.channels.web.gate import who_asks
from bot.channels.web.render import Renderer, language_of
from bot.model import Language
from bot.model.people import Person
from bot.ports import FrontDoor, Operations

_ZONE_COOKIE: Final = "firstline_zone"  # set by the script: the browser's own zone
_ZONE: Final = re.compile(r"[A-Za-z0-9_+/-]{1,40}", re.ASCII)
_ID: Final = re.compile(r"[\w-]{1,80}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks at a page, and how they read."""

    person: Person
    name: str  # "" where nobody has to sign in
    language: Language
    zone: tzinfo


class Frame:
    """Makes pages for their readers, and fetches what they are about. One for all pages of a service."""

    def __init__(
        self,
        door: FrontDoor,
        operations: Operations,
        renderer: Renderer,
        border: Border,
        language: Language,
        zone: tzinfo,
    ) -> None:
        self.door = door
        self.operations = operations
        self.render = renderer
        self.border = border
        self._language = language
        self._zone = zone

    def reader(self, request: Request, otherwise: Language | None = None) -> Reader:
        """`otherwise` is the language where the reader has chosen none, else that of the house."""
        who = who_asks(request)
        return Reader(
            person=who.person,
            name=who.name,
            language=language_of(request, otherwise or self._language),
            zone=_zone(request.cookies.get(_ZONE_COOKIE, "")) or self._zone,
        )

    async def page(
        self, request: Request, name: str, reader: Reader, *, status: int = 200, **parts: object
    ) -> HTMLResponse:
        """A whole page."""
        systems = await self.border.call(self.operations.systems)
        allowed = await self.border.call(self.door.allowed, reader.person)
        return self.render.page(
            request, name, reader.language, zone=reader.zone, systems=systems, me=reader.name, status=status,
            audits="audit" in allowed.deeds, **parts,
        )  # fmt: skip

    async def asked(self, request: Request) -> model.Request:
        """The question that the address names. Raises HTTPException 404."""
        name = request.path_params["id"]
        asked = await self.border.call(self.door.request, name) if _ID.fullmatch(name) else None
        if asked is None:
            raise HTTPException(404)
        return asked

    async def form(self, request: Request) -> Mapping[str, str]:
        """The fields of a form; of one that came twice the first."""
        fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    """The zone of a browser; None for anything that is none."""
    if not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None
