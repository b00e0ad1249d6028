"""Preparing what a customer is told in a step: the words, before anybody sends them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care.choices import StepNumber
from whydesk.care.models import Care, Step, Telling
from whydesk.care.refusals import StepDone, StepIncomplete, WrongMoment
from whydesk.care.stepping import open_care, told
from whydesk.care.wording import word_alternative, word_news, word_outlook
from whydesk.people.actors import Can
from whydesk.people.models import Agent

LONGEST = 2000


@transaction.atomic
def prepare_outlook(
    care: Care,
    *,
    cause: str,
    beyond: str = "",
    estimate_at: datetime | None,
    next_news_at: datetime | None,
    by: Agent,
) -> Telling:
    """Write the first step for the customer: deadline, cause, and when the next news come.

    Once that was told, `cause` is what is new, and a deadline is named only
    where it is another one.

    :raises StepIncomplete: something is missing that the customer has to know.
    :raises WrongMoment: a time lies behind us, or the news come after the deadline.
    """
    must_tell(by)
    care = open_care(care)
    step = step_of(care, StepNumber.OUTLOOK)
    cause = told(cause, _("Say in plain words what happened."), longest=LONGEST)
    beyond = _tidy(beyond)
    ticket = care.ticket
    next_news_at = _coming(next_news_at, _("Say when the customer hears from you again."))
    if step.done_at and estimate_at is None:
        text = word_news(ticket, news=cause, estimate_at=None, next_news_at=next_news_at)
    else:
        estimate_at = _coming(estimate_at, _("Name a deadline, a generous one."))
        if next_news_at > estimate_at:
            raise WrongMoment(_("Let the next news come before the deadline, or with it."))
        times = {"estimate_at": estimate_at, "next_news_at": next_news_at}
        if step.done_at:
            text = word_news(ticket, news=cause, **times)
        else:
            text = word_outlook(ticket, cause=cause, beyond=beyond, **times)
    return prepare(
        step,
        text,
        by=by,
        cause=cause,
        beyond=beyond,
        estimate_at=estimate_at,
        next_news_at=next_news_at,
    )


@transaction.atomic
def prepare_alternative(care: Care, *, alternative: str, by: Agent) -> Telling:
    """Write how the customer can go on meanwhile."""
    must_tell(by)
    care = open_care(care)
    step = owed(care, StepNumber.ALTERNATIVE)
    alternative = told(alternative, _("Say how they can go on meanwhile."), longest=LONGEST)
    return prepare(step, word_alternative(care.ticket, alternative), by=by)


def prepare(step: Step, text: str, *, by: Agent, **fields: Any) -> Telling:
    """Keep the words of a step until they are sent; newer ones take the place of older."""
    values = {"text": text, "agent": by, "prepared_at": timezone.now(), **fields}
    telling, _is_new = Telling.objects.update_or_create(step=step, sent_at=None, defaults=values)
    return telling


def must_tell(by: Agent) -> None:
    by.must(Can.RUN_INCIDENTS)
    by.must(Can.ANSWER)


def step_of(care: Care, number: int) -> Step:
    """Return the step; the matter is locked already."""
    step = care.steps.select_related("owner", "gesture").get(number=number)
    step.care = care
    return step


def owed(care: Care, number: int) -> Step:
    """Return the step if it is not done yet."""
    step = step_of(care, number)
    if step.done_at:
        raise StepDone(_("This step was done already."))
    return step


def _coming(at: datetime | None, sentence: str) -> datetime:
    if at is None:
        raise StepIncomplete(sentence)
    if at <= timezone.now():
        raise WrongMoment(_("Choose a time in the future."))
    return at


def _tidy(text: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise StepIncomplete(_("This is too long. Keep what matters."))
    return text
