"""Where the bot may speak of its own accord: conversations it was heard in, kept in a file beside the store."""

from __future__ import annotations

import json
import logging
import re
import threading
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from bot.channels.teams.place import Place

_LOG: Final = logging.getLogger("firstline.teams")
_LINK: Final = re.compile(r"https://teams\.[a-z.]+/l/channel/([^/?]+)", re.IGNORECASE)
_ANYWHERE: Final = "https://smba.trafficmanager.net/teams/"  # takes messages for any region
_MOST: Final = 2000


class Places:
    """Conversation -> where Teams wants its messages, and what people call it. Thread-safe."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._kept: dict[str, dict[str, str]] = self._read()

    def keep(self, place: Place, name: str | None) -> None:
        """Remember it; written only where something has changed."""
        conversation = place.conversation.partition(";")[0]
        known = {"service": place.service, "kind": place.kind, "tenant": place.tenant}
        if name:
            known["name"] = name
        with self._lock:
            before = self._kept.get(conversation, {})
            if before | known == before:
                return
            self._kept[conversation] = before | known
            while len(self._kept) > _MOST:
                self._kept.pop(next(iter(self._kept)))
            self._write()

    def find(self, spelled: str, tenant: str) -> Place:
        """A channel's link (Teams: "Copy link"), or a conversation's id. One never heard of is tried all the same."""
        link = _LINK.match(spelled)
        conversation = unquote(link[1]) if link else spelled
        with self._lock:
            known = self._kept.get(conversation, {})
        return Place(
            service=known.get("service", _ANYWHERE),
            conversation=conversation,
            kind="groupChat" if known.get("kind") == "groupChat" else "channel",
            tenant=known.get("tenant", tenant),
            user="",
        )

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            read = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            _LOG.warning("%s cannot be read; places are learnt anew", self._file)
            return {}
        if not isinstance(read, dict):
            return {}
        return {
            key: {name: value for name, value in known.items() if isinstance(value, str)}
            for key, known in read.items()
            if isinstance(known, dict)
        }

    def _write(self) -> None:
        """Beside it first: a file that is cut short by a crash would lose them all."""
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1), encoding="utf-8")
            beside.chmod(0o600)
            beside.replace(self._file)
        except OSError as error:
            _LOG.warning("%s cannot be written (%s); places are learnt anew", self._file, error.strerror)
