"""Which addresses are ours."""

import asyncio
import time
from collections.abc import Mapping

from django.db import Error

from whydesk.gate.connections import giving_back
from whydesk.mailroom.models import Mailbox
from whydesk.mailroom.queries import without_detail


class Addresses:
    """The mailboxes by address, read again now and then.

    An address that is not known is looked up again before it is refused, so
    that a new mailbox takes mail at once.
    """

    KNOWN_FOR = 10.0
    UNKNOWN_FOR = 1.0

    def __init__(self) -> None:
        self._mailboxes: Mapping[str, Mailbox] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def find(self, address: str) -> Mailbox | None:
        """Find the mailbox that mail to the address goes to.

        `support+anything@desk.example` is the mailbox `support@desk.example`.
        """
        found = self._match(address)
        age = time.monotonic() - self._read_at
        if age < (self.KNOWN_FOR if found else self.UNKNOWN_FOR):
            return found
        try:
            await self._read(since=self._read_at)
        except Error:
            if found is None:
                raise
        return self._match(address)

    def _match(self, address: str) -> Mailbox | None:
        return self._mailboxes.get(without_detail(address))

    async def _read(self, *, since: float) -> None:
        async with self._reading:
            if self._read_at == since:
                self._mailboxes = await asyncio.to_thread(_read_mailboxes)
                self._read_at = time.monotonic()


@giving_back
def _read_mailboxes() -> dict[str, Mailbox]:
    return {mailbox.address.lower(): mailbox for mailbox in Mailbox.objects.all()}
