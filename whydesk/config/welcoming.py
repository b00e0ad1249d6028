"""What a first start tells: the link for the first admin, or the demo's logins."""


def welcome(*, with_demo: bool) -> str:
    """Fill an empty desk with the demo if asked to, and return what to tell whoever started it."""
    from whydesk.people.models import Agent

    if Agent.objects.exists():
        return ""
    if with_demo:
        from whydesk.demo.telling import tell

        return str(tell())
    return f"Make the first admin here: {first_admin_link()}"


def first_admin_link() -> str:
    """Return the address that makes one admin, as long as the desk has nobody."""
    from django.conf import settings
    from django.core import signing

    token = signing.dumps("first-admin", salt="whydesk.welcome")
    return f"{settings.PUBLIC_URL}/welcome/{token}"
