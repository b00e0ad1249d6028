"""Saying why a promise was broken."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.desk.events import PromiseExplained
from whydesk.desk.models import BrokenPromise
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent


class NoReason(ValueError):
    """An explanation without a word in it."""


@transaction.atomic
def explain_broken_promise(broken: BrokenPromise, *, reason: str, by: Agent) -> BrokenPromise:
    """Write down why the time passed, for whoever learns from it later."""
    by.must(Can.SORT)
    reason = reason.strip()
    if not reason:
        raise NoReason(_("Say in a few words why."))
    broken = (
        BrokenPromise.objects.select_for_update(of=("self",))
        .select_related("due")
        .get(pk=broken.pk)
    )
    if broken.reason == reason:
        return broken
    broken.reason, broken.agent, broken.explained_at = reason, by, timezone.now()
    broken.save()
    record(PromiseExplained(broken.due.ticket_id, broken.due_id, reason), by=by)
    return broken
