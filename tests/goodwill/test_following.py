"""What came of a gesture is reckoned from what the desk knows, or said by somebody."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.goodwill.conftest import Give
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.models import Reading
from whydesk.goodwill.following import note_outcome, reckon_outcomes
from whydesk.goodwill.models import Gesture, Outcome, OutcomeTally
from whydesk.goodwill.refusals import NoOutcome, WrongGesture
from whydesk.goodwill.taking_back import reverse_gesture
from whydesk.history.models import Entry
from whydesk.people.models import Agent


def after(days: int) -> int:
    return reckon_outcomes(timezone.now() + timedelta(days=days))


def became() -> list[tuple[str, int | None]]:
    return list(Outcome.objects.order_by("pk").values_list("became", "after_days"))


def tallies() -> dict[str, int]:
    found = OutcomeTally.objects.filter(gestures__gt=0)
    return dict(found.values_list("became", "gestures"))


def writes(world: World, contact: Any, temperature: int) -> None:
    message = write(world, contact, hours_ago=0)
    Reading.objects.filter(message=message).update(brief={"temperature": temperature})


def test_who_pays_still_has_stayed(give: Give):
    give()
    assert [after(29), after(31), after(31), after(91)] == [0, 1, 0, 1]
    assert (became(), tallies()) == ([("stayed", 30), ("stayed", 90)], {"stayed": 1})


def test_who_became_a_former_customer_has_left(world: World, give: Give):
    gesture = give()
    after(31)
    company = gesture.ticket.company
    assert company is not None
    company.kind = "former"
    company.save()
    after(91)
    assert (became(), tallies()) == ([("stayed", 30), ("left", 90)], {"left": 1})
    noted = Entry.objects.filter(event="goodwill.outcome_noted").order_by("pk")
    assert [entry.data["became"] for entry in noted] == ["stayed", "left"]


def test_who_wrote_angrily_again_is_noted(world: World, give: Give):
    writes(world, world.anna, 3)
    give()
    writes(world, world.anna, 1)
    writes(world, world.joao, 3)
    after(31)
    writes(world, world.anna, 2)
    after(91)
    assert became() == [("stayed", 30), ("angry", 90)]


def test_of_who_tries_it_still_nothing_is_known(world: World, give: Give):
    give(ticket=write(world, world.joao).ticket)
    give(ticket=write(world, world.mary).ticket)
    writes(world, world.mary, 0)
    after(31)
    assert (became(), tallies()) == (
        [("unknown", 30), ("stayed", 30)],
        {"unknown": 1, "stayed": 1},
    )


def test_what_somebody_says_counts_and_ends_the_reckoning(world: World, give: Give):
    gesture = give()
    after(31)
    note_outcome(gesture, became="left", note="They told me on the phone", by=world.vera)
    assert after(91) == 0
    assert (became(), tallies()) == ([("stayed", 30), ("left", None)], {"left": 1})
    with pytest.raises(WrongGesture):
        note_outcome(gesture, became="married", by=world.vera)


def test_nothing_comes_of_what_was_not_given(world: World, give: Give, lead: Agent):
    waiting, taken_back, kept = give("100"), give("10"), give("20")
    after(31)
    reverse_gesture(taken_back, reason="Twice", by=world.vera)
    assert (became(), tallies()) == ([("stayed", 30)] * 2, {"stayed": 1})
    for gesture in (waiting, taken_back):
        with pytest.raises(NoOutcome):
            note_outcome(gesture, became="left", by=world.vera)
    assert after(91) == 1
    assert Gesture.objects.get(outcomes__after_days=90) == kept
