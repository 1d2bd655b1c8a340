"""Teams' own interface in our words: post, edit, ask who somebody is. Loaded only once Teams is switched on."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

import httpx

from bot.channels.teams.cards import Content
from bot.channels.teams.groups import Groups
from bot.channels.teams.place import Place, Refused
from bot.channels.teams.sdk import load
from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.tokens import Tokens
from bot.channels.teams.trust import Keys, Signatures
from bot.errors import RemoteError

if TYPE_CHECKING:
    from microsoft_teams.api.activities.message import MessageActivityInput
    from microsoft_teams.apps import App, HttpServerAdapter

_TIMEOUT_S: Final = 10.0
_TRIES: Final = 4
_LONGEST_WAIT_S: Final = 15.0  # for a 429; a longer one is the outbox's to wait for
_PASSING: Final = {408, 412, 429, 500, 502, 503, 504}  # as Teams' pages name them
_UNEDITABLE: Final = {404, 410}  # the message is not there any more: a new one says the same
_UNSIGNED: Final = "e30.e30.e30"  # for the playground: shaped like a token, worth nothing
_LOOPBACK: Final = ("localhost", "127.0.0.1")
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Member:
    """What Teams says of somebody in a conversation."""

    tenant: str | None
    role: str | None  # user, guest, anonymous
    principal: str | None  # a guest's has #EXT# in it

    def is_guest(self, tenants: tuple[str, ...]) -> bool:
        outside = self.tenant is not None and self.tenant.casefold() not in tenants
        return outside or self.role in {"guest", "anonymous"} or "#ext#" in (self.principal or "").casefold()


class Connector:
    """Everything that we tell Teams. What is tried again, how often, and when that ends, is settled here."""

    def __init__(self, settings: TeamsSettings, adapter: HttpServerAdapter) -> None:
        assert settings.bot is not None
        self._settings = settings
        self._tokens = Tokens(settings.bot, settings.tenants[0], settings.login)
        self.keys = Keys(settings.keys)
        self._groups: Groups | None = None
        if settings.groups:
            self._groups = Groups(
                settings.bot, settings.tenants[0], settings.groups, login=settings.login, graph=settings.graph
            )
        self.app = self._made(adapter)
        self._quiet_until = 0.0  # Teams asked for silence; steps of the work keep to it

    async def open(self) -> None:
        """Take calls; every one is checked by us."""
        settings = self._settings
        await self.app.initialize()
        if not settings.playground:
            assert settings.bot is not None
            # The one private name of the SDK's that we touch; its version is exact, and a test holds this.
            self.app.server._token_validator = Signatures(settings.bot.app_id, self.keys)

    async def close(self) -> None:
        for client in (self.app.http_client, self.app.api.http):  # the SDK never does
            await client.http.aclose()

    async def check(self) -> None:
        """Whether Microsoft gives us a token and its keys. Raises RemoteError."""
        if not self._settings.playground:
            await self._tokens.token()
            await self.keys.hold()

    def trusted(self, service: str) -> bool:
        """Whether our token may go to this address."""
        address = urlsplit(service)
        host = (address.hostname or "").casefold()
        if self._settings.playground:
            return host in _LOOPBACK
        return host in self._settings.service_hosts and (address.scheme == "https" or host in _LOOPBACK)

    async def post(self, place: Place, content: Content) -> Place:
        """A new message, tried again for a while."""
        sent = await self._patiently(lambda: self._send(place, content))
        return replace(place, activity=sent)

    async def edit(self, place: Place, content: Content, *, patient: bool) -> Place:
        """Another state of the message; a new message where the old one is gone."""
        if patient:
            try:
                await self._patiently(lambda: self._send(place, content))
            except Refused as refusal:
                if refusal.status not in _UNEDITABLE:
                    raise
                return await self.post(replace(place, activity=None), content)
            return place
        clock = asyncio.get_running_loop().time
        if clock() < self._quiet_until:
            raise Refused(429)
        try:
            await self._send(place, content)
        except Refused as refusal:
            self._quiet_until = clock() + refusal.retry_after_s
            raise
        return place

    async def member(self, place: Place, user: str) -> Member:
        """Who this is, by the id that Teams gave with the message."""

        async def ask() -> Member:
            api = self.app.api.clone(service_url=place.service)
            root = place.conversation.partition(";")[0]
            found = await called(api.conversations.get_member_by_id(root, user))
            return Member(tenant=found.tenant_id, role=found.user_role, principal=found.user_principal_name)

        return await self._patiently(ask, tries=2)

    async def groups(self, place: Place) -> tuple[str, ...]:
        """Ids of the groups of Entra that count here and that the speaker is in; none in doubt."""
        return await self._groups.of(place.user) if self._groups and place.tenant == self._settings.tenants[0] else ()

    # --- inner -------------------------------------------------------------------------------------------------------

    def _made(self, adapter: HttpServerAdapter) -> App:
        from microsoft_teams.api.auth.cloud_environment import PUBLIC
        from microsoft_teams.common import ClientOptions

        settings = self._settings
        assert settings.bot is not None

        async def token(*_: object) -> str:
            return _UNSIGNED if settings.playground else await self._tokens.token()

        made = load()(
            client_id=settings.bot.app_id,
            tenant_id=settings.tenants[0],
            token=token,
            client=ClientOptions(timeout=_TIMEOUT_S),  # the SDK's own limit is none at all
            http_server_adapter=adapter,
            messaging_endpoint="/messages",
            # All of these are told: what is not, the SDK looks for in the environment.
            cloud=PUBLIC,
            service_url="https://smba.trafficmanager.net/teams",
            dangerously_allow_unauthenticated_requests=settings.playground,
            telemetry={"agent365": False},
        )
        logging.getLogger("httpx").setLevel(logging.WARNING)  # the SDK opens it for every address that is called
        return made

    async def _send(self, place: Place, content: Content) -> str:
        if not self.trusted(place.service):
            host = urlsplit(place.service).hostname
            raise RemoteError(f"{host} is no host of Teams (see service_hosts). Nothing is sent there.")
        sent = await called(
            self.app.send(place.conversation, _activity(place, content), service_url=place.service.rstrip("/"))
        )
        return place.activity or sent.id

    async def _patiently(self, call: Callable[[], Awaitable[_T]], tries: int = _TRIES) -> _T:
        for left in reversed(range(tries)):
            try:
                return await call()
            except Refused as refusal:
                if refusal.status in {401, 403}:
                    self._tokens.forget()
                if not left or refusal.status not in _PASSING | {401} or refusal.retry_after_s > _LONGEST_WAIT_S:
                    raise
                pause = refusal.retry_after_s
            except RemoteError:
                if left < tries - 1:
                    raise  # no answer at all: one more try, the rest is the outbox's
                pause = 0.0
            # Not all at once: many messages may have been refused in the same moment.
            await asyncio.sleep(max(pause, 0.5 * 2 ** (tries - 1 - left)) * random.uniform(1.0, 1.3))  # noqa: S311
        raise AssertionError


def _activity(place: Place, content: Content) -> MessageActivityInput:
    from microsoft_teams.api.activities.message import MessageActivityInput
    from microsoft_teams.api.models import Attachment

    card = Attachment(content_type="application/vnd.microsoft.card.adaptive", content=content.card)
    made = MessageActivityInput(attachments=[card])
    made.id = place.activity
    made.summary = content.summary  # type: ignore[attr-defined]  # what a locked phone shows; the SDK left it out
    return made


async def called(call: Awaitable[_T]) -> _T:
    """Teams' answer, or RemoteError in a sentence."""
    try:
        return await call
    except httpx.HTTPStatusError as error:
        wait = error.response.headers.get("Retry-After", "0")
        raise Refused(error.response.status_code, float(wait) if wait.isdigit() else 0.0) from None
    except (httpx.HTTPError, TimeoutError, OSError) as error:
        raise RemoteError(
            f"Teams cannot be reached ({type(error).__name__}). It is tried again; console and terminal work as usual."
        ) from None
