"""What to offer a company for hours that it lost. It only proposes; people give."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.goodwill.choices import Kind
from whydesk.goodwill.money import places_of

_HOURS_OF_A_MONTH = Decimal(730)
_A_DAY = Decimal(24)
# An hour without us costs them more than they pay us for it.
_TIMES = {Company.Kind.VIP: 20}
_USUAL_TIMES = 10
# Enough to be noticed, whatever they pay.
_SYMBOLIC = {"USD": 20, "EUR": 20, "GBP": 15, "BRL": 100, "RUB": 1500}


@dataclass(frozen=True)
class Proposal:
    """What to give, and why in the reader's language.

    An amount of nothing means that the desk cannot tell: a person says it.
    """

    kind: str
    amount: Decimal
    currency: str
    why: str


def propose_compensation(company: Company, hours_lost: Decimal) -> Proposal:
    """Propose what makes good the hours lost, by kind of account and revenue.

    Who has not bought yet is given time, which is what they lost; who pays is
    given back more than the lost hours cost them, a whole month at most, and a
    month at once where a day was lost; who left is given a token.
    """
    revenue, token = company.monthly_revenue or Decimal(0), _token(company)
    if company.kind in (Company.Kind.PROSPECT, Company.Kind.TRIAL):
        why = _("They have not bought yet: a month more to try it, free.")
        return _proposal(Kind.MONTH_FREE, revenue or token, company, why)
    if company.kind == Company.Kind.FORMER or not revenue:
        why = _("A token of goodwill: there is nothing they pay each month to reckon from.")
        return _proposal(Kind.GIFT, token, company, why)
    if hours_lost >= _A_DAY:
        why = _("They lost a day or more: this month is free.")
        return _proposal(Kind.MONTH_FREE, revenue, company, why)
    times = _TIMES.get(Company.Kind(company.kind), _USUAL_TIMES)
    lost = (revenue / _HOURS_OF_A_MONTH * hours_lost * times).to_integral_value(ROUND_CEILING)
    why = _("%(times)d times what the lost hours cost them.") % {"times": times}
    return _proposal(Kind.CREDIT, max(min(lost, revenue), token), company, why)


def _token(company: Company) -> Decimal:
    """Return the least that is noticed, or nothing where we do not know the currency."""
    return Decimal(_SYMBOLIC.get(company.currency, 0))


def _proposal(kind: Kind, amount: Decimal, company: Company, why: str) -> Proposal:
    exact = amount.quantize(Decimal(1).scaleb(-places_of(company.currency)), ROUND_CEILING)
    return Proposal(kind, exact, company.currency, why)
