"""The rules of the demo company stand as the desk itself would have left them."""

import pytest

from tests.demo.told.conftest import NOW
from whydesk.automations.models import Firing, Rule
from whydesk.automations.queries import gaps_of, household
from whydesk.automations.sentences import sentence_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_two_rules_are_followed_and_one_waits_to_be_tried() -> None:
    known = household()
    said = {
        sentence_of(rule.when, rule.asks, rule.does, known.names(rule)): rule.is_on
        for rule in Rule.objects.all()
    }
    assert said == {
        "When a VIP writes outside working hours, tell whoever is on call and the leads in turn"
        " (10 minutes each).": True,
        "When an answer does not arrive, tell whoever has the ticket.": True,
        "When a ticket opens on Saturday or on Sunday and the ticket came by mail, answer with"
        " “Back on Monday”.": False,
    }
    assert [gaps_of(rule, known) for rule in Rule.objects.all()] == [[], [], []]


def test_what_they_did_lies_in_the_last_weeks() -> None:
    firings = Firing.objects.select_related("rule", "ticket__company", "entry")
    assert {firing.rule.when for firing in firings} == {"customer_writes", "undelivered"}
    vips = [one for one in firings if one.rule.when == "customer_writes"]
    assert {one.ticket.company.kind for one in vips if one.ticket.company} == {"vip"}
    assert all(NOW >= one.at >= one.rule.on_since for one in firings if one.rule.on_since)
    assert all(one.done[0]["detail"] for one in firings)
