"""Sending the minutes of a review to whoever should know."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.mail.fields import UnusableAddress
from whydesk.mailroom.informing import send_to_agent
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.wishes.events import MinutesSent
from whydesk.wishes.minutes import title_of
from whydesk.wishes.models import MinutesMailed, Review
from whydesk.wishes.refusals import ReviewRefused


@transaction.atomic
def send_minutes(review: Review, *, to: Iterable[Agent], by: Agent) -> int:
    """Put the minutes into the post to all of these people, or to none; return to how many.

    Whoever has them already does not get them again, however often somebody
    presses; the post tries each mail again as it does any other.

    :raises ReviewRefused: the review has not ended, or somebody cannot be mailed.
    :raises NoSender: the desk has no mailbox yet.
    """
    by.must(Can.RUN_REVIEWS)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state != Review.State.HELD:
        raise ReviewRefused(_("The minutes are written when the review has ended."))
    known = set(review.mailed.values_list("agent", flat=True))
    people = [agent for agent in to if agent.is_active and agent.pk not in known]
    MinutesMailed.objects.bulk_create(MinutesMailed(review=review, agent=one) for one in people)
    for agent in people:
        _mail(review, agent, by=by)
    if people:
        record(MinutesSent(review.pk, ", ".join(agent.name for agent in people)), by=by)
    return len(people)


def _mail(review: Review, agent: Agent, *, by: Agent) -> None:
    try:
        send_to_agent(
            agent.email,
            name=agent.name,
            subject=title_of(review),
            text=review.minutes,
            language=agent.language,
            by=by,
        )
    except UnusableAddress as error:
        sentence = _("Nobody was mailed: %(name)s has the address %(address)s. Mend it first.")
        raise ReviewRefused(sentence % {"name": agent.name, "address": agent.email}) from error
