"""The signed links that let somebody in: the first admin and those invited."""

from datetime import timedelta

from django.core import signing

from whydesk.people.models import Agent, Invitation

WELCOME = "first-admin"
WELCOME_SALT = "whydesk.welcome"
INVITATION_SALT = "whydesk.invitation"
INVITATION_LASTS = timedelta(days=14)


def welcome_token() -> str:
    """Return the token with which the first admin comes in."""
    return signing.dumps(WELCOME, salt=WELCOME_SALT)


def opens_welcome(token: str) -> bool:
    """Say whether the token is ours and the desk still has nobody."""
    try:
        said = signing.loads(token, salt=WELCOME_SALT)
    except signing.BadSignature:
        return False
    return said == WELCOME and not Agent.objects.exists()


def invitation_token(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.email], salt=INVITATION_SALT)


def find_invitation(token: str) -> Invitation | None:
    """Return the open invitation that the token is for.

    The address stands in the token: a link mailed to one person does not open
    an invitation that was given another address since.
    """
    try:
        key, email = signing.loads(token, salt=INVITATION_SALT, max_age=INVITATION_LASTS)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=key, email=email, accepted_at=None).first()
