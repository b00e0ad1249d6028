"""Keeping what is known of companies and contacts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from whydesk.customers.events import CompanyAdded, CompanyChanged, ContactChanged
from whydesk.customers.models import Company, Contact, Domain
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can


class DomainTaken(ValueError):
    """A mail domain that belongs to another company."""


@transaction.atomic
def add_company(*, name: str, domains: Iterable[str] = (), by: Actor, **fields: Any) -> Company:
    """Write down a company; whoever writes from one of its domains belongs to it."""
    by.must(Can.KEEP_CUSTOMERS)
    company = Company.objects.create(name=name, **fields)
    _set_domains(company, domains)
    record(CompanyAdded(company.pk, company.name), by=by)
    return company


@transaction.atomic
def change_company(
    company: Company, *, domains: Iterable[str], by: Actor, **fields: Any
) -> Company:
    """Change the name, the kind of account, the plan and whatever else is known."""
    by.must(Can.KEEP_CUSTOMERS)
    company = Company.objects.select_for_update().get(pk=company.pk)
    before = ", ".join(domain_names(company))
    changes = _apply(company, fields)
    _set_domains(company, domains)
    after = ", ".join(domain_names(company))
    if before != after:
        changes["domains"] = [before, after]
    if changes:
        record(CompanyChanged(company.pk, changes), by=by)
    return company


@transaction.atomic
def change_contact(contact: Contact, *, by: Actor, **fields: Any) -> Contact:
    """Change the name, the company, the phone, the language and the time zone of a contact."""
    by.must(Can.KEEP_CUSTOMERS)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    changes = _apply(contact, fields)
    if changes:
        record(ContactChanged(contact.pk, contact.name, changes), by=by)
    return contact


def domain_names(company: Company) -> list[str]:
    return list(company.domains.order_by("name").values_list("name", flat=True))


def _apply(thing: Company | Contact, fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set the fields and return those that differ, each with what it was and is."""
    changes = {}
    for name, value in fields.items():
        was = getattr(thing, name)
        if was != value:
            changes[name] = [_said(was), _said(value)]
            setattr(thing, name, value)
    if changes:
        thing.save(update_fields=list(changes))
    return changes


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _set_domains(company: Company, domains: Iterable[str]) -> None:
    wanted = {domain.strip().lower().lstrip("@") for domain in domains} - {""}
    company.domains.exclude(name__in=wanted).delete()
    known = set(company.domains.values_list("name", flat=True))
    try:
        with transaction.atomic():
            Domain.objects.bulk_create(
                Domain(company=company, name=name) for name in sorted(wanted - known)
            )
    except IntegrityError as error:
        raise DomainTaken(_("One of these domains belongs to another company.")) from error
