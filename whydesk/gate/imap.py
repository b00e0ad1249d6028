"""One folder on an IMAP server: what is new in it, and what becomes of what was taken."""

import logging
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from imapclient import DELETED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
    ProtocolError,
)

from whydesk.mailroom.models import ImapAccount, Security

# The library writes what it sends and receives at DEBUG.
logging.getLogger("imapclient").setLevel(logging.WARNING)

AT_ONCE = 500  # UIDs in one command
MOST_MAILS = 50
MOST_BYTES = 8 * 1024 * 1024
HEAD_BYTES = 64 * 1024
WAITS = SocketTimeout(connect=15, read=60)

ConnectionLost = (IMAPClientAbortError, OSError)


class AccountTrouble(Exception):
    """The account cannot be read; the text says why to whoever set it up."""


@contextmanager
def signed_in(account: ImapAccount) -> Iterator[IMAPClient]:
    """Connect to the server and sign in; sign out at the end."""
    with _connect(account) as client:
        try:
            if account.username.isascii() and account.password.isascii():
                client.login(account.username, account.password)
            else:
                client.plain_login(account.username, account.password)
        except LoginError as error:
            said = str(error).replace(account.password or "\0", "…")
            raise AccountTrouble(
                _("The server did not accept the user name or the password. It said: %s") % said
            ) from error
        yield client


def _connect(account: ImapAccount) -> IMAPClient:
    place = f"{account.host}:{account.port}"
    try:
        client = IMAPClient(
            account.host,
            port=account.port,
            ssl=account.security == Security.TLS,
            timeout=WAITS,
        )
        if account.security == Security.STARTTLS:
            client.starttls()
    except ssl.SSLCertVerificationError as error:
        text = _("The certificate of %(place)s is not trusted: %(reason)s")
        reason = error.verify_message
    except ssl.SSLError as error:
        text, reason = _("No secure connection to %(place)s: %(reason)s"), str(error.reason)
    except (OSError, IMAPClientError) as error:
        text, reason = _("No connection to %(place)s: %(reason)s"), str(error)
    else:
        return client
    raise AccountTrouble(text % {"place": place, "reason": reason})


@dataclass(frozen=True)
class Opened:
    """What the server says of a folder: whose numbers its UIDs are, and the next one."""

    uid_validity: int
    uid_next: int


class Folder:
    """The folder that an account is fetched from."""

    def __init__(self, client: IMAPClient, account: ImapAccount) -> None:
        self._client = client
        self._account = account
        self._is_left_alone = account.after == ImapAccount.After.LEAVE

    def open(self) -> Opened:
        """Select the folder, which also tells the newest state of it."""
        name = self._account.folder
        try:
            said = self._client.select_folder(name, readonly=self._is_left_alone)
        except ConnectionLost:
            raise
        except IMAPClientError as error:
            raise AccountTrouble(
                _("The folder %(folder)s cannot be opened: %(reason)s")
                % {"folder": name, "reason": error}
            ) from error
        return Opened(int(said[b"UIDVALIDITY"]), int(said.get(b"UIDNEXT", 0)))

    def uids_after(self, uid: int) -> list[int]:
        """List what came after this UID; `*` means the last one even where it is older."""
        found: Iterable[int] = self._client.search(["UID", f"{uid + 1}:*"])
        return sorted(each for each in found if each > uid)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        answer = self._client.fetch(uids, ["RFC822.SIZE"])
        return {uid: answer[uid][b"RFC822.SIZE"] for uid in uids if uid in answer}

    def fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Fetch whole mails; one that is gone meanwhile is left out."""
        answer = self._client.fetch(uids, ["BODY.PEEK[]"])
        mails = {uid: _content(answer[uid], b"BODY[]") for uid in uids if uid in answer}
        if not all(mails.values()):
            raise ProtocolError(_("it is empty"))
        return mails

    def fetch_head(self, uid: int) -> bytes:
        answer = self._client.fetch([uid], [f"BODY.PEEK[HEADER]<0.{HEAD_BYTES}>"])
        return _content(answer.get(uid, {}), b"BODY[HEADER]<0>")

    def set_aside(self, uids: Sequence[int]) -> None:
        """Flag or move what is committed."""
        try:
            for some in in_portions(uids):
                if self._account.after == ImapAccount.After.MOVE and self._account.move_to:
                    self._move(some)
                elif not self._is_left_alone:
                    self._client.add_flags(some, [SEEN], silent=True)
        except ConnectionLost:
            raise
        except IMAPClientError as error:
            raise AccountTrouble(
                _("Mail is taken in, but cannot be marked or moved on the server: %s") % error
            ) from error

    def left_up_to(self, uid: int) -> list[int]:
        """List what a crash between commit and flag has left to set aside."""
        if not uid or self._is_left_alone:
            return []
        moves = self._account.after == ImapAccount.After.MOVE
        mark = "UNDELETED" if moves else "UNSEEN"
        return list(self._client.search([mark, "UID", f"1:{uid}"]))

    def _move(self, uids: Sequence[int]) -> None:
        target = self._account.move_to
        if not self._client.folder_exists(target):
            self._client.create_folder(target)
        if self._client.has_capability("MOVE"):
            self._client.move(uids, target)
            return
        self._client.copy(uids, target)
        self._client.add_flags(uids, [DELETED], silent=True)
        # Without UIDPLUS an expunge would take what the owner has deleted, too.
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)


def _content(answer: dict[bytes, Any], part: bytes) -> bytes:
    """Give the bytes of the part; a server answers NIL for a mail it cannot open."""
    return bytes(answer.get(part) or b"")


def in_portions(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), AT_ONCE):
        yield uids[start : start + AT_ONCE]


def in_helpings(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Put UIDs together, in order, as many as may be fetched and committed at once."""
    helping: list[int] = []
    weight = 0
    for uid in sorted(sizes):
        if helping and (len(helping) == MOST_MAILS or weight + sizes[uid] > MOST_BYTES):
            yield helping
            helping, weight = [], 0
        helping.append(uid)
        weight += sizes[uid]
    if helping:
        yield helping
