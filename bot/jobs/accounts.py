"""Who may sign in to the console with a password of ours, and who is signed in: scrypt digests, sessions that end."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.errors import RequestError
from bot.model.people import Person
from bot.ports import SignedIn
from bot.store import Store, StoredSession
from bot.store.audit import event

IDLE: Final = timedelta(hours=2)  # nobody asked for a page for so long: signed out
LIFE: Final = timedelta(hours=12)  # a long shift; then everybody signs in anew
SHORTEST: Final = 12  # characters of a password
_LONGEST: Final = 200
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)
_COST: Final = {"n": 2**15, "r": 8, "p": 1}  # 32 MB and a tenth of a second each
_MEMORY: Final = 64 * 2**20
_SEEN_EVERY: Final = timedelta(minutes=1)  # a page is no reason to write each time
_NOBODY: Final = "scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class StoredAccounts:
    """A bot.ports.Accounts over the store. Thread-safe."""

    def __init__(self, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._now = now
        self._turns = threading.BoundedSemaphore(2)  # guesses at once; each takes memory and a processor

    # --- for the one who keeps them -----------------------------------------------------------------------------------

    def keep(self, name: str, password: str, *, by: str = "cli") -> None:
        """Make an account, or give it a new password; `by` is a Person.id.

        Raises RequestError for a name or password that will not do.
        """
        name = name.casefold()
        if not _NAME.fullmatch(name):
            raise RequestError("An account's name is made of letters a-z, digits, dots and hyphens, at most 40.")
        if not SHORTEST <= len(password) <= _LONGEST:
            raise RequestError(f"A password has {SHORTEST} to {_LONGEST} characters; a few words in a row are good.")
        if password.casefold() in {name, name * 2} or len(set(password)) < 5:
            raise RequestError("That password is guessed at once. Take a few words in a row.")
        secret = _digest(password)
        with self._store.writing() as rows:
            rows.accounts.keep(name, secret, self._now())
            rows.audit.add(event(by, "account", self._now(), detail=f"{name} has a new password"))

    def remove(self, name: str, *, by: str = "cli") -> bool:
        """End an account; whoever is signed in with it is signed out. False: there is none."""
        with self._store.writing() as rows:
            gone = rows.accounts.remove(name.casefold())
            if gone:
                rows.audit.add(event(by, "account", self._now(), detail=f"{name.casefold()} was removed"))
        return gone

    def names(self) -> Sequence[tuple[str, datetime]]:
        """All accounts, and since when each has its password."""
        with self._store.reading() as rows:
            return rows.accounts.names()

    # --- for the console ----------------------------------------------------------------------------------------------

    def check(self, name: str, password: str) -> bool:
        """Is this the password of the account? Takes as long for a name that nobody has."""
        with self._store.reading() as rows:
            secret = rows.accounts.secret(name.casefold()) if _NAME.fullmatch(name.casefold()) else None
        with self._turns:
            right = _matches(password[:_LONGEST], secret or _NOBODY)
        return right and secret is not None

    def begin(self, who: SignedIn, before: str | None = None) -> str:
        """Sign somebody in; gives the secret for the cookie. The session that the browser had `before` ends."""
        made, now = secrets.token_urlsafe(32), self._now()
        session = StoredSession(
            person=who.person.id,
            groups=who.person.groups,
            shown=who.name,
            account=who.account,
            began_at=now,
            seen_at=now,
        )
        with self._store.writing() as rows:
            rows.accounts.forget(now - IDLE, now - LIFE)
            if before:
                rows.accounts.end(_shortened(before))
            rows.accounts.begin(_shortened(made), session)
        return made

    def signed_in(self, cookie: str) -> SignedIn | None:
        """Who holds this cookie; None where the session is over."""
        digest, now = _shortened(cookie), self._now()
        with self._store.reading() as rows:
            found = rows.accounts.session(digest)
        if found is None or now - found.seen_at > IDLE or now - found.began_at > LIFE:
            return None
        if now - found.seen_at > _SEEN_EVERY:
            with self._store.writing() as rows:
                rows.accounts.seen(digest, now)
        return SignedIn(person=Person(id=found.person, groups=found.groups), name=found.shown, account=found.account)

    def end(self, cookie: str) -> None:
        """Sign the browser out."""
        with self._store.writing() as rows:
            rows.accounts.end(_shortened(cookie))


def _digest(password: str) -> str:
    salt = secrets.token_bytes(16)
    made = hashlib.scrypt(password.encode(), salt=salt, maxmem=_MEMORY, dklen=32, **_COST)
    numbers = "$".join(str(_COST[name]) for name in "nrp")
    return f"scrypt${numbers}${b64encode(salt).decode()}${b64encode(made).decode()}"


def _matches(password: str, secret: str) -> bool:
    """Reads the cost from the digest, so that a higher one later leaves old passwords in force."""
    _, n, r, p, salt, wanted = secret.split("$")
    made = hashlib.scrypt(
        password.encode(), salt=b64decode(salt), n=int(n), r=int(r), p=int(p), maxmem=_MEMORY, dklen=32
    )
    return hmac.compare_digest(made, b64decode(wanted))


def _shortened(cookie: str) -> str:
    """What is kept of a cookie: who reads the database cannot be anybody."""
    return hashlib.sha256(cookie.encode()).hexdigest()
