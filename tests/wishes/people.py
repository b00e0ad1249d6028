"""Customers who wish for something, and what becomes of it, quickly."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent, make_company, make_contact
from whydesk.customers.models import Company, Contact
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.wishes.joining import join_wish
from whydesk.wishes.models import Voice, Wish
from whydesk.wishes.stories import Story
from whydesk.wishes.storytelling import begin_wish

STORY = Story(
    "When the status of a ticket changes", "tell statuses apart at a glance", "I answer faster"
)
_number = count(1)


def make_product() -> Agent:
    return make_agent("Paula Product", Role.PRODUCT)


def firm(
    name: str, revenue: str | None = None, kind: str = "customer", currency: str = "USD"
) -> Company:
    company = make_company(name, kind)
    company.monthly_revenue = Decimal(revenue) if revenue else None
    company.currency, company.plan = currency, "Team"
    company.save()
    return company


def somebody(company: Company | None = None, language: str = "en") -> Contact:
    number = next(_number)
    return make_contact(f"Person {number}", f"p{number}@mail.example", company, language)


def wish_of(
    world: World, contact: Contact | None = None, title: str = "Colour of the status", **fields: Any
) -> Wish:
    """Begin a wish with one voice."""
    message = write(world, contact or world.joao, text="Can the colour be changed?")
    fields = {"story": STORY, "said": "Can the colour be changed?", "by": world.vera} | fields
    wish, _voice = begin_wish(message, title=title, **fields)
    return wish


def join(world: World, wish: Wish, contact: Contact | None = None, **fields: Any) -> Voice:
    """Let somebody ask for the wish too; a stranger, if nobody is named."""
    message = write(world, contact or somebody(), text="We need colours.")
    fields = {"said": "We need colours.", "by": world.vera} | fields
    return join_wish(wish, message=message, **fields)


def today() -> date:
    return timezone.localdate()
