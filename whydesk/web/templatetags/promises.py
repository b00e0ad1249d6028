"""What we owe a customer, by when."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from whydesk.web.templatetags.look import icon, moment

register = template.Library()

SOON = timedelta(minutes=30)


def state_of(due_at: datetime, now: datetime) -> str:
    """Return late, soon, or nothing where there is time."""
    if due_at <= now:
        return "late"
    return "soon" if due_at - now <= SOON else ""


@register.filter
def promised(due_at: datetime | None) -> SafeString:
    """Show the nearest time at which we owe something."""
    if due_at is None:
        return mark_safe("")
    state = state_of(due_at, timezone.now())
    words = {"late": _("Promise missed"), "soon": _("Answer due soon")}.get(state, _("Answer due"))
    return format_html(
        '<span class="promise{}">{} {} {}</span>',
        f" promise-{state}" if state else "",
        icon("flame" if state == "late" else "snooze", "small"),
        words,
        moment(due_at),
    )


def promise_mark(due_at: datetime | None, now: datetime) -> str:
    """Mark a row whose answer is late or nearly so; a shape, and words for who does not see it."""
    state = state_of(due_at, now) if due_at else ""
    if not state:
        return ""
    words = escape(_("Promise missed") if state == "late" else _("Answer due soon"))
    shape = icon("flame" if state == "late" else "snooze", "small")
    return (
        f'<span class="promise promise-{state}" title="{words}">{shape}'
        f'<span class="unseen">{words}</span></span>'
    )
