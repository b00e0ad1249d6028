"""Asking a customer, after some days, whether all is right again. A person asks."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.care.events import CheckDue, CustomerChecked
from whydesk.care.models import Aftercare, Check
from whydesk.care.refusals import CareRefused, NobodyToCareFor
from whydesk.care.stepping import told
from whydesk.care.topics import CHECK_DUE
from whydesk.history.recording import record
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.replying import send_reply


@transaction.atomic
def send_check(check: Check, *, text: str, by: Agent) -> Message:
    """Ask the customer in their ticket; a closed one stays closed until they answer.

    :raises ReplyRefused: the mail cannot be sent as it stands.
    """
    by.must(Can.ANSWER)
    by.must(Can.RUN_INCIDENTS)
    check = _due(check)
    ticket = ticket_of(check.aftercare)
    if ticket is None:
        raise NobodyToCareFor(_("They have written no ticket yet. Call them instead."))
    was_closed = ticket.status == Ticket.Status.CLOSED
    message = send_reply(ticket, text=text, close=was_closed, by=by)
    check.message = message
    _done(check, by=by)
    return message


@transaction.atomic
def note_check(check: Check, *, note: str, by: Agent) -> Check:
    """Note what the customer said when somebody asked them on the phone."""
    by.must(Can.RUN_INCIDENTS)
    check = _due(check)
    check.note = told(note, _("Say what they answered."))
    return _done(check, by=by)


@transaction.atomic
def tell_of_checks(now: datetime) -> int:
    """Remind whoever watches over a company that it is time to ask, once; return how many."""
    due = Check.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        done_at=None, told_at=None, due_at__lte=now, aftercare__ended_at=None
    )
    checks = list(due.select_related("aftercare__company").order_by("due_at")[:200])
    for check in checks:
        aftercare = check.aftercare
        event = CheckDue(
            aftercare.company_id, aftercare.ticket_id, aftercare.pk, aftercare.company.name
        )
        record(event, by=DESK)
        if aftercare.owner_id:
            tell([aftercare.owner_id], topic=CHECK_DUE, event=event)
    Check.objects.filter(pk__in=[check.pk for check in checks]).update(told_at=now)
    return len(checks)


@transaction.atomic
def note_unasked(message_id: int) -> None:
    """Let the question be due again that did not reach the customer."""
    for check in Check.objects.filter(message=message_id, aftercare__ended_at=None):
        if not Check.objects.filter(aftercare=check.aftercare_id, done_at=None).exists():
            Check.objects.filter(pk=check.pk).update(done_at=None, message=None, told_at=None)


def ticket_of(aftercare: Aftercare) -> Ticket | None:
    """Return the ticket of the story, or the newest of the company where there is none."""
    theirs = Ticket.objects.select_related("contact")
    if aftercare.ticket_id:
        return theirs.get(pk=aftercare.ticket_id)
    spam = Ticket.Status.SPAM
    return theirs.filter(company=aftercare.company_id).exclude(status=spam).order_by("-pk").first()


def _due(check: Check) -> Check:
    locked = Check.objects.select_for_update(of=("self",)).select_related("aftercare__company")
    check = locked.get(pk=check.pk)
    if check.done_at or check.aftercare.ended_at:
        raise CareRefused(_("They have been asked already."))
    return check


def _done(check: Check, *, by: Agent) -> Check:
    check.done_at = timezone.now()
    check.save()
    aftercare = check.aftercare
    event = CustomerChecked(aftercare.company_id, aftercare.ticket_id, aftercare.pk)
    record(event, by=by)
    return check
