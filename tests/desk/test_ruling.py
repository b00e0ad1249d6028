"""Making the rules."""

import pytest

from tests.desk.conftest import Clock, do_jobs, due_of, local
from tests.world import World
from whydesk.desk.models import Due, PromiseRule
from whydesk.desk.ruling import WrongRule, add_rule, change_rule, order_rules, remove_rule
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.tickets.sorting import close_ticket, leave_waiting, reopen_ticket

FIRST = {"promises": ["first_answer"]}


def test_the_first_rule_that_fits_counts(desk: World, says, clock: Clock):
    add_rule(**FIRST, account_kinds=["customer"], minutes=30, by=desk.ada)
    top = add_rule(**FIRST, channels=["phone"], minutes=5, by=desk.ada)
    assert local(due_of(says(desk.anna).ticket).due_at) == "23.11. 12:28"
    due = due_of(says(desk.anna, channel="phone").ticket)
    assert (due.rule, local(due.due_at)) == (top, "23.11. 12:03")


def test_another_order_is_another_promise(desk: World, says):
    ticket = says(desk.joao).ticket
    order_rules(list(PromiseRule.objects.order_by("-position")), by=desk.ada)
    do_jobs()
    assert local(due_of(ticket).due_at) == "23.11. 16:58"


def test_rules_that_somebody_else_changed_keep_their_order(desk: World):
    rules = list(PromiseRule.objects.all())
    with pytest.raises(WrongRule):
        order_rules(rules[:-1], by=desk.ada)
    assert list(PromiseRule.objects.all()) == rules


def test_a_new_rule_promises_nothing_to_those_who_waited_already(desk, says, clock: Clock):
    before = says(desk.anna).ticket
    clock.move(minutes=1)
    add_rule(**FIRST, minutes=1, by=desk.ada)
    do_jobs()
    after = says(desk.anna).ticket
    assert [local(due_of(one).due_at) for one in (before, after)] == [
        "23.11. 16:58",
        "23.11. 12:00",
    ]


def test_a_changed_rule_moves_what_is_due(desk: World, says):
    ticket = says(desk.anna).ticket
    change_rule(PromiseRule.objects.last(), minutes=60, by=desk.ada)
    do_jobs()
    assert local(due_of(ticket).due_at) == "23.11. 12:58"
    entry = Entry.objects.get(event="promise_rule.changed")
    assert entry.data["changes"] == {"minutes": ["240", "60"]}


def test_nothing_changed_is_no_change(desk: World):
    change_rule(PromiseRule.objects.last(), minutes=240, by=desk.ada)
    assert Entry.objects.filter(event="promise_rule.changed").count() == 0


def test_without_a_rule_nothing_more_is_promised(desk: World, says, answer):
    kept, open_still = says(desk.anna).ticket, says(desk.anna).ticket
    answer(kept)
    for rule in PromiseRule.objects.all():
        remove_rule(rule, by=desk.ada)
    do_jobs()
    open_still.refresh_from_db()
    assert ([due.ticket for due in Due.objects.all()], open_still.due_at) == ([kept], None)


def test_a_solution_is_kept_by_closing_and_runs_on_when_taken_up_again(
    desk: World, says, answer, clock: Clock
):
    add_rule(promises=["solution"], minutes=480, by=desk.ada)
    ticket = says(desk.anna).ticket
    clock.move(minutes=2)
    answer(ticket)
    assert due_of(ticket, "solution").used_seconds == 120
    clock.set("2026-11-24T10:00")
    close_ticket(ticket, by=desk.vera)
    do_jobs()
    assert local(due_of(ticket, "solution").met_at) == "24.11. 10:00"
    clock.set("2026-11-26T10:00")
    reopen_ticket(ticket, by=desk.vera)
    do_jobs()
    due = due_of(ticket, "solution")
    assert (local(due.due_at), due.met_at) == ("27.11. 09:58", None)


def test_a_rule_may_let_no_state_pause(desk: World, says):
    add_rule(**FIRST, minutes=60, pauses=[], by=desk.ada)
    ticket = says(desk.anna).ticket
    leave_waiting(ticket, by=desk.vera)
    do_jobs()
    assert local(due_of(ticket).due_at) == "23.11. 12:58"


@pytest.mark.parametrize(
    "wrong",
    [
        {"promises": []},
        {"promises": ["miracle"]},
        {"minutes": 0},
        {"minutes": 60 * 24 * 61},
        {"measure": "dog years"},
        {"warn_minutes": 60},
        {"minutes": None, "warn_minutes": 5},
    ],
)
def test_a_rule_that_means_nothing_is_refused(desk: World, wrong: dict[str, object]):
    before = PromiseRule.objects.count()
    with pytest.raises(WrongRule):
        add_rule(**{**FIRST, "minutes": 60, "by": desk.ada, **wrong})
    assert PromiseRule.objects.count() == before


def test_only_who_sets_the_desk_up_makes_rules(desk: World):
    rules = list(PromiseRule.objects.all())
    for verb in (
        lambda: add_rule(**FIRST, minutes=1, by=desk.vera),
        lambda: change_rule(rules[0], minutes=1, by=desk.vera),
        lambda: remove_rule(rules[0], by=desk.vera),
        lambda: order_rules(rules[::-1], by=desk.vera),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert list(PromiseRule.objects.all()) == rules
