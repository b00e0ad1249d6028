"""When the next news comes."""

from datetime import timedelta

from django.utils import timezone

from tests.incidents.people import TEXTS, attached, declared, soon
from tests.world import World, make_agent
from whydesk.incidents.events import NewsMissed
from whydesk.incidents.informing import send_update
from whydesk.incidents.jobs import tell_of_missed_news
from whydesk.incidents.models import Incident, MissedNews
from whydesk.incidents.promising import note_missed_news, promise_news
from whydesk.notices.models import Notice
from whydesk.people.actors import Role


def test_a_missed_promise_is_written_down_once(world: World):
    incident = declared(world, next_news_at=(at := soon(1)))
    later = at + timedelta(minutes=1)
    assert note_missed_news(at - timedelta(minutes=1)) == 0
    assert note_missed_news(later) == 1
    assert note_missed_news(later) == 0
    missed = MissedNews.objects.get()
    assert (missed.incident, missed.promised_at) == (incident, at)


def test_news_in_time_keeps_the_promise(world: World):
    incident = declared(world, next_news_at=(at := soon(1)))
    attached(world, incident, world.anna)
    send_update(incident, texts=TEXTS, next_news_at=soon(3), by=world.sam)
    assert note_missed_news(at + timedelta(minutes=1)) == 0


def test_a_clock_that_was_ahead_has_missed_nothing(world: World):
    incident = declared(world, next_news_at=(at := soon(1)))
    assert note_missed_news(at + timedelta(hours=5)) == 1
    assert note_missed_news(timezone.now()) == 0
    assert not MissedNews.objects.exists()
    assert note_missed_news(at + timedelta(minutes=1)) == 1
    assert MissedNews.objects.get().incident == incident


def test_what_was_missed_stays_missed_when_another_time_is_promised(world: World):
    incident = declared(world, next_news_at=(at := soon(1)))
    note_missed_news(at + timedelta(minutes=1))
    promise_news(incident, at=soon(4), by=world.sam)
    assert note_missed_news(at + timedelta(minutes=2)) == 0
    assert MissedNews.objects.count() == 1


def test_an_incident_that_is_over_misses_nothing(world: World):
    incident = declared(world, next_news_at=soon(1))
    Incident.objects.filter(pk=incident.pk).update(state="over", over_at=timezone.now())
    assert note_missed_news(soon(2)) == 0


def test_leads_and_whoever_declared_it_are_told(world: World):
    lena = make_agent("Lena Lead", Role.LEAD)
    incident = declared(world, next_news_at=(at := soon(1)))
    note_missed_news(at + timedelta(minutes=1))
    tell_of_missed_news(incident_id=incident.pk, title=incident.title, promised_at=at.isoformat())
    told = Notice.objects.filter(event=NewsMissed.name).values_list("agent", flat=True)
    assert sorted(told) == sorted([lena.pk, world.sam.pk])
