"""Customers who write to the desk of the tests, quickly and without a mail."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.world import World
from whydesk.customers.models import Contact
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.receiving import Received, ReceivedFile, receive


def write(
    world: World,
    contact: Contact,
    *,
    subject: str = "Invoices",
    text: str = "Where are our invoices?",
    hours_ago: int = 1,
    ticket: Ticket | None = None,
    files: Sequence[ReceivedFile] = (),
    automatic: str = "",
    **fields: Any,
) -> Message:
    """Let the contact say something, on a new ticket or on theirs."""
    received = Received(
        contact=contact,
        channel="mail",
        subject=subject,
        text=text,
        at=timezone.now() - timedelta(hours=hours_ago),
        mailbox=world.support,
        language=contact.language,
        files=files,
        automatic=automatic,
        fields=fields,
    )
    return receive(received, ticket=ticket, by=contact)
