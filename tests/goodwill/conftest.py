"""Gestures given quickly.

A new desk lets an agent give fifty dollars, 45 euros, 250 reais or 4000 roubles on a ticket.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.goodwill.giving import give_gesture
from whydesk.goodwill.models import Gesture
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket

Give = Callable[..., Gesture]


@pytest.fixture
def lead(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Anna's, of Romashka."""
    return write(world, world.anna).ticket


@pytest.fixture
def give(world: World, ticket: Ticket) -> Give:
    """Let Vera give ten dollars back on Anna's ticket, or whatever is said."""

    def give(amount: str = "10", currency: str = "USD", **fields: Any) -> Gesture:
        given = {"ticket": ticket, "kind": "refund", "reason": "Lost a day", "by": world.vera}
        given |= {"amount": Decimal(amount), "currency": currency} | fields
        return give_gesture(given.pop("ticket"), **given)

    return give
