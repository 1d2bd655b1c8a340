"""The way to a service that runs on the same data folder: hand a question over, watch, fetch."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from bot.cli.myself import myself
from bot.errors import RemoteError, RequestError
from bot.model import Failure, Observation

if TYPE_CHECKING:
    import httpx

    from bot.channels.terminal import Screen
    from bot.jobs import RunningService

OnStep = Callable[[str, str], None]  # the state of the work, and its sentence in the language of the question

_REQUESTS: Final = "/api/v1/requests"
_CONNECT_S, _REPLY_S = 2.0, 10.0
_SILENCE_S: Final = 40.0  # of a stream of steps; the service gives a sign of life every 15 seconds
_PATIENCE_S: Final = 60.0  # for a service that has gone to come back
_LOOK_S: Final = 0.5
_GONE: Final = "The service does not answer just now. The question is kept; waiting for it to come back."


class NotTaken(Exception):  # noqa: N818  (a state, answered by asking from here)
    """The service did not take the question; the text says why."""


class Handover:
    """One question in the hands of the service of this data folder. Nothing is lost when that dies: it is asked again.

    `patience_s` is how long a service that has gone is waited for.
    """

    def __init__(self, folder: Path, *, patience_s: float = _PATIENCE_S) -> None:
        self._folder = folder
        self._patience_s = patience_s

    def running(self) -> RunningService | None:
        """The service, where there is one that we may ask."""
        if not (self._folder / "service.json").exists():
            return None
        from bot.jobs import running_service

        return running_service(self._folder)

    def ask(self, text: str, *, ticket: bool) -> str:
        """The number of the stored question. Raises NotTaken, and RequestError where the question itself is refused."""
        question = {
            "text": text, "channel": "cli", "requester": myself().id, "ticket": ticket, "event": uuid.uuid4().hex,
        }  # fmt: skip
        until = time.monotonic() + _REPLY_S
        while True:
            running = self.running()
            if running is None:
                raise NotTaken("The service has just stopped.")
            reply = self._posted(running, question)
            if reply.status_code == 202:
                return str(reply.json()["id"])
            if reply.status_code == 503 and time.monotonic() < until:  # starting or stopping
                time.sleep(_LOOK_S)
                continue
            if reply.status_code in {413, 422}:
                raise RequestError(_told(reply))
            raise NotTaken(f"The service at {running.url} refuses the question ({_told(reply)}).")

    def follow(self, number: str, on_step: OnStep) -> None:
        """Until the answer is there. Raises RemoteError where the service goes and does not come back."""
        alive = time.monotonic()

        def sign(state: str, sentence: str) -> None:
            nonlocal alive
            alive = time.monotonic()
            if sentence:
                on_step(state, sentence)

        while True:
            try:
                if self._followed(number, sign):
                    return
            except _Gone:
                on_step("gone", _GONE)
            if time.monotonic() - alive > self._patience_s:
                raise RemoteError(f"The service has not come back. {kept(number)}")
            time.sleep(_LOOK_S)

    def document(self, number: str) -> dict[str, object]:
        """The answer document."""
        told: dict[str, object] = self._fetched(number).json()
        return told

    def text(self, number: str, screen: Screen) -> str:
        """The answer as this screen shows it."""
        look = {
            "width": str(screen.width),
            "colour": "yes" if screen.colour else "no",
            "signs": "all" if screen.unicode else "plain",
        }
        return self._fetched(number, query=look, accept="text/plain").text

    def readings(self, number: str) -> tuple[Observation, ...]:
        """What the devices said, to be kept as a captures folder; without records."""
        return tuple(_observation(one) for one in self._fetched(number, "/readings").json()["readings"])

    def _posted(self, running: RunningService, question: Mapping[str, object]) -> httpx.Response:
        import httpx

        try:
            with _client(running) as client:
                return client.post(_REQUESTS, json=question)
        except httpx.TransportError as error:
            raise NotTaken(f"The service at {running.url} does not answer ({type(error).__name__}).") from None

    def _followed(self, number: str, sign: OnStep) -> bool:
        """Watch until the stream ends; is the answer there? Raises _Gone where nobody answers."""
        import httpx

        running = self.running()
        if running is None:
            raise _Gone
        try:
            with _client(running, _SILENCE_S) as client, client.stream("GET", f"{_REQUESTS}/{number}/events") as stream:
                if stream.status_code == 200:
                    for line in stream.iter_lines():
                        step = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                        sign(str(step.get("state", "")), step.get("text") or "")
            with _client(running) as client:
                reply = client.get(f"{_REQUESTS}/{number}")
        except httpx.TransportError:
            raise _Gone from None
        if reply.status_code in {404, 422}:
            raise RemoteError(f"The service at {running.url} knows no question {number}. Check the number and --data.")
        return reply.status_code == 200

    def _fetched(
        self, number: str, part: str = "", *, query: Mapping[str, str] | None = None, accept: str = "application/json"
    ) -> httpx.Response:
        import httpx

        until = time.monotonic() + self._patience_s
        while True:
            running = self.running()
            try:
                if running:
                    with _client(running) as client:
                        reply = client.get(f"{_REQUESTS}/{number}{part}", params=query, headers={"accept": accept})
                    if reply.status_code == 200:
                        return reply
            except httpx.TransportError:
                pass  # it was there a moment ago
            if time.monotonic() > until:
                raise RemoteError(f"The service does not give the answer just now. {kept(number)}")
            time.sleep(_LOOK_S)


def kept(number: str) -> str:
    """What to do where the answer has to be fetched later."""
    return (
        f"The question is kept as {number} and is answered when the service runs. "
        f"Fetch the answer then: firstline ask --number {number}"
    )


class _Gone(Exception):  # noqa: N818  (told as a step, and tried again)
    """Nobody answers at the moment."""


def _client(running: RunningService, silence_s: float = _REPLY_S) -> httpx.Client:
    import httpx

    return httpx.Client(
        base_url=running.url,
        headers={"Authorization": f"Bearer {running.token}"},
        timeout=httpx.Timeout(silence_s, connect=_CONNECT_S),
        trust_env=False,  # this machine is never reached through a proxy
    )


def _told(reply: httpx.Response) -> str:
    """The problem document in a sentence."""
    try:
        told = reply.json()
        return f"{told['title']} {told['do']}"
    except (ValueError, KeyError, TypeError):
        return f"HTTP {reply.status_code}"


def _observation(told: Mapping[str, object]) -> Observation:
    failure = next((one for one in get_args(Failure) if one == told["failure"]), None)
    reason, sample = told["reason"], told["sample"]
    return Observation(
        device=str(told["device"]),
        read="",
        sample=sample if isinstance(sample, int) else 1,
        command=str(told["command"]),
        at=datetime.fromisoformat(str(told["at"])),
        raw=str(told["raw"]),
        failure=failure,
        reason=None if reason is None else str(reason),
    )
