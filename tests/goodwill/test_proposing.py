"""What is proposed for lost hours, by kind of account and revenue."""

from decimal import Decimal

import pytest

from whydesk.customers.models import Company
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.proposing import propose_compensation
from whydesk.goodwill.wording import sentence_for
from whydesk.tickets.models import Ticket


@pytest.mark.parametrize(
    ("kind", "revenue", "currency", "hours", "proposed"),
    [
        # Time for who has not bought yet, whatever was lost.
        ("trial", None, "USD", "3", ("month_free", "20.00")),
        ("prospect", "290", "BRL", "3", ("month_free", "290.00")),
        # Ten times what the hours cost: 730 a month is one an hour.
        ("customer", "730", "USD", "4", ("credit", "40.00")),
        ("vip", "730", "USD", "4", ("credit", "80.00")),
        # A token at least, a month at most, whole units.
        ("customer", "50", "EUR", "1", ("credit", "20.00")),
        ("customer", "1000", "EUR", "3", ("credit", "42.00")),
        ("vip", "99.90", "USD", "23", ("credit", "63.00")),
        ("vip", "5", "USD", "23", ("credit", "20.00")),
        ("customer", "99.90", "USD", "24", ("month_free", "99.90")),
        ("customer", "9", "USD", "24", ("month_free", "9.00")),
        ("customer", None, "RUB", "5", ("gift", "1500.00")),
        ("former", "100", "USD", "5", ("gift", "20.00")),
        # Nothing is known of yen: a person says how much.
        ("customer", None, "JPY", "5", ("gift", "0")),
        ("customer", "73000", "JPY", "1.5", ("credit", "1500")),
    ],
)
def test_what_is_proposed(
    kind: str, revenue: str | None, currency: str, hours: str, proposed: tuple[str, str]
):
    company = Company(kind=kind, currency=currency)
    company.monthly_revenue = Decimal(revenue) if revenue else None
    found = propose_compensation(company, Decimal(hours))
    assert (found.kind, str(found.amount), found.currency) == (*proposed, currency)
    assert found.why


def test_the_customer_is_told_in_their_language():
    ticket = Ticket(language="pt-br")
    gesture = Gesture(ticket=ticket, kind="refund", amount=Decimal("1234.5"), currency="BRL")
    assert "R$\xa01.234,50" in sentence_for(gesture)
