"""Promising when customers hear from us next, and noting whether they did."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care.choices import StepNumber
from whydesk.care.events import NewsMissed, NewsPromised
from whydesk.care.models import Care, News, Step
from whydesk.care.owners import leads
from whydesk.care.refusals import WrongMoment
from whydesk.care.topics import NEWS_MISSED
from whydesk.history.recording import record_all
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Actor, Can
from whydesk.tickets.models import Message

_TOGETHER = 200


@transaction.atomic
def promise_news(messages: Sequence[Message], *, due_at: datetime, by: Actor) -> list[News]:
    """Promise the customers who were sent these messages to be told more by a time.

    What was promised before is kept by them, since they are news. Tickets on
    which nothing is owed are left out.

    :raises WrongMoment: the time lies behind us.
    """
    by.must(Can.RUN_INCIDENTS)
    if due_at <= timezone.now():
        raise WrongMoment(_("Choose a time in the future for the next news."))
    message_of = {message.ticket_id: message for message in messages}
    found = Care.objects.select_for_update().filter(ticket__in=message_of, closed_at=None)
    cares = list(found.order_by("pk"))
    known = dict(
        News.objects.filter(care__in=cares, kept_at=None).values_list("care", "promised_in")
    )
    new = [care for care in cares if known.get(care.pk, 0) != message_of[care.ticket_id].pk]
    keep_news(new, [message_of[care.ticket_id] for care in new])
    return promise_on(new, message_of, due_at, by)


def promise_on(
    cares: Sequence[Care], message_of: dict[int, Message], due_at: datetime, by: Actor
) -> list[News]:
    """Write down a promise to each, once what was promised before is kept."""
    made = News.objects.bulk_create(
        News(care=care, due_at=due_at, promised_in=message_of[care.ticket_id]) for care in cares
    )
    said = due_at.isoformat()
    record_all(
        [(NewsPromised(care.ticket_id, care.company_id, care.pk, said), by) for care in cares]
    )
    return made


def keep_news(cares: Sequence[Care], messages: Sequence[Message]) -> None:
    """Note that the customers have heard what they were promised to hear by now."""
    open_of = {one.care_id: one for one in News.objects.filter(care__in=cares, kept_at=None)}
    kept = []
    for care, message in zip(cares, messages, strict=True):
        news = open_of.get(care.pk)
        if news and news.promised_in_id != message.pk:
            news.kept_at, news.kept_in = max(message.at, news.promised_at), message
            kept.append(news)
    News.objects.bulk_update(kept, ["kept_at", "kept_in"], batch_size=500)


@transaction.atomic
def note_missed_news(now: datetime) -> int:
    """Note whose promised time has passed without news, each once; return how many."""
    passed = News.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        kept_at=None, missed_at=None, due_at__lte=now, care__closed_at=None
    )
    missed = list(passed.select_related("care").order_by("due_at")[:_TOGETHER])
    News.objects.filter(pk__in=[one.pk for one in missed]).update(missed_at=now)
    happened = {news.pk: _missed(news) for news in missed}
    record_all([(event, DESK) for event in happened.values()])
    _tell_of([news for news in missed if news.care.incident_id is None], happened)
    return len(missed)


def _tell_of(missed: Sequence[News], happened: dict[int, NewsMissed]) -> None:
    """Tell whoever owes the news, and the leads; of an incident they hear once, above."""
    owners = dict(
        Step.objects.filter(
            care__in=[news.care_id for news in missed], number=StepNumber.OUTLOOK
        ).values_list("care", "owner")
    )
    in_charge = leads() if missed else []
    for news in missed:
        owner = owners.get(news.care_id)
        told = {*in_charge, *([owner] if owner else [])}
        tell(sorted(told), topic=NEWS_MISSED, event=happened[news.pk])


def _missed(news: News) -> NewsMissed:
    care, said = news.care, news.due_at.isoformat()
    return NewsMissed(care.ticket_id, care.company_id, care.pk, news.pk, said)
