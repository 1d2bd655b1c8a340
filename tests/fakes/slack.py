"""A Slack of our own on loopback: Web API, Socket Mode, signed HTTP; strict about Block Kit, faults on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from aiohttp import WSMsgType, web
from slack_sdk.signature import SignatureVerifier

from tests.fakes.block_kit import block_kit_problem

TEAM, USER, CHANNEL, BOT, SECRET = "T1", "U1", "C1", "U0BOT", "8f742231b10e8888abcd99yyyzzz85a5"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Delivery:
    """What came of handing something to the bot: whether it was taken in time, and what was said back."""

    kind: str
    payload: dict[str, Any]
    acked: bool
    took_s: float
    reply: str = ""
    whole: str = "{}"  # all that was said back, as JSON
    status: int | None = None  # over HTTP


@dataclass
class Posted:
    """A message as it stands now, and every state it has had."""

    channel: str
    ts: str
    thread_ts: str | None
    states: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.states[-1]["text"])

    @property
    def shown(self) -> str:
        return json.dumps(self.states[-1]["blocks"], ensure_ascii=False)

    def button(self, action_id: str) -> dict[str, Any]:
        rows = [block["elements"] for block in self.states[-1]["blocks"] if block["type"] == "actions"]
        return next(one for row in rows for one in row if one["action_id"] == action_id)

    def buttons(self) -> list[str]:
        blocks = self.states[-1]["blocks"]
        return [one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


class FakeSlack:
    """Lives in a thread with a loop of its own. `log` holds every call of the Web API in order."""

    def __init__(self, receiver: Callable[..., Any] | None = None) -> None:
        self.receiver = receiver  # the bot's ASGI app, where Slack is to call it over HTTP
        self.log: list[tuple[str, dict[str, Any]]] = []
        self.messages: list[Posted] = []
        self.whispers: list[dict[str, Any]] = []
        self.views: list[dict[str, Any]] = []
        self.homes: list[dict[str, Any]] = []
        self.groups: dict[str, list[str]] = {}
        self.deliveries: list[Delivery] = []
        self.closed: set[str] = set()  # channels that the bot is not in
        self.takes_plans = True
        self.spent: set[str] = set()  # triggers whose three seconds are over
        self.faults: dict[str, list[tuple[int, dict[str, str], float]]] = defaultdict(list)
        self.opened = 0  # sockets so far
        self.ack_s = 3.0  # Slack gives up on a delivery after this
        self._numbers = itertools.count(1)
        self._hooks: dict[str, int] = {}
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._runner: web.AppRunner | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-slack", daemon=True)
        self._thread.start()
        self.port = 0
        self.start()

    # --- control -----------------------------------------------------------------------------------------------------

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def start(self) -> None:
        """Come (back) up, always on the same port."""
        self._do(self._start())

    def stop(self) -> None:
        """Be unreachable."""
        self._do(self._stop())

    def close(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def fail(self, method: str, status: int, *, retry_after: int | None = None, slow_s: float = 0.0) -> None:
        """The next call of this method goes wrong (status 200: only late)."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        self.faults[method].append((status, headers, slow_s))

    def drop_sockets(self) -> None:
        """Cut every socket without a word."""
        self._do(self._drop())

    def refresh_sockets(self) -> None:
        """Slack's own regular request to come back over a new socket."""
        self._do(self._tell_disconnect())

    def command(self, text: str, *, user: str = USER, channel: str = CHANNEL, late: bool = False) -> Delivery:
        """Somebody types /firstline in the composer. `late`: no window can be opened for it any more."""
        payload = {
            "command": "/firstline", "text": text, "team_id": TEAM, "user_id": user, "channel_id": channel,
            "trigger_id": self._trigger(late), "response_url": self._hook(),
        }  # fmt: skip
        return self.deliver("slash_commands", payload)

    def mention(self, text: str, *, thread_ts: str | None = None, user: str = USER, **more: str) -> Delivery:
        """Somebody mentions the bot, in a channel or under a message."""
        event: dict[str, Any] = {
            "type": "app_mention", "user": user, "text": f"<@{BOT}> {text}", "channel": CHANNEL, "ts": self._ts(),
            **more,
        }  # fmt: skip
        return self.event(event if thread_ts is None else {**event, "thread_ts": thread_ts})

    def event(self, event: dict[str, Any]) -> Delivery:
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": self._new("Ev"), "event": event}
        return self.deliver("events_api", payload)

    def press(
        self, message: Posted, action_id: str, *, user: str = USER, team: str = TEAM, late: bool = False
    ) -> Delivery:
        """Somebody presses a button of a message. `late`: no window can be opened for it any more."""
        shown = {"ts": message.ts, **({"thread_ts": message.thread_ts} if message.thread_ts else {})}
        payload = {
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": team},
            "channel": {"id": message.channel}, "message": shown, "trigger_id": self._trigger(late),
            "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel},
            "actions": [{**message.button(action_id), "action_ts": self._ts()}], "response_url": self._hook(),
        }  # fmt: skip
        return self.deliver("interactive", payload)

    def point_at(self, text: str, *, ts: str, user: str = USER) -> Delivery:
        """Somebody chooses "Diagnose this" at a message."""
        payload = {
            "type": "message_action", "callback_id": "diagnose_this", "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM}, "channel": {"id": CHANNEL}, "trigger_id": self._new("trigger"),
            "message": {"type": "message", "text": text, "ts": ts, "user": "U9"}, "response_url": self._hook(),
        }  # fmt: skip
        return self.deliver("interactive", payload)

    def type_in(self, typed: str, *, user: str = USER) -> list[dict[str, Any]]:
        """Somebody types into the field of the form that is searched; the options that come."""
        payload = {
            "type": "block_suggestion", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
            "action_id": "place", "block_id": "place", "value": typed,
        }  # fmt: skip
        said = json.loads(self.deliver("interactive", payload).whole)
        return list(said["options"])

    def fill_in(self, *, user: str = USER, **fields: str) -> Delivery:
        """Somebody sends the form that was opened last, with these fields."""
        view = self.views[-1]
        values: dict[str, Any] = {}
        for name in ("place", "port", "symptom", "words"):
            said = fields.get(name)
            chosen = {"text": {"type": "plain_text", "text": said}, "value": said} if said else None
            values[name] = {name: {"selected_option": chosen} if name in {"place", "symptom"} else {"value": said}}
        payload = {
            "type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
            "view": {**view, "id": self._new("V"), "hash": "h", "state": {"values": values}},
        }  # fmt: skip
        return self.deliver("interactive", payload)

    def go_home(self, user: str = USER) -> dict[str, Any]:
        """Somebody opens the Home tab; what stands there then."""
        before = len(self.homes)
        self.event({"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"})
        self.until(lambda: len(self.homes) > before)
        return self.homes[-1]

    def deliver(self, kind: str, payload: dict[str, Any], retry: int | None = None) -> Delivery:
        """Hand it over, as often as the caller likes; the same payload again is a duplicate delivery."""
        over = self._over_http if self.receiver else self._over_socket
        made = self._do(over(kind, payload, retry))
        self.deliveries.append(made)
        return made

    def until(self, what: Callable[[], _T | None], timeout_s: float = 10.0) -> _T:
        """Wait for something to become true; its value."""
        end = time.monotonic() + timeout_s
        while not (value := what()):
            assert time.monotonic() < end, f"did not happen; Slack saw {[name for name, _ in self.log][-12:]}"
            time.sleep(0.01)
        return value

    # --- towards the bot ---------------------------------------------------------------------------------------------

    async def _over_socket(self, kind: str, payload: dict[str, Any], retry: int | None) -> Delivery:
        started = time.monotonic()
        while not self._sockets:
            await asyncio.sleep(0.01)
            if time.monotonic() - started > 10:
                return Delivery(kind, payload, False, time.monotonic() - started)
        started = time.monotonic()
        number = self._new("envelope")
        self._acks[number] = asyncio.get_running_loop().create_future()
        again = {} if retry is None else {"retry_attempt": retry, "retry_reason": "timeout"}
        envelope = {"envelope_id": number, "type": kind, "payload": payload, "accepts_response_payload": True, **again}
        await self._sockets[-1].send_json(envelope)
        try:
            answer = await asyncio.wait_for(self._acks[number], self.ack_s)
        except TimeoutError:
            return Delivery(kind, payload, False, time.monotonic() - started)
        said = answer.get("payload") or {}
        return Delivery(kind, payload, True, time.monotonic() - started, said.get("text", ""), json.dumps(said))

    async def _over_http(self, kind: str, payload: dict[str, Any], retry: int | None) -> Delivery:
        body, content = json.dumps(payload), "application/json"
        if kind != "events_api":
            form = payload if kind == "slash_commands" else {"payload": body}
            body, content = urlencode(form), "application/x-www-form-urlencoded"
        again = {} if retry is None else {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return await self._post(kind, payload, body, {"content-type": content, **signed(body), **again})

    async def _post(self, kind: str, payload: dict[str, Any], body: str, headers: dict[str, str]) -> Delivery:
        assert self.receiver is not None
        started = time.monotonic()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.receiver), base_url="http://bot") as client:
            answer = await client.post("/slack/events", content=body, headers=headers)
        took = time.monotonic() - started
        acked = answer.status_code == 200 and took < self.ack_s
        whole = answer.text if answer.text.startswith("{") else "{}"
        return Delivery(kind, payload, acked, took, answer.text, whole, answer.status_code)

    def post_raw(self, body: str, headers: dict[str, str]) -> Delivery:
        """Anybody at all calls the address."""
        return self._do(self._post("raw", {}, body, headers))

    # --- what the bot calls ------------------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments: dict[str, Any] = {**request.query, **await request.post()}
        if request.content_type == "application/json":
            arguments = await request.json()
        arguments = {name: _unpacked(value) for name, value in arguments.items()}
        self.log.append((method, arguments))
        if self.faults[method]:
            status, headers, slow_s = self.faults[method].pop(0)
            await asyncio.sleep(slow_s)
            if status != 200:
                error = "ratelimited" if status == 429 else "internal_error"
                return web.json_response({"ok": False, "error": error}, status=status, headers=headers)
        answer = self._answer(method, arguments, request.headers.get("Authorization", ""))
        return web.json_response({"ok": "error" not in answer, **answer})

    def _answer(self, method: str, arguments: dict[str, Any], authorization: str) -> dict[str, Any]:
        if authorization != ("Bearer xapp-test" if method == "apps.connections.open" else "Bearer xoxb-test"):
            return {"error": "invalid_auth"}
        if problem := block_kit_problem(arguments, plans=self.takes_plans):
            return {"error": "invalid_blocks", "problem": problem}
        if arguments.get("trigger_id") in self.spent:
            return {"error": "expired_trigger_id"}
        if arguments.get("channel") in self.closed:
            return {"error": "not_in_channel"}
        match method:
            case "auth.test":
                return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1"}
            case "apps.connections.open":
                return {"url": f"ws://127.0.0.1:{self.port}/socket"}
            case "chat.postMessage":
                channel = arguments["channel"]
                posted = Posted(f"D{channel}" if channel[0] == "U" else channel, self._ts(), arguments.get("thread_ts"))
                posted.states.append(arguments)
                self.messages.append(posted)
                return {"channel": posted.channel, "ts": posted.ts}
            case "chat.update":
                for message in self.messages:
                    if (message.channel, message.ts) == (arguments["channel"], arguments["ts"]):
                        message.states.append(arguments)
                        return {"channel": message.channel, "ts": message.ts}
                return {"error": "message_not_found"}
            case "chat.postEphemeral":
                self.whispers.append(arguments)
                return {"message_ts": self._ts()}
            case "views.open":
                self.views.append(arguments["view"])
                return {"view": {"id": self._new("V")}}
            case "views.publish":
                self.homes.append(arguments["view"])
                return {}
            case "usergroups.list":
                return {"usergroups": [{"id": name, "users": users} for name, users in self.groups.items()]}
        return {"error": "unknown_method"}

    async def _hooked(self, request: web.Request) -> web.Response:
        """A response_url: five uses."""
        number = request.match_info["number"]
        self._hooks[number] -= 1
        if self._hooks[number] < 0:
            return web.Response(status=404, text="used_url")
        self.whispers.append(await request.json())
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        self.opened += 1
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                waiting = self._acks.get(answer.get("envelope_id"))
                if waiting and not waiting.done():
                    waiting.set_result(answer)
        if socket in self._sockets:
            self._sockets.remove(socket)
        return socket

    # --- inner -------------------------------------------------------------------------------------------------------

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/api/{method}", self._call)
        app.router.add_post("/hook/{number}", self._hooked)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        await self._drop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _drop(self) -> None:
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.abort()

    async def _tell_disconnect(self) -> None:
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    def _hook(self) -> str:
        number = self._new("hook")
        self._hooks[number] = 5
        return f"http://127.0.0.1:{self.port}/hook/{number}"

    def _trigger(self, late: bool) -> str:
        trigger = self._new("trigger")
        if late:
            self.spent.add(trigger)
        return trigger

    def _new(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"

    def _ts(self) -> str:
        return f"1795340000.{next(self._numbers):06}"

    def _do(self, work: Coroutine[Any, Any, _T]) -> _T:
        running: Future[_T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return running.result(30)


def signed(body: str, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The two headers by which Slack shows that it is Slack."""
    timestamp = str(int(at if at is not None else time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}


def _unpacked(value: object) -> object:
    """Forms carry blocks and views as JSON text."""
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
