"""Sign-in to the console: who is let in, for how long, how often one may guess, and what nobody can forge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.channels.web import SignIn
from bot.channels.web.tries import Tries
from bot.errors import RemoteError, RequestError
from bot.jobs.accounts import IDLE, LIFE, StoredAccounts
from bot.store import open_store
from tests.channels.web.house import BPDUGUARD, captured, console, serving
from tests.front_door import InProcess

PASSWORD = "tre små katter"


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Locked:
    """A console that people have to sign in to, and one browser."""

    accounts: StoredAccounts
    clock: Clock
    door: InProcess
    browser: httpx.Client

    def sign_in(self, password: str = PASSWORD, **more: str) -> httpx.Response:
        return self.browser.post("/sign-in", data={"name": "anna", "password": password, **more})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[StoredAccounts]:
    store = open_store(f"sqlite:///{tmp_path / 'firstline.db'}")
    made = StoredAccounts(store, now=clock)
    made.keep("Anna", PASSWORD)
    yield made
    store.close()


@pytest.fixture
def locked(accounts: StoredAccounts, clock: Clock) -> Iterator[Locked]:
    with (
        InProcess(captured()) as door,
        serving(console(door, sign_in=SignIn(accounts=accounts))) as url,
        httpx.Client(base_url=url) as browser,
    ):
        yield Locked(accounts=accounts, clock=clock, door=door, browser=browser)


@pytest.mark.parametrize("path", ["/", "/recent", "/checks", "/runbooks", "/health", "/accuracy", "/api", "/r/r-1"])
def test_without_a_sign_in_each_page_leads_to_the_sign_in_page(locked: Locked, path: str) -> None:
    reply = locked.browser.get(path)
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(("path", "status"), [
    ("/sign-in", 200), ("/card", 200), ("/healthz", 200), ("/static/style.css", 200), ("/api/v1/requests/r-1", 401),
    ("/suggest?q=sw-kar", 401), ("/r/r-1/events", 401), ("/sign-in-not", 303), ("/cards", 303),
])  # fmt: skip
def test_what_has_a_check_of_its_own_or_tells_nothing_is_open_and_nothing_else(
    locked: Locked, path: str, status: int
) -> None:
    assert locked.browser.get(path).status_code == status


def test_the_right_password_leads_to_the_page_that_was_wanted_and_the_name_stands_there(locked: Locked) -> None:
    wanted = locked.browser.get("/runbooks?x=1").headers["location"]
    assert 'name="next" value="/runbooks?x=1"' in locked.browser.get(wanted).text
    reply = locked.sign_in(next="/runbooks?x=1")
    assert (reply.status_code, reply.headers["location"]) == (303, "/runbooks?x=1")
    assert '<span class="who">anna</span>' in locked.browser.get("/").text
    assert ("console:anna", "signed-in", None) in locked.door.recorded


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "evil", "/sign-out"]
)
def test_no_sign_in_sends_anybody_to_another_site(locked: Locked, wanted: str) -> None:
    assert locked.sign_in(next=wanted).headers["location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(locked: Locked) -> None:
    given = locked.sign_in().headers["set-cookie"]
    assert given.startswith("firstline_session=")
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "max-age" not in given.casefold()


def test_behind_tls_the_cookie_never_travels_in_the_open(accounts: StoredAccounts) -> None:
    with InProcess(captured()) as door, serving(console(door, sign_in=SignIn(accounts=accounts))) as url:
        proxied = {"x-forwarded-proto": "https"}
        with httpx.Client(base_url=url, headers=proxied) as browser:
            given = browser.post("/sign-in", data={"name": "anna", "password": PASSWORD}).headers["set-cookie"]
    assert given.startswith("__Host-firstline_session=")
    assert "Secure" in given
    assert "Path=/" in given


def test_a_wrong_password_and_a_name_that_nobody_has_are_told_alike(locked: Locked) -> None:
    wrong, nobody = locked.sign_in("tre små hundar"), locked.browser.post(
        "/sign-in", data={"name": "bosse", "password": PASSWORD}
    )  # fmt: skip
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.text.replace("anna", "bosse") == nobody.text
    assert "set-cookie" not in wrong.headers
    assert [event for _, event, _ in locked.door.recorded] == ["sign-in-failed"] * 2
    assert {who for who, _, _ in locked.door.recorded} == {"console"}


def test_after_five_wrong_passwords_the_right_one_has_to_wait_too(locked: Locked) -> None:
    assert [locked.sign_in("fel, fel och fel").status_code for _ in range(5)] == [401] * 5
    reply = locked.sign_in()
    assert reply.status_code == 429
    assert 0 < int(reply.headers["retry-after"]) <= 15
    assert "Vänta" in reply.text


def test_signing_in_gives_a_new_secret_and_ends_the_one_before(locked: Locked) -> None:
    locked.browser.cookies.set("firstline_session", "planted-by-somebody", domain="127.0.0.1", path="/")
    locked.sign_in()
    first = locked.browser.cookies["firstline_session"]
    assert first != "planted-by-somebody"
    locked.sign_in()
    assert locked.browser.cookies["firstline_session"] != first
    assert locked.accounts.signed_in(first) is None


def test_signing_out_ends_the_session_here_not_only_in_the_browser(locked: Locked) -> None:
    locked.sign_in()
    secret = locked.browser.cookies["firstline_session"]
    assert locked.browser.post("/sign-out").headers["location"] == "/sign-in"
    assert locked.accounts.signed_in(secret) is None
    assert locked.browser.get("/").status_code == 303


def test_a_session_ends_when_nobody_uses_it_and_at_last_in_any_case(locked: Locked) -> None:
    locked.sign_in()
    for _ in range(11):
        locked.clock.now += timedelta(hours=1)
        assert locked.browser.get("/").status_code == 200
    locked.clock.now += LIFE - timedelta(hours=11) + timedelta(seconds=1)
    assert locked.browser.get("/").status_code == 303
    locked.sign_in()
    locked.clock.now += IDLE + timedelta(seconds=1)
    assert locked.browser.get("/").status_code == 303


def test_a_new_password_or_the_end_of_an_account_signs_everybody_out(locked: Locked) -> None:
    locked.sign_in()
    locked.accounts.keep("anna", "fyra stora hästar")
    assert locked.browser.get("/").status_code == 303
    locked.sign_in("fyra stora hästar")
    assert locked.accounts.remove("ANNA")
    assert locked.browser.get("/").status_code == 303
    assert locked.sign_in("fyra stora hästar").status_code == 401


def test_a_question_typed_after_the_session_ended_is_there_again_after_the_sign_in(locked: Locked) -> None:
    page = locked.browser.post("/ask", data={"q": BPDUGUARD})
    assert page.status_code == 401
    assert f'name="q" value="{BPDUGUARD}"' in page.text
    again = locked.sign_in(q=BPDUGUARD)
    assert again.status_code == 200
    assert f'value="{BPDUGUARD}"' in again.text
    assert locked.door.accepted == []


def test_a_question_carries_who_asked(locked: Locked) -> None:
    locked.sign_in()
    path = locked.browser.post("/ask", data={"q": BPDUGUARD}).headers["location"]
    asked = locked.door.request(path.rpartition("/")[2])
    assert asked
    assert (asked.channel, asked.requester) == ("console", "console:anna")


@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    {"origin": "null"},
])  # fmt: skip
def test_no_form_of_another_site_is_taken(locked: Locked, headers: dict[str, str]) -> None:
    locked.sign_in()
    for path in ("/sign-in", "/sign-out", "/ask", "/r/r-1/ticket", "/r/r-1/helped", "/r/r-1/cancel"):
        assert locked.browser.post(path, headers=headers, data={"q": "x"}).status_code == 403, path


def test_while_the_database_is_away_nobody_is_let_in_and_nobody_is_called_signed_out(
    locked: Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked.sign_in()

    def away(_: str) -> None:
        raise RemoteError("The database cannot be used just now.")

    monkeypatch.setattr(locked.accounts, "signed_in", away)
    assert locked.browser.get("/recent").status_code == 503


@pytest.mark.parametrize("password", ["kort", "anna", "a" * 12, "ab" * 8, "x" * 201])
def test_a_password_that_is_guessed_at_once_is_refused(accounts: StoredAccounts, password: str) -> None:
    with pytest.raises(RequestError, match="password"):
        accounts.keep("anna", password)
    assert accounts.check("anna", PASSWORD)


@pytest.mark.parametrize("name", ["", "anna:b", "a b", "åsa", "../x", "x" * 41])
def test_a_name_is_plain_so_that_it_can_be_written_in_a_configuration(accounts: StoredAccounts, name: str) -> None:
    with pytest.raises(RequestError, match="name"):
        accounts.keep(name, PASSWORD)
    assert not accounts.check(name, PASSWORD)


def test_neither_a_password_nor_a_cookie_can_be_read_from_the_database(locked: Locked, tmp_path: Path) -> None:
    locked.sign_in()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("firstline.db*"))
    assert b"anna" in kept
    assert PASSWORD.encode() not in kept
    assert locked.browser.cookies["firstline_session"].encode() not in kept


class TestTries:
    """How often a password may be guessed."""

    def test_waits_grow_and_a_pause_forgives(self) -> None:
        now = [0.0]
        tries = Tries(lambda: now[0])
        waits = []
        for _ in range(9):
            while (wait := tries.begin("anna", "10.0.0.1")) > 0:
                waits.append(wait)
                now[0] += wait
        assert waits == [15.0, 30.0, 60.0, 120.0]
        now[0] += 2000
        assert [tries.begin("anna", "10.0.0.1") for _ in range(5)] == [0.0] * 5

    def test_somebody_elsewhere_is_not_locked_out_by_it(self) -> None:
        tries = Tries(lambda: 0.0)
        for _ in range(20):
            tries.begin("anna", "10.0.0.66")
        assert tries.begin("anna", "10.0.0.1") == 0.0
        assert tries.begin("bosse", "10.0.0.66") == 0.0

    def test_many_names_from_one_address_have_to_wait(self) -> None:
        tries = Tries(lambda: 0.0)
        assert max(tries.begin(f"name{number}", "10.0.0.66") for number in range(40)) > 0

    def test_who_signs_in_right_is_not_counted(self) -> None:
        tries = Tries(lambda: 0.0)
        for _ in range(200):
            assert tries.begin("anna", "10.0.0.1") == 0.0
            tries.right("anna", "10.0.0.1")
