"""What is shown of incidents: when news is due, and how far it came."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.care.choices import StepNumber
from whydesk.incidents.choices import Why
from whydesk.incidents.models import Update
from whydesk.incidents.queries import Row
from whydesk.mailroom.models import Delivery
from whydesk.web.incidents_forms import typed
from whydesk.web.templatetags.look import duration_in, icon, moment, moment_in
from whydesk.web.templatetags.promises import state_of

register = template.Library()


@register.filter
def news_due(at: datetime | None) -> SafeString:
    """Say when the next news was promised, and whether that is late."""
    if at is None:
        return format_html('<span class="soft">{}</span>', _("no news promised"))
    state = state_of(at, timezone.now())
    words = _("News is late, promised for") if state == "late" else _("Next news")
    return format_html(
        '<span class="promise{}">{} {} {}</span>',
        f" promise-{state}" if state else "",
        icon("flame" if state == "late" else "snooze", "small"),
        words,
        moment(at),
    )


@register.filter
def countdown(at: datetime | None) -> SafeString:
    """Show large how long it is until the promised news; the page's script lets it go on."""
    if at is None:
        words = _("No news is promised. Whoever waits without knowing until when waits longest.")
        return format_html('<p class="soft">{}</p>', words)
    left = (at - timezone.now()).total_seconds()
    minutes = int(abs(left) // 60)
    return format_html(
        '<p class="countdown{}" data-countdown><span class="countdown-word countdown-due">{}</span>'
        '<span class="countdown-word countdown-over">{}</span> '
        '<time class="countdown-time number" datetime="{}" data-until>{}</time> '
        '<span class="soft">{}</span></p>',
        " countdown-late" if left <= 0 else "",
        _("Next news in"),
        _("News is late by"),
        at.isoformat(),
        mark_safe(duration_in(minutes, get_language() or "")),
        moment(at),
    )


@register.filter
def to_the_minute(at: datetime | None) -> SafeString:
    """Name a moment as the public needs it: with its hour, however long ago it was."""
    if at is None:
        return mark_safe("")
    zone = timezone.get_current_timezone()
    local, now = at.astimezone(zone), timezone.now().astimezone(zone)
    pattern = "H:i" if local.date() == now.date() else "j M H:i"
    return moment_in(at, zone, pattern, get_language() or "")


@register.filter
def until(at: datetime | None, since: datetime) -> SafeString:
    """Name the end of something to the minute; its day only where it is another one."""
    zone = timezone.get_current_timezone()
    if at is None or at.astimezone(zone).date() != since.astimezone(zone).date():
        return to_the_minute(at)
    return moment_in(at, zone, "H:i", get_language() or "")


@register.filter
def as_typed(at: datetime | None) -> str:
    return typed(at)


@register.filter
def step_name(number: int) -> str:
    return str(StepNumber(number).label)


@register.simple_tag
def went(row: Row, news: Update | None) -> SafeString:
    """Say how far the last news has come to a customer."""
    if news is None:
        return mark_safe("")
    if row.why:
        words = _("not told: %(why)s") % {"why": Why(row.why).label}
        return _state("late", "warn", words)
    if not row.state:
        return format_html('<span class="soft">{}</span>', capfirst(_("not yet")))
    if row.state == Delivery.State.SENT:
        return _state("kept", "close", _("told"))
    if row.state in (Delivery.State.BOUNCED, Delivery.State.FAILED, Delivery.State.UNCLEAR):
        return _state("late", "bounce", str(Delivery.State(row.state).label))
    return _state("", "send", str(Delivery.State(row.state).label))


def _state(state: str, symbol: str, words: str) -> SafeString:
    classes = f" promise-{state}" if state else ""
    return format_html(
        '<span class="promise{}">{} {}</span>', classes, icon(symbol, "small"), capfirst(words)
    )


@register.simple_tag
def now_zone() -> str:
    """Name the time zone in which a page tells its times."""
    return timezone.localtime().strftime("%Z")
