"""Sign-in by the organisation's own provider: OpenID Connect, authorisation code with PKCE.

The provider is asked on the loop without ever blocking it, and for a few seconds at most; while it is away, local
accounts work.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import httpx
import jwt

from bot.errors import RemoteError, RequestError
from bot.model.people import Person
from bot.ports import SignedIn
from bot.settings import Oidc

_PATIENCE_S: Final = 6.0
_KEPT_S: Final = 3600.0  # what the provider says of itself
_KEYS_AGAIN_S: Final = 30.0  # an unknown key is asked for no more often
_OPEN_S: Final = 600.0  # somebody who has not come back by then begins anew
_MOST_OPEN: Final = 2_000
_LEEWAY_S: Final = 60
_LARGEST: Final = 1_000_000
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


@dataclass(frozen=True, kw_only=True)
class _Open:
    """Somebody who was sent to the provider and is to come back."""

    nonce: str
    verifier: str
    back: str
    wanted: str
    at: float


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the provider says of itself."""

    authorisation: str
    token: str
    keys_at: str
    keys: Mapping[str | None, jwt.PyJWK]
    at: float
    keys_read: float


class Provider:
    """One provider. All its methods run in the loop's thread."""

    def __init__(self, settings: Oidc) -> None:
        self._settings = settings
        self._open: dict[str, _Open] = {}
        self._known: _Known | None = None

    @property
    def name(self) -> str | None:
        """What people call it."""
        return self._settings.name

    async def begin(self, back: str, wanted: str) -> tuple[str, str]:
        """(address to send the browser to, state that the browser has to bring back). Raises RemoteError.

        `back` is our own address that the provider sends the browser to; `wanted` the page to show in the end.
        """
        known = await self._known_now()
        now = time.monotonic()
        self._open = {state: one for state, one in self._open.items() if now - one.at < _OPEN_S}
        while len(self._open) >= _MOST_OPEN:
            self._open.pop(next(iter(self._open)))
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        self._open[state] = _Open(nonce=nonce, verifier=verifier, back=back, wanted=wanted, at=now)
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        question = urlencode(
            {
                "response_type": "code",
                "client_id": self._settings.client_id,
                "redirect_uri": back,
                "scope": "openid profile",
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
            }
        )
        joint = "&" if "?" in known.authorisation else "?"
        return f"{known.authorisation}{joint}{question}", state

    async def finish(self, code: str, state: str, remembered: str | None) -> tuple[SignedIn, str]:
        """(who it is, the page they wanted). `remembered` is the state that this browser was given.

        Raises RequestError where this is not the answer to a question of ours, RemoteError where the provider fails.
        """
        begun = self._open.pop(state, None)
        same = remembered is not None and hmac.compare_digest(state.encode(), remembered.encode())
        if begun is None or not same or time.monotonic() - begun.at > _OPEN_S:
            raise RequestError("That sign-in was begun elsewhere, or too long ago. Begin it again.")
        known = await self._known_now()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": begun.back,
            "client_id": self._settings.client_id,
            "code_verifier": begun.verifier,
        }
        secret = self._settings.client_secret
        if secret is not None:
            form["client_secret"] = secret.read()
        reply = await _fetch("POST", known.token, form)
        token = reply.get("id_token")
        if not isinstance(token, str):
            raise RemoteError("The sign-in provider gave no token.")
        return self._person(await self._claims(token, begun.nonce)), begun.wanted

    async def _claims(self, token: str, nonce: str) -> Mapping[str, object]:
        try:
            head = jwt.get_unverified_header(token)
            key = await self._key(head.get("kid"))
            claims: dict[str, object] = jwt.decode(
                token,
                key,
                algorithms=list(_ALGORITHMS),
                audience=self._settings.client_id,
                issuer=self._settings.issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise RemoteError(f"The sign-in provider's token cannot be believed ({error}).") from None
        said = claims.get("nonce")
        if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
            raise RemoteError("The sign-in provider's token was made for another sign-in.")
        authorised = claims.get("azp", self._settings.client_id)
        if authorised != self._settings.client_id:
            raise RemoteError("The sign-in provider's token was made for another application.")
        return claims

    def _person(self, claims: Mapping[str, object]) -> SignedIn:
        named = claims.get(self._settings.groups)
        groups = tuple(f"oidc:{one}" for one in named if isinstance(one, str)) if isinstance(named, list) else ()
        shown = next((text for key in ("name", "preferred_username") if isinstance(text := claims.get(key), str)), "")
        person = Person(id=f"console:oidc:{claims['sub']}", groups=groups)
        return SignedIn(person=person, name=shown[:80] or str(claims["sub"]))

    async def _key(self, number: str | None) -> jwt.PyJWK:
        """The key of this number; one that is new to us is asked for once more."""
        known = await self._known_now()
        if number not in known.keys and time.monotonic() - known.keys_read > _KEYS_AGAIN_S:
            self._known = None
            known = await self._known_now()
        if number is None and len(known.keys) == 1:
            return next(iter(known.keys.values()))
        if number not in known.keys:
            raise RemoteError("The sign-in provider's token is signed with a key that it does not publish.")
        return known.keys[number]

    async def _known_now(self) -> _Known:
        now = time.monotonic()
        if self._known is not None and now - self._known.at < _KEPT_S:
            return self._known
        issuer = self._settings.issuer
        told = await _fetch("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != issuer:
            raise RemoteError(f"The sign-in provider calls itself {told.get('issuer')}, and not {issuer}.")
        places = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        authorisation, token, keys_at = (place if isinstance(place, str) else "" for place in places)
        if not (authorisation and token and keys_at):
            raise RemoteError("The sign-in provider does not say where to sign in.")
        keys = _keys(await _fetch("GET", keys_at))
        self._known = _Known(
            authorisation=authorisation, token=token, keys_at=keys_at, keys=keys, at=now, keys_read=now
        )
        return self._known


def _keys(document: Mapping[str, object]) -> Mapping[str | None, jwt.PyJWK]:
    found: dict[str | None, jwt.PyJWK] = {}
    listed = document.get("keys")
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, dict) or one.get("use", "sig") != "sig" or one.get("kty") == "oct":
            continue
        try:
            found[one.get("kid")] = jwt.PyJWK(one)
        except jwt.PyJWTError:  # of a kind that we do not know; the others may do
            continue
    return found


async def _fetch(method: str, address: str, form: Mapping[str, str] | None = None) -> Mapping[str, object]:
    """A JSON document of the provider. Raises RemoteError, without repeating what was sent."""
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE_S, follow_redirects=False) as client:
            reply = await client.request(method, address, data=form, headers={"accept": "application/json"})
        if len(reply.content) > _LARGEST:
            raise ValueError
        document = reply.json()
    except (httpx.HTTPError, ValueError):
        raise RemoteError("The sign-in provider does not answer as it should.") from None
    if reply.status_code != 200 or not isinstance(document, dict):
        raise RemoteError(f"The sign-in provider refused (status {reply.status_code}).")
    return document
