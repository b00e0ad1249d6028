"""Finding people and companies by the beginning of their names."""

import re
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector

from whydesk.customers.models import Address, Company, Contact

_WORD = re.compile(r"\w+")


def _beginnings(words: str) -> SearchQuery | None:
    """Ask for every word by its beginning, in any order."""
    found = _WORD.findall(words)[:6]
    if not found:
        return None
    asked = " & ".join(f"'{word}':*" for word in found)
    return SearchQuery(asked, config="simple", search_type="raw")


def find_contacts(words: str, *, size: int = 5) -> Sequence[Contact]:
    """Return contacts whose name or address begins with the words."""
    query = _beginnings(words)
    if query is None:
        return []
    named = Contact.objects.alias(words=SearchVector("name", config="simple")).filter(words=query)
    found = list(named.select_related("company").order_by("-pk")[:size])
    if len(found) == size:
        return found
    addresses = Address.objects.filter(email__startswith=words.strip().lower()[:320])
    others = addresses.exclude(contact__in=found).select_related("contact__company")
    return found + [address.contact for address in others.order_by("email")[: size - len(found)]]


def find_companies(words: str, *, size: int = 5) -> Sequence[Company]:
    """Return companies whose name has words that begin so."""
    query = _beginnings(words)
    if query is None:
        return []
    found = Company.objects.alias(words=SearchVector("name", config="simple"))
    return list(found.filter(words=query).order_by("name")[:size])
