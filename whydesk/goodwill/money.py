"""Amounts of money: exact, each with its currency and with as many places as that has."""

import re
from decimal import Decimal

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision, is_currency
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from whydesk.goodwill.refusals import WrongGesture

# Nobody makes good with more.
MOST = Decimal(10) ** 9
_MOST_PLACES = 3


def places_of(currency: str) -> int:
    """Return how many places the currency has behind the point: none for the yen.

    >>> places_of("USD"), places_of("JPY"), places_of("KWD")
    (2, 0, 3)
    """
    return min(get_currency_precision(currency), _MOST_PLACES)


def check_currency(currency: str) -> str:
    """Return the three letters of a currency that exists.

    :raises WrongGesture: there is none of this name.
    """
    currency = currency.strip().upper()
    if not (len(currency) == 3 and currency.isascii() and is_currency(currency)):
        raise WrongGesture(_("Name the currency by its three letters, for example EUR."))
    return currency


def check_amount(amount: Decimal, currency: str) -> Decimal:
    """Return the amount with the places of the currency.

    :raises WrongGesture: it is nothing, too much, or finer than the currency is.
    """
    if not amount.is_finite() or amount <= 0:
        raise WrongGesture(_("Say what it is worth: more than nothing."))
    if amount >= MOST:
        raise WrongGesture(_("This is more than anybody gives. Check the amount."))
    exact = amount.quantize(Decimal(1).scaleb(-places_of(currency)))
    if exact != amount:
        sentence = _("%(currency)s has %(places)d digits behind the point.")
        raise WrongGesture(sentence % {"currency": currency, "places": places_of(currency)})
    return exact


def show_money(amount: Decimal, currency: str, language: str = "") -> str:
    """Write the amount as it is written in the language, or in that of the reader.

    >>> show_money(Decimal("1234.5"), "BRL", "pt-br").replace(chr(160), " ")
    'R$ 1.234,50'
    """
    locale = Locale.parse(to_locale(language or get_language() or "en"))
    shown = str(format_currency(amount, currency, locale=locale))
    # Babel sets letters and figures without the space that CLDR asks for between them.
    return re.sub(rf"^{currency}(?=\d)", f"{currency}\u00a0", shown)


def plain(amount: Decimal, currency: str) -> str:
    """Write the amount as history keeps it, in no language.

    >>> plain(Decimal("20"), "EUR")
    '20.00 EUR'
    """
    return f"{amount:.{places_of(currency)}f} {currency}"
