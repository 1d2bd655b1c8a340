"""E-mail: the contract, the thread that people see, and mail servers that refuse, over real SMTP on loopback."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.errors import RemoteError, SettingsError
from bot.ports import TicketSystem
from bot.tickets import connect
from bot.tickets.delivery import file_fault
from bot.tickets.email import EmailSettings, EmailTickets
from parsers.document import DocumentError, parse_document
from tests.tickets.contract import TicketContract, draft

FAULT = "POE_DENIED sw-1 Gi1/0/4"


class Mailbox:
    """What arrived, oldest first; `answer` is what the server says to the next mails."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 taken"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def running(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def settings(port: int) -> EmailSettings:
    return EmailSettings(
        host="127.0.0.1", port=port, sender="firstline@example.test", to=("lan@example.test",), security="none"
    )


@pytest.fixture(name="mailbox")
def _mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture(name="system")
def _system(mailbox: Mailbox) -> Iterator[EmailTickets]:
    with running(mailbox) as port:
        yield EmailTickets(settings(port), now=lambda: datetime(2026, 11, 17, 9, 42, 12, tzinfo=UTC))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


class TestContract(TicketContract):
    """The suite that every ticket system passes."""

    @pytest.fixture(autouse=True)
    def _reads(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    def said(self, system: TicketSystem, key: str) -> str:
        return "\n".join(text_of(mail) for mail in self.mailbox.mails if f"[{key}]" in mail["Subject"])

    def file(self, system: TicketSystem, key: str, name: str) -> bytes:
        mails = [mail for mail in self.mailbox.mails if f"[{key}]" in mail["Subject"]]
        found = [part for mail in mails for part in mail.iter_attachments() if part.get_filename() == name]
        content = found[0].get_payload(decode=True)
        assert isinstance(content, bytes)
        return content


def test_a_mail_is_plain_text_tagged_with_the_key_and_asks_for_no_holiday_answer(
    system: EmailTickets, mailbox: Mailbox
) -> None:
    made = file_fault(system, fault_key=FAULT, draft=draft("Ingen ström åt porten\n\nBEVIS"), op_id="r-1")
    mail = mailbox.mails[0]
    assert mail["Subject"] == f"[{made.key}] Ingen ström åt porten"
    assert (mail["From"], mail["To"]) == ("firstline@example.test", "lan@example.test")
    assert mail["Date"] == "Tue, 17 Nov 2026 09:42:12 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"


def test_later_calls_are_answers_in_the_same_thread(system: EmailTickets, mailbox: Mailbox) -> None:
    made = file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")
    file_fault(system, fault_key=FAULT, draft=draft("Ett samtal till."), op_id="r-2", known=made.key)
    system.resolve(made.key, "Klart.", "r-3")
    first, *later = mailbox.mails
    assert first["In-Reply-To"] is None
    assert [mail["In-Reply-To"] for mail in later] == [first["Message-ID"]] * 2
    assert [mail["Subject"] for mail in later] == [f"Re: [{made.key}] Ett samtal till.", f"Re: [{made.key}] Klart."]
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 3


def test_an_operation_sent_twice_is_the_same_mail_so_that_mail_systems_drop_one(
    system: EmailTickets, mailbox: Mailbox
) -> None:
    for _ in range(2):
        made = file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")
    for _ in range(2):
        system.comment(made.key, "Ett samtal till.", "r-2")
    identities = [mail["Message-ID"] for mail in mailbox.mails]
    assert identities == [identities[0]] * 2 + [identities[2]] * 2


def test_a_fault_that_comes_back_after_its_thread_was_given_up_starts_another(
    system: EmailTickets, mailbox: Mailbox
) -> None:
    keys = [file_fault(system, fault_key=FAULT, draft=draft(), op_id=op_id).key for op_id in ("r-1", "r-9")]
    assert keys[0] != keys[1]
    assert keys[0].rpartition("-")[0] == keys[1].rpartition("-")[0]


def test_a_title_cannot_add_a_header(system: EmailTickets, mailbox: Mailbox) -> None:
    nasty = replace(draft(), title="Port\r\nBcc: everyone@example.test\r\n\r\nx")
    file_fault(system, fault_key=FAULT, draft=nasty, op_id="r-1")
    assert mailbox.mails[0]["Bcc"] is None
    assert "Port Bcc: everyone@example.test" in mailbox.mails[0]["Subject"]


def test_a_key_that_is_none_of_ours_is_gone_and_takes_nothing(system: EmailTickets, mailbox: Mailbox) -> None:
    for key in ("INC-1", "FL-1\r\nBcc: x@example.test", ""):
        assert system.get(key).state == "gone"
        with pytest.raises(RemoteError, match="no thread of ours"):
            system.comment(key, "Text.", "r-1")
    assert mailbox.mails == []


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        ("451 try later", RemoteError, "does not take mail just now"),
        ("554 not from you", SettingsError, "refuses our mail"),
    ],
)
def test_a_mail_that_the_server_does_not_take_is_told_as_whose_turn_it_is(
    system: EmailTickets, mailbox: Mailbox, answer: str, error: type[Exception], told: str
) -> None:
    mailbox.answer = answer
    with pytest.raises(error, match=told):
        file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")


