from datetime import UTC, datetime

import pytest

from tests.world import make_agent
from whydesk.demo.introducing import Known
from whydesk.demo.meeting import plan_next
from whydesk.people.actors import Role
from whydesk.wishes.models import MovedReview, Review, ReviewCalendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "starts_at", "moved"),
    [
        ("2027-03-01 00:30", "2027-03-02 10:00", 0),
        ("2027-03-02 09:59", "2027-03-02 10:00", 0),
        ("2027-03-02 10:00", "2027-03-05 10:00", 1),
        ("2027-03-05 09:00", "2027-03-05 10:00", 1),
        ("2027-03-05 10:01", "2027-03-09 10:00", 1),
        ("2027-03-07 22:00", "2027-03-09 10:00", 1),
    ],
)
def test_there_is_a_review_ahead_on_whichever_day_the_demo_is_loaded(
    now: str, starts_at: str, moved: int
) -> None:
    ReviewCalendar.objects.create(pk=1, time_zone="Europe/Oslo")
    known = Known({"ingrid": make_agent("Ingrid", Role.PRODUCT)}, {}, {})
    happened = list(plan_next([], known, datetime.fromisoformat(now).replace(tzinfo=UTC)))
    expected = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert Review.objects.get().starts_at == expected
    assert len(happened) == MovedReview.objects.count() == moved
