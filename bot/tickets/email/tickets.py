"""Tickets as e-mail threads: bot.ports.TicketSystem over SMTP.

What is sent cannot be read again, so a ticket's state is unknown and nothing can be found. Instead the key of a thread
and the Message-ID of every mail follow from the operation: the same operation sent twice is the same mail, which mail
systems throw away, and a thread needs no memory of ours.
"""

from __future__ import annotations

import hashlib
import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import Final

from bot.errors import RemoteError, SettingsError
from bot.ports import RemoteTicket, TicketAbilities, TicketDraft, TicketFile
from bot.tickets.email.settings import EmailSettings

_LOG: Final = logging.getLogger(__name__)
_KEY: Final = re.compile(r"FL-[0-9A-F]+-[0-9A-F]{6}")
_PATIENCE: Final = 30  # seconds without a word from the mail server
_TITLE: Final = 150  # characters; what a list of mails can show
_KEPT: Final = "What was to be said is kept."


class EmailTickets:
    """Threads in one mailbox. Safe for threads: each mail has a connection of its own."""

    name: Final = "email"
    abilities: Final = TicketAbilities(
        dedupe="none", reopen=True, internal_comments=False, max_file=5_000_000, read_after_write=False
    )

    def __init__(self, settings: EmailSettings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._settings, self._now = settings, now

    def check(self) -> None:
        """Logs in, and asks whether it would take our sender; whether the addresses exist shows only in sending."""
        with self._told(), self._server() as server:
            server.ehlo_or_helo_if_needed()
            code, said = server.mail(self._settings.sender)
            if code >= 400:
                raise smtplib.SMTPSenderRefused(code, said, self._settings.sender)

    def find_open(self, fault_key: str) -> RemoteTicket | None:
        """Nobody can be asked."""
        return None

    def create(self, fault_key: str, draft: TicketDraft, op_id: str) -> RemoteTicket:
        """The first mail of a thread."""
        key = f"{fault_key}-{_digest(op_id)}".upper()
        self._send(key, draft.title, draft.body, draft.files, message_id=key)
        return RemoteTicket(key=key, url=None, state="unknown", op_ids=(op_id,))

    def get(self, key: str) -> RemoteTicket:
        """Unknown, whatever people have done with it; gone where the key is not one of ours."""
        return RemoteTicket(key=key, url=None, state="unknown" if _KEY.fullmatch(key) else "gone")

    def comment(
        self, key: str, text: str, op_id: str, *, internal: bool = True, files: tuple[TicketFile, ...] = ()
    ) -> RemoteTicket:
        """A mail in the thread. Everyone who reads the mailbox sees it."""
        if not _KEY.fullmatch(key):
            raise RemoteError(f"{key} is no thread of ours, so nothing can be added to it.")
        if key.endswith(f"-{_digest(op_id).upper()}"):
            return RemoteTicket(key=key, url=None, state="unknown", op_ids=(op_id,))  # it is what made the thread
        self._send(key, text.partition("\n")[0], text, files, message_id=f"{key}.{op_id}", reply=True)
        return RemoteTicket(key=key, url=None, state="unknown")

    def resolve(self, key: str, note: str, op_id: str) -> RemoteTicket:
        """Tells it in the thread; people close their own work."""
        return self.comment(key, note, op_id)

    def reopen(self, key: str, note: str, op_id: str) -> RemoteTicket:
        return self.comment(key, note, op_id)

    # --- the mail --------------------------------------------------------------------------------------------------

    def _send(
        self, key: str, title: str, text: str, files: tuple[TicketFile, ...], *, message_id: str, reply: bool = False
    ) -> None:
        message = EmailMessage(SMTP_POLICY)
        domain = self._settings.sender.rpartition("@")[2]
        message["From"] = self._settings.sender
        message["To"] = ", ".join(self._settings.to)
        message["Subject"] = f"{'Re: ' if reply else ''}[{key}] {' '.join(title.split())[:_TITLE]}"
        message["Date"] = format_datetime(self._now())
        message["Message-ID"] = f"<{message_id.lower()}@{domain}>"
        if reply:
            message["In-Reply-To"] = message["References"] = f"<{key.lower()}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"  # so that no holiday answer comes back
        message.set_content(text)
        for file in files:
            kind, _, subkind = file.kind.partition("/")
            charset = {"charset": "utf-8"} if kind == "text" else {}
            message.add_attachment(file.content, maintype=kind, subtype=subkind, filename=file.name, params=charset)
        with self._told(), self._server() as server:
            refused = server.send_message(message)
        if refused:
            _LOG.warning("the mail server took ticket %s, but not for all of tickets: to", key)

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        trusted = ssl.create_default_context(cafile=str(settings.ca) if settings.ca else None)
        server: smtplib.SMTP
        if settings.security == "tls":
            server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=_PATIENCE, context=trusted)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=_PATIENCE)
        with server:
            if settings.security == "starttls":
                server.starttls(context=trusted)
            if settings.user and settings.password:
                server.login(settings.user, settings.password.read())
            yield server

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the mail server and the way to it answer, as whose turn it is."""
        server = f"The mail server {self._settings.host}:{self._settings.port}"
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            remedy = "Install its CA on the machine, or name it under tickets: ca."
            raise SettingsError(f"{server} shows a certificate that this machine does not trust. {remedy}") from error
        except smtplib.SMTPAuthenticationError as error:
            raise SettingsError(f"{server} does not accept our user and password. Check tickets: user.") from error
        except smtplib.SMTPNotSupportedError as error:
            remedy = "Check tickets: security and user."
            raise SettingsError(f"{server} cannot do what the configuration wants ({error}). {remedy}") from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise self._refused(server, max(codes), "none of the addresses in tickets: to") from error
        except smtplib.SMTPResponseException as error:
            said = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode(errors="replace")
            raise self._refused(server, error.smtp_code, said) from error
        except (OSError, smtplib.SMTPException) as error:
            raise RemoteError(f"{server} cannot be reached or broke off ({error}). {_KEPT}") from error

    def _refused(self, server: str, code: int, said: str) -> RemoteError | SettingsError:
        """4xx is "not now" in SMTP, 5xx is "never like this"."""
        if code < 500:
            return RemoteError(f"{server} does not take mail just now ({code}: {said}). {_KEPT}")
        return SettingsError(f"{server} refuses our mail ({code}: {said}). Check tickets: from and to.")


def _digest(op_id: str) -> str:
    """Tells two threads of one fault apart, and a repeated operation from a new one."""
    return hashlib.sha256(op_id.encode()).hexdigest()[:6]
