"""What every template may use."""

from typing import Any

from django.http import HttpRequest

from whydesk import __version__


def desk(request: HttpRequest) -> dict[str, Any]:
    return {"version": __version__}
