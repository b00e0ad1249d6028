"""Tickets as rows of a list.

Fifty of them stand on the page that is opened most. As a template each row
costs three times what it does here, and the page would be as slow as that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.tickets.choices import Kind, Temperature
from whydesk.tickets.models import Ticket
from whydesk.web.templatetags.care import care_mark
from whydesk.web.templatetags.look import (
    address,
    holder_in,
    icon,
    initials,
    kind_in,
    moment,
    waiting_in,
)
from whydesk.web.templatetags.promises import promise_mark
from whydesk.web.templatetags.urgency import urgency_mark

register = template.Library()


@dataclass(frozen=True)
class Words:
    """What each row says, in which language and at what time, looked up once for all of them."""

    waiting: str
    select: str
    undelivered: str
    by_model: str
    language: str
    now: datetime


@register.simple_tag
def rows(tickets: Iterable[Ticket]) -> SafeString:
    """Draw each ticket: who, kind of account, what, how long it waits, who has it."""
    words = Words(
        waiting=escape(_("waiting")),
        select=escape(_("Select")),
        undelivered=escape(_("Undeliverable")),
        by_model=by_model(),
        language=get_language() or "",
        now=timezone.now(),
    )
    return mark_safe("".join(row(ticket, words) for ticket in tickets))


def row(ticket: Ticket, words: Words) -> str:
    key, subject = ticket.pk, escape(ticket.subject)
    name, face = escape(ticket.contact.name), escape(initials(ticket.contact.name))
    return f"""
  <li class="row" data-row id="row-{key}">
    <div class="row-face">
      <span class="avatar avatar-contact" aria-hidden="true">{face}</span>
      <label class="row-pick"><input type="checkbox" name="ticket" value="{key}" \
aria-label="{words.select}: {subject}"></label>
    </div>
    <p class="row-who"><b class="cut">{name}</b>{customer(ticket.company, words)}</p>
    <p class="row-when">{when(ticket, words)}</p>
    <p class="row-what"><span class="row-ask cut">\
<a class="row-link" href="{address(ticket)}" data-row-link>{subject}</a> \
<span class="row-snippet">{ask(ticket)}</span></span>{marks(ticket, words)}</p>
    {holder_in(ticket.assignee.name if ticket.assignee else "", words.language)}
  </li>"""


def ask(ticket: Ticket) -> str:
    """Say what they ask in one line, unless the subject has just said it."""
    said, above = (words.casefold().rstrip(".!?… ") for words in (ticket.snippet, ticket.subject))
    return "" if said == above else escape(ticket.snippet)


def customer(company: Company | None, words: Words) -> str:
    """Name the company and its kind of account, where there is one."""
    if company is None:
        return ""
    kind = kind_in(company.kind, words.language)
    care = care_mark(company.care_until, words.now, words.language)
    return f'<span class="row-company cut">{escape(company.name)}</span>{kind}{care}'


def when(ticket: Ticket, words: Words) -> str:
    """Say since when it waits for us, until when it sleeps, or when something last happened."""
    if ticket.waits_since:
        waits = waiting_in(ticket.waits_since, words.now, words.language)
        mark = promise_mark(ticket.due_at, words.now)
        ahead = urgency_mark(ticket.urgency, words.language)
        return f'{mark}{ahead}<span class="unseen">{words.waiting}</span>{waits}'
    if ticket.snoozed_until:
        return f"{icon('snooze', 'small')}{moment(ticket.snoozed_until)}"
    return moment(ticket.updated_at)


def marks(ticket: Ticket, words: Words) -> str:
    """Show what was read in it, quietly, then what did not arrive and the tags."""
    read = read_in(ticket.kind, ticket.temperature, ticket.is_blocking, words.language)
    if read and ticket.is_read_by_model:
        read = f"{words.by_model}{read}"
    if not (ticket.undelivered or ticket.tags):
        return f'<span class="row-marks">{read}</span>' if read else ""
    tags = tags_in(ticket.tags)
    stopped = burning("bounce", words.undelivered)
    return f'<span class="row-marks">{read}{stopped if ticket.undelivered else ""}{tags}</span>'


def tags_in(tags: list[str]) -> str:
    """Show one tag and how many more there are: the ask needs the room."""
    if not tags:
        return ""
    more = f'<span class="count" title="{escape(", ".join(tags[1:]))}">+{len(tags) - 1}</span>'
    shown = f'<span class="badge badge-tag">{escape(tags[0])}</span>'
    return shown + (more if len(tags) > 1 else "")


@lru_cache
def read_in(kind: str, temperature: int, is_blocking: bool, language: str) -> str:
    """Name the kind; show by shape, and say to who does not see it, how they feel and are."""
    if not kind:
        return ""
    heat = escape(str(Temperature(temperature).label))
    shown = [f'<span class="matter">{escape(str(Kind(kind).label))}</span>']
    if temperature:
        shown.append(
            f'<span class="heat heat-{temperature}" role="img" title="{heat}" '
            f'aria-label="{heat}"></span>'
        )
    if is_blocking:
        shown.append(burning("hold", escape(_("Cannot work"))))
    return "".join(shown)


def by_model() -> str:
    """Say quietly that the language model read it, where it was not the desk itself."""
    words = escape(_("Read by the language model"))
    return (
        f'<span class="by-model" role="img" title="{words}" aria-label="{words}">'
        f"{icon('robot', 'small')}</span>"
    )


def burning(shape: str, words: str) -> str:
    """Say what cannot wait; where a row is narrow the shape alone is seen."""
    return (
        f'<span class="badge badge-burn" title="{words}">{icon(shape)}'
        f'<span class="badge-words">{words}</span></span>'
    )
