"""Fetching one account: everything new at once, and then each mail as it comes."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.conf import settings
from django.db import Error
from django.utils.translation import gettext as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from whydesk.gate.connections import database_answers, giving_back
from whydesk.gate.imap import (
    AccountTrouble,
    ConnectionLost,
    Folder,
    in_helpings,
    in_portions,
    signed_in,
)
from whydesk.mailroom.accepting import Arrival
from whydesk.mailroom.fetching import note_check, park_unfetched, take_fetched
from whydesk.mailroom.models import ImapAccount

POLL_SECONDS = 60.0
# RFC 2177 asks for a new IDLE every 29 minutes; many firewalls forget a quiet
# connection after ten.
IDLE_SECONDS = 9 * 60.0
LISTEN_SECONDS = 2.0
LONGEST_PAUSE = 600.0
TRIES = 5

R = TypeVar("R")

log = logging.getLogger(__name__)

take = giving_back(take_fetched)
park = giving_back(park_unfetched)
note = giving_back(note_check)


@giving_back
def read_again(account: ImapAccount) -> ImapAccount | None:
    """Read the account with what is really committed of it; nothing where it is gone."""
    return ImapAccount.objects.select_related("mailbox").filter(pk=account.pk).first()


class Fetcher(threading.Thread):
    """The thread that follows one account until told to stop."""

    def __init__(self, account: ImapAccount) -> None:
        super().__init__(name=f"imap-{account.pk}", daemon=True)
        self.account = account
        self._stop_asked = threading.Event()
        self._pause = 1.0
        self._seen_next = 0
        self._trouble_aside = ""
        self._numbering = 0
        # UIDs whose fetching broke the connection, and how often.
        self._broke: Counter[int] = Counter()

    def stop(self) -> None:
        self._stop_asked.set()

    def run(self) -> None:
        """Follow the account; after trouble try again, after longer and longer pauses."""
        while not self._stop_asked.is_set():
            try:
                self._follow()
            except AccountTrouble as trouble:
                self._note_error(str(trouble))
            except (IMAPClientError, OSError, ValueError, KeyError) as error:
                self._note_error(_("The connection was lost: %s") % error)
            except Error as error:
                log.error("Account %d: %s", self.account.pk, type(error).__name__)
                database_answers()
            self._stop_asked.wait(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _note_error(self, error: str) -> None:
        log.warning("Account %d is not read: %s", self.account.pk, error)
        try:
            note(self.account, error=error)
        except Error:
            database_answers()

    def _follow(self) -> None:
        account = read_again(self.account)
        if account is None:
            self.stop()
            return
        self.account, self._seen_next = account, 0
        with signed_in(account) as client:
            folder = Folder(client, account)
            self._open(folder)
            self._set_aside(folder, folder.left_up_to(account.last_uid))
            while not self._stop_asked.is_set():
                self._take_new(folder)
                note(account, error=self._trouble_aside)
                self._pause = 1.0
                self._wait(client)

    def _open(self, folder: Folder) -> int:
        """Select the folder and give its next UID; a new UIDVALIDITY starts from the first."""
        opened = folder.open()
        if opened.uid_validity != self.account.uid_validity:
            self.account.uid_validity, self.account.last_uid = opened.uid_validity, 0
            self._seen_next = 0
        if opened.uid_validity != self._numbering:
            self._numbering = opened.uid_validity
            self._broke.clear()
        return opened.uid_next

    def _take_new(self, folder: Folder) -> None:
        """Take what is new until a look at the folder shows nothing more.

        The last command before IDLE is a SELECT that showed nothing new: what
        comes after it the server tells during IDLE, so nothing falls between.
        """
        while (uid_next := self._open(folder)) != self._seen_next or not uid_next:
            uids = folder.uids_after(self.account.last_uid)
            for some in in_portions(uids):
                sizes = self._sizes(folder, some)
                for helping in in_helpings(sizes):
                    self._take_helping(folder, helping, sizes)
                    if self._stop_asked.is_set():
                        return
            if not uid_next and not uids:
                return
            self._seen_next = uid_next

    def _sizes(self, folder: Folder, uids: Sequence[int]) -> dict[int, int]:
        """Ask for the sizes; of a mail that the server stumbles over it counts as none."""
        calm = [uid for uid in uids if not self._broke[uid]]
        others = [uid for uid in uids if self._broke[uid]]
        sizes: dict[int, int] = {}
        try:
            sizes = self._guarded(folder.sizes, calm) if calm else {}
        except ConnectionLost:
            raise
        except IMAPClientError:
            others = list(uids)
        for uid in others:
            sizes |= self._size_of_one(folder, uid)
        return sizes

    def _size_of_one(self, folder: Folder, uid: int) -> dict[int, int]:
        if self._broke[uid] > TRIES:
            return {uid: 0}
        try:
            return self._guarded(folder.sizes, [uid])
        except ConnectionLost:
            raise
        except IMAPClientError:
            return {uid: 0}

    def _guarded(self, ask: Callable[[Sequence[int]], R], uids: Sequence[int]) -> R:
        """Ask the server about these mails, remembering them if it breaks the connection."""
        try:
            return ask(uids)
        except ConnectionLost:
            self._broke.update(uids)
            raise

    def _take_helping(self, folder: Folder, uids: list[int], sizes: dict[int, int]) -> None:
        most = settings.ENVIRONMENT["WHYDESK_MAIL_MAX_MB"] * 1024 * 1024
        is_risky = any(self._broke[uid] or sizes[uid] > most for uid in uids)
        if len(uids) > 1 and not is_risky:
            try:
                self._take(folder, uids)
                return
            except ConnectionLost:
                raise
            except IMAPClientError:
                log.info("Account %d: fetching mails one by one", self.account.pk)
        for uid in uids:
            self._take_one(folder, uid, sizes[uid] > most)

    def _take_one(self, folder: Folder, uid: int, is_too_big: bool) -> None:
        """Take one mail; where that cannot be done, park it with the reason and go on."""
        if is_too_big:
            self._park(folder.fetch_head(uid), uid, _("The mail is larger than the desk takes."))
        elif self._broke[uid] > TRIES:
            self._park(b"", uid, _("The connection broke whenever this mail was fetched."))
        else:
            try:
                self._take(folder, [uid])
            except ConnectionLost:
                raise
            except IMAPClientError as error:
                self._park(b"", uid, _("The server does not give this mail: %s") % error)
                return
        self._broke.pop(uid, None)

    def _take(self, folder: Folder, uids: list[int]) -> None:
        """Fetch, commit, and only then flag or move."""
        mails = self._guarded(folder.fetch, uids)
        mailbox, validity = self.account.mailbox, self.account.uid_validity
        arrivals = [Arrival(raw, "imap", mailbox=mailbox) for raw in mails.values()]
        take(self.account, arrivals, uid_validity=validity, last_uid=uids[-1])
        self.account.last_uid = uids[-1]
        self._set_aside(folder, list(mails))

    def _set_aside(self, folder: Folder, uids: list[int]) -> None:
        """Flag or move; where the server refuses that, the mail itself goes on coming in."""
        if not uids:
            return
        try:
            folder.set_aside(uids)
        except AccountTrouble as trouble:
            self._trouble_aside = str(trouble)
        else:
            self._trouble_aside = ""

    def _park(self, head: bytes, uid: int, reason: str) -> None:
        validity = self.account.uid_validity
        park(self.account, head, reason, uid_validity=validity, uid=uid)
        self.account.last_uid = uid

    def _wait(self, client: IMAPClient) -> None:
        """Wait until the server tells of something, or for the next poll."""
        if not client.has_capability("IDLE"):
            self._stop_asked.wait(POLL_SECONDS)
            return
        client.idle()
        deadline = time.monotonic() + IDLE_SECONDS
        while not self._stop_asked.is_set() and (began := time.monotonic()) < deadline:
            said = client.idle_check(timeout=LISTEN_SECONDS)
            # Silence before the time is up is the end of the connection.
            if said or time.monotonic() - began < LISTEN_SECONDS / 2:
                break
        client.idle_done()
