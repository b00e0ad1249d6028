"""The web application as granian runs it."""

import os

import django
from django.core.handlers.asgi import ASGIHandler


def make_application() -> ASGIHandler:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whydesk.config.settings")
    django.setup(set_prefix=False)
    from whydesk.config.threads import DeskHandler

    return DeskHandler()


application = make_application()
