"""What every response carries, and in which language and time zone it is written."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from whydesk.people.models import Agent

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """Only what the desk itself serves may run or load, unless a view says otherwise."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class SignedIn:
    """Say who asks. Every page wants to know, so it is found at once and not in passing."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)
        return self.answer(request)


class ReaderLocale:
    """Speak the reader's language and show times in their zone."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = request.user
        if isinstance(reader, Agent):
            language, zone = reader.language, ZoneInfo(reader.time_zone)
        else:
            language, zone = translation.get_language_from_request(request), None
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        return response
