"""Request Tracker 5: the contract and its traps against a real one, where FIRSTLINE_TEST_RT_URL and _TOKEN name it.

`eval "$(.ci/rt start)"` installs and starts one. The queues Network and Network-Plain (without the field) are its own.
"""

from __future__ import annotations

import base64
import logging
import os
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from bot.errors import RemoteError, SettingsError
from bot.ports import TicketFile, TicketSystem
from bot.settings import Reference
from bot.tickets.delivery import file_fault, short_key
from bot.tickets.rt import Rest, RtSettings, RtTickets
from tests.tickets.contract import ReadableContract, draft, new_fault

URL = os.environ.get("FIRSTLINE_TEST_RT_URL", "")
TOKEN = os.environ.get("FIRSTLINE_TEST_RT_TOKEN", "")
pytestmark = pytest.mark.rt


@pytest.fixture(name="rest")
def _rest() -> Rest:
    return real()


def real(url: str = URL, token: str = TOKEN) -> Rest:
    return Rest(url=url, token=lambda: token)


def tickets(
    rest: Rest, queue: str = "Network", field: str | None = "FaultKey", close_as: str = "resolved"
) -> RtTickets:
    token = Reference(kind="env", place="FIRSTLINE_TEST_RT_TOKEN")
    return RtTickets(RtSettings(url=URL, queue=queue, token=token, field=field, close_as=close_as), rest)


def rows(rest: Rest, key: str) -> list[Mapping[str, object]]:
    listed = rest.get(f"ticket/{key}/attachments", fields="Filename,Content", per_page=100).rows()
    return [row for row in listed if isinstance(row, Mapping)]


class LostReplies:
    """Stands between us and the real RT and passes everything on, but keeps back the answers to writes when told to."""

    def __init__(self) -> None:
        self.losing = False
        self._real = httpx.Client(base_url=URL, timeout=60)
        between = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                kept = {name: self.headers[name] for name in ("Authorization", "Content-Type") if name in self.headers}
                answer = between._real.request(self.command, self.path, content=body, headers=kept)
                if between.losing and self.command != "GET":
                    return  # the connection ends without a word
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.end_headers()
                self.wfile.write(answer.content)

            do_POST = do_PUT = do_GET  # noqa: N815  (http.server calls them so)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._real.close()


@pytest.fixture(name="lost")
def _lost() -> Iterator[LostReplies]:
    between = LostReplies()
    yield between
    between.close()


class RealRt(ReadableContract):
    """What both ways of finding a ticket keep to."""

    def said(self, system: TicketSystem, key: str) -> str:
        texts = [str(row["Content"]) for row in rows(real(), key) if not row["Filename"]]
        return "\n".join(texts).replace("\r\n", "\n")

    def file(self, system: TicketSystem, key: str, name: str) -> bytes:
        rest = real()
        number = next(row["id"] for row in rows(rest, key) if row["Filename"] == name)
        return base64.b64decode(rest.get(f"attachment/{number}").text("Content"))


class TestByField(RealRt):
    """The suite that every ticket system passes; tickets are found by a custom field."""

    @pytest.fixture(name="system")
    def _system(self, rest: Rest) -> RtTickets:
        return tickets(rest)


class TestBySubject(RealRt):
    """The same with a queue that has no custom field: tickets are found by the tag in their subject."""

    @pytest.fixture(name="system")
    def _system(self, rest: Rest) -> RtTickets:
        return tickets(rest, "Network-Plain", None)


def test_a_reply_that_is_lost_on_the_way_doubles_neither_ticket_nor_text(rest: Rest, lost: LostReplies) -> None:
    fault, system = new_fault(), tickets(real(lost.url))
    for op_id, action in (("r-1", "created"), ("r-2", "updated")):
        lost.losing = True
        with pytest.raises(RemoteError, match="cannot be reached"):
            file_fault(system, fault_key=fault, draft=draft(f"Samtal {op_id}."), op_id=op_id)
        lost.losing = False
        made = file_fault(system, fault_key=fault, draft=draft(f"Samtal {op_id}."), op_id=op_id)
        assert made.action == action
    texts = [str(row["Content"]) for row in rows(rest, made.key)]
    assert [sum(text.startswith(f"Samtal {op_id}.") for text in texts) for op_id in ("r-1", "r-2")] == [1, 1]
    query = f"Queue = 'Network' AND CF.{{FaultKey}} = '{short_key(fault)}'"
    assert len(rest.get("tickets", query=query).rows()) == 1


