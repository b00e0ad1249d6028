"""What a customer is told of a gesture: one honest sentence for the answer."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from whydesk.goodwill.choices import Kind
from whydesk.goodwill.models import Gesture
from whydesk.goodwill.money import show_money
from whydesk.tickets.models import Ticket

_SENTENCES: dict[str, Promise] = {
    Kind.REFUND: pgettext_lazy(
        "to a customer", "For the trouble this caused you, we are paying %(money)s back to you."
    ),
    Kind.CREDIT: pgettext_lazy(
        "to a customer",
        "For the trouble this caused you, we have put %(money)s to the credit of your account.",
    ),
    Kind.GIFT: pgettext_lazy(
        "to a customer", "For the trouble this caused you, we are sending you something small."
    ),
    Kind.MONTH_FREE: pgettext_lazy(
        "to a customer", "For the trouble this caused you, the next month is free for you."
    ),
}


def language_of(ticket: Ticket) -> str:
    """Return the language in which the customer is answered."""
    return ticket.language or ticket.contact.language or "en"


def sentence_for(gesture: Gesture) -> str:
    """Say it in the customer's language, to be put into the answer."""
    language = language_of(gesture.ticket)
    with translation.override(language):
        money = show_money(gesture.amount, gesture.currency, language)
        return str(_SENTENCES[gesture.kind]) % {"money": money}
