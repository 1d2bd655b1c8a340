"""A Teams of our own on loopback: connector, sign-in and signing keys; strict about cards, faults on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

APP, TENANT, FOREIGN = (
    "00000000-0000-0000-0000-00000000a001",
    "11111111-1111-1111-1111-111111111111",
    "99999999-9999-9999-9999-999999999999",
)
ANNA, BO, GUEST = (
    "aaaaaaaa-0000-0000-0000-000000000001",
    "bbbbbbbb-0000-0000-0000-000000000002",
    "cccccccc-0000-0000-0000-000000000003",
)
TEAM_GROUP = "dddddddd-0000-0000-0000-000000000004"
CHANNEL = "19:channel@thread.tacv2"
LARGEST = 28_000  # bytes of a card that every way into Teams takes
_T = TypeVar("_T")


@dataclass(frozen=True)
class Delivery:
    """What came of handing an activity to the bot."""

    activity: dict[str, Any]
    status: int
    body: Any
    took_s: float


@dataclass
class Posted:
    """A message as it stands now, and every state it has had."""

    conversation: str
    id: str
    states: list[dict[str, Any]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    @property
    def card(self) -> dict[str, Any]:
        made: dict[str, Any] = self.states[-1]["attachments"][0]["content"]
        return made

    @property
    def shown(self) -> str:
        return words_of(self.card)

    @property
    def summary(self) -> str:
        return str(self.states[-1]["summary"])

    def buttons(self) -> list[str]:
        return [one["verb"] for one in actions_of(self.card) if one["type"] == "Action.Execute"]

    def button(self, verb: str, number: int | None = None) -> dict[str, Any]:
        return next(
            one
            for one in actions_of(self.card)
            if one.get("verb") == verb and (number is None or one["data"].get("number") == number)
        )


class FakeTeams:
    """Set `receiver` to the bot's endpoint. Everything that the bot calls is in `log`, in order."""

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def __init__(self) -> None:
        self.receiver: Any = None
        self.log: list[tuple[str, Any]] = []
        self.messages: list[Posted] = []
        self.refused: list[str] = []  # what was wrong with a card
        self.faults: dict[str, list[tuple[int, dict[str, str], float]]] = defaultdict(list)
        self.members: dict[str, dict[str, str]] = {GUEST: {"userRole": "guest"}}
        self.groups: dict[str, list[str]] = {}  # of Entra: person -> ids
        self.secret = "good"
        self.endorsements = ["msteams"]
        self._numbers = itertools.count(1)
        self._server: uvicorn.Server | None = None
        self.port = 0
        self.open()

    # --- its life ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Be there (again), on the same port."""
        routes = [
            Route("/v3/conversations/{conversation}/activities", self._post, methods=["POST"]),
            Route("/v3/conversations/{conversation}/activities/{activity}", self._put, methods=["PUT"]),
            Route("/v3/conversations/{conversation}/members/{member}", self._member),
            Route("/login/{tenant}/oauth2/v2.0/token", self._token, methods=["POST"]),
            Route("/keys", self._keys),
            Route("/graph/v1.0/users/{user}/checkMemberGroups", self._member_groups, methods=["POST"]),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), host="127.0.0.1", port=self.port, log_config=None, lifespan="off", ws="none"
        )
        self._server = uvicorn.Server(config)
        socket = config.bind_socket()
        self.port = socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [socket]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)

    def close(self) -> None:
        """Be away."""
        if self._server:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join(5)
            self._server = None

    @property
    def service(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    # --- what people do ----------------------------------------------------------------------------------------------

    def say(
        self, text: str, *, kind: str = "channel", user: str = ANNA, thread: str | None = None, **more: Any
    ) -> Delivery:
        """Write a message: in a channel as a mention in a thread of its own, unless `thread` names one."""
        number = f"17953400{next(self._numbers):05}"
        conversation = {"channel": f"{CHANNEL};messageid={thread or number}", "groupChat": "19:group@thread.v2"}
        said = text if kind == "personal" else f"<at>firstline</at>&nbsp;{text}"
        return self.deliver(
            self.activity(kind=kind, user=user, conversation=conversation.get(kind, f"a:{user}"))
            | {"type": "message", "id": number, "text": said}
            | more
        )

    def press(
        self,
        message: Posted,
        verb: str,
        *,
        user: str = ANNA,
        number: int | None = None,
        submit: bool = False,
        **more: Any,
    ) -> Delivery:
        """Press a button of a message as it stands; `submit` as a client that does not know Action.Execute."""
        data = {**message.button(verb, number)["data"], **more}
        base = self.activity(kind=kind_of(message.conversation), user=user, conversation=message.conversation)
        base |= {"id": f"f:{next(self._numbers)}", "replyToId": message.id}
        if submit:
            return self.deliver(base | {"type": "message", "value": data})
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        return self.deliver(base | {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}})

    def search(self, text: str, *, user: str = ANNA) -> Delivery:
        """Type into a field of a form."""
        value = {"queryText": text, "queryOptions": {"skip": 0, "top": 15}, "dataset": "places"}
        base = self.activity(kind="personal", user=user, conversation=f"a:{user}")
        return self.deliver(base | {"type": "invoke", "id": "s1", "name": "application/search", "value": value})

    def activity(self, *, kind: str, user: str, conversation: str, tenant: str = TENANT) -> dict[str, Any]:
        """What is the same in all of them."""
        data: dict[str, Any] = {"tenant": {"id": tenant}}
        if kind == "channel":
            data |= {"team": {"id": "19:team", "aadGroupId": TEAM_GROUP}, "channel": {"id": CHANNEL, "name": "Support"}}
        return {
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": f"29:{user}", "aadObjectId": user, "name": "Anna Andersson"},
            "recipient": {"id": f"28:{APP}", "name": "firstline"},
            "conversation": {"id": conversation, "conversationType": kind, "tenantId": tenant},
            "channelData": data,
            "timestamp": "2026-11-22T10:00:00.000Z",
        }

    # --- towards the bot ---------------------------------------------------------------------------------------------

    def deliver(self, activity: dict[str, Any], token: str | None = None) -> Delivery:
        """Hand it over, as often as the caller likes; the same one again is a duplicate delivery."""
        authorization = f"Bearer {token or self.signed()}"
        return self.call("/teams/messages", json.dumps(activity).encode(), {"Authorization": authorization}, activity)

    def call(self, path: str, body: bytes, headers: dict[str, str], activity: dict[str, Any] | None = None) -> Delivery:
        """Anybody at all calls an address."""

        async def post() -> Delivery:
            started = time.monotonic()
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.receiver), base_url="http://bot") as client:
                answer = await client.post(
                    path, content=body, headers={"content-type": "application/json", **headers}, timeout=20
                )
            content = answer.json() if answer.content else None
            return Delivery(activity or {}, answer.status_code, content, time.monotonic() - started)

        return asyncio.run(post())

    def signed(self, key: Any = None, algorithm: str = "RS256", kid: str = "k1", **claims: Any) -> str:
        """A token as Teams makes it; None takes a claim out."""
        now = int(time.time())
        payload = {
            "iss": "https://api.botframework.com", "aud": APP, "exp": now + 3600, "nbf": now - 60, "iat": now - 60,
            "serviceurl": self.service, **claims,
        }  # fmt: skip
        payload = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(payload, key or self.key, algorithm=algorithm, headers={"kid": kid})

    def until(self, what: Callable[[], _T | None], timeout_s: float = 10.0) -> _T:
        """Wait for something to become true; its value."""
        end = time.monotonic() + timeout_s
        while not (value := what()):
            seen = [name for name, _ in self.log][-12:]
            assert time.monotonic() < end, f"did not happen; Teams saw {seen}, refused {self.refused}"
            time.sleep(0.01)
        return value

    # --- what the bot calls ------------------------------------------------------------------------------------------

    async def _post(self, request: Request) -> Response:
        conversation = request.path_params["conversation"]
        activity = await request.json()
        if refusal := await self._hindered("post", request, activity):
            return refusal
        posted = Posted(conversation, uuid.uuid4().hex)
        posted.states.append(activity)
        posted.at.append(time.monotonic())
        self.messages.append(posted)
        return JSONResponse({"id": posted.id}, status_code=201)

    async def _put(self, request: Request) -> Response:
        activity = await request.json()
        if refusal := await self._hindered("put", request, activity):
            return refusal
        for message in self.messages:
            if (message.conversation, message.id) == (
                request.path_params["conversation"],
                request.path_params["activity"],
            ):
                message.states.append(activity)
                message.at.append(time.monotonic())
                return JSONResponse({"id": message.id})
        return JSONResponse({"error": {"code": "ActivityNotFoundInConversation"}}, status_code=404)

    async def _member(self, request: Request) -> Response:
        if refusal := await self._hindered("member", request, None):
            return refusal
        user = request.path_params["member"].removeprefix("29:")
        return JSONResponse(
            {"id": f"29:{user}", "objectId": user, "tenantId": TENANT, "userRole": "user", **self.members.get(user, {})}
        )

    async def _member_groups(self, request: Request) -> Response:
        if refusal := await self._hindered("groups", request, None):
            return refusal
        asked = (await request.json())["groupIds"]
        return JSONResponse(
            {"value": [one for one in asked if one in self.groups.get(request.path_params["user"], ())]}
        )

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        self.log.append(("token", form))
        if self.faults["token"]:
            status, headers, slow_s = self.faults["token"].pop(0)
            await asyncio.sleep(slow_s)
            if status >= 300:
                return JSONResponse({"error": "temporarily_unavailable"}, status_code=status, headers=headers)
        if form["client_secret"] != self.secret:
            said = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}
            return JSONResponse(said, status_code=401)
        token = jwt.encode({"aud": "https://api.botframework.com"}, "x" * 32, algorithm="HS256")
        return JSONResponse({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    async def _keys(self, request: Request) -> Response:
        self.log.append(("keys", None))
        if self.faults["keys"]:
            status, headers, slow_s = self.faults["keys"].pop(0)
            await asyncio.sleep(slow_s)
            if status >= 300:
                return JSONResponse({}, status_code=status, headers=headers)
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return JSONResponse({"keys": [{**public, "kid": "k1", "use": "sig", "endorsements": self.endorsements}]})

    async def _hindered(self, kind: str, request: Request, activity: dict[str, Any] | None) -> Response | None:
        """A fault on demand, a caller without a token, a card that Teams would not take."""
        self.log.append((kind, activity))
        if self.faults[kind]:
            status, headers, slow_s = self.faults[kind].pop(0)
            await asyncio.sleep(slow_s)
            if status >= 300:
                return JSONResponse({"error": {"code": "Fault"}}, status_code=status, headers=headers)
        if not request.headers.get("authorization", "").startswith("Bearer ey"):
            return JSONResponse({"error": {"code": "Unauthorized"}}, status_code=401)
        if activity is not None and (problem := card_problem(activity)):
            self.refused.append(problem)
            return JSONResponse({"error": {"code": "BadSyntax", "message": problem}}, status_code=400)
        return None


def card_problem(activity: dict[str, Any]) -> str | None:
    """What the real Teams would refuse, or read something into: by the SDK's own model, by size, by inert words."""
    from microsoft_teams.cards import AdaptiveCard

    for attachment in activity.get("attachments", []):
        card = attachment["content"]
        try:
            AdaptiveCard.model_validate(card)
        except ValueError as error:
            return str(error)
        size = len(json.dumps(card, ensure_ascii=False).encode())
        if size > LARGEST:
            return f"{size} bytes"
        for one in _walked(card):
            if one.get("type") in {"TextBlock", "FactSet"}:
                return f"a {one['type']} reads Markdown"
            if one.get("type") == "TextRun" and not one["text"]:
                return "an empty run"
            if one.get("type") == "ActionSet" and not 1 <= len(one["actions"]) <= 6:
                return f"{len(one['actions'])} actions in a row"
    return None


def words_of(card: dict[str, Any]) -> str:
    """What a person reads of it, a line a block."""
    lines = [
        "".join(run["text"] for run in one["inlines"]) for one in _walked(card) if one.get("type") == "RichTextBlock"
    ]
    return "\n".join(lines)


def actions_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for one in _walked(card) if one.get("type") == "ActionSet" for action in one["actions"]]


def kind_of(conversation: str) -> str:
    return "channel" if ";messageid" in conversation else "personal" if conversation[:2] == "a:" else "groupChat"


def _walked(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [one for each in part for one in _walked(each)]
    if not isinstance(part, dict):
        return []
    return [part, *(one for each in part.values() for one in _walked(each))]
