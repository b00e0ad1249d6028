"""Serving so many requests at once and no more."""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


class TakingTurns:
    """Let a request wait for its turn: many at once only make each other slow.

    A body that is still on its way and an answer that streams, as live news
    do, take no turn.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.turns = BoundedSemaphore(settings.ENVIRONMENT["WHYDESK_WEB_THREADS"])

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with self.turns:
            return self.answer(request)
