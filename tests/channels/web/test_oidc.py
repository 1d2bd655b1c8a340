"""Sign-in by the organisation's own provider: code and PKCE against a small one, and whatever may be wrong with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.channels.web import SignIn
from bot.channels.web.oidc import Provider
from bot.jobs.accounts import StoredAccounts
from bot.settings import Oidc
from bot.store import open_store
from tests.channels.web.house import captured, console, serving
from tests.channels.web.provider import CLIENT, Fake, provider
from tests.front_door import InProcess


@dataclass
class Stage:
    fake: Fake
    accounts: StoredAccounts
    browser: httpx.Client

    def to_the_provider(self, wanted: str = "") -> str:
        reply = self.browser.get("/sign-in/oidc", params={"next": wanted})
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    def sign_in(self, wanted: str = "") -> httpx.Response:
        return self.browser.get(self.fake.sign_in(self.to_the_provider(wanted)))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    store = open_store(f"sqlite:///{tmp_path / 'firstline.db'}")
    accounts = StoredAccounts(store)
    accounts.keep("anna", "tre små katter")
    with provider() as fake:
        oidc = Provider(Oidc(issuer=fake.url, client_id=CLIENT, name="regionens konto"))
        how = SignIn(accounts=accounts, provider=oidc)
        with (
            InProcess(captured()) as door,
            serving(console(door, sign_in=how)) as url,
            httpx.Client(base_url=url) as browser,
        ):
            yield Stage(fake=fake, accounts=accounts, browser=browser)
    store.close()


def test_the_button_leads_to_the_provider_and_back_to_the_page_that_was_wanted(stage: Stage) -> None:
    page = stage.browser.get("/sign-in?next=/runbooks").text
    assert "Fortsätt med regionens konto" in page
    assert 'href="/sign-in/oidc?next=/runbooks"' in page
    reply = stage.sign_in("/runbooks")
    assert (reply.status_code, reply.headers["location"]) == (303, "/runbooks")
    assert '<span class="who">Alva Lind</span>' in stage.browser.get("/").text


def test_the_person_is_the_providers_own_number_and_the_groups_go_along(stage: Stage) -> None:
    stage.fake.claims = {"sub": "u-17", "name": "anna", "groups": ["it-1", 7, "it-2"]}
    stage.sign_in()
    who = stage.accounts.signed_in(stage.browser.cookies["firstline_session"])
    assert who
    assert who.person.id == "console:oidc:u-17"
    assert who.person.groups == ("oidc:it-1", "oidc:it-2")
    assert who.account is None


@pytest.mark.parametrize("changes", [
    {"aud": "another-application"},
    {"iss": "https://evil.example"},
    {"exp": int(time.time()) - 3600},
    {"nonce": "of-another-sign-in"},
    {"azp": "another-application"},
    {"sub": None},
    {"iat": None},
])  # fmt: skip
def test_a_token_that_was_not_made_for_this_sign_in_opens_nothing(stage: Stage, changes: dict[str, object]) -> None:
    stage.fake.changes = changes
    reply = stage.sign_in()
    assert reply.status_code == 503
    assert "set-cookie" not in reply.headers
    assert stage.browser.get("/").status_code == 303


def test_a_token_with_a_strange_signature_opens_nothing(stage: Stage) -> None:
    stage.fake.signs_with = rsa.generate_private_key(65537, 2048)
    assert stage.sign_in().status_code == 503


def test_a_code_works_once(stage: Stage) -> None:
    back = stage.fake.sign_in(stage.to_the_provider())
    assert stage.browser.get(back).headers["location"] == "/"
    stage.browser.cookies.clear()
    assert stage.browser.get(back).status_code == 401


def test_an_answer_that_somebody_else_began_is_not_taken(stage: Stage) -> None:
    back = stage.fake.sign_in(stage.to_the_provider())
    with httpx.Client(base_url=str(stage.browser.base_url)) as victim:
        reply = victim.get(back)
    assert reply.status_code == 401
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x", "?code=x&state=y", "?code=&state="])
def test_an_answer_without_a_question_is_told_in_words(stage: Stage, query: str) -> None:
    reply = stage.browser.get(f"/sign-in/oidc/back{query}")
    assert reply.status_code == 401
    assert "Lokalt konto" in reply.text or "lokalt konto" in reply.text


def test_while_the_provider_is_away_the_local_account_works(stage: Stage) -> None:
    stage.fake.down = True
    reply = stage.browser.get("/sign-in/oidc")
    assert reply.status_code == 503
    assert "<details open>" in reply.text
    assert "lokalt konto fungerar" in reply.text
    data = {"name": "anna", "password": "tre små katter"}
    assert stage.browser.post("/sign-in", data=data).status_code == 303
    assert stage.browser.get("/").status_code == 200


def test_what_the_provider_says_of_itself_is_asked_for_once(stage: Stage) -> None:
    stage.sign_in()
    stage.sign_in()
    assert stage.fake.asked.count("/keys") == 1
    assert stage.fake.asked.count("/token") == 2


def test_a_new_key_of_the_provider_is_found_without_a_restart(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.sign_in()
    monkeypatch.setattr("bot.channels.web.oidc._KEYS_AGAIN_S", 0.0)
    stage.fake.rotate()
    assert stage.sign_in().status_code == 303


def test_the_wanted_page_is_one_of_ours(stage: Stage) -> None:
    assert stage.sign_in("//evil.example/x").headers["location"] == "/"


def test_the_provider_never_sees_the_secret_that_proves_who_asked(stage: Stage) -> None:
    question = urlsplit(stage.to_the_provider()).query
    assert "code_challenge=" in question
    assert "verifier" not in question
