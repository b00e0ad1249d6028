"""What people at the desk can be told about: each area names its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCREEN = "screen"
MAIL = "mail"

TOPICS: dict[str, "Topic"] = {}


@dataclass(frozen=True)
class Topic:
    """Something that a person wants to hear of, or not.

    `name` is permanent: it stands in the database. `ways` are those by which
    somebody is told who has chosen nothing. An urgent one comes at once, by
    every way a person has, and wakes whoever is on call.
    """

    name: str
    label: str | Promise
    ways: tuple[str, ...] = (SCREEN,)
    is_urgent: bool = False


def register(topic: Topic) -> Topic:
    """Offer the topic to everybody's choice."""
    if TOPICS.setdefault(topic.name, topic) != topic:
        raise TypeError(f"Two topics are named {topic.name}.")
    return topic


ASSIGNED = register(Topic("ticket.assigned", _("I am given a ticket")))
CUSTOMER_WROTE = register(
    Topic("ticket.customer_wrote", _("A customer writes in a ticket of mine"))
)
UNDELIVERED = register(Topic("ticket.undelivered", _("An answer of mine did not arrive")))
TEAM_TICKET = register(Topic("ticket.team", _("A team of mine gets a ticket"), ways=()))
WAY_FAILING = register(Topic("way.failing", _("A way of telling me does not work")))
