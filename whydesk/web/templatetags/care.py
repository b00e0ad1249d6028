"""What is owed to a customer, and the mark of those whom we watch over."""

from datetime import datetime, timedelta
from functools import lru_cache
from html import escape

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.web.templatetags.look import duration_in, icon, moment
from whydesk.web.templatetags.promises import state_of

register = template.Library()

_WHOLE = timedelta(hours=8)


@register.filter
def owed_by(due_at: datetime | None) -> SafeString:
    """Say until when something is owed; late and nearly late by shape and word."""
    if due_at is None:
        return mark_safe("")
    state = state_of(due_at, timezone.now())
    word = {"late": _("late"), "soon": _("soon")}.get(state, "")
    return format_html(
        '<span class="promise{}">{} <span>{} {}</span></span>',
        f" promise-{state}" if state else "",
        icon("flame" if state == "late" else "snooze", "small"),
        word,
        moment(due_at),
    )


@register.filter
def counting_down(due_at: datetime) -> SafeString:
    """Count down to promised news: a ring that empties, and how long there is; never below none."""
    left = max(due_at - timezone.now(), timedelta())
    state = state_of(due_at, timezone.now())
    share = min(100, round(100 * left / _WHOLE))
    if state == "late":
        shape, words = icon("flame"), _("missed, due since")
    else:
        shape = format_html(_RING, share)
        minutes = int(left.total_seconds() // 60)
        words = _("in %(time)s, by") % {"time": duration_in(minutes, get_language() or "")}
    return format_html(
        '<span class="promise{}">{} <span>{} {}</span></span>',
        f" promise-{state}" if state else "",
        shape,
        words,
        moment(due_at),
    )


_RING = (
    '<svg class="promise-ring" viewBox="0 0 20 20" aria-hidden="true">'
    '<circle class="promise-whole" cx="10" cy="10" r="8"/>'
    '<circle class="promise-left" cx="10" cy="10" r="8" pathLength="100" '
    'stroke-dasharray="{} 100"/></svg>'
)


@register.filter
def cared_for(company: Company | None) -> SafeString:
    """Mark a company that is watched over."""
    if company is None:
        return mark_safe("")
    return mark_safe(care_mark(company.care_until, timezone.now(), get_language() or ""))


def care_mark(until: datetime | None, now: datetime, language: str) -> str:
    """Mark a row of somebody in aftercare, as nothing new may go wrong for them."""
    return mark_in(language) if until and until > now else ""


@lru_cache
def mark_in(language: str) -> str:
    words = escape(_("In our care"))
    hint = escape(_("Something went wrong for them not long ago. Nothing new may."))
    return (
        f'<span class="badge badge-care" title="{hint}">{icon("care")}'
        f'<span class="badge-words">{words}</span></span>'
    )
