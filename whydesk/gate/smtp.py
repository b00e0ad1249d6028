"""Mail by SMTP and LMTP: 250 only after commit, and only for our own addresses."""

import asyncio
import logging
import socket
from dataclasses import dataclass, field
from typing import Protocol

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import Error

from whydesk.gate.addresses import Addresses
from whydesk.gate.collecting import Collector, NotKept
from whydesk.gate.dialogue import Crowd, Dialogue, LmtpDialogue, TurnedAway
from whydesk.mailroom.accepting import Arrival

MOST_RECIPIENTS = 100

TOO_MANY = "452 4.5.3 Too many recipients, send the rest separately"
LATER = "451 4.3.0 Could not keep the mail, try again later"
NOT_OURS = "550 5.1.1 No such mailbox here"
TAKEN = "250 2.0.0 Kept"

DIALOGUES: dict[str, type[Dialogue]] = {"smtp": Dialogue, "lmtp": LmtpDialogue}

log = logging.getLogger(__name__)


class CannotListen(Exception):
    """The gate cannot listen where it should; the text says what to do."""


class Place(Protocol):
    """A host and a port to listen on."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...


class Door:
    """What the gate answers to each step of a dialogue."""

    def __init__(self, name: str, addresses: Addresses, collector: Collector) -> None:
        self.name = name
        self._addresses = addresses
        self._collector = collector

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            mailbox = await self._addresses.find(address)
        except Error:
            return LATER
        if mailbox is None:
            return NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        recipients = tuple(_storable(str(address)) for address in envelope.rcpt_tos)
        arrival = Arrival(
            raw=envelope.content,
            door=self.name,
            mailbox=await self._addresses.find(recipients[0]),
            envelope_from=_storable(envelope.mail_from or "").strip("<>"),
            envelope_to=recipients,
        )
        try:
            await self._collector.keep(arrival)
        except NotKept:
            return LATER
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        """Answer what nobody foresaw; the words may be the mail's, so they are not logged."""
        log.error("A sender was told to try later: %s", type(error).__name__)
        return LATER


def _storable(address: str) -> str:
    """Replace what a column of text cannot hold."""
    return address.encode("utf-8", "replace").decode().replace("\0", "?")


@dataclass(frozen=True)
class Reception:
    """What all listeners share, and the way to open one."""

    hostname: str
    most_bytes: int
    collector: Collector = field(default_factory=Collector)
    addresses: Addresses = field(default_factory=Addresses)
    crowd: Crowd = field(default_factory=Crowd)

    async def listen(self, name: str, place: Place) -> asyncio.Server:
        """Open the door `smtp` or `lmtp` at the place."""
        door = Door(name, self.addresses, self.collector)
        loop = asyncio.get_running_loop()
        try:
            return await loop.create_server(
                lambda: self._meet(door), place.host, place.port, backlog=socket.SOMAXCONN
            )
        except OSError as error:
            raise CannotListen(
                f"The mail gate cannot listen at {place.host}:{place.port} ({error.strerror}). "
                f"Free that port, or choose another one with WHYDESK_{name.upper()}."
            ) from error

    def _meet(self, door: Door) -> asyncio.Protocol:
        if self.crowd.is_full or self.crowd.is_leaving:
            return TurnedAway()
        return DIALOGUES[door.name](
            door,
            self.crowd,
            data_size_limit=self.most_bytes,
            enable_SMTPUTF8=True,
            hostname=self.hostname,
            ident="Whydesk",
            loop=asyncio.get_running_loop(),
        )
