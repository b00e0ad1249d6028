"""Knowing again who writes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from whydesk.customers.models import Address, Company, Contact, Domain


@dataclass(frozen=True)
class Stranger:
    """What somebody who writes says about themselves."""

    name: str = ""
    language: str = ""


def recognise(email: str, *, name: str = "", language: str = "") -> Contact:
    """Return the contact with this address, making them known if they are new.

    A new contact belongs to the company of their mail domain. A name once
    known is kept: people sign differently from one mail to the next.
    """
    email = tidy(email)
    return recognise_all({email: Stranger(name, language)})[email]


def recognise_all(people: Mapping[str, Stranger]) -> dict[str, Contact]:
    """Return the contacts of many tidied addresses, making known those who are new."""
    known, new = _known_and_new(people)
    if not new:
        return known
    try:
        with transaction.atomic():
            return known | _introduce(new)
    except IntegrityError:
        # Somebody made one of them known a moment ago; what is wrong in itself fails again.
        known, new = _known_and_new(people)
        return known | _introduce(new) if new else known


def _known_and_new(
    people: Mapping[str, Stranger],
) -> tuple[dict[str, Contact], dict[str, Stranger]]:
    found = Address.objects.select_related("contact__company").filter(email__in=people)
    known = {address.email: address.contact for address in found}
    return known, {email: people[email] for email in people if email not in known}


def tidy(email: str) -> str:
    """Return the address as it is kept."""
    return email.strip().lower()[:320]


def _introduce(people: Mapping[str, Stranger]) -> dict[str, Contact]:
    companies = companies_of(people)
    contacts = {
        email: Contact(
            name=(stranger.name or email)[:200],
            language=stranger.language,
            company=companies.get(email),
        )
        for email, stranger in people.items()
    }
    Contact.objects.bulk_create(contacts.values())
    Address.objects.bulk_create(
        Address(contact=contact, email=email) for email, contact in contacts.items()
    )
    return contacts


def companies_of(emails: Collection[str]) -> dict[str, Company]:
    """Return the company of each address that has the mail domain or one above it.

    anna@mail.romashka.example belongs to whoever has romashka.example, unless
    somebody else has mail.romashka.example.
    """
    above = {email: _domains_above(email) for email in emails}
    names = {name for domains in above.values() for name in domains}
    known = {
        domain.name: domain.company
        for domain in Domain.objects.select_related("company").filter(name__in=names)
    }
    closest = {
        email: [name for name in domains if name in known] for email, domains in above.items()
    }
    return {email: known[names[0]] for email, names in closest.items() if names}


def _domains_above(email: str) -> list[str]:
    """Return the domain of the address and those above it, the closest first."""
    labels = email.rpartition("@")[2].split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)][:10]
