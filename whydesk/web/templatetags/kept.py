"""Parts of a page that are the same for many requests, drawn once."""

from collections.abc import Hashable
from typing import Any

from django.db.models import Model
from django.template import Context, Library
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()

MOST = 500
DRAWN: dict[Hashable, str] = {}
# No text of ours contains it; the token of the request takes its place.
_TOKEN = "\ue002"


@register.simple_tag(takes_context=True)
def kept(context: Context, part: str, **values: Any) -> SafeString:
    """Draw a part, which sees nothing but the values named, once for each of them.

    So it cannot depend on what it is not kept by. The token of its forms is
    that of the request.
    """
    key = (part, get_language(), *((name, frozen(value)) for name, value in values.items()))
    drawn = DRAWN.get(key)
    if drawn is None:
        if len(DRAWN) >= MOST:
            DRAWN.clear()
        drawn = DRAWN[key] = draw(context, part, values)
    return mark_safe(drawn.replace(_TOKEN, str(context.get("csrf_token", ""))))


def draw(context: Context, part: str, values: dict[str, Any]) -> str:
    assert context.template is not None
    template = context.template.engine.get_template(part)
    return template.render(context.new({**values, "csrf_token": _TOKEN}))


def frozen(value: Any) -> Hashable:
    """Return what of a value can change a page, to be compared."""
    if isinstance(value, dict):
        return tuple(value.items())
    if isinstance(value, Model):
        return tuple(getattr(value, field.attname) for field in value._meta.concrete_fields)
    return str(value)
