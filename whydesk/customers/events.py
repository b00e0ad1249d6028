"""What can happen to companies and contacts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class CompanyAdded(Event):
    name = "company.added"
    about = ("company",)
    sentence = _("added the company %(company)s")

    company_id: int
    company: str


@dataclass(frozen=True)
class CompanyChanged(Event):
    name = "company.changed"
    about = ("company",)
    sentence = _("changed what is known of the company")

    company_id: int
    changes: dict[str, list[str]]


@dataclass(frozen=True)
class ContactChanged(Event):
    name = "contact.changed"
    about = ("contact",)
    sentence = _("changed what is known of %(contact)s")

    contact_id: int
    contact: str
    changes: dict[str, list[str]]
