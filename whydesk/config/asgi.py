"""The web application as granian runs it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whydesk.config.settings")
application = get_asgi_application()
