"""A check in the hands of the service of this data folder: begun there, followed from here; it goes on without us."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.checks import Firing
from bot.errors import RemoteError, RequestError
from bot.jobs import running_service
from bot.store.documents import load

if TYPE_CHECKING:
    import httpx

    from bot.jobs import RunningService

_CHECKS: Final = "/api/v1/checks"
_EACH_S: Final = 1.0
_REPLY_S: Final = 30.0
_PATIENCE_S: Final = 60.0  # for a service that has gone to come back

Told = Callable[[Sequence[Firing]], None]


def checked_by_service(
    folder: Path, names: Sequence[str], told: Told, *, patience_s: float = _PATIENCE_S
) -> Sequence[Firing] | None:
    """The finished checks, in the order in which they were begun; None where no service runs here.

    Raises RequestError for a name that the service does not know, and RemoteError where it goes and does not come back.
    """
    running = running_service(folder)
    if running is None:
        return None
    numbers = _begun(running, names)
    found: dict[str, Firing] = {}
    alive = time.monotonic()
    while True:
        for number in numbers:
            if number not in found or found[number].ended_at is None:
                document = _fetched(folder, number)
                if document is not None:
                    found[number], alive = firing_from(document), time.monotonic()
        told(list(found.values()))
        if len(found) == len(numbers) and all(one.ended_at for one in found.values()):
            return [found[number] for number in numbers]
        if time.monotonic() - alive > patience_s:
            raise RemoteError(
                "The service has gone and not come back. The check goes on when it runs; see Checks in its console."
            )
        time.sleep(_EACH_S)


def begin(folder: Path, names: Sequence[str]) -> Sequence[str]:
    """Let the service of this folder begin, and wait for nothing; the numbers of the checks, none without a service.

    Raises RequestError for a name that the service does not know, and RemoteError where it does not answer.
    """
    running = running_service(folder)
    return _begun(running, names) if running else []


def firing_from(document: Mapping[str, object]) -> Firing:
    """The firing of a document that check_document made. Raises ValueError where it is none."""
    results: dict[str, dict[str, object]] = {}
    for key in ("changes", "troubles", "not_checked"):
        told = document[key]
        assert isinstance(told, list)
        for one in told:
            standing = {name: one[name] for name in ("state", "codes", "severity")}
            results[one["target"]["name"]] = {**one, "standing": standing}
    return load(Firing, json.dumps({**document, "results": list(results.values())}))


def _begun(running: RunningService, names: Sequence[str]) -> list[str]:
    import httpx

    try:
        with _client(running) as client:
            reply = client.post(_CHECKS, json={"names": list(names)})
    except httpx.TransportError as error:
        raise RemoteError(
            f"The service at {running.url} does not answer ({type(error).__name__}). "
            "Restart it, or stop it to check from here."
        ) from None
    if reply.status_code == 202:
        return [str(one["id"]) for one in reply.json()["checks"]]
    problem = reply.json() if "json" in reply.headers.get("content-type", "") else {}
    sentence = str(problem.get("title") or f"The service answered {reply.status_code}.")
    raise RequestError(sentence) if reply.status_code == 422 else RemoteError(sentence)


def _fetched(folder: Path, number: str) -> Mapping[str, object] | None:
    """The document as it stands; None while the service does not answer."""
    import httpx

    running = running_service(folder)  # after a restart it is found elsewhere
    if running is None:
        return None
    try:
        with _client(running) as client:
            reply = client.get(f"{_CHECKS}/{number}")
    except httpx.TransportError:
        return None
    if reply.status_code == 404:
        raise RemoteError(f"The service no longer knows the check {number}. Begin it again.")
    document: Mapping[str, object] = reply.json()
    return document if reply.status_code in {200, 202} else None


def _client(running: RunningService) -> httpx.Client:
    import httpx

    return httpx.Client(
        base_url=running.url,
        headers={"Authorization": f"Bearer {running.token}"},
        timeout=_REPLY_S,
        trust_env=False,  # the service is on this machine; a proxy is not
    )
