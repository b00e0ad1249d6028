"""What was given by mistake is taken back by a row of its own."""

import pytest

from tests.goodwill.conftest import Give
from tests.world import World
from whydesk.goodwill.deciding import decline_gesture
from whydesk.goodwill.models import CaseUse, Gesture, MonthUse, Reversal
from whydesk.goodwill.queries import LedgerFilters, totals
from whydesk.goodwill.refusals import CannotTakeBack, WrongGesture
from whydesk.goodwill.taking_back import reverse_gesture
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Agent


def test_what_was_taken_back_leaves_room_for_another(world: World, give: Give):
    gesture = give("50")
    reverse_gesture(gesture, reason="Typed 50 for 5", by=world.vera)
    assert (Gesture.objects.get().state, Gesture.objects.get().reversal.reason) == (
        "reversed",
        "Typed 50 for 5",
    )
    assert (CaseUse.objects.get().used, MonthUse.objects.get().taken) == (0, 0)
    assert [(one.amount, one.gestures) for one in totals(LedgerFilters())] == [(0, 0)]
    assert give("50").state == "given"


def test_who_takes_back_says_why_and_once(world: World, give: Give):
    gesture = give()
    with pytest.raises(WrongGesture, match="why"):
        reverse_gesture(gesture, reason="", by=world.vera)
    reverse_gesture(gesture, reason="Twice", by=world.vera)
    with pytest.raises(CannotTakeBack):
        reverse_gesture(gesture, reason="Again", by=world.vera)
    assert (Reversal.objects.count(), MonthUse.objects.get().taken) == (1, 0)


def test_what_was_declined_is_not_taken_back(world: World, give: Give, lead: Agent):
    gesture = give("100")
    decline_gesture(gesture, word="Too much", by=lead)
    with pytest.raises(CannotTakeBack):
        reverse_gesture(gesture, reason="I see", by=world.vera)
    assert MonthUse.objects.get().taken == 0


def test_only_the_giver_or_a_lead_takes_back(world: World, give: Give, lead: Agent):
    gesture = give()
    with pytest.raises(NotAllowed):
        reverse_gesture(gesture, reason="I would not have", by=world.bruno)
    assert reverse_gesture(gesture, reason="It was our partner", by=lead).by == lead
