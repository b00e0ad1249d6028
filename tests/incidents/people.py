"""Incidents of the tests, and the customers whom they affect."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_company, make_contact
from whydesk.customers.models import Company, Contact
from whydesk.incidents.attaching import attach_ticket
from whydesk.incidents.declaring import declare_incident
from whydesk.incidents.models import Attached, Incident, Update
from whydesk.incidents.telling import tell_everyone
from whydesk.mailroom.models import Delivery
from whydesk.tickets.models import Message, Ticket

TEXTS = {
    "en": "We are looking for the cause.",
    "ru": "Ищем причину.",
    "pt-br": "Estamos procurando a causa.",
}


def soon(hours: float = 1) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def declared(world: World, *tickets: Ticket, **fields: Any) -> Incident:
    """Declare that mail does not leave."""
    told: dict[str, Any] = {
        "title": "Mail does not leave",
        "severity": "partly",
        "since": soon(-1),
        "public_title": {"en": "Mail is late", "ru": "Почта опаздывает"},
        "works": {"en": "Reading works."},
        "broken": {"en": "Sending does not."},
    }
    return declare_incident(**(told | fields), tickets=tickets, by=world.sam)


def reported(world: World, contact: Contact, text: str = "My mail does not leave") -> Ticket:
    """Let a customer report it."""
    return write(world, contact, subject="Mail", text=text).ticket


def attached(world: World, incident: Incident, contact: Contact) -> Attached:
    return attach_ticket(incident, reported(world, contact), by=world.sam)


def customer(name: str, *, language: str = "en", email: str = "", **fields: Any) -> Company:
    """Make a company with one contact, who has an address unless it is empty."""
    company = make_company(name)
    for field, value in fields.items():
        setattr(company, field, value)
    company.save()
    if email:
        make_contact(f"Contact of {name}", email, company, language)
    return company


def told(update: Update) -> Update:
    """Let the job do what it would."""
    tell_everyone(update.pk)
    update.refresh_from_db()
    return update


def replies_on(ticket: Ticket) -> list[str]:
    return list(ticket.messages.filter(kind=Message.Kind.REPLY).values_list("text", flat=True))


def sent(update: Update, state: str = Delivery.State.SENT) -> None:
    """Let every mail of the update have come so far."""
    Delivery.objects.filter(message__telling__update=update).update(state=state)
