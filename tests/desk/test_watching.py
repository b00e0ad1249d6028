"""Warned before, noted after."""

import pytest

from tests.desk.conftest import Clock, do_jobs, due_of, local
from tests.world import World, make_agent
from whydesk.desk.explaining import NoReason, explain_broken_promise
from whydesk.desk.jobs import watch_promises
from whydesk.desk.models import BrokenPromise, PromiseRule
from whydesk.desk.ruling import change_rule
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import assign_ticket, leave_waiting, reopen_ticket


def told() -> list[tuple[int, list[int]]]:
    """Return whom each warning goes to."""
    near = Entry.objects.filter(event="promise.near").order_by("pk")
    return [(entry.data["ticket_id"], entry.data["agent_ids"]) for entry in near]


def watch(clock: Clock, text: str) -> None:
    clock.set(f"2026-11-{text}")
    watch_promises(timestamp=0)


def test_whoever_has_the_ticket_is_warned_once(desk: World, says, clock: Clock):
    ticket = says(desk.joao).ticket
    assign_ticket(ticket, to=desk.sam, by=desk.vera)
    watch(clock, "23T12:42")
    assert told() == []
    for moment in ("23T12:43", "23T12:50"):
        watch(clock, moment)
    assert told() == [(ticket.pk, [desk.sam.pk])]


def test_nobodys_ticket_warns_the_team_and_no_team_the_leads(desk: World, says, clock: Clock):
    lead = make_agent("Lena Lead", Role.LEAD)
    of_team, of_nobody = says(desk.joao).ticket, says(desk.joao).ticket
    Ticket.objects.filter(pk=of_nobody.pk).update(team=None)
    watch(clock, "23T12:45")
    team = sorted([desk.vera.pk, desk.bruno.pk])
    assert told() == [(of_team.pk, team), (of_nobody.pk, [lead.pk])]


def test_a_rule_says_who_is_told(desk: World, says, clock: Clock):
    lead = make_agent("Lena Lead", Role.LEAD)
    rule = PromiseRule.objects.get(account_kinds__contains=["trial"])
    change_rule(rule, warns=["assignee", "leads"], warn_minutes=5, by=desk.ada)
    ticket = says(desk.joao).ticket
    assign_ticket(ticket, to=desk.sam, by=desk.vera)
    watch(clock, "23T12:53")
    assert told() == [(ticket.pk, sorted([desk.sam.pk, lead.pk]))]


def test_what_stands_still_warns_nobody_and_later_again(desk: World, says, clock: Clock):
    ticket = says(desk.joao).ticket
    watch(clock, "23T12:43")
    leave_waiting(ticket, by=desk.vera)
    do_jobs()
    watch(clock, "23T14:30")
    assert (len(told()), BrokenPromise.objects.count()) == (1, 0)
    clock.set("2026-11-23T15:00")
    reopen_ticket(ticket, by=desk.vera)
    do_jobs()
    assert local(due_of(ticket).due_at) == "23.11. 15:15"
    watch(clock, "23T15:14")
    assert len(told()) == 1


def test_an_answered_ticket_warns_nobody(desk: World, says, answer, clock: Clock):
    answer(says(desk.joao).ticket)
    watch(clock, "23T12:50")
    watch(clock, "23T18:00")
    assert (told(), BrokenPromise.objects.count()) == ([], 0)


def test_a_promise_breaks_when_its_time_has_passed_and_only_once(desk, says, clock: Clock):
    ticket = says(desk.joao).ticket
    watch(clock, "23T12:57")
    assert BrokenPromise.objects.count() == 0
    for moment in ("23T13:30", "23T14:30"):
        watch(clock, moment)
    broken = BrokenPromise.objects.get()
    assert (broken.due, local(broken.at)) == (due_of(ticket), "23.11. 12:58")
    assert Entry.objects.filter(event="promise.broken").count() == 1
    ticket.refresh_from_db()
    assert local(ticket.due_at) == "23.11. 12:58"


def test_more_than_one_batch_is_noted(desk: World, says, clock: Clock, monkeypatch):
    monkeypatch.setattr("whydesk.desk.watching.TOGETHER", 2)
    for _ in range(5):
        says(desk.joao)
    watch(clock, "23T12:50")
    watch(clock, "23T18:00")
    assert (len(told()), BrokenPromise.objects.count()) == (5, 5)


def test_a_clock_that_was_ahead_and_is_set_back_mends_what_it_broke(desk, says, clock: Clock):
    ticket = says(desk.joao).ticket
    watch(clock, "23T14:30")
    assert BrokenPromise.objects.count() == 1
    watch(clock, "23T12:00")
    assert BrokenPromise.objects.count() == 0
    watch(clock, "23T12:50")
    assert told() == [(ticket.pk, sorted([desk.vera.pk, desk.bruno.pk]))]


def test_an_agent_says_why_it_broke(desk: World, says, clock: Clock):
    ticket = says(desk.joao).ticket
    watch(clock, "23T14:30")
    broken = explain_broken_promise(
        BrokenPromise.objects.get(), reason=" The power was out. ", by=desk.vera
    )
    assert (broken.reason, broken.agent, broken.explained_at) == (
        "The power was out.",
        desk.vera,
        clock.now,
    )
    entry = Entry.objects.get(event="promise.explained")
    assert (entry.data["ticket_id"], entry.data["reason"]) == (ticket.pk, "The power was out.")


def test_an_explanation_has_words_and_an_author_who_may(desk: World, says, clock: Clock):
    says(desk.joao)
    watch(clock, "23T14:30")
    broken = BrokenPromise.objects.get()
    with pytest.raises(NoReason):
        explain_broken_promise(broken, reason="  ", by=desk.vera)
    desk.vera.is_active = False
    with pytest.raises(NotAllowed):
        explain_broken_promise(broken, reason="No.", by=desk.vera)
    broken.refresh_from_db()
    assert broken.reason == ""
