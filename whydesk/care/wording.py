"""What is told to customers in each step: in their language, with the times where they are."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from whydesk.customers.models import Company
from whydesk.goodwill.choices import Kind
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.money import show_money
from whydesk.tickets.models import Ticket
from whydesk.wishes.letters import compose
from whydesk.wishes.wording import first_name, in_words

_LETTERS = Path(__file__).parent / "letters"
_TODAY = {"en": "today", "ru": "сегодня", "pt-br": "hoje"}
_WORD = re.compile(r"\w{4,}")


def language_of(ticket: Ticket) -> str:
    """Return the language in which the customer writes, as far as it is one of ours."""
    known = dict(settings.LANGUAGES)
    wanted = (ticket.language, ticket.contact.language)
    return next((one for one in wanted if one in known), settings.LANGUAGE_CODE)


def word_outlook(
    ticket: Ticket, *, cause: str, beyond: str, estimate_at: datetime, next_news_at: datetime
) -> str:
    """Write what happened, until when it is solved, and when they hear from us again."""
    return _letter(
        ticket,
        "outlook",
        cause=cause,
        beyond=beyond,
        estimate=by_when(estimate_at, ticket),
        next_news=by_when(next_news_at, ticket),
    )


def word_news(
    ticket: Ticket, *, news: str, estimate_at: datetime | None, next_news_at: datetime
) -> str:
    """Write how things stand now; the deadline only where it is another one."""
    estimate = by_when(estimate_at, ticket) if estimate_at else ""
    return _letter(
        ticket, "news", news=news, estimate=estimate, next_news=by_when(next_news_at, ticket)
    )


def word_alternative(ticket: Ticket, alternative: str) -> str:
    return _letter(ticket, "alternative", alternative=alternative)


def word_none_found(ticket: Ticket) -> str:
    return _letter(ticket, "none_found")


def word_gesture(ticket: Ticket, gesture: Gesture) -> str:
    """Write what they are given; to whoever only tries us, a month free is a longer trial."""
    tries = (Company.Kind.PROSPECT, Company.Kind.TRIAL)
    is_trial = gesture.company is not None and gesture.company.kind in tries
    what = str(gesture.kind)
    if what == Kind.MONTH_FREE and is_trial:
        what = "month_free_trial"
    money = show_money(gesture.amount, gesture.currency, language_of(ticket))
    return _letter(ticket, what, money=money)


def word_check(ticket: Ticket) -> str:
    return _letter(ticket, "check", subject=ticket.subject)


def by_when(at: datetime, ticket: Ticket) -> str:
    """Say a time by their clock; where we do not know that, by ours and naming it."""
    language, zone = language_of(ticket), _zone_of(ticket)
    local = at.astimezone(zone or ZoneInfo(settings.TIME_ZONE))
    is_today = local.date() == timezone.now().astimezone(local.tzinfo).date()
    day = _TODAY[language] if is_today else in_words(local, language)
    return f"{day}, {local:%H:%M}" + ("" if zone else f" {local.tzname()}")


def _zone_of(ticket: Ticket) -> ZoneInfo | None:
    try:
        return ZoneInfo(ticket.contact.time_zone) if ticket.contact.time_zone else None
    except (KeyError, ValueError):
        return None


def carries(sent: str, prepared: str) -> bool:
    """Tell whether what was sent still says what was prepared: half of its words at least.

    >>> carries("We expect it solved on Friday, Ray.", "We expect to have it solved on Friday.")
    True
    >>> carries("Which browser do you use?", "We expect to have it solved on Friday.")
    False
    """
    words = set(_WORD.findall(prepared.lower()))
    return 2 * len(words & set(_WORD.findall(sent.lower()))) >= len(words)


def _letter(ticket: Ticket, what: str, **places: str) -> str:
    name = first_name(ticket.contact)
    return compose(what, language_of(ticket), _LETTERS, name=name, **places)
