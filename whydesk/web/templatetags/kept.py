"""Parts of a page that are the same for many requests, drawn once."""

from collections.abc import Hashable
from typing import Any

from django.db.models import Model
from django.template import Context, Engine, Library
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()

MOST = 500
DRAWN: dict[Hashable, str] = {}
# No text of ours contains it; the token of the request takes its place.
_TOKEN = "\ue002"
# Numbers that no ticket and no message has; that of the page takes their place.
_NUMBERS = {"ticket": 9_000_000_000_000_001, "message": 9_000_000_000_000_002}


@register.simple_tag(takes_context=True)
def kept(
    context: Context,
    part: str,
    *,
    ticket: int | None = None,
    message: int | None = None,
    **values: Any,
) -> SafeString:
    """Draw a part, which sees nothing but the values named, once for each of them.

    So it cannot depend on what it is not kept by. The token of its forms is
    that of the request. A ticket or a message is given by its number, the only
    thing that the part sees of it: it is drawn once for all of them.
    """
    key = (part, get_language(), *((name, frozen(value)) for name, value in values.items()))
    drawn = DRAWN.get(key)
    if drawn is None:
        if len(DRAWN) >= MOST:
            DRAWN.clear()
        drawn = DRAWN[key] = draw(context, part, values)
    drawn = drawn.replace(_TOKEN, str(context.get("csrf_token", "")))
    for name, number in (("ticket", ticket), ("message", message)):
        drawn = drawn.replace(str(_NUMBERS[name]), str(number))
    return mark_safe(drawn)


def draw(context: Context, part: str, values: dict[str, Any]) -> str:
    numbers = {name: {"pk": number} for name, number in _NUMBERS.items()}
    given = {**numbers, **values, "csrf_token": _TOKEN}
    return Engine.get_default().get_template(part).render(context.new(given))


def frozen(value: Any) -> Hashable:
    """Return what of a value can change a page, to be compared."""
    if isinstance(value, dict):
        return tuple(value.items())
    if isinstance(value, Model):
        return tuple(getattr(value, field.attname) for field in value._meta.concrete_fields)
    return str(value)
