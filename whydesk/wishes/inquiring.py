"""Handing a wish to customer success to find out why, and bringing it back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.tickets.replying import write_note
from whydesk.tickets.sorting import reopen_ticket
from whydesk.wishes.calendar import callback_due
from whydesk.wishes.events import HandedToSuccess, InquiryBroughtBack, InquiryTaken
from whydesk.wishes.models import Inquiry, Wish
from whydesk.wishes.refusals import InquiryRefused
from whydesk.wishes.stories import Story, demand, tidy


@transaction.atomic
def hand_to_success(
    message: Message,
    *,
    question: str,
    story: Story | None = None,
    wish: Wish | None = None,
    assignee: Agent | None = None,
    due_at: datetime | None = None,
    by: Agent,
) -> Inquiry:
    """Let customer success find out what is behind the wish, with all that is known so far.

    Without an assignee it waits for whoever of them is free; two working days
    are given where no time is named.

    :raises InquiryRefused: somebody is finding it out already.
    """
    by.must(Can.SHAPE_WISHES)
    question = demand(tidy(question, 1000, _("The question")), _("Say what is to be found out."))
    story = (story or Story()).tidied()
    ticket = message.ticket
    try:
        with transaction.atomic():
            inquiry = Inquiry.objects.create(
                ticket=ticket,
                message=message,
                wish=wish,
                when=story.when,
                want=story.want,
                so_that=story.so_that,
                question=question,
                assignee=assignee,
                due_at=due_at or callback_due(timezone.now()),
                by=by,
            )
    except IntegrityError as error:
        raise InquiryRefused(_("Somebody is finding out about this ticket already.")) from error
    subjects = (ticket.pk, ticket.contact_id, ticket.company_id)
    record(HandedToSuccess(*subjects, inquiry.pk, question), by=by)
    return inquiry


@transaction.atomic
def take_inquiry(inquiry: Inquiry, *, by: Agent) -> Inquiry:
    """Say that one finds it out oneself."""
    by.must(Can.SHAPE_WISHES)
    inquiry = _open(inquiry)
    if inquiry.assignee_id == by.pk:
        return inquiry
    inquiry.assignee = by
    inquiry.save(update_fields=["assignee"])
    ticket = inquiry.ticket
    subjects = (ticket.pk, ticket.contact_id, ticket.company_id)
    record(InquiryTaken(*subjects, inquiry.pk, inquiry.question), by=by)
    return inquiry


@transaction.atomic
def bring_back(inquiry: Inquiry, *, learnt: str, story: Story | None = None, by: Agent) -> Inquiry:
    """Tell whoever asked what was learnt: it stands on the ticket, which waits for them again.

    :raises InquiryRefused: it was brought back already.
    """
    by.must(Can.SHAPE_WISHES)
    learnt = demand(tidy(learnt, 5000, _("What was learnt")), _("Say what you have learnt."))
    inquiry = _open(inquiry)
    story = (story or Story()).tidied()
    for part in ("when", "want", "so_that"):
        setattr(inquiry, part, getattr(story, part) or getattr(inquiry, part))
    inquiry.learnt, inquiry.state, inquiry.done_at = learnt, Inquiry.State.DONE, timezone.now()
    inquiry.save()
    write_note(inquiry.ticket, text=learnt, by=by)
    reopen_ticket(inquiry.ticket, by=by)
    ticket = inquiry.ticket
    subjects = (ticket.pk, ticket.contact_id, ticket.company_id)
    record(InquiryBroughtBack(*subjects, inquiry.pk, learnt[:200]), by=by)
    return inquiry


def _open(inquiry: Inquiry) -> Inquiry:
    found = Inquiry.objects.select_for_update(of=("self",)).select_related("ticket")
    inquiry = found.get(pk=inquiry.pk)
    if inquiry.state != Inquiry.State.OPEN:
        raise InquiryRefused(_("This was brought back already."))
    return inquiry
