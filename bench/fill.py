"""Fill the desk that the environment names; print the id of a ticket and a signed-in cookie.

Runs in a process of its own, since Django is set up once in each.
"""

import json
import sys
from typing import TYPE_CHECKING

from whydesk.config.opening import desk_opened

if TYPE_CHECKING:
    from whydesk.people.models import Agent


def main(count: int, *, all_open: bool) -> None:
    with desk_opened():
        json.dump(_fill(count, all_open), sys.stdout)


def _fill(count: int, all_open: bool) -> dict[str, str | int]:
    from bench.loading import load
    from whydesk.mailroom.models import Mailbox
    from whydesk.tickets.models import Ticket

    if not count:
        Mailbox.objects.create(address="support@bench.example", name="Bench")
        return {}
    agent = load(count, all_open=all_open)
    ticket = Ticket.objects.filter(status="open").order_by("pk")[count // 50]
    return {"ticket": ticket.pk, "cookie": signed_in(agent)}


def signed_in(agent: "Agent") -> str:
    """Sign the agent in and return the cookie."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"] = str(agent.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = agent.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main(int(sys.argv[1]), all_open="open" in sys.argv)
