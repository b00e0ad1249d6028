"""Knowing again who writes."""

from django.db import IntegrityError, transaction

from whydesk.customers.models import Address, Company, Contact, Domain


def recognise(email: str, *, name: str = "", language: str = "") -> Contact:
    """Return the contact with this address, making them known if they are new.

    A new contact belongs to the company of their mail domain. A name once
    known is kept: people sign differently from one mail to the next.
    """
    email = email.strip().lower()
    contact = _find(email)
    if contact is None:
        try:
            with transaction.atomic():
                return _introduce(email, name=name, language=language)
        except IntegrityError:
            # Somebody made the same address known a moment ago.
            contact = Address.objects.select_related("contact").get(email=email).contact
    return contact


def _find(email: str) -> Contact | None:
    address = Address.objects.select_related("contact").filter(email=email).first()
    return address.contact if address else None


def _introduce(email: str, *, name: str, language: str) -> Contact:
    contact = Contact.objects.create(
        name=(name or email)[:200], language=language, company=company_of(email)
    )
    Address.objects.create(contact=contact, email=email)
    return contact


def company_of(email: str) -> Company | None:
    """Return the company that has the address's mail domain or one above it.

    anna@mail.romashka.example belongs to whoever has romashka.example.
    """
    labels = email.rpartition("@")[2].split(".")
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    domains = Domain.objects.select_related("company").filter(name__in=names)
    closest = max(domains, key=lambda domain: len(domain.name), default=None)
    return closest.company if closest else None
