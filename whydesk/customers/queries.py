"""Finding people and companies by the beginning of their names."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from whydesk.customers.models import Address, Company, Contact
from whydesk.prepared import prepared

_WORD = re.compile(r"\w+")
# No address goes on with it: between a beginning and this stand all that begin so. Letter
# by letter, which is how its index is ordered; that is not used for a beginning by itself.
_LAST = "\U0010ffff"
_SPAN = '"customers_address"."email" ~>=~ %s AND "customers_address"."email" ~<~ %s'


def beginnings(words: str) -> str:
    """Ask for every word by its beginning, in any order."""
    return " & ".join(f"'{word}':*" for word in _WORD.findall(words)[:6])


def find_contacts(words: str, *, size: int = 5) -> Sequence[Contact]:
    """Return contacts whose name or address begins with the words."""
    query = beginnings(words)
    if not query:
        return []
    found = _contacts(query, size=size)
    if len(found) < size:
        beginning = words.strip().lower()[:320]
        found += _addresses(beginning, beginning + _LAST, size=2 * size)
    keys = list(dict.fromkeys(found))[:size]
    known = {contact.pk: contact for contact in _with_company(keys)} if keys else {}
    return [known[key] for key in keys]


@prepared
def _contacts(query: str, *, size: int) -> QuerySet[Contact, int]:
    named = Contact.objects.alias(words=SearchVector("name", config="simple"))
    asked = SearchQuery(query, config="simple", search_type="raw")
    known = named.filter(words=asked, merged_into=None, erased_at=None)
    return known.order_by("-pk").values_list("pk", flat=True)[:size]


@prepared
def _addresses(beginning: str, end: str, *, size: int) -> QuerySet[Address, int]:
    known = Address.objects.filter(RawSQL(_SPAN, [beginning, end], BooleanField()))
    return known.order_by("email").values_list("contact", flat=True)[:size]


@prepared
def _with_company(keys: list[int]) -> QuerySet[Contact]:
    these = RawSQL('"customers_contact"."id" = ANY(%s::bigint[])', [keys], BooleanField())
    return Contact.objects.filter(these).select_related("company")


def find_companies(words: str, *, size: int = 5) -> Sequence[Company]:
    """Return companies whose name has words that begin so."""
    query = beginnings(words)
    return _companies(query, size=size) if query else []


@prepared
def _companies(query: str, *, size: int) -> QuerySet[Company]:
    named = Company.objects.alias(words=SearchVector("name", config="simple"))
    asked = SearchQuery(query, config="simple", search_type="raw")
    return named.filter(words=asked, merged_into=None).order_by("name")[:size]


def with_merged(company: Company) -> QuerySet[Company, Any]:
    """Return the company and those that turned out to be it, of which old rows may tell."""
    return Company.objects.filter(Q(pk=company.pk) | Q(merged_into=company.pk)).values("pk")
