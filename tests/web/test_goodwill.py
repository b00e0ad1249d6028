"""The ledger, one gesture whole, what waits for a yes, limits and budgets, figures."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.goodwill.following import note_outcome, reckon_outcomes
from whydesk.goodwill.giving import give_gesture
from whydesk.goodwill.ledger import month_of
from whydesk.goodwill.models import Budget, Gesture, Limit, Outcome
from whydesk.goodwill.taking_back import reverse_gesture
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.web import goodwill

Give = Callable[..., Gesture]


@pytest.fixture
def lead(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


@pytest.fixture
def page(lead: Agent, client: Client) -> Client:
    """The desk as a lead sees it."""
    client.force_login(lead)
    return client


@pytest.fixture
def give(world: World) -> Give:
    def give(amount: str = "10", currency: str = "USD", **fields: Any) -> Gesture:
        given = {"kind": "refund", "reason": "Lost a day", "by": world.vera} | fields
        ticket = given.pop("ticket", None) or write(world, world.anna).ticket
        return give_gesture(ticket, amount=Decimal(amount), currency=currency, **given)

    return give


def totals(response: Any) -> list[tuple[str, Decimal, int]]:
    return [(one.currency, one.amount, one.gestures) for one in response.context["totals"]]


def test_the_ledger_is_newest_first_with_its_sums(world: World, page: Client, give: Give):
    first, second = give("10"), give("12.50", "EUR", kind="gift", by=world.bruno)
    waiting, gone = give("99"), give("5")
    reverse_gesture(gone, reason="Twice", by=world.vera)
    response = page.get("/goodwill/")
    assert response.context["gestures"] == [gone, waiting, second, first]
    assert totals(response) == [("EUR", Decimal("12.5"), 1), ("USD", Decimal(10), 1)]
    assert "€12.50" in response.content.decode()


def test_the_ledger_is_narrowed_by_kind_agent_and_month(world: World, page: Client, give: Give):
    mine, other = give("10"), give("20", kind="gift", by=world.bruno)
    month = f"{month_of(timezone.now()):%Y-%m}"
    for query, found in (
        ("kind=gift", other),
        (f"agent={world.vera.pk}", mine),
        (f"month={month}&kind=refund", mine),
    ):
        response = page.get(f"/goodwill/?{query}")
        assert response.context["gestures"] == [found]
        assert totals(response) == [("USD", found.amount, 1)]
    assert page.get("/goodwill/?month=2020-01").context["gestures"] == []
    for query in ("kind=castle", "agent=x", "month=x", "before=x"):
        assert page.get(f"/goodwill/?{query}").status_code == 404


def test_the_ledger_is_read_page_by_page(page: Client, give: Give, monkeypatch: pytest.MonkeyPatch):
    rows = [give("1") for _time in range(3)]
    monkeypatch.setattr(goodwill, "SIZE", 2)
    first = page.get("/goodwill/")
    second = page.get(first.context["older_url"])
    assert (first.context["gestures"], second.context["gestures"]) == (rows[:0:-1], rows[:1])
    assert (second.context["older_url"], second.context["newer_url"]) == ("", "/goodwill/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_asks_as_little_for_many(
    page: Client, give: Give, rows: int, django_assert_num_queries
):
    for _row in range(rows):
        give("1")
    page.get("/goodwill/")
    with django_assert_num_queries(7):
        page.get("/goodwill/")


def test_a_lead_says_yes_where_it_waits(world: World, page: Client, give: Give):
    first, second = give("99"), give("80")
    assert page.get("/goodwill/waiting").context["gestures"] == [first, second]
    here = {"next": "/goodwill/waiting"}
    said = page.post(f"/goodwill/{first.pk}/verdict", {"say": "yes", "word": "", **here})
    assert (said.status_code, said["Location"]) == (303, "/goodwill/waiting")
    page.post(f"/goodwill/{second.pk}/verdict", {"say": "no", "word": "", **here})
    assert page.get("/goodwill/waiting").context["gestures"] == [second]
    page.post(f"/goodwill/{second.pk}/verdict", {"say": "no", "word": "Too much", **here})
    states = [gesture.state for gesture in Gesture.objects.order_by("pk")]
    assert (states, page.get("/goodwill/waiting").status_code) == (["given", "declined"], 200)


def test_agents_see_what_waits_and_decide_nothing(world: World, client: Client, give: Give):
    waiting = give("99")
    client.force_login(world.bruno)
    response = client.get("/goodwill/waiting")
    assert (response.context["gestures"], b"verdict" in response.content) == ([waiting], False)
    assert client.post(f"/goodwill/{waiting.pk}/verdict", {"say": "yes"}).status_code == 403
    assert client.post(f"/goodwill/{waiting.pk}/reversal", {"reason": "x"}).status_code == 403
    assert client.get("/goodwill/bounds").status_code == 403
    assert Gesture.objects.get().state == "waiting"


def test_a_gesture_is_taken_back_and_its_outcome_noted(page: Client, give: Give, lead: Agent):
    kept, gone = give("10"), give("20")
    page.post(f"/goodwill/{kept.pk}/outcomes", {"became": "left", "note": "By phone"})
    outcome = Outcome.objects.get()
    assert (outcome.became, outcome.note, outcome.by) == ("left", "By phone", lead)
    page.post(f"/goodwill/{gone.pk}/reversal", {"reason": ""})
    assert page.get(f"/goodwill/{gone.pk}/").context["may_take_back"]
    page.post(f"/goodwill/{gone.pk}/reversal", {"reason": "Twice"})
    response = page.get(f"/goodwill/{gone.pk}/")
    assert (response.context["gesture"].reversal.reason, response.context["may_take_back"]) == (
        *("Twice", False),
    )


def test_guests_see_the_gestures_of_their_tickets_only(world: World, client: Client, give: Give):
    hidden = give()
    client.force_login(world.gus)
    assert client.get(f"/goodwill/{hidden.pk}/").status_code == 404
    assert client.get("/goodwill/").status_code == 403


def test_the_page_of_a_company_shows_what_was_given(world: World, page: Client, give: Give):
    mine = give("10")
    give("20", ticket=write(world, world.joao).ticket)
    company = world.anna.company
    assert company is not None
    part = page.get(
        f"/companies/{company.pk}/goodwill",
        headers={"HX-Request": "true", "HX-Target": "div#given"},
    )
    assert (part.content.count(b"$10.00"), b"<html" in part.content) == (2, False)
    whole = page.get(f"/companies/{company.pk}/goodwill")
    assert (whole.context["gestures"], totals(whole)) == ([mine], [("USD", Decimal(10), 0)])


def test_leads_set_limits_and_budgets(page: Client):
    page.post("/goodwill/limits", {"currency": "jpy", "amount": "7000"})
    limit = Limit.objects.get(currency="JPY")
    assert limit.per_case == 7000
    page.post(f"/goodwill/limits/{limit.pk}/removal")
    month = month_of(timezone.now())
    page.post("/goodwill/budgets", {"currency": "USD", "month": month, "amount": "300"})
    assert [str(one) for one in Budget.objects.all()] == [f"300.000 USD from {month}"]
    assert Limit.objects.filter(currency="JPY").count() == 0
    wrong = page.post("/goodwill/limits", {"currency": "USD", "amount": "0"})
    assert (wrong.status_code, Limit.objects.get(currency="USD").per_case) == (422, 50)


def test_the_figures_say_what_was_given_and_what_came_of_it(world: World, page: Client, give: Give):
    give("10")
    left = give("30", kind="gift")
    reckon_outcomes(timezone.now() + timedelta(days=31))
    note_outcome(left, became="left", by=world.vera)
    context = page.get("/goodwill/figures").context
    assert [chart["figure"] for chart in context["charts"]] == ["$40.00"]
    outcomes = {str(one["label"]): one["value"] for one in context["outcomes"]}
    assert outcomes == {"Stayed": 1, "Wrote angrily again": 0, "Left": 1, "Not known": 0}
    assert (context["known"], [one["value"] for one in context["kinds"]]) == (2, [1, 0, 1, 0])


def test_empty_pages_say_what_will_be_there(page: Client):
    for address in ("/goodwill/", "/goodwill/waiting", "/goodwill/figures", "/goodwill/bounds"):
        assert page.get(address).status_code == 200
    assert b"press m in a ticket" in page.get("/goodwill/").content
