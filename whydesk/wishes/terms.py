"""What a decision says, checked before it is made."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from whydesk.wishes.calendar import desk_day
from whydesk.wishes.choices import Outcome
from whydesk.wishes.models import Capability
from whydesk.wishes.months import months_later
from whydesk.wishes.refusals import DecisionIncomplete
from whydesk.wishes.stories import choose, tidy

MONTHS_TO_ASK_AGAIN = 2
_HIGHEST = Decimal(10) ** 10


@dataclass(frozen=True)
class Terms:
    """An outcome, its reason in words that can be told to a customer, and what belongs to it."""

    outcome: str
    reason: str = ""
    would_change: str = ""
    elsewhere: str = ""
    ask_again_on: date | None = None
    price: Decimal | None = None
    currency: str = ""
    by_when: date | None = None
    means: str = ""
    owner: str = ""
    capability: Capability | None = None

    def checked(self) -> "Terms":
        """Return the terms as they are kept: nothing that its outcome has no use for.

        :raises DecisionIncomplete: the outcome needs something that is not there.
        """
        choose(self.outcome, Outcome.values)
        kept = Terms(
            outcome=self.outcome,
            reason=tidy(self.reason, 2000, _("The reason")),
            would_change=tidy(self.would_change, 2000, _("What would change our mind")),
            elsewhere=tidy(self.elsewhere, 1000, _("Where they may find it")),
        )
        if not kept.reason and self.outcome not in (Outcome.EXISTS, Outcome.SHIPPED):
            raise DecisionIncomplete(_("Give a reason that can be told to a customer."))
        belongs = _BELONGS.get(Outcome(self.outcome))
        return belongs(kept, self) if belongs else kept


def _not_now(kept: Terms, given: Terms) -> Terms:
    today = desk_day()
    ask_again_on = given.ask_again_on or months_later(today, MONTHS_TO_ASK_AGAIN)
    if ask_again_on <= today:
        raise DecisionIncomplete(_("Choose a day in the future to ask again."))
    return replace(kept, ask_again_on=ask_again_on)


def _paid(kept: Terms, given: Terms) -> Terms:
    price, currency = given.price, given.currency.strip().upper()
    if price is None or not price.is_finite() or not 0 < price < _HIGHEST:
        raise DecisionIncomplete(_("Say what it costs."))
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise DecisionIncomplete(_("Name the currency by its three letters."))
    return replace(kept, price=price.quantize(Decimal("0.01")), currency=currency)


def _scheduled(kept: Terms, given: Terms) -> Terms:
    if given.by_when is None or given.by_when < desk_day():
        raise DecisionIncomplete(_("Choose the day by which it will be there."))
    means = tidy(given.means, 500, _("The means"))
    owner = tidy(given.owner, 200, _("The owner"))
    if not means or not owner:
        raise DecisionIncomplete(_("Say who will do it, and with what."))
    return replace(kept, by_when=given.by_when, means=means, owner=owner)


def _exists(kept: Terms, given: Terms) -> Terms:
    if given.capability is None:
        raise DecisionIncomplete(_("Choose what they already have."))
    return replace(kept, capability=given.capability)


_BELONGS = {
    Outcome.NOT_NOW: _not_now,
    Outcome.PAID: _paid,
    Outcome.SCHEDULED: _scheduled,
    Outcome.EXISTS: _exists,
}
