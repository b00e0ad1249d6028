"""What screens show of promises."""

from datetime import timedelta

from tests.desk.conftest import Clock, do_jobs, due_of
from tests.world import World
from whydesk.desk.countdown import Countdown
from whydesk.desk.queries import countdown_of, dues_of, next_due_of
from whydesk.desk.ruling import add_rule
from whydesk.desk.watching import note_broken_promises
from whydesk.tickets.sorting import leave_waiting

HOUR = timedelta(hours=1)


def test_everything_promised_on_a_ticket(desk: World, says, answer, django_assert_num_queries):
    add_rule(promises=["solution"], minutes=480, by=desk.ada)
    ticket, other = says(desk.anna).ticket, says(desk.anna).ticket
    answer(ticket)
    with django_assert_num_queries(1):
        dues = dues_of(ticket)
    assert [due.promise for due in dues] == ["first_answer", "solution"]
    assert {due.ticket_id for due in dues_of(other)} == {other.pk}


def test_what_is_owed_next_is_what_is_due_first_and_not_kept(
    desk: World, says, answer, clock: Clock, django_assert_num_queries
):
    add_rule(promises=["solution"], minutes=480, by=desk.ada)
    waiting, answered, quiet = (
        says(desk.anna).ticket,
        says(desk.anna).ticket,
        says(desk.mary).ticket,
    )
    answer(answered)
    with django_assert_num_queries(1):
        found = next_due_of([waiting, answered])
    shown = {key: due.promise for key, due in found.items()}
    assert shown == {waiting.pk: "first_answer", answered.pk: "solution"}
    assert quiet.pk not in found


def test_a_countdown_runs_stands_still_and_passes(desk: World, says, clock: Clock):
    running, still = says(desk.joao).ticket, says(desk.joao).ticket
    clock.move(minutes=15)
    leave_waiting(still, by=desk.vera)
    do_jobs()
    due = due_of(running)
    clock.move(minutes=15)
    assert countdown_of(due, clock.now) == Countdown(
        "first_answer", due.due_at, HOUR / 2, is_paused=False, is_broken=False
    )
    assert countdown_of(due_of(still), clock.now) == Countdown(
        "first_answer", None, HOUR * 3 / 4, is_paused=True, is_broken=False
    )
    clock.move(hours=2)
    note_broken_promises(clock.now)
    assert countdown_of(due_of(running), clock.now) == Countdown(
        "first_answer", due.due_at, -HOUR * 3 / 2, is_paused=False, is_broken=True
    )
