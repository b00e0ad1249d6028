"""Whether the servers of a mailbox let us in, asked while somebody waits for the answer."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from whydesk.mailroom.models import ImapAccount, Security, SmtpAccount

SECONDS = 10


class NoConnection(Exception):
    """The account does not work; the text says why to whoever types it in."""


def try_imap(account: ImapAccount) -> None:
    """Sign in and open the folder, changing nothing; raise NoConnection if that fails."""
    with _explained(account), _imap(account) as client:
        if account.username.isascii() and account.password.isascii():
            client.login(account.username, account.password)
        else:
            client.plain_login(account.username, account.password)
        try:
            client.select_folder(account.folder, readonly=True)
        except IMAPClientError as error:
            text = _("Signed in, but there is no folder “%s” to be opened.")
            raise NoConnection(text % account.folder) from error


def try_smtp(account: SmtpAccount) -> None:
    """Connect and sign in, sending nothing; raise NoConnection if that fails."""
    with _explained(account), _smtp(account) as client:
        if account.security == Security.STARTTLS:
            client.starttls(context=ssl.create_default_context())
        if account.username:
            client.login(account.username, account.password)
        else:
            client.noop()


def _imap(account: ImapAccount) -> IMAPClient:
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security == Security.TLS,
        timeout=SocketTimeout(SECONDS, SECONDS),
    )
    if account.security == Security.STARTTLS:
        client.starttls()
    return client


def _smtp(account: SmtpAccount) -> smtplib.SMTP:
    if account.security != Security.TLS:
        return smtplib.SMTP(account.host, account.port, timeout=SECONDS)
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(account.host, account.port, timeout=SECONDS, context=context)


@contextmanager
def _explained(account: ImapAccount | SmtpAccount) -> Iterator[None]:
    """Turn what can go wrong on the way into a sentence."""
    place = {"host": account.host, "port": account.port, "seconds": SECONDS}
    try:
        yield
    except (LoginError, smtplib.SMTPAuthenticationError) as error:
        raise NoConnection(_("The server refused the user name or the password.")) from error
    except smtplib.SMTPNotSupportedError as error:
        text = _("%(host)s offers neither what “Security” asks for nor a way to sign in without.")
        raise NoConnection(text % place) from error
    except (IMAPClientError, smtplib.SMTPException) as error:
        text = _("%(host)s answered, but not as a mail server does: %(said)s")
        raise NoConnection(text % {**place, "said": str(error)[:200]}) from error
    except (OSError, UnicodeError) as error:
        raise NoConnection(_why(error) % place) from error


def _why(error: Exception) -> str:
    """Say in words why a server was not reached."""
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return _("There is no server named %(host)s. Is the name spelled right?")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(host)s is not one to trust, so nothing was sent to it.")
    if isinstance(error, ssl.SSLError):
        return _("%(host)s does not speak this kind of security on port %(port)s. Try another.")
    if isinstance(error, TimeoutError):
        return _("%(host)s did not answer on port %(port)s within %(seconds)s seconds.")
    return _("%(host)s takes no connections on port %(port)s. Is the port right?")
