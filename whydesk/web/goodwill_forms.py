"""What is typed about gestures, and about the bounds on them."""

import secrets
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company
from whydesk.goodwill.choices import Kind
from whydesk.goodwill.money import places_of
from whydesk.goodwill.proposing import propose_compensation
from whydesk.goodwill.queries import Left, left_for
from whydesk.tickets.models import Ticket
from whydesk.web.fields import Plain

LONGEST_REASON = 1000
# A gesture on a ticket is proposed as if they had lost this much.
_AN_HOUR = Decimal(1)


def _amount(label: Any, *, required: bool = True, **attributes: bool) -> forms.DecimalField:
    """Ask for an amount; whether it fits its currency is for the verb to say."""
    numeric = {"step": "any", "min": "0", "inputmode": "decimal"}
    widget = forms.NumberInput(attrs=numeric | attributes)
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=3, required=required, widget=widget
    )


def _currency() -> forms.CharField:
    attributes = {"size": "4", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=_("Currency"), max_length=3, widget=forms.TextInput(attrs=attributes)
    )


class GestureForm(Plain):
    """A gesture, filled in so that Enter gives it.

    Its `sheet` names it as it was opened, so that two clicks give once.
    """

    sheet = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What they are given"), choices=Kind.choices, widget=forms.RadioSelect
    )
    amount = _amount(_("Worth"), autofocus=True)
    currency = _currency()
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    @classmethod
    def about(cls, ticket: Ticket) -> "GestureForm":
        """Propose what fits this customer, and no more than needs nobody."""
        company = ticket.company or Company(currency=settings.ENVIRONMENT["WHYDESK_CURRENCY"])
        proposal = propose_compensation(company, _AN_HOUR)
        left = left_for(ticket, proposal.currency)
        amount = min(one for one in (proposal.amount, *_bounds(left)) if one is not None)
        fitting = amount.quantize(Decimal(1).scaleb(-places_of(left.currency)), ROUND_DOWN)
        return cls(
            initial={
                "sheet": secrets.token_urlsafe(12),
                "kind": proposal.kind,
                "amount": fitting if fitting > 0 else None,
                "currency": proposal.currency,
                "reason": (ticket.snippet or ticket.subject)[:200],
            }
        )


def _bounds(left: Left) -> tuple[Decimal | None, Decimal | None]:
    """Return what bounds a proposal; a limit that is used up bounds nothing: a lead is asked."""
    return left.on_ticket or None, left.in_month


class LimitForm(Plain):
    """What may be given on a ticket without asking."""

    currency = _currency()
    amount = _amount(_("Per ticket"))


class BudgetForm(Plain):
    """What may be given in a month; without an amount, as much as is needed."""

    currency = _currency()
    month = forms.DateField(label=_("From the month"), widget=forms.Select)
    amount = _amount(_("A month"), required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].widget.choices = months