def test_a_field_that_the_queue_does_not_have_is_noticed_and_the_ticket_is_found_all_the_same(
    rest: Rest, caplog: pytest.LogCaptureFixture
) -> None:
    system, fault = tickets(rest, "Network-Plain"), new_fault()
    with caplog.at_level(logging.WARNING):
        made = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
    assert "RT dropped the field FaultKey" in caplog.text
    assert file_fault(system, fault_key=fault, draft=draft(), op_id="r-2").key == made.key


def test_a_ticket_that_was_merged_into_another_goes_on_there(rest: Rest) -> None:
    system, fault = tickets(rest), new_fault()
    made = [system.create(short_key(one), draft(), "r-1").key for one in (fault, new_fault())]
    rest.put(f"ticket/{made[0]}", {"MergeInto": made[1]}, None)
    assert file_fault(system, fault_key=fault, draft=draft(), op_id="r-2", known=made[0]).key == made[1]


def test_a_status_that_rt_takes_under_200_and_ignores_is_no_resolved_ticket(rest: Rest) -> None:
    system = tickets(rest, close_as="nonsense")
    made = system.create(short_key(new_fault()), draft(), "r-1")
    with pytest.raises(SettingsError, match=r"left ticket \d+ as it was .*nonsense"):
        system.resolve(made.key, "Klart.", "r-2")
    assert system.get(made.key).state == "open"


def test_a_write_that_is_meant_for_an_older_ticket_is_refused(rest: Rest) -> None:
    system = tickets(rest)
    made = system.create(short_key(new_fault()), draft(), "r-1")
    system.comment(made.key, "Någon annan skrev.", "r-2")
    assert rest.put(f"ticket/{made.key}", {"Status": "resolved"}, made.version).status == 412
    assert system.get(made.key).state == "open"


def test_a_stalled_ticket_is_still_the_one_of_its_fault(rest: Rest) -> None:
    system, fault = tickets(rest), new_fault()
    made = system.create(short_key(fault), draft(), "r-1")
    rest.put(f"ticket/{made.key}", {"Status": "stalled"}, None)
    assert file_fault(system, fault_key=fault, draft=draft(), op_id="r-2").key == made.key


def test_correspondence_reopens_a_resolved_ticket_and_so_is_never_what_we_send_by_default(rest: Rest) -> None:
    system = tickets(rest)
    made = system.create(short_key(new_fault()), draft(), "r-1")
    system.resolve(made.key, "Klart.", "r-2")
    assert system.comment(made.key, "Till anmälaren.", "r-3", internal=False).state == "open"


def test_many_entries_are_read_to_the_last(rest: Rest) -> None:
    system = tickets(rest)
    made = system.create(short_key(new_fault()), draft(), "r-1")
    files = tuple(TicketFile(name=f"{number}.txt", content=b"x") for number in range(105))
    system.comment(made.key, "Många filer.", "r-2", files=files)
    assert system.comment(made.key, "Sist.", "r-3").op_ids == ("r-1", "r-2", "r-3")


def test_a_ticket_can_be_opened_in_a_browser(rest: Rest) -> None:
    made = file_fault(tickets(rest), fault_key=new_fault(), draft=draft(), op_id="r-1")
    assert made.url == f"{URL}/Ticket/Display.html?id={made.key}"


def test_a_check_tells_what_is_missing_before_there_is_a_ticket(rest: Rest) -> None:
    tickets(rest).check()
    tickets(rest, "Network-Plain", None).check()
    with pytest.raises(SettingsError, match="has no field 'FaultKey'"):
        tickets(rest, "Network-Plain").check()
    with pytest.raises(SettingsError, match=r"refuses|has no queue"):
        tickets(rest, "No such queue").check()


def test_a_queue_that_is_not_there_is_the_operators_turn(rest: Rest) -> None:
    with pytest.raises(SettingsError, match=r"refuses .*Check the queue"):
        file_fault(tickets(rest, "No such queue"), fault_key=new_fault(), draft=draft(), op_id="r-1")


def test_a_token_that_rt_does_not_know_is_the_operators_turn_and_is_not_shown() -> None:
    system = tickets(real(token="1-14-nonsense"))
    with pytest.raises(SettingsError, match="does not accept our token") as told:
        system.find_open(short_key(new_fault()))
    assert "nonsense" not in str(told.value)


def test_a_mistake_in_a_query_does_not_tell_where_rt_lies_on_its_server(rest: Rest) -> None:
    with pytest.raises(SettingsError, match="Incomplete query") as told:
        rest.get("tickets", query="Queue=")
    assert "/usr/share" not in str(told.value)


def test_a_ticket_that_is_deleted_takes_no_text_and_says_so(rest: Rest) -> None:
    with pytest.raises(RemoteError, match="no ticket 99999999"):
        tickets(rest).comment("99999999", "Text.", "r-1")
