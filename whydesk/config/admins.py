"""Making an admin from the command line, when nobody can sign in to invite one."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from whydesk.config.trouble import Trouble
from whydesk.people.actors import Role
from whydesk.people.models import Agent


def create_admin(*, email: str, name: str, password: str) -> Agent:
    """Make the agent of this address an active admin with this password."""
    email = email.strip().lower()
    agent = Agent.objects.filter(email=email).first() or Agent(
        email=email, language=settings.LANGUAGE_CODE, time_zone=settings.TIME_ZONE
    )
    agent.name = name.strip()
    agent.role = Role.ADMIN
    agent.is_active = True
    try:
        validate_email(email)
        validate_password(password, agent)
    except ValidationError as error:
        raise Trouble(" ".join(error.messages)) from error
    agent.set_password(password)
    agent.save()
    return agent
