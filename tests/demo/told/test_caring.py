"""The demo company has somebody in the middle of the four steps, and watches over four."""

import pytest

from tests.demo.told.conftest import NOW
from whydesk.care.models import Aftercare, Care, News
from whydesk.history.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_one_customer_is_in_the_middle_of_the_second_step():
    care = Care.objects.get(closed_at=None, incident_id=None)
    assert list(care.steps.order_by("number").values_list("how", flat=True)) == ["told", "", "", ""]
    prepared = care.steps.get(number=2).tellings.get()
    assert (prepared.sent_at, prepared.text.startswith("Здравствуйте, Рената.")) == (None, True)
    assert News.objects.get().due_at > NOW


def test_four_are_watched_over_and_the_prospect_is_one_of_them():
    watched = Aftercare.objects.filter(ended_at=None).select_related("company", "ticket")
    assert {one.company.name: one.company.kind for one in watched} == {
        "Lakeside Property Care": "trial",
        "Maple & Rye Bakeries": "customer",
        "Rede Farma Ipê": "customer",
        "Провод": "customer",
    }
    assert all(one.company.care_until == one.until for one in watched)
    assert Entry.objects.filter(event="aftercare.begun").count() == 4
