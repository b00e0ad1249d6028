"""Saying honestly that a step has nothing for this customer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care import events
from whydesk.care.choices import How, StepNumber
from whydesk.care.models import Care, Step
from whydesk.care.preparing import owed
from whydesk.care.refusals import CareRefused, SamePerson
from whydesk.care.stepping import end_if_done, open_care, owed_step, told
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent


@transaction.atomic
def say_none_found(care: Care, *, by: Agent) -> Step:
    """Say that there is no alternative; it counts once a second person says so too.

    There almost always is one, so two people have to have looked.

    :raises SamePerson: one said it twice.
    """
    by.must(Can.RUN_INCIDENTS)
    care = open_care(care)
    step = owed(care, StepNumber.ALTERNATIVE)
    if step.none_said_by_id is None:
        step.none_said_by = by
        step.save(update_fields=["none_said_by"])
    elif step.none_said_by_id == by.pk:
        raise SamePerson(_("You have said so. Ask somebody else to look for one too."))
    else:
        step.none_agreed_by = by
        _done(step, How.NONE_FOUND, "")
    record(events.NoneFoundSaid(care.ticket_id, care.company_id, care.pk), by=by)
    end_if_done(care, by=by)
    return step


@transaction.atomic
def take_back_none_found(care: Care, *, by: Agent) -> Step:
    """Look for an alternative after all."""
    by.must(Can.RUN_INCIDENTS)
    step = owed(open_care(care), StepNumber.ALTERNATIVE)
    step.none_said_by = None
    step.save(update_fields=["none_said_by"])
    return step


@transaction.atomic
def say_none_fits(step: Step, *, reason: str, by: Agent) -> Step:
    """Say that nothing of the kind fits this customer, and why.

    What is solved already needs no deadline and no way around it; before that
    the customer is owed both.
    """
    by.must(Can.RUN_INCIDENTS)
    reason = told(reason, _("Say why nothing fits."))
    open_care(step.care)
    step = owed_step(step)
    care = step.care
    if step.number in (StepNumber.OUTLOOK, StepNumber.ALTERNATIVE) and not care.solved_at:
        raise CareRefused(_("The customer is owed this until it is solved."))
    step.tellings.filter(sent_at=None).delete()
    _done(step, How.NONE_FITTING, reason)
    record(
        events.NoneFitting(care.ticket_id, care.company_id, care.pk, step.number, reason[:200]),
        by=by,
    )
    end_if_done(care, by=by)
    return step


def _done(step: Step, how: How, why: str) -> None:
    step.how, step.why, step.done_at = how, why, timezone.now()
    step.save()
