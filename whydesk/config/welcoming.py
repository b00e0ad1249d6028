"""What a first start tells: the link for the first admin, or the demo's logins."""


def welcome(*, with_demo: bool) -> str:
    """Fill an empty desk with the demo if asked to, and return what to tell whoever started it."""
    from whydesk.people.models import Agent

    if with_demo:
        return fill_with_demo()
    return "" if Agent.objects.exists() else f"Make the first admin here: {first_admin_link()}"


def fill_with_demo() -> str:
    """Tell the demo on an empty desk, or again how to sign in to it."""
    from whydesk.demo.cast import read_cast
    from whydesk.demo.telling import tell
    from whydesk.people.models import Agent

    cast = [one.email for one in read_cast().staff]
    agents = Agent.objects.all()
    if agents.exists() and not agents.filter(email__in=cast).exists():
        return "This desk has people of its own, so the demo company was not added."
    return str(tell())


def first_admin_link() -> str:
    """Return the address that makes one admin, as long as the desk has nobody."""
    from django.conf import settings

    from whydesk.people.tokens import welcome_token

    return f"{settings.PUBLIC_URL}/welcome/{welcome_token()}"
