"""A customer's words with facts and feelings set apart; not a letter of them is changed."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from whydesk.tickets.choices import Kind, Temperature
from whydesk.tickets.models import Message
from whydesk.understanding.brief import Brief, Span
from whydesk.web.templatetags.look import words

register = template.Library()

_LIGHT = frozenset({"feeling", "courtesy"})


@register.filter
def set_apart(message: Message) -> SafeString:
    """Show its text with what is feeling in a lighter ink, as far as it was read."""
    text, brief = message.text, getattr(message, "said", None)
    if brief is None:
        return words(text)
    shown, end, was_light = [], 0, False
    for sentence in brief.sentences:
        start, stop = sentence.span.start, sentence.span.end
        is_light = sentence.role in _LIGHT
        mark = FOLDED if is_light and not was_light else ""
        between = words(text[end:start])
        shown.append(f"{mark}{in_role(between, is_light and was_light)}")
        shown.append(in_role(words(text[start:stop]), is_light))
        end, was_light = stop, is_light
    shown.append(words(text[end:]))
    return mark_safe("".join(shown))


# Where the thread is shown cool, this stands for what is folded away.
FOLDED = '<span class="folded-away" aria-hidden="true"> […] </span>'


def in_role(html: str, is_light: bool) -> str:
    return f'<span class="feeling">{html}</span>' if is_light and html else html


@register.filter
def has_feelings(brief: Brief | str | None) -> bool:
    return isinstance(brief, Brief) and any(one.role in _LIGHT for one in brief.sentences)


@register.filter
def cut_out(text: str, span: Span) -> str:
    return span.of(text)


@register.simple_tag
def kinds() -> Sequence[tuple[str, Any]]:
    """Offer what kind of message it may be."""
    return Kind.choices


@register.simple_tag
def temperatures() -> Sequence[tuple[int, Any]]:
    """Offer how they may feel."""
    return Temperature.choices


@register.filter
def kind_named(kind: str) -> str:
    return str(Kind(kind).label)


@register.filter
def temperature_named(temperature: int) -> str:
    return str(Temperature(temperature).label)
