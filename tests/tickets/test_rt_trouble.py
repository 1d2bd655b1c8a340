"""What stands where Request Tracker should be, and does not behave: down, slow, a proxy's page, half a promise."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.errors import RemoteError, SettingsError
from bot.settings import Reference, load_settings
from bot.tickets import connect
from bot.tickets.delivery import file_fault
from bot.tickets.rt import Rest, RtSettings, RtTickets
from parsers.document import DocumentError, parse_document
from tests.tickets.contract import draft

FAULT = "POE_DENIED sw-1 Gi1/0/4"
Answer = tuple[int, str, str]  # HTTP status, media type, body
JSON = "application/json"


class Impostor:
    """Answers every call as it is told, and keeps what was called."""

    def __init__(self) -> None:
        self.answer: Callable[[str, str], Answer] = lambda _, __: (200, JSON, "{}")
        self.calls: list[str] = []
        self.tokens: list[str] = []
        self.url = ""


@pytest.fixture(name="impostor")
def _impostor() -> Iterator[Impostor]:
    impostor = Impostor()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            impostor.tokens.append(self.headers["Authorization"])
            impostor.calls.append(f"{self.command} {path}")
            status, kind, body = impostor.answer(self.command, path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            with suppress(BrokenPipeError):  # the caller did not wait for it
                self.wfile.write(body.encode())

        do_POST = do_PUT = do_GET  # noqa: N815  (http.server calls them so)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    impostor.url = f"http://127.0.0.1:{server.server_port}"
    yield impostor
    server.shutdown()
    server.server_close()
    thread.join()


TOKEN = Reference(kind="env", place="RT_TOKEN")


def at(url: str, patience: float = 20) -> RtTickets:
    settings = RtSettings(url=url, queue="Network", token=TOKEN, field="FaultKey")
    return RtTickets(settings, Rest(url=url, token=lambda: "1-secret", patience=patience))


def test_an_rt_that_is_down_is_told_in_a_sentence() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        system = at(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(RemoteError, match=r"cannot be reached .* kept"):
            file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")


def test_an_rt_that_does_not_answer_is_not_waited_for_for_ever(impostor: Impostor) -> None:
    over = threading.Event()

    def answer(_: str, __: str) -> Answer:
        over.wait(30)
        return 200, JSON, "{}"

    impostor.answer = answer
    with pytest.raises(RemoteError, match="did not answer in time"):
        at(impostor.url, patience=0.2).find_open("fl-7f3a9c12d4")
    over.set()


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        ((500, "text/html", "<h1>oops</h1>"), RemoteError, "is in trouble .HTTP 500"),
        ((503, JSON, "{}"), RemoteError, "is in trouble .HTTP 503"),
        ((429, JSON, "{}"), RemoteError, "is in trouble .HTTP 429"),
        ((401, "text/html", ""), SettingsError, "does not accept our token"),
        ((403, JSON, '{"message": "No permission to create tickets"}'), SettingsError, "refuses .No permission"),
        ((200, "text/html", "<title>Sign in</title>"), SettingsError, "is not RT's REST2 interface"),
        ((302, "text/html", ""), SettingsError, "is not RT's REST2 interface"),
        ((404, "text/html", "<h1>Not here</h1>"), SettingsError, "is not RT's REST2 interface"),
    ],
)
def test_what_answers_instead_is_told_as_whose_turn_it_is(
    impostor: Impostor, answer: Answer, error: type[Exception], told: str
) -> None:
    impostor.answer = lambda _, __: answer
    with pytest.raises(error, match=told) as raised:
        file_fault(at(impostor.url), fault_key=FAULT, draft=draft(), op_id="r-1")
    assert "1-secret" not in str(raised.value)
    assert impostor.calls == ["GET /REST/2.0/tickets"], "nothing is tried again in here, and nothing written blindly"


def test_a_queue_that_is_not_there_is_told_by_the_check(impostor: Impostor) -> None:
    impostor.answer = lambda _, __: (404, JSON, '{"message": "Not Found"}')
    with pytest.raises(SettingsError, match="has no queue 'Network'"):
        at(impostor.url).check()


def test_a_search_that_gives_more_than_it_was_asked_for_makes_no_strangers_ticket_ours(impostor: Impostor) -> None:
    row = '{"id": "7", "Subject": "Skrivaren", "CustomFields": [{"name": "FaultKey", "values": ["fl-other"]}]}'
    impostor.answer = lambda _, __: (200, JSON, f'{{"items": [{row}]}}')
    assert at(impostor.url).find_open("fl-7f3a9c12d4") is None


@pytest.mark.parametrize("made", ["{}", '{"id": "7"}', '{"id": "../7"}', "[]"])
def test_a_ticket_that_was_promised_and_is_not_there_is_no_ticket(impostor: Impostor, made: str) -> None:
    def answer(method: str, path: str) -> Answer:
        return (201, JSON, made) if method == "POST" else (404, JSON, '{"message": "Not Found"}')

    impostor.answer = answer
    with pytest.raises(RemoteError, match="it is not there"):
        at(impostor.url).create("fl-7f3a9c12d4", draft(), "r-1")


def test_a_comment_that_was_promised_and_is_not_there_is_no_comment(impostor: Impostor) -> None:
    def answer(method: str, path: str) -> Answer:
        if method == "POST":
            return 201, JSON, '["Comments added"]'
        return 200, JSON, '{"items": []}' if path.endswith("attachments") else '{"id": 7, "Status": "open"}'

    impostor.answer = answer
    with pytest.raises(RemoteError, match="the text is not there"):
        at(impostor.url).comment("7", "Text.", "r-1")


def test_a_file_that_rt_cut_is_noticed(impostor: Impostor, caplog: pytest.LogCaptureFixture) -> None:
    rows = (
        '[{"Subject": "[firstline:r-1]", "Filename": "", "ContentLength": "0"},'
        ' {"Subject": "", "Filename": "sw-1.txt", "ContentLength": "3"}]'
    )

    def answer(method: str, path: str) -> Answer:
        before = "POST /REST/2.0/ticket/7/comment" not in impostor.calls
        if path.endswith("attachments"):
            return 200, JSON, f'{{"items": {"[]" if before else rows}}}'
        return 200, JSON, '{"id": 7, "Status": "open"}'

    impostor.answer = answer
    at(impostor.url).comment("7", "Text.", "r-1", files=draft(files=True).files)
    assert "did not keep the whole file of ticket 7" in caplog.text


def test_the_token_is_read_from_its_place_for_each_call_so_that_a_new_one_needs_no_restart(
    impostor: Impostor, tmp_path: Path
) -> None:
    text = f"system: rt\nurl: {impostor.url}/REST/2.0/\nqueue: Network\ntoken: file:token\n"
    system = connect(parse_document(text, str(tmp_path / "firstline.yaml")), tmp_path)
    assert (system.name, system.abilities.dedupe) == ("rt", "subject")
    with pytest.raises(SettingsError, match=r"the secret file:.*token is not there"):
        system.get("7")
    for token in ("1-old", "1-new"):
        (tmp_path / "token").write_text(f"{token}\n", encoding="utf-8")
        assert system.get("7").url == f"{impostor.url}/Ticket/Display.html?id=7"
    assert list(dict.fromkeys(impostor.tokens)) == ["token 1-old", "token 1-new"]


def test_the_configuration_file_names_the_system_and_a_mistake_in_it_has_a_line(tmp_path: Path) -> None:
    file = tmp_path / "firstline.yaml"
    lines = "tickets:\n  system: rt\n  url: https://rt.example.org\n  token: env:T\n  queue: "
    file.write_text(f"{lines}Network\n", encoding="utf-8")
    assert connect(load_settings(file, None).ticket_system, tmp_path).name == "rt"
    file.write_text(f"{lines}7\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"firstline.yaml:5: text belongs here"):
        connect(load_settings(file, None).ticket_system, tmp_path)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("url: https://rt.example.org\nqueue: N\ntoken: 1-14-abc", "by reference only"),
        ("url: rt.example.org\nqueue: N\ntoken: env:T", "is no address"),
        ("url: https://user:pw@rt.example.org\nqueue: N\ntoken: env:T", "is no address"),
        ("url: https://rt.example.org\nqueue: N", "'token' is missing"),
        ("url: https://rt.example.org\nqueue: N\ntoken: env:T\nfield: \"x}' OR Status='new\"", "cannot be the name"),
        ("url: https://rt.example.org\nqueue: N\ntoken: env:T\nfeild: F", "Did you mean field"),
        ("url: https://rt.example.org\nqueue: N\ntoken: env:T\nca: nowhere.pem", "there is no file"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_line(lines: str, told: str) -> None:
    with pytest.raises(DocumentError, match=rf"firstline.yaml:\d.*{told}"):
        connect(parse_document(f"system: rt\n{lines}", "firstline.yaml"), Path())
