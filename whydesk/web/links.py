"""Whole addresses of the desk, for mail and for passing on by hand."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from whydesk.people.models import Agent, Invitation
from whydesk.people.tokens import invitation_token


def joining_link(invitation: Invitation) -> str:
    """Return where the invited person joins."""
    path = reverse("joining", args=[invitation_token(invitation)])
    return f"{settings.PUBLIC_URL}{path}"


def password_link(agent: Agent) -> str:
    """Return where the agent chooses a new password, once and within three days."""
    key = urlsafe_base64_encode(force_bytes(agent.pk))
    token = default_token_generator.make_token(agent)
    return f"{settings.PUBLIC_URL}{reverse('new_password', args=[key, token])}"
