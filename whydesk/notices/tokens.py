"""The signed links by which somebody says from a message that they take care of it."""

from datetime import timedelta

from django.core import signing

from whydesk.notices.models import Notice

SALT = "whydesk.notice"
LASTS = timedelta(days=3)


def acknowledging_token(notice: Notice) -> str:
    return signing.dumps(notice.pk, salt=SALT)


def find_by_token(token: str) -> Notice | None:
    """Return the notice that the token is for, as long as the link works."""
    try:
        key = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found = Notice.objects.select_related("agent")
    return found.filter(pk=key, agent__is_active=True).first()
