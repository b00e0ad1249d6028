"""Finding that two companies, or two contacts, are one.

Who was merged stays as a row that points to the other, for what never changes
and was written about them. What belongs to upper areas follows by jobs.
"""

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.customers.events import (
    CompaniesMerged,
    CompanyLeftBehind,
    ContactLeftBehind,
    ContactsMerged,
)
from whydesk.customers.models import Address, Company, Contact, Domain
from whydesk.history.joining import join_past
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can

Customer = TypeVar("Customer", Company, Contact)


class CannotMerge(ValueError):
    """Two customers of whom one cannot be part of the other."""


@transaction.atomic
def merge_companies(company: Company, into: Company, *, by: Actor) -> Company:
    """Let a company be another from now on: its people, domains, notes and all that is current.

    What is known of the other stays; only what nobody knew there is taken over.

    :raises CannotMerge: it is the same company, or one is part of another already.
    """
    by.must(Can.KEEP_CUSTOMERS)
    company, into = _locked(company, into)
    Contact.objects.filter(company=company).update(company=into)
    Domain.objects.filter(company=company).update(company=into)
    Company.objects.filter(merged_into=company).update(merged_into=into)
    _complete(into, company)
    company.merged_into, company.care_until = into, None
    company.save(update_fields=["merged_into", "care_until"])
    join_past("company", company.pk, into=into.pk)
    record(CompaniesMerged(company.pk, into.pk, company.name, into.name), by=by)
    return into


@transaction.atomic
def merge_contacts(contact: Contact, into: Contact, *, by: Actor) -> Contact:
    """Let a person be another from now on: their addresses and all that is current.

    Who belongs to no company joins the other's.

    :raises CannotMerge: it is the same contact, one is part of another already, or forgotten.
    """
    by.must(Can.KEEP_CUSTOMERS)
    contact, into = _locked(contact, into)
    if contact.erased_at or into.erased_at:
        raise CannotMerge(_("One of them was forgotten; nothing is known that could be joined."))
    Address.objects.filter(contact=contact).update(contact=into)
    Contact.objects.filter(merged_into=contact).update(merged_into=into)
    for name in ("phone", "language", "time_zone", "company_id"):
        setattr(into, name, getattr(into, name) or getattr(contact, name))
    into.save(update_fields=["phone", "language", "time_zone", "company"])
    contact.merged_into = into
    contact.save(update_fields=["merged_into"])
    join_past("contact", contact.pk, into=into.pk)
    record(ContactsMerged(contact.pk, into.pk, contact.name, into.name), by=by)
    return into


def _locked(one: Customer, into: Customer) -> tuple[Customer, Customer]:
    """Read both anew and hold them, so that nothing is written about them meanwhile."""
    model = type(one)
    keys = (one.pk, into.pk)
    found = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=keys)}
    if len(found) < 2:
        raise CannotMerge(_("Choose another one: this is the same."))
    for row in found.values():
        if row.merged_into_id is not None:
            sentence = _("“%(name)s” is part of another already. Choose that one.")
            raise CannotMerge(sentence % {"name": row.name})
    return found[one.pk], found[into.pk]


def _complete(into: Company, company: Company) -> None:
    """Take over what only the other knew; notes stand one below the other."""
    into.plan = into.plan or company.plan
    if into.monthly_revenue is None and company.monthly_revenue is not None:
        into.monthly_revenue, into.currency = company.monthly_revenue, company.currency
    into.since = min(filter(None, [into.since, company.since]), default=None)
    into.note = "\n\n".join(dict.fromkeys(filter(None, [into.note, company.note])))
    into.care_until = max(filter(None, [into.care_until, company.care_until]), default=None)
    into.save(update_fields=["plan", "monthly_revenue", "currency", "since", "note", "care_until"])


@transaction.atomic
def look_after_company(company_id: int, *, by: Actor = DESK) -> None:
    """See to what was being written about a merged company at that very moment."""
    by.must(Can.KEEP_CUSTOMERS)
    into = Company.objects.get(pk=company_id).merged_into
    if into is not None:
        Contact.objects.filter(company=company_id).update(company=into)
        join_past("company", company_id, into=into.pk)
        record(CompanyLeftBehind(company_id), by=by)


@transaction.atomic
def look_after_contact(contact_id: int, *, by: Actor = DESK) -> None:
    """See to what a person was saying as they turned out to be another."""
    by.must(Can.KEEP_CUSTOMERS)
    into = Contact.objects.get(pk=contact_id).merged_into
    if into is not None:
        Address.objects.filter(contact=contact_id).update(contact=into)
        join_past("contact", contact_id, into=into.pk)
        record(ContactLeftBehind(contact_id), by=by)
