"""The demo company has somebody in the middle of the four steps, and watches over two."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from whydesk.care.models import Aftercare, Care, News
from whydesk.demo.telling import tell
from whydesk.history.models import Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tell the stories once for all tests here, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        tell(NOW)
        yield
        transaction.set_rollback(True)


def test_one_customer_is_in_the_middle_of_the_second_step():
    care = Care.objects.get(closed_at=None)
    assert list(care.steps.order_by("number").values_list("how", flat=True)) == ["told", "", "", ""]
    prepared = care.steps.get(number=2).tellings.get()
    assert (prepared.sent_at, prepared.text.startswith("Здравствуйте, Рената.")) == (None, True)
    assert News.objects.get().due_at > NOW


def test_two_are_watched_over_and_the_prospect_is_one_of_them():
    watched = Aftercare.objects.filter(ended_at=None).select_related("company", "ticket")
    assert {one.company.name: one.company.kind for one in watched} == {
        "Lakeside Property Care": "trial",
        "Maple & Rye Bakeries": "customer",
    }
    assert all(one.company.care_until == one.until for one in watched)
    assert Entry.objects.filter(event="aftercare.begun").count() == 2
