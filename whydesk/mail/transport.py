"""Handing a mail to a server, or to a folder that stands for one."""

from __future__ import annotations

import os
import re
import smtplib
import socket
import ssl
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from whydesk.mail.fields import UnusableAddress, ascii_address
from whydesk.mail.refusals import (
    BROKEN_OFF,
    LOST,
    NO_FOLDER,
    NO_SIGN_IN,
    NOT_NOW,
    REFUSED,
    REFUSED_RECIPIENTS,
    UNREACHABLE,
    UNSAFE,
    NotHandedOver,
    Refused,
    TryLater,
    Unclear,
)

TIMEOUT = 60
# RFC 5321, section 4.5.3.2.6: whoever gives up earlier on the last answer sends mail twice.
TIMEOUT_OF_THE_DOT = 600


@dataclass(frozen=True)
class Server:
    """Where mail leaves by.

    `security`: `tls` from the first byte; `starttls`, or nothing is sent;
    `offered`: STARTTLS where the server has it, and no password without; `none`.
    """

    host: str = ""
    port: int = 25
    security: str = "offered"
    username: str = ""
    password: str = field(default="", repr=False)
    folder: Path | None = None

    @property
    def is_here(self) -> bool:
        """Whether the connection never leaves this machine."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True)
class Handed:
    """What the server took. `refused` are the recipients it would not take, with its words."""

    answer: str
    refused: dict[str, str]


def parse_server(url: str) -> Server:
    """Read smtp://user:password@host:587, smtps://host or folder:/path."""
    parts = urlsplit(url)
    if parts.scheme == "folder":
        return Server(folder=Path(unquote(parts.path)).expanduser())
    is_tls = parts.scheme == "smtps"
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if is_tls else 587 if parts.username else 25),
        security="tls" if is_tls else "offered",
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def send(
    raw: bytes,
    envelope_from: str,
    recipients: Sequence[str],
    server: Server,
    *,
    before_handing_over: Callable[[], None] = lambda: None,
    needs_all: bool = False,
    timeout: float = TIMEOUT,
    dot_timeout: float = TIMEOUT_OF_THE_DOT,
) -> Handed:
    """Give the mail to the server.

    `before_handing_over` runs when everything but the closing dot is written:
    whatever happens before it, the server has nothing; after it, only the
    server's answer tells. With `needs_all` a recipient that the server does
    not take just now makes all of them wait.

    :raises TryLater: nothing was taken; it may be another time.
    :raises Refused: nothing was taken, nor will it be.
    :raises Unclear: no answer came to the closing dot.
    """
    if server.folder:
        return _write_to_folder(raw, server.folder)
    try:
        with _connect(server, timeout) as client:
            _sign_in(client, server)
            refused = _name_people(client, envelope_from, recipients, needs_all=needs_all)
            client.write_all_but_the_dot(raw)
            before_handing_over()
            return Handed(_close(client, dot_timeout), refused)
    except UnusableAddress as error:
        raise Refused(REFUSED_RECIPIENTS, error.address) from error
    except smtplib.SMTPConnectError as error:
        raise TryLater(NOT_NOW, _said(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPServerDisconnected as error:
        raise TryLater(BROKEN_OFF, str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _verdict(error.smtp_code, _said(error.smtp_code, error.smtp_error)) from error
    except ssl.SSLError as error:
        raise TryLater(UNSAFE, str(error)) from error
    except OSError as error:
        raise TryLater(UNREACHABLE, str(error)) from error


class _Client(smtplib.SMTP):
    """smtplib's client, with DATA in two steps."""

    def settimeout(self, seconds: float) -> None:
        if self.sock:
            self.sock.settimeout(seconds)

    def write_all_but_the_dot(self, raw: bytes) -> None:
        code, answer = self.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        self.send(re.sub(rb"(?m)^\.", b"..", raw))
        if not raw.endswith(b"\r\n"):
            self.send(b"\r\n")

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Leave without waiting for the answer: what is known must be written down first.

        After an error nothing is said, since in the middle of DATA it would
        become a part of the mail.
        """
        if error is None:
            with suppress(smtplib.SMTPException, OSError):
                self.putcmd("QUIT")
        self.close()


class _TlsClient(_Client, smtplib.SMTP_SSL):
    pass


def _connect(server: Server, timeout: float) -> _Client:
    # The name is our own: looking it up in DNS, as smtplib does, can take many seconds.
    name = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "localhost"
    if server.security == "tls":
        context = ssl.create_default_context()
        return _TlsClient(server.host, server.port, name, timeout=timeout, context=context)
    client = _Client(server.host, server.port, name, timeout=timeout)
    try:
        _secure(client, server)
    except BaseException:
        client.close()
        raise
    return client


def _secure(client: _Client, server: Server) -> None:
    """Encrypt the connection as the server's settings ask for."""
    client.ehlo_or_helo_if_needed()
    is_offered = client.has_extn("starttls")
    if server.security == "none" or (server.is_here and not server.username):
        return
    if not is_offered and (server.security == "starttls" or _needs_secrecy(server)):
        raise TryLater(UNSAFE)
    if is_offered:
        context = ssl.create_default_context()
        if server.security == "offered" and not _needs_secrecy(server):
            # The other choice would be plain text, which proves even less.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        client.starttls(context=context)
        client.ehlo()


def _needs_secrecy(server: Server) -> bool:
    return bool(server.username) and not server.is_here


def _sign_in(client: _Client, server: Server) -> None:
    if not server.username:
        return
    try:
        client.login(server.username, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPResponseException as error:
        raise TryLater(NO_SIGN_IN, _said(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPException as error:
        raise TryLater(NO_SIGN_IN, str(error)) from error


def _name_people(
    client: _Client, envelope_from: str, recipients: Sequence[str], *, needs_all: bool
) -> dict[str, str]:
    """Say from whom and to whom; return the recipients that the server will not take."""
    client.ehlo_or_helo_if_needed()
    code, answer = client.mail(ascii_address(envelope_from) if envelope_from else "")
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, answer, envelope_from)
    answers = {one: client.rcpt(ascii_address(one)) for one in dict.fromkeys(recipients)}
    refused = {one: _said(*said) for one, said in answers.items() if said[0] not in (250, 251, 252)}
    may_change = any(400 <= answers[one][0] < 500 for one in refused)
    if refused and may_change and (needs_all or len(refused) == len(answers)):
        raise TryLater(NOT_NOW, _listed(refused))
    if len(refused) == len(answers):
        raise Refused(REFUSED_RECIPIENTS, _listed(refused))
    return refused


def _close(client: _Client, timeout: float) -> str:
    """Send the closing dot and return the server's words when it took the mail."""
    try:
        client.settimeout(timeout)
        client.send(b".\r\n")
        code, answer = client.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unclear(LOST, str(error)) from error
    if 200 <= code < 300:
        return _said(code, answer)
    if code < 400:
        raise Unclear(LOST, _said(code, answer))
    raise _verdict(code, _said(code, answer))


def _verdict(code: int, words: str) -> NotHandedOver:
    if code in (530, 534, 535, 538):  # a matter of signing in, which somebody will put right
        return TryLater(NO_SIGN_IN, words)
    return Refused(REFUSED, words) if 500 <= code < 600 else TryLater(NOT_NOW, words)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    shown = "".join(char if char.isprintable() else " " for char in text)
    return f"{code} {shown}"[:500].strip()


def _listed(refused: dict[str, str]) -> str:
    return "\n".join(f"{address}: {words}" for address, words in refused.items())


def _write_to_folder(raw: bytes, folder: Path) -> Handed:
    """Write the mail whole or not at all; its name makes a second time the same file."""
    message_id = BytesHeaderParser().parsebytes(raw[:65536]).get("Message-ID", "")
    name = re.sub(r"[^A-Za-z0-9@._-]", "_", str(message_id).strip("<>"))[:200] or "mail"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(folder / f"{name}.eml")
    except OSError as error:
        raise TryLater(NO_FOLDER, str(error)) from error
    return Handed(f"{name}.eml", {})
