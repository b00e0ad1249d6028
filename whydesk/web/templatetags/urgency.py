"""How urgent a ticket is, as time that it is ahead of others."""

from datetime import timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.desk.choices import Reason
from whydesk.tickets.models import Ticket
from whydesk.web.templatetags.look import DAY, HOUR, MINUTE, icon

register = template.Library()

# One heavy reason is seen from where a row stands; with two of them it says so, and
# a row whose turn comes later, as somebody said, says that too.
AHEAD_MINUTES = 6 * DAY // MINUTE
BEHIND_MINUTES = -DAY // MINUTE
_MINUS = "\N{MINUS SIGN}"


@register.filter
def stretch(minutes: int) -> str:
    """Name a length of time in the two largest units that matter."""
    shown = stretch_in(abs(int(minutes)), get_language() or "")
    return f"{_MINUS}{shown}" if minutes < 0 else shown


@lru_cache(maxsize=4096)
def stretch_in(minutes: int, language: str) -> str:
    hours, days = minutes * MINUTE // HOUR, minutes * MINUTE // DAY
    if not hours:
        return _("{n} min").format(n=minutes)
    if hours < 48:
        return _("{n} h").format(n=hours)
    rest = hours % 24
    shown = [_("{n} d").format(n=days), *([_("{n} h").format(n=rest)] if rest else [])]
    return " ".join(shown)


@register.filter
def later(minutes: int) -> str:
    """Name how long it is until a ticket would have begun to wait."""
    return stretch(-minutes)


@register.filter
def signed(minutes: int) -> str:
    """Name a head start, or what somebody is behind by."""
    return stretch(minutes) if minutes < 0 else f"+{stretch(minutes)}"


@register.filter
def stands_for(ticket: Ticket) -> int:
    """Return for how many minutes the ticket stands as if it had waited."""
    waited = timezone.now() - ticket.waits_since if ticket.waits_since else timedelta()
    return int(waited.total_seconds()) // MINUTE + ticket.urgency


@register.filter
def reason(name: str) -> str:
    """Name what a share of the urgency is for."""
    return str(Reason(name).label)


def urgency_mark(minutes: int, language: str) -> SafeString:
    """Mark a row that stands far from where its waiting alone would put it."""
    if BEHIND_MINUTES < minutes < AHEAD_MINUTES:
        return mark_safe("")
    return _mark(minutes, language)


@lru_cache(maxsize=4096)
def _mark(minutes: int, language: str) -> SafeString:
    ahead = _("As if it had waited %s longer") if minutes > 0 else _("As if it had waited %s less")
    words = ahead % stretch_in(abs(minutes), language)
    sign = "up" if minutes > 0 else "down"
    days = abs(minutes) * MINUTE // DAY
    return format_html(
        '<span class="ahead" title="{words}">{}<span aria-hidden="true">{}</span>'
        '<span class="unseen">{words}</span></span>',
        icon(sign, "small"),
        escape(_("{n} d").format(n=days)),
        words=words,
    )
