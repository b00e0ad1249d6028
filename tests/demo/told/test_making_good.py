"""What the demo company gave to make good stands as the desk itself would have left it."""

from collections import Counter

import pytest

from tests.demo.told.conftest import NOW
from whydesk.goodwill.models import Gesture, MonthUse, Outcome, Tally
from whydesk.goodwill.queries import waiting_gestures
from whydesk.history.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_some_twenty_gestures_stand_in_every_state() -> None:
    found = Gesture.objects.select_related("verdict", "reversal")
    assert Counter(gesture.state for gesture in found) == {
        "given": 22,
        "waiting": 1,
        "declined": 1,
        "reversed": 1,
    }
    assert [str(gesture) for gesture in waiting_gestures()] == [
        f"70 USD on #{Gesture.objects.get(amount=70).ticket_id}"
    ]


def test_the_sums_are_those_of_the_rows() -> None:
    kept = Tally.objects.values_list("gestures", "reversals")
    assert tuple(map(sum, zip(*kept, strict=True))) == (23, 1)
    unbound = MonthUse.objects.filter(budget=None).values_list("currency", flat=True)
    assert set(unbound) == {"GBP"}


def test_history_tells_of_each_when_it_was() -> None:
    for gesture in Gesture.objects.all():
        told = Entry.objects.filter(subjects__noun="gesture", subjects__noun_id=gesture.pk)
        first = told.order_by("pk")[0]
        assert (first.at, first.event) == (
            gesture.at,
            "goodwill.waits" if gesture.waits_because else "goodwill.given",
        )
    assert not Gesture.objects.filter(at__gt=NOW).exists()


def test_what_came_of_it_is_known_where_time_has_passed() -> None:
    became = Counter(Outcome.objects.values_list("became", "after_days"))
    assert became[("angry", 30)] == 1
    assert became[("stayed", None)] == 2
    assert became[("stayed", 30)] > 8
