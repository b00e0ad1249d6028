"""Saying when the desk is open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.desk.conftest import WEEK, Clock, do_jobs, due_of, local
from tests.world import World
from whydesk.clock import is_open
from whydesk.desk.hours import hours_by_team, opening_hours_of
from whydesk.desk.models import BrokenPromise, OpeningHours, OwnDay
from whydesk.desk.opening import WrongHours, drop_hours, drop_own_day, keep_hours, keep_own_day
from whydesk.desk.watching import note_broken_promises
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed


def test_a_desk_that_said_nothing_works_on_weekdays(world: World):
    hours = hours_by_team(date(2026, 11, 23))[None]
    week = [datetime(2026, 11, day, 10, tzinfo=UTC) for day in range(23, 30)]
    assert [is_open(hours, at) for at in week] == [True] * 5 + [False] * 2


def test_a_team_may_work_at_other_times(desk: World, says, clock: Clock):
    keep_hours(
        team=desk.first_line, week=[""] * 5 + ["10:00-20:00"] * 2, time_zone="UTC", by=desk.ada
    )
    assert local(due_of(says(desk.anna).ticket).due_at) == "28.11. 14:00"


def test_holidays_are_those_of_the_country_and_its_region(desk: World, says, clock: Clock):
    keep_hours(week=WEEK, time_zone="Europe/Lisbon", country="PT", by=desk.ada)
    clock.set("2026-11-30T17:00")  # the first of December is a holiday in Portugal
    assert local(due_of(says(desk.anna).ticket).due_at) == "02.12. 12:00"


def test_a_day_of_ones_own_comes_before_holiday_and_weekday(desk: World, says, clock: Clock):
    hours = keep_hours(week=WEEK, time_zone="Europe/Lisbon", country="PT", by=desk.ada)
    keep_own_day(hours, day=date(2026, 12, 1), spans="15:00-17:00", name="Fair", by=desk.ada)
    clock.set("2026-11-30T17:00")
    assert local(due_of(says(desk.anna).ticket).due_at) == "02.12. 10:00"


def test_an_own_day_of_a_desk_that_said_nothing_keeps_its_usual_week(world: World):
    own = keep_own_day(opening_hours_of(None), day=date(2026, 11, 24), by=world.ada)
    assert (own.hours.week[0], OpeningHours.objects.get().team) == ("09:00-18:00", None)


def test_spans_are_kept_in_order(desk: World):
    kept = keep_hours(week=["14:00-18:00  9:00–13:00", *[""] * 6], time_zone="UTC", by=desk.ada)
    assert kept.week[0] == "09:00-13:00 14:00-18:00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"week": [""] * 7},
        {"week": ["09:00-18:00"] * 5},
        {"week": ["nine to five", *[""] * 6]},
        {"week": ["09:00-09:30", *[""] * 6]},
        {"week": [" ".join(f"{hour:02}:00-{hour:02}:30" for hour in range(24)), *[""] * 6]},
        {"time_zone": "Europe/Atlantis"},
        {"country": "XX"},
        {"country": "PT", "region": "ZZ"},
    ],
)
def test_hours_that_nobody_could_keep_are_refused(desk: World, wrong: dict[str, object]):
    before = list(OpeningHours.objects.values())
    with pytest.raises(WrongHours):
        keep_hours(**{"week": WEEK, "time_zone": "UTC", "by": desk.ada, **wrong})
    assert list(OpeningHours.objects.values()) == before


def test_only_who_sets_the_desk_up_changes_its_hours(desk: World):
    hours = opening_hours_of(None)
    own = keep_own_day(hours, day=date(2026, 12, 1), by=desk.ada)
    for verb in (
        lambda: keep_hours(week=WEEK, time_zone="UTC", by=desk.vera),
        lambda: drop_hours(hours, by=desk.vera),
        lambda: keep_own_day(hours, day=date(2026, 12, 2), by=desk.vera),
        lambda: drop_own_day(own, by=desk.vera),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert (OpeningHours.objects.count(), OwnDay.objects.count()) == (1, 1)


def test_other_hours_make_running_promises_due_at_other_times(desk: World, says, answer):
    running, kept = says(desk.anna).ticket, says(desk.anna).ticket
    answer(kept)
    keep_hours(week=["09:00-12:00"] * 7, time_zone="Europe/Lisbon", by=desk.ada)
    do_jobs()
    assert local(due_of(running).due_at) == "25.11. 09:58"
    assert local(due_of(kept).due_at) == "23.11. 16:58"


def test_a_holiday_declared_after_the_fact_mends_what_broke_on_it(
    desk: World, says, answer, clock: Clock
):
    answered, open_still, hopeless = (says(desk.joao).ticket for _ in range(3))
    clock.set("2026-11-24T09:30")
    answer(answered)
    clock.set("2026-11-24T09:45")
    note_broken_promises(clock.now)
    assert BrokenPromise.objects.count() == 3
    clock.set("2026-11-24T10:30")
    answer(hopeless)
    keep_own_day(opening_hours_of(None), day=date(2026, 11, 23), name="Mourning", by=desk.ada)
    do_jobs()
    assert local(due_of(open_still).due_at) == "24.11. 10:00"
    still = [broken.due.ticket_id for broken in BrokenPromise.objects.order_by("due")]
    assert still == [open_still.pk, hopeless.pk]
    mended = Entry.objects.get(event="promise.mended")
    assert mended.data["ticket_id"] == answered.pk


def test_what_was_kept_is_not_broken_by_longer_hours(desk: World, says, answer, clock: Clock):
    clock.set("2026-11-23T17:30")
    ticket = says(desk.joao).ticket
    clock.set("2026-11-24T09:20")
    answer(ticket)
    keep_hours(week=["00:00-24:00"] * 7, time_zone="UTC", by=desk.ada)
    do_jobs()
    assert BrokenPromise.objects.count() == 0


def test_a_day_is_like_others_again(desk: World, says, clock: Clock):
    own = keep_own_day(opening_hours_of(None), day=date(2026, 11, 23), by=desk.ada)
    ticket = says(desk.joao).ticket
    assert local(due_of(ticket).due_at) == "24.11. 10:00"
    drop_own_day(own, by=desk.ada)
    do_jobs()
    assert local(due_of(ticket).due_at) == "23.11. 12:58"


def test_a_team_without_hours_of_its_own_has_those_of_the_desk(desk: World, says, clock: Clock):
    hours = keep_hours(team=desk.first_line, week=["20:00-24:00"] * 7, time_zone="UTC", by=desk.ada)
    ticket = says(desk.joao).ticket
    assert due_of(ticket).due_at == clock.now.replace(hour=21, minute=0)
    drop_hours(hours, by=desk.ada)
    do_jobs()
    assert due_of(ticket).due_at == clock.now + timedelta(hours=1)
