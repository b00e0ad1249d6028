"""All due times are reckoned anew, some at a time."""

import pytest

from tests.desk.conftest import WEEK, do_jobs, due_of, local
from tests.world import World
from whydesk.desk.models import Recount
from whydesk.desk.opening import keep_hours
from whydesk.desk.queries import recount_underway
from whydesk.desk.recounting import begin_recount, recount_some
from whydesk.tickets.models import Ticket


@pytest.fixture
def tickets(desk: World, says, monkeypatch) -> list[Ticket]:
    monkeypatch.setattr("whydesk.desk.recounting.TOGETHER", 2)
    return [says(desk.anna).ticket for _ in range(3)]


def test_it_goes_on_where_it_stopped_and_says_how_far_it_is(desk: World, tickets):
    keep_hours(week=["12:00-24:00"] * 7, time_zone="Europe/Lisbon", by=desk.ada)
    recount = recount_underway()
    shown = [str(recount)]
    while recount_some(recount.pk):
        shown.append(str(recount_underway()))
    assert shown == ["0 of 3", "2 of 3", "3 of 3"]
    assert [local(due_of(ticket).due_at) for ticket in tickets] == ["23.11. 16:00"] * 3
    assert recount_underway() is None


def test_a_change_in_the_middle_begins_anew(desk: World, tickets):
    keep_hours(week=["12:00-24:00"] * 7, time_zone="Europe/Lisbon", by=desk.ada)
    first = recount_underway()
    recount_some(first.pk)
    keep_hours(week=WEEK, time_zone="UTC", by=desk.ada)
    assert recount_some(first.pk) is False
    assert (str(recount_underway()), Recount.objects.filter(pk=first.pk).count()) == ("0 of 3", 0)
    do_jobs()
    assert [local(due_of(ticket).due_at) for ticket in tickets] == ["23.11. 16:58"] * 3


def test_what_is_finished_is_not_counted_again(desk: World, tickets):
    recount = begin_recount()
    do_jobs()
    assert recount_some(recount.pk) is False
    recount.refresh_from_db()
    assert (recount.counted, recount.finished_at is None) == (3, False)
