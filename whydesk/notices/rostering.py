"""Saying who is on call, and when."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.notices.events import OnCallDropped, OnCallSet
from whydesk.notices.models import OnCall
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent


class WrongShift(ValueError):
    """A time on call that ends before it begins."""


@transaction.atomic
def put_on_call(agent: Agent, *, since: datetime, until: datetime, by: Actor) -> OnCall:
    """Have somebody reached whatever the hour; two may be on call together."""
    by.must(Can.INVITE)
    if until <= since:
        raise WrongShift(_("The end has to come after the beginning."))
    row, is_new = OnCall.objects.get_or_create(agent=agent, since=since, until=until)
    if is_new:
        record(OnCallSet(agent.pk, agent.name, since.isoformat(), until.isoformat()), by=by)
    return row


@transaction.atomic
def drop_on_call(row: OnCall, *, by: Actor) -> None:
    """Take somebody off call for this time."""
    by.must(Can.INVITE)
    agent, since, until = row.agent, row.since.isoformat(), row.until.isoformat()
    row.delete()
    record(OnCallDropped(agent.pk, agent.name, since, until), by=by)
