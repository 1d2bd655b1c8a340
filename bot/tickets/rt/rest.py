"""One call to RT's REST2 interface: an answer as plain values, or an error that says whose turn it is."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from bot.errors import RemoteError, SettingsError

_PATIENCE: Final = 45.0  # seconds; RT takes half a second on a good day, and far longer while it indexes or mails
_CONNECT: Final = 10.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What RT answered: 2xx, 404 or 412; everything else is an error."""

    status: int
    body: object
    etag: str | None

    def text(self, key: str) -> str:
        """The value under the key of an object, as text; RT gives ids as numbers and as strings."""
        return text_of(self.body, key)

    def rows(self, key: str = "items") -> list[object]:
        """The rows of a listing, or of a list inside an object."""
        rows = self.body.get(key) if isinstance(self.body, Mapping) else None
        return list(rows) if isinstance(rows, list) else []

    @property
    def said(self) -> str:
        """RT's own words: an object with a message, or a list of sentences."""
        if isinstance(self.body, list):
            return " ".join(str(one) for one in self.body)
        return text_of(self.body, "message")


@dataclass(frozen=True, kw_only=True)
class Rest:
    """The way to one RT. Nothing is tried again in here. Safe for threads."""

    url: str
    token: Callable[[], str]  # asked for each call
    ca: Path | None = None
    patience: float = _PATIENCE
    _client: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # The machine's own certificates: a hospital's CA is installed there, not in a Python package.
        trusted = ssl.create_default_context(cafile=str(self.ca) if self.ca else None)
        client = httpx.Client(
            base_url=f"{self.url}/REST/2.0/",
            headers={"Accept": "application/json"},
            timeout=httpx.Timeout(self.patience, connect=min(_CONNECT, self.patience)),
            verify=trusted,
        )
        object.__setattr__(self, "_client", client)

    def get(self, path: str, **query: str | int) -> Reply:
        return self._call("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, object]) -> Reply:
        return self._call("POST", path, body=body)

    def put(self, path: str, body: Mapping[str, object], etag: str | None) -> Reply:
        """Refused with 412 where the ticket is not the one of `etag` any more."""
        return self._call("PUT", path, body=body, headers={"If-Match": etag} if etag else {})

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        headers = {**(headers or {}), "Authorization": f"token {self.token()}"}
        try:
            response = self._client.request(method, path, params=query, json=body, headers=headers)
        except httpx.TimeoutException as error:
            raise RemoteError(f"RT at {self.url} did not answer in time. What was to be said is kept.") from error
        except httpx.HTTPError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(error):
                raise SettingsError(
                    f"RT at {self.url} shows a certificate that this machine does not trust. "
                    "Install its CA on the machine, or name it under tickets: ca."
                ) from error
            raise RemoteError(f"RT at {self.url} cannot be reached ({error}). What was to be said is kept.") from error
        return self._read(response)

    def _read(self, response: httpx.Response) -> Reply:
        status = response.status_code
        if status == 429 or status >= 500:
            raise RemoteError(f"RT at {self.url} is in trouble (HTTP {status}). What was to be said is kept.")
        if status == 401:
            remedy = "Make a new one for the bot's user in RT and put it where tickets: token says."
            raise SettingsError(f"RT at {self.url} does not accept our token. {remedy}")
        try:
            body: object = response.json()
        except ValueError:
            body = None
        if status >= 300 and not (isinstance(body, Mapping) and status >= 400):
            body = None
        if body is None:
            raise SettingsError(
                f"What answers at {self.url} is not RT's REST2 interface (HTTP {status}). "
                "Check tickets: url; it is the address that people open RT with."
            )
        reply = Reply(status=status, body=body, etag=response.headers.get("ETag"))
        if status in {404, 412} or status < 300:
            return reply
        raise SettingsError(f"RT at {self.url} refuses ({_plain(reply.said)}). Check the queue and the bot's rights.")


def text_of(body: object, key: str) -> str:
    """The value under the key of an object, as text; empty where there is none."""
    value = body.get(key) if isinstance(body, Mapping) else None
    return "" if value is None else str(value)


def _plain(said: str) -> str:
    """RT's words without the path on its server that it adds to a mistake in a query."""
    return said.partition(" at /")[0].strip().rstrip(".") or "no reason given"
