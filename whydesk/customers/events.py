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


@dataclass(frozen=True)
class CompaniesMerged(Event):
    name = "company.merged"
    about = ("company",)
    sentence = _("found the company %(company)s to be the same as %(into)s")

    company_id: int
    into_id: int
    company: str
    into: str

    @property
    def subjects(self) -> list[tuple[str, int]]:
        return [("company", self.company_id), ("company", self.into_id)]


@dataclass(frozen=True)
class CompanyLeftBehind(Event):
    """Some minutes later: what was under way as companies were merged may have come after."""

    name = "company.left_behind"
    about = ("company",)
    sentence = _("looked for what came late")
    is_quiet = True

    company_id: int


@dataclass(frozen=True)
class ContactsMerged(Event):
    name = "contact.merged"
    about = ("contact",)
    sentence = _("found %(contact)s to be the same person as %(into)s")

    contact_id: int
    into_id: int
    contact: str
    into: str

    @property
    def subjects(self) -> list[tuple[str, int]]:
        return [("contact", self.contact_id), ("contact", self.into_id)]


@dataclass(frozen=True)
class ContactLeftBehind(Event):
    """The same for people."""

    name = "contact.left_behind"
    about = ("contact",)
    sentence = _("looked for what came late")
    is_quiet = True

    contact_id: int


@dataclass(frozen=True)
class ContactErased(Event):
    """A person is forgotten: it says a number, for nothing else is left of them."""

    name = "contact.erased"
    about = ("contact", "company")
    sentence = _("let person %(contact_id)s be forgotten, as they asked")

    contact_id: int
    company_id: int | None


@dataclass(frozen=True)
class ContactForgotten(Event):
    name = "contact.forgotten"
    about = ("contact",)
    sentence = _("has taken out the last that was said by this person or named them")

    contact_id: int
