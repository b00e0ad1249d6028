"""A lead says yes or no to what goes beyond the limit, once."""

import pytest

from tests.goodwill.conftest import Give
from tests.wishes.people import at_once
from tests.world import World
from whydesk.goodwill.deciding import approve_gesture, decline_gesture
from whydesk.goodwill.models import Gesture, MonthUse, Tally, Verdict
from whydesk.goodwill.queries import waiting_gestures
from whydesk.goodwill.refusals import NotWaiting, WrongGesture
from whydesk.goodwill.taking_back import reverse_gesture
from whydesk.notices.models import Notice
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Agent


def fresh(gesture: Gesture) -> Gesture:
    return Gesture.objects.get(pk=gesture.pk)


def test_what_got_its_yes_is_given(give: Give, lead: Agent):
    waiting, other = give("100"), give("60", reason="Lost data")
    assert waiting_gestures() == [waiting, other]
    approve_gesture(waiting, word="They were patient", by=lead)
    assert (fresh(waiting).state, waiting_gestures()) == ("given", [other])
    assert Tally.objects.get().given == 100


def test_what_was_declined_is_not_given_and_frees_the_budget(give: Give, lead: Agent):
    waiting = give("100")
    decline_gesture(waiting, word="Half is enough", by=lead)
    assert (fresh(waiting).state, fresh(waiting).verdict.word) == ("declined", "Half is enough")
    assert (MonthUse.objects.get().taken, Tally.objects.count()) == (0, 0)


def told() -> list[tuple[str, str]]:
    found = Notice.objects.order_by("agent__name", "pk")
    return list(found.values_list("agent__name", "event"))


def test_leads_are_told_what_waits_and_the_giver_what_they_said(
    world: World, give: Give, lead: Agent
):
    waiting = give("100")
    give("200", by=lead)
    assert told() == [("Ada King", "goodwill.waits"), ("Lena Lead", "goodwill.waits")]
    approve_gesture(waiting, by=lead)
    assert told()[2:] == [("Vera Orlova", "goodwill.approved")]


def test_who_declines_says_why(give: Give, lead: Agent):
    with pytest.raises(WrongGesture, match="why not"):
        decline_gesture(give("100"), word=" ", by=lead)
    assert Verdict.objects.count() == 0


def test_agents_do_not_say_yes(world: World, give: Give):
    waiting = give("100")
    with pytest.raises(NotAllowed):
        approve_gesture(waiting, by=world.vera)
    assert fresh(waiting).state == "waiting"


def test_nobody_says_yes_to_what_does_not_wait(give: Give, lead: Agent):
    given, withdrawn = give("10"), give("100")
    reverse_gesture(withdrawn, reason="They fixed it themselves", by=withdrawn.by)
    for gesture in (given, withdrawn):
        with pytest.raises(NotWaiting):
            approve_gesture(gesture, by=lead)
    assert Verdict.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_at_once_one_is_heard(world: World, give: Give, lead: Agent):
    waiting = give("100")
    acts = [
        lambda: approve_gesture(waiting, by=lead),
        lambda: decline_gesture(waiting, word="No", by=world.ada),
    ]
    assert [type(error) for error in at_once(acts)] == [NotWaiting]
    verdict = Verdict.objects.get()
    assert MonthUse.objects.get().taken == (100 if verdict.is_yes else 0)
    assert Tally.objects.filter(given=100).count() == int(verdict.is_yes)
