"""What is said when something went wrong: what happened, what is safe, what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from whydesk.people.actors import NotAllowed


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = str(exception) if isinstance(exception, NotAllowed) else ""
    return render(request, "403.html", {"why": why}, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer without asking the database for anything: it may be what failed."""
    away = _who_is_away(sys.exc_info()[1])
    language = get_language_from_request(request)
    with override(language):
        page = render_to_string("500.html", {"away": away, "language": language})
    response = HttpResponse(page, status=503 if away else 500)
    if away:
        response["Retry-After"] = "30"
    return response


def _who_is_away(error: BaseException | None) -> str:
    """Return which server did not answer: "database", "files" or none.

    Errors of the bucket are told by where they come from, for its library is
    only there where it is used.
    """
    if isinstance(error, (OperationalError, InterfaceError)):
        return "database"
    return "files" if type(error).__module__.startswith("botocore.") else ""
