"""Following every account, as accounts are added, changed and removed."""

import asyncio
import logging
import threading
from typing import Any

from django.db import Error

from whydesk.gate.connections import database_answers, giving_back
from whydesk.gate.fetching import Fetcher
from whydesk.mailroom.models import ImapAccount

LOOK_SECONDS = 10.0
MOST_SECONDS_TO_FINISH = 5.0

log = logging.getLogger(__name__)

# What makes a connection another one; the rest of an account is how far it was read.
SETTINGS = (
    "mailbox_id",
    "host",
    "port",
    "security",
    "username",
    "password",
    "folder",
    "after",
    "move_to",
)


class Followers:
    """A fetcher for each account, kept in step with the accounts."""

    def __init__(self) -> None:
        self._fetchers: dict[int, Fetcher] = {}
        self._changing = threading.Lock()
        self._is_stopping = False

    async def run(self) -> None:
        """Look for changed accounts every few seconds until cancelled."""
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(LOOK_SECONDS)

    def _look(self) -> None:
        try:
            accounts = {account.pk: account for account in _read_accounts()}
        except Error as error:
            log.error("Could not read the accounts: %s", type(error).__name__)
            database_answers()
            return
        with self._changing:
            if not self._is_stopping:
                self._follow(accounts)

    def _follow(self, accounts: dict[int, ImapAccount]) -> None:
        for key, fetcher in list(self._fetchers.items()):
            account = accounts.get(key)
            is_same = account and _settings(account) == _settings(fetcher.account)
            if not is_same or not fetcher.is_alive():
                fetcher.stop()
                del self._fetchers[key]
        for key in accounts.keys() - self._fetchers.keys():
            self._fetchers[key] = Fetcher(accounts[key])
            self._fetchers[key].start()

    async def stop(self) -> None:
        """Let every fetcher finish what it is committing."""
        stopped = await asyncio.to_thread(self._stop_all)
        deadline = asyncio.get_running_loop().time() + MOST_SECONDS_TO_FINISH
        for fetcher in stopped:
            left = deadline - asyncio.get_running_loop().time()
            await asyncio.to_thread(fetcher.join, max(left, 0))

    def _stop_all(self) -> list[Fetcher]:
        """Stop them and start no more: a look may be under way still when it is cancelled."""
        with self._changing:
            self._is_stopping = True
            for fetcher in self._fetchers.values():
                fetcher.stop()
            return list(self._fetchers.values())


@giving_back
def _read_accounts() -> list[ImapAccount]:
    return list(ImapAccount.objects.select_related("mailbox"))


def _settings(account: ImapAccount) -> tuple[Any, ...]:
    return tuple(getattr(account, name) for name in SETTINGS)
