"""Finding people and companies by the beginning of their names."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from whydesk.customers.models import Address, Company, Contact
from whydesk.prepared import prepared

_WORD = re.compile(r"\w+")


def _beginnings(words: str) -> str:
    """Ask for every word by its beginning, in any order."""
    return " & ".join(f"'{word}':*" for word in _WORD.findall(words)[:6])


def find_contacts(words: str, *, size: int = 5) -> Sequence[Contact]:
    """Return contacts whose name or address begins with the words."""
    query = _beginnings(words)
    if not query:
        return []
    found = {contact.pk: contact for contact in _contacts(query, size=size)}
    if len(found) < size:
        beginning = words.strip().lower()[:320]
        for address in _addresses(beginning, size=2 * size):
            found.setdefault(address.contact_id, address.contact)
    return list(found.values())[:size]


@prepared
def _contacts(query: str, *, size: int) -> QuerySet[Contact]:
    named = Contact.objects.alias(words=SearchVector("name", config="simple"))
    asked = SearchQuery(query, config="simple", search_type="raw")
    known = named.filter(words=asked, merged_into=None, erased_at=None)
    return known.select_related("company").order_by("-pk")[:size]


@prepared
def _addresses(beginning: str, *, size: int) -> QuerySet[Address]:
    known = Address.objects.filter(email__startswith=beginning)
    return known.select_related("contact__company").order_by("email")[:size]


def find_companies(words: str, *, size: int = 5) -> Sequence[Company]:
    """Return companies whose name has words that begin so."""
    query = _beginnings(words)
    return _companies(query, size=size) if query else []


@prepared
def _companies(query: str, *, size: int) -> QuerySet[Company]:
    named = Company.objects.alias(words=SearchVector("name", config="simple"))
    asked = SearchQuery(query, config="simple", search_type="raw")
    return named.filter(words=asked, merged_into=None).order_by("name")[:size]


def with_merged(company: Company) -> QuerySet[Company, Any]:
    """Return the company and those that turned out to be it, of which old rows may tell."""
    return Company.objects.filter(Q(pk=company.pk) | Q(merged_into=company.pk)).values("pk")
