"""When the next news comes: a promise to every customer of an incident."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.choices import State
from whydesk.incidents.events import NewsMissed, NewsNotMissed, NewsPromised
from whydesk.incidents.locks import lock_open
from whydesk.incidents.models import Incident, MissedNews
from whydesk.incidents.refusals import WrongMoment
from whydesk.people.actors import DESK, Actor, Can


def promised(at: datetime | None) -> datetime | None:
    """Return the moment, if there may be news then."""
    if at is not None and at <= timezone.now():
        raise WrongMoment(_("Promise the next news for a time to come."))
    return at


@transaction.atomic
def promise_news(incident: Incident, *, at: datetime | None, by: Actor) -> Incident:
    """Say when customers hear from us next, without telling them anything now.

    A promise that was missed already stays missed.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_open(incident)
    if incident.next_news_at != at:
        incident.next_news_at = promised(at)
        incident.save(update_fields=["next_news_at"])
        record(NewsPromised(incident.pk, at.isoformat() if at else ""), by=by)
    return incident


@transaction.atomic
def note_missed_news(now: datetime) -> int:
    """Write down each promise whose time has passed, once; return how many.

    What a clock that was ahead noted too early is taken back.
    """
    _take_back(now)
    noted = MissedNews.objects.filter(incident=OuterRef("pk"), promised_at=OuterRef("next_news_at"))
    late = Incident.objects.filter(~Exists(noted), state=State.OPEN, next_news_at__lte=now)
    incidents = list(late.select_for_update(skip_locked=True, no_key=True).order_by("pk"))
    for incident in incidents:
        at = incident.next_news_at
        assert at is not None
        MissedNews.objects.create(incident=incident, promised_at=at, noted_at=now)
        record(NewsMissed(incident.pk, incident.title, at.isoformat()), by=DESK)
    return len(incidents)


def _take_back(now: datetime) -> None:
    """Forget misses of promises whose time has not come yet, after a clock was set back."""
    early = MissedNews.objects.filter(promised_at__gt=now, noted_at__gte=F("promised_at"))
    for missed in early.select_for_update(skip_locked=True):
        record(NewsNotMissed(missed.incident_id, missed.promised_at.isoformat()), by=DESK)
        missed.delete()
