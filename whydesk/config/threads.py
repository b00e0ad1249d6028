"""Answering requests in a few threads that stay.

Django would make a thread for every request, and with it a new connection
object, and cross between thread and event loop for each middleware: together a
quarter of what a page costs.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class DeskHandler(ASGIHandler):
    """Answers in threads of its own; only what streams stays with the event loop."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        most = settings.ENVIRONMENT["WHYDESK_WEB_THREADS"]
        self.threads = ThreadPoolExecutor(most, thread_name_prefix="request")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served here, not {scope['type']}.")
        await self.handle(scope, receive, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(
            self.threads, answer, self.answer, request
        )

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer and give the database connection of this thread back to the pool."""
        try:
            return self.get_response(request)
        finally:
            close_old_connections()
