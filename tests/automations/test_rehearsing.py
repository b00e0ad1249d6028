"""A rule is held against the last month before it is switched on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.automations.conftest import do_jobs, happened_at, says
from tests.world import World
from whydesk.automations import rehearsing
from whydesk.automations.acts import Acts
from whydesk.automations.conditions import Conditions
from whydesk.automations.models import Firing, Rehearsal, Rule
from whydesk.automations.rehearsing import begin_rehearsal
from whydesk.automations.writing import write_rule
from whydesk.history.models import Entry
from whydesk.tickets.models import Ticket

NIGHT = Conditions(account_kinds=("vip",), hours="outside")


@pytest.fixture
def rule(desk: World) -> Rule:
    acts = Acts(tag="night", tell=("leads",))
    return write_rule(when="customer_writes", conditions=NIGHT, acts=acts, by=desk.ada)


def last(weekday: int, hour: int) -> str:
    """Return such a day and hour of the week before this one."""
    today = timezone.now().date()
    day = today - timedelta(days=today.weekday() + 7 - weekday)
    return f"{day}T{hour:02}:00"


def rehearsed(rule: Rule, desk: World) -> Rehearsal:
    begin_rehearsal(rule, by=desk.ada)
    do_jobs()
    return Rehearsal.objects.get(rule=rule)


def test_it_finds_on_which_tickets_the_rule_would_have_acted(rule: Rule, desk: World):
    by_night, by_day = says(desk), says(desk)
    happened_at(by_night, last(1, 23))
    happened_at(by_day, last(1, 11))
    found = rehearsed(rule, desk)
    assert found.finished_at is not None
    assert (found.examined, [one.ticket_id for one in found.tickets.all()]) == (
        2,
        [by_night.ticket_id],
    )


def test_it_changes_nothing(rule: Rule, desk: World):
    happened_at(says(desk), last(6, 12))
    before = Entry.objects.count()
    rehearsed(rule, desk)
    assert Ticket.objects.get().tags == []
    assert Firing.objects.count() == 0
    assert [entry.event for entry in Entry.objects.order_by("pk")[before:]] == ["rehearsal.begun"]


def test_a_ticket_is_counted_once_with_how_often(rule: Rule, desk: World):
    ticket = says(desk).ticket
    says(desk, ticket=ticket)
    Entry.objects.filter(event="message.received").update(at=f"{last(6, 12)}Z")
    ticket.messages.update(at=f"{last(6, 12)}Z")
    [one] = rehearsed(rule, desk).tickets.all()
    assert (one.ticket_id, one.times) == (ticket.pk, 2)


def test_what_was_more_than_a_month_ago_is_left_alone(rule: Rule, desk: World):
    message = says(desk)
    Entry.objects.filter(event="message.received").update(at=timezone.now() - timedelta(days=32))
    type(message).objects.update(at=timezone.now() - timedelta(days=32))
    assert rehearsed(rule, desk).examined == 0


def test_what_nobody_can_know_of_the_past_is_taken_as_met_and_named(desk: World):
    asks = Conditions(assignee="nobody", urgency=60, channels=("mail",))
    rule = write_rule(when="ticket_opens", conditions=asks, acts=Acts(tag="x"), by=desk.ada)
    says(desk)
    found = rehearsed(rule, desk)
    assert (found.tickets.count(), found.unknown) == (1, ["assignee", "urgency"])


def test_it_reads_piece_by_piece_and_stops_at_a_bound(
    rule: Rule, desk: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rehearsing, "TOGETHER", 1)
    monkeypatch.setattr(rehearsing, "MOST_EXAMINED", 2)
    for _number in range(4):
        says(desk)
    found = rehearsed(rule, desk)
    assert (found.examined, found.is_cut_short) == (2, True)


def test_trying_again_begins_anew(rule: Rule, desk: World):
    first = rehearsed(rule, desk)
    assert rehearsed(rule, desk).pk != first.pk
    assert Rehearsal.objects.count() == 1
