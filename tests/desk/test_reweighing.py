"""Other weights, and all tickets weighed anew, some at a time."""

import pytest

from tests.desk.conftest import do_jobs
from tests.world import World, make_agent
from whydesk.desk.choices import Reason
from whydesk.desk.jobs import watch_urgency
from whydesk.desk.models import Reweighing
from whydesk.desk.reweighing import (
    WrongWeight,
    begin_reweighing,
    reweigh_some,
    reweighing_underway,
    set_weights,
)
from whydesk.desk.urgency import DEFAULTS
from whydesk.desk.weights import the_weights
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed, Role
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import close_ticket


@pytest.fixture
def tickets(desk: World, says, monkeypatch) -> list[Ticket]:
    monkeypatch.setattr("whydesk.desk.reweighing.TOGETHER", 2)
    return [says(desk.joao).ticket for _ in range(3)]


def urgencies() -> list[int]:
    return list(Ticket.objects.order_by("pk").values_list("urgency", flat=True))


def test_other_weights_count_for_what_is_there_already(desk: World, tickets):
    close_ticket(tickets[0], by=desk.vera)
    lead = make_agent("Lena Lead", Role.LEAD)
    set_weights({Reason.TRIAL: 60}, new_days=30, by=lead)
    assert str(reweighing_underway()) == "0 of 2"
    do_jobs()
    assert (urgencies(), reweighing_underway()) == ([120 * 60, 60, 60], None)
    assert (the_weights().minutes[Reason.TRIAL], the_weights().new_days) == (60, 30)
    changes = Entry.objects.get(event="weights.set").data["changes"]
    assert changes == {"trial": ["7200", "60"], "new_days": ["90", "30"]}


def test_what_is_not_named_is_as_at_first(desk: World):
    set_weights({Reason.TRIAL: 60}, new_days=90, by=desk.ada)
    set_weights({Reason.VIP: 60}, new_days=90, by=desk.ada)
    assert the_weights().minutes == {**DEFAULTS, Reason.VIP: 60}


def test_the_same_weights_weigh_nothing_anew(desk: World, tickets):
    set_weights(DEFAULTS, new_days=90, by=desk.ada)
    assert not Reweighing.objects.exists()
    assert not Entry.objects.filter(event="weights.set").exists()


def test_what_a_worker_left_is_taken_up_again(desk: World, tickets):
    Ticket.objects.update(urgency=0)
    reweighing = begin_reweighing()
    assert reweigh_some(reweighing.pk)
    assert str(reweighing_underway()) == "2 of 3"
    watch_urgency(timestamp=0)
    assert (urgencies(), reweighing_underway()) == ([120 * 60] * 3, None)
    assert reweigh_some(reweighing.pk) is False


@pytest.mark.parametrize(("minutes", "days"), [(-1, 90), (60 * 24 * 31, 90), (5, -1), (5, 731)])
def test_a_weight_that_means_nothing_is_refused(desk: World, minutes: int, days: int):
    with pytest.raises(WrongWeight):
        set_weights({Reason.PASSED: minutes}, new_days=days, by=desk.ada)
    assert the_weights().minutes == DEFAULTS


def test_an_agent_does_not_set_the_weights(desk: World):
    with pytest.raises(NotAllowed):
        set_weights({Reason.TRIAL: 60}, new_days=90, by=desk.vera)
    assert the_weights().minutes == DEFAULTS
