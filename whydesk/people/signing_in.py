"""Letting an agent in by address and password."""

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.people.events import SignedIn
from whydesk.people.limiting import forget_attempts, note_attempt, refuse_haste
from whydesk.people.models import Agent

ACT = "sign in"


class WrongPassword(ValueError):
    """An address and a password that do not belong together."""


def sign_in(email: str, password: str, *, network: str) -> Agent:
    """Return the agent, or raise the same error whether or not the address is known.

    The try is written down before the slow check of the password, so that
    guesses made at the same moment count each other.
    """
    email = email.strip().lower()
    refuse_haste(ACT, email, network)
    attempts = note_attempt(ACT, email, network)
    agent = authenticate(email=email, password=password)
    if not isinstance(agent, Agent):
        raise WrongPassword(
            _("This address and password do not belong together. Check both, then try again.")
        )
    forget_attempts(attempts, act=ACT, key=email)
    record(SignedIn(agent.pk), by=agent)
    return agent
