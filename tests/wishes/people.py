"""Customers who wish for something, and what becomes of it, quickly."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent, make_company, make_contact
from whydesk.customers.models import Company, Contact
from whydesk.history.events import sentence_of
from whydesk.history.models import Entry
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.wishes.deciding import decide, last_decision
from whydesk.wishes.joining import join_wish
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import (
    Article,
    Callback,
    Capability,
    Decision,
    DecisionProgress,
    Review,
    Voice,
    Wish,
)
from whydesk.wishes.reviewing import make_agenda
from whydesk.wishes.stories import Story
from whydesk.wishes.storytelling import begin_wish
from whydesk.wishes.terms import Terms

STORY = Story(
    "When the status of a ticket changes", "tell statuses apart at a glance", "I answer faster"
)
NEVER = Terms("never", reason="The list has to stay quiet.")
_number = count(1)


def make_product() -> Agent:
    found = Agent.objects.filter(name="Paula Product").first()
    return found or make_agent("Paula Product", Role.PRODUCT)


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


def said(event: str) -> list[str]:
    """Return how history tells all events of a name, in the order that they happened."""
    found = Entry.objects.filter(event=event).order_by("pk")
    return [sentence_of(entry.event, entry.data) for entry in found]


def today() -> date:
    return timezone.localdate()


def capability(slug: str = "colours", **articles: str) -> Capability:
    """Make something the product does, with the titles of its articles by language."""
    made = Capability.objects.create(slug=slug, is_public=True)
    for language, title in (articles or {"en": "Colours of statuses"}).items():
        code = language.replace("_", "-")
        Article.objects.create(
            capability=made, language=code, title=title, purpose="See at a glance.", how="Press C."
        )
    return made


def decided(wish: Wish, terms: Terms) -> Decision:
    """Let product decide on what was decided last."""
    return decide(wish, terms, after=last_decision(wish), by=make_product())


def to_be_told(decision: Decision) -> list[Callback]:
    """Let the desk list who is to be told, as its job does."""
    make_callbacks(decision.pk)
    return list(decision.callbacks.select_related("voice").order_by("voice"))


def progress(decision: Decision) -> tuple[int, int, bool]:
    """Return how many are untold and told, and whether the decision is closed."""
    found = DecisionProgress.objects.get(decision=decision)
    return found.untold, found.told, found.closed_at is not None


def states(decision: Decision) -> list[str]:
    """Return the states of its callbacks in the order of the voices."""
    found = Callback.objects.filter(decision=decision).order_by("voice")
    return list(found.values_list("state", flat=True))


def agenda(review: Review) -> list[tuple[str, str]]:
    """Let the agenda make itself; return its wishes, each with the reason."""
    return [(item.wish.title, item.because) for item in make_agenda(review)]


def later(review: Review) -> date:
    return review.day + timedelta(days=7)


def at_once(acts: list[Callable[[], object]]) -> list[Exception]:
    """Let each act run in a thread of its own, all beginning together; return what they raise."""
    errors: list[Exception] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors
