"""Stopping the clock of a ticket for a named reason."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.desk.events import StopNamed, StopRetired, TicketResumed, TicketStopped
from whydesk.desk.models import Pause, Stop
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


class WrongStop(ValueError):
    """A stop that cannot be used."""


@transaction.atomic
def name_stop(*, name: str, by: Actor) -> Stop:
    """Name something that promises may wait for; one that was retired comes back."""
    by.must(Can.SET_UP)
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise WrongStop(_("A name is one to a hundred characters long."))
    retired = Stop.objects.filter(name__iexact=name, retired_at__isnull=False).first()
    stop = retired or Stop(name=name)
    stop.retired_at = None
    try:
        with transaction.atomic():
            stop.save()
    except IntegrityError as error:
        raise WrongStop(_("There is a stop of this name.")) from error
    record(StopNamed(stop.pk, stop.name), by=by)
    return stop


@transaction.atomic
def retire_stop(stop: Stop, *, by: Actor) -> Stop:
    """Offer the stop no more; tickets that it holds stay held until somebody resumes them."""
    by.must(Can.SET_UP)
    stop = Stop.objects.select_for_update().get(pk=stop.pk)
    if stop.retired_at is None:
        stop.retired_at = timezone.now()
        stop.save()
        record(StopRetired(stop.pk, stop.name), by=by)
    return stop


@transaction.atomic
def stop_ticket(ticket: Ticket, *, stop: Stop, by: Agent) -> Pause:
    """Let the promises on the ticket wait for something that is not in our hands."""
    by.must(Can.SORT)
    if stop.retired_at is not None:
        raise WrongStop(_("This stop is used no more."))
    running = _running_stop(ticket)
    if running and running.stop_id == stop.pk:
        return running
    now = timezone.now()
    if running:
        _end(running)
    pause = Pause.objects.create(ticket=ticket, stop=stop, agent=by, since=now)
    record(TicketStopped(ticket.pk, stop.name), by=by)
    return pause


@transaction.atomic
def resume_ticket(ticket: Ticket, *, by: Actor) -> Ticket:
    """Let the promises on the ticket run again."""
    by.must(Can.SORT)
    running = _running_stop(ticket)
    if running:
        _end(running)
        record(TicketResumed(ticket.pk), by=by)
    return ticket


def _running_stop(ticket: Ticket) -> Pause | None:
    """Lock the ticket and return what stops it."""
    Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    return Pause.objects.filter(ticket=ticket, until=None, stop__isnull=False).first()


def _end(pause: Pause) -> None:
    # A clock that was set back ends nothing before it began.
    pause.until = max(timezone.now(), pause.since)
    pause.save(update_fields=["until"])
