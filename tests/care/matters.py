"""Customers for whom something burns, quickly."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.web.customers import write
from tests.world import World
from whydesk.care.models import Care, Telling
from whydesk.care.preparing import prepare_outlook
from whydesk.care.stepping import open_steps
from whydesk.history.models import Entry
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.replying import send_reply


def ticket_of(world: World, contact: str = "joao", **fields: Any) -> Ticket:
    return write(
        world, getattr(world, contact), text="My messages don't go out!!!", **fields
    ).ticket


def care_of(world: World, contact: str = "joao", **fields: Any) -> Care:
    """Let four steps be due to somebody, with Vera as their owner."""
    fields = {"by": world.vera, "reason": "Nothing leaves the mailbox"} | fields
    return open_steps(ticket_of(world, contact), **fields)


def outlook(world: World, care: Care, **fields: Any) -> Telling:
    """Prepare the first step."""
    now = timezone.now()
    told = {
        "cause": "O servidor recusou a nova senha.",
        "beyond": "A outra empresa verifica as contas à mão.",
        "estimate_at": now + timedelta(hours=5),
        "next_news_at": now + timedelta(hours=2),
        "by": world.vera,
    }
    return prepare_outlook(care, **(told | fields))


def reply(world: World, care: Care, text: str) -> Message:
    return send_reply(Ticket.objects.get(pk=care.ticket_id), text=text, by=world.vera)


def happened(ticket: Ticket, noun: str = "ticket") -> list[str]:
    """Return what history has about it, without what was said and read."""
    key = ticket.pk if noun == "ticket" else ticket.company_id
    found = Entry.objects.filter(subjects__noun=noun, subjects__noun_id=key)
    mine = found.exclude(event__startswith="message.").exclude(event__startswith="reply.")
    return list(mine.order_by("pk").values_list("event", flat=True))
