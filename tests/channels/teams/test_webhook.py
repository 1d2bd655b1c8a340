"""The outgoing webhook: signed questions in, one answer out within seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from tests.channels.teams.conftest import SECRET, Stage
from tests.fakes.teams import ANNA, FOREIGN, TENANT, Delivery, card_problem, words_of

QUESTION = "Gi1/0/14 på sw-kar-a2-03 är död"
HEADLINE = "Porten stängdes av när en switch kopplades in"


def asked(stage: Stage, text: str = QUESTION, *, key: str = SECRET, tenant: str = TENANT, id: str = "1") -> Delivery:  # noqa: A002
    activity = stage.teams.activity(kind="channel", user=ANNA, conversation="19:c;messageid=1", tenant=tenant)
    body = json.dumps({**activity, "type": "message", "id": id, "text": f"<at>firstline</at> {text}"}).encode()
    return stage.teams.call("/teams/webhook", body, {"Authorization": signed(body, key)})


def signed(body: bytes, key: str = SECRET) -> str:
    digest = hmac.new(base64.b64decode(key), body, hashlib.sha256).digest()
    return f"HMAC {base64.b64encode(digest).decode()}"


def card_of(answer: Delivery) -> dict[str, Any]:
    made: dict[str, Any] = answer.body["attachments"][0]["content"]
    return made


def test_a_quick_answer_comes_at_once_and_has_only_links(still: Stage) -> None:
    answer = asked(still)
    assert (answer.status, answer.body["type"]) == (200, "message")
    card = card_of(answer)
    assert HEADLINE in words_of(card)
    assert card_problem(answer.body) is None
    assert "Action.Execute" not in json.dumps(card)
    assert f"https://firstline.example/r/{still.request().id}" in json.dumps(card)


def test_a_slow_one_is_received_and_its_answer_stands_in_the_console(still: Stage) -> None:
    still.gate.clear()
    answer = asked(still)
    assert answer.took_s < 5
    request = still.request()
    assert answer.body["text"].endswith(f"https://firstline.example/r/{request.id}")
    still.gate.set()
    still.teams.until(lambda: still.door.answer(request.id))


def test_one_that_is_delivered_twice_is_one_question(still: Stage) -> None:
    asked(still)
    asked(still)
    assert len(still.door.recent(10)) == 1


@pytest.mark.parametrize("authorization", ["", "HMAC", "HMAC x", "Bearer abc", "HMAC " + "A" * 44])
def test_a_call_that_is_not_signed_is_refused(still: Stage, authorization: str) -> None:
    body = b'{"type": "message"}'
    assert still.teams.call("/teams/webhook", body, {"Authorization": authorization}).status == 401


def test_a_call_signed_with_another_key_or_over_another_body_is_refused(still: Stage) -> None:
    assert asked(still, key=base64.b64encode(b"another").decode()).status == 401
    assert still.teams.call("/teams/webhook", b'{"a": 1}', {"Authorization": signed(b'{"a": 2}')}).status == 401
    assert still.door.accepted == []


def test_a_foreign_organisation_and_what_is_no_message_are_refused(still: Stage) -> None:
    assert asked(still, tenant=FOREIGN).status == 403
    for body in (b"{", b"[]", b"{}"):
        assert still.teams.call("/teams/webhook", body, {"Authorization": signed(body)}).status in {400, 403}
    assert still.door.accepted == []


def test_an_empty_question_is_told_what_to_write(still: Stage) -> None:
    assert "Skriv var det är" in asked(still, " ").body["text"]