def test_a_mail_server_that_is_down_gets_everything_once_it_is_back(mailbox: Mailbox) -> None:
    port = free_port()
    system = EmailTickets(settings(port))
    with pytest.raises(RemoteError, match=r"cannot be reached .* kept"):
        file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")
    finally:
        controller.stop()
    assert len(mailbox.mails) == 1


@pytest.fixture(name="certificate")
def _certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A self-signed one of localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


def _only_us(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    known = LoginPassword(b"bot", b"right")
    return AuthResult(success=data == known, handled=data == known)


@pytest.fixture(name="safe_port")
def _safe_port(mailbox: Mailbox, certificate: tuple[Path, Path]) -> Iterator[int]:
    """A server that takes mail only after STARTTLS and a login."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with running(
        mailbox, tls_context=context, require_starttls=True, authenticator=_only_us, auth_required=True
    ) as port:
        yield port


Connect = Callable[[str], TicketSystem]


@pytest.fixture(name="connected")
def _connected(safe_port: int, certificate: tuple[Path, Path], tmp_path: Path) -> Connect:
    def connected(lines: str) -> TicketSystem:
        (tmp_path / "mail").write_text("right\n", encoding="utf-8")
        (tmp_path / "old").write_text("wrong\n", encoding="utf-8")
        text = (
            f"system: email\nhost: localhost\nport: {safe_port}\nfrom: firstline@example.test\nto: lan@example.test\n"
        )
        return connect(parse_document(text + lines, str(tmp_path / "firstline.yaml")), tmp_path)

    return connected


def test_mail_goes_encrypted_and_with_a_login_where_the_configuration_says_so(
    connected: Connect, mailbox: Mailbox
) -> None:
    system = connected("user: bot\npassword: file:mail\nca: certificate.pem")
    system.check()
    assert file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1").action == "created"
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("user: bot\npassword: file:old\nca: certificate.pem", "does not accept our user and password"),
        ("user: bot\npassword: file:mail", "certificate that this machine does not trust"),
        ("ca: certificate.pem", "refuses our mail"),
    ],
)
def test_a_login_or_certificate_that_is_wrong_is_the_operators_turn(
    connected: Connect, mailbox: Mailbox, lines: str, told: str
) -> None:
    with pytest.raises(SettingsError, match=told) as error:
        file_fault(connected(lines), fault_key=FAULT, draft=draft(), op_id="r-1")
    assert "wrong" not in str(error.value)
    with pytest.raises(SettingsError, match=told):
        connected(lines).check()
    assert mailbox.mails == []


def test_a_server_without_encryption_gets_no_mail_where_it_is_wanted(mailbox: Mailbox) -> None:
    with running(mailbox) as port:
        system = EmailTickets(replace(settings(port), security="starttls"))
        with pytest.raises(SettingsError, match="cannot do what the configuration wants"):
            file_fault(system, fault_key=FAULT, draft=draft(), op_id="r-1")
    assert mailbox.mails == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("host: m\nfrom: a@example.test\nto: []", "nobody would get the tickets"),
        ("host: m\nfrom: Firstline <a@example.test>\nto: b@example.test", "is no mail address"),
        ("host: m\nfrom: a@example.test\nto: b@example.test\nsecurity: none\nuser: bot", "unencrypted"),
        ("host: m\nfrom: a@example.test\nto: b@example.test\nsecurity: ssl", "is not one of starttls, tls, none"),
        ("host: m\nfrom: a@example.test\nto: b@example.test\npasswort: x", "Did you mean password"),
        ("host: m\nfrom: a@example.test\nto: b@example.test\nca: nowhere.pem", "there is no file"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_line(lines: str, told: str) -> None:
    with pytest.raises(DocumentError, match=rf"firstline.yaml:\d.*{told}"):
        connect(parse_document(f"system: email\n{lines}", "firstline.yaml"), Path())
