"""Amounts and the state of gestures, as they are shown."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from whydesk.goodwill.choices import State
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.money import show_money

register = template.Library()

_TONES = {State.WAITING: "badge-care", State.GIVEN: "badge-good"}


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Write an amount in the reader's language."""
    return "" if amount is None else show_money(amount, currency)


@register.filter
def worth(gesture: Gesture) -> str:
    return show_money(gesture.amount, gesture.currency)


@register.filter
def standing(gesture: Gesture) -> SafeString:
    """Show where a gesture stands; one that was given as usual needs no word of colour."""
    state = gesture.state
    return format_html('<span class="badge {}">{}</span>', _TONES.get(state, ""), state.label)
