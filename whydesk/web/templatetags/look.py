"""What templates need to show a name, a moment, a waiting or words."""

import re
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import formats, timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.html import urlize as make_links
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.mailroom.reasons import explain
from whydesk.tickets.models import Ticket

register = template.Library()

MARKS = "\"'()[]<>«»“”-–—.,"
MINUTE, HOUR, DAY = 60, 3600, 86400


@lru_cache
def sprite() -> str:
    return static("whydesk/icons.svg")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw a symbol of the sprite; the words beside it carry its meaning."""
    classes = f"icon icon-{size}" if size else "icon"
    return mark_safe(
        f'<svg class="{classes}" aria-hidden="true"><use href="{sprite()}#{name}"/></svg>'
    )


@register.filter
def initials(name: str) -> str:
    """Give the first letters of the first and the last word of a name."""
    words = [word.strip(MARKS) for word in str(name or "").split()]
    words = [word for word in words if word]
    if not words:
        return "?"
    return words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]


@register.filter
def waiting(since: datetime | None) -> SafeString:
    """Say how long somebody has waited, as words and as a pie that fills."""
    if not since:
        return mark_safe("")
    return mark_safe(waiting_in(since, timezone.now(), get_language() or ""))


def waiting_in(since: datetime, now: datetime, language: str) -> str:
    seconds = max((now - since).total_seconds(), 0)
    return (
        f'<time class="waits waits-{waited(seconds)}" datetime="{since.isoformat()}" '
        f"data-since>{duration_in(int(seconds // MINUTE), language)}</time>"
    )


@register.filter
def kind(company: Company | None) -> SafeString:
    """Show the kind of account as a shape and a word."""
    return kind_in(company.kind, get_language() or "") if company else mark_safe("")


@lru_cache
def kind_in(kind: str, language: str) -> SafeString:
    return format_html('<span class="kind kind-{}">{}</span>', kind, Company.Kind(kind).label)


@lru_cache
def ticket_root(script: str) -> str:
    return reverse("ticket", args=[0]).removesuffix("0")


def address(ticket: Ticket) -> str:
    """Give the address of a ticket; a list asks fifty times, so it is resolved once."""
    return f"{ticket_root(get_script_prefix())}{ticket.pk}"


@lru_cache(maxsize=1024)
def holder_in(name: str, language: str) -> SafeString:
    """Show who has a ticket, small."""
    return format_html(
        '<span class="row-holder avatar avatar-small avatar-{}" role="img" '
        'title="{label}" aria-label="{label}">{}</span>',
        "agent" if name else "nobody",
        initials(name) if name else "",
        label=name or _("Nobody has it"),
    )


def waited(seconds: float) -> str:
    limits = (("moment", HOUR), ("hour", 4 * HOUR), ("hours", 8 * HOUR), ("day", DAY))
    return next((word for word, limit in limits if seconds < limit), "days")


@lru_cache(maxsize=4096)
def duration_in(minutes: int, language: str) -> str:
    seconds = minutes * MINUTE
    if seconds < MINUTE:
        return escape(_("now"))
    if seconds < HOUR:
        return escape(_("{n} min").format(n=minutes))
    if seconds < 2 * DAY:
        return escape(_("{n} h").format(n=seconds // HOUR))
    return escape(_("{n} d").format(n=seconds // DAY))


@register.filter
def moment(at: datetime | None) -> SafeString:
    """Name a moment as shortly as it stays clear, in the reader's time zone."""
    if not at:
        return mark_safe("")
    zone = timezone.get_current_timezone()
    pattern = shortest(at.astimezone(zone), timezone.now().astimezone(zone))
    return moment_in(at, zone, pattern, get_language() or "")


@lru_cache(maxsize=4096)
def moment_in(at: datetime, zone: tzinfo, pattern: str, language: str) -> SafeString:
    local = at.astimezone(zone)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        in_lower_case(formats.date_format(local, "j E Y, H:i")),
        in_lower_case(formats.date_format(local, pattern)),
    )


@register.filter
def in_lower_case(words: str) -> str:
    """Write months and days small in the languages that do."""
    return words if (get_language() or "en").startswith("en") else words.lower()


def shortest(local: datetime, now: datetime) -> str:
    if local.date() == now.date():
        return "H:i"
    if abs(now - local) < timedelta(days=6):
        return "D H:i"
    return "j M" if local.year == now.year else "j M Y"


@register.filter
def explained(reason: str) -> str:
    """Say in the reader's language why a mail has not left."""
    return explain(reason)


@register.filter
def words(text: str) -> SafeString:
    """Show plain text with its links; they open beside the desk, not over it."""
    return mark_safe(_MAY_BE_LINK.sub(_linked, conditional_escape(text)))


# To look at every word for what may be a link costs more than to write the page.
_MAY_BE_LINK = re.compile(r"""(?<![^\s<>"'])[^\s<>"']*[.@:][\w/\[][^\s<>"']*""")


def _linked(found: re.Match[str]) -> str:
    linked = make_links(found[0], nofollow=True, autoescape=False)
    return linked.replace("<a ", '<a target="_blank" ').replace(
        'rel="nofollow"', 'rel="nofollow noopener noreferrer"'
    )
