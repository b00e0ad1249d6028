"""What the areas do when customers become one or are forgotten, without a worker."""

from whydesk.customers.erasing import forget_everywhere
from whydesk.customers.events import CompaniesMerged, ContactsMerged
from whydesk.customers.models import Company, Contact, Erasure
from whydesk.history.events import Event
from whydesk.history.reactions import REACTIONS


def company_followed(company: Company) -> None:
    _react(CompaniesMerged, "company_id", company.pk)


def contact_followed(contact: Contact) -> None:
    _react(ContactsMerged, "contact_id", contact.pk)


def forgotten(contact: Contact) -> None:
    """Let them be forgotten, and the ten minutes pass."""
    assert forget_everywhere(contact.pk)
    erasure = Erasure.objects.get(contact=contact)
    Erasure.objects.filter(pk=erasure.pk).update(asked_at=erasure.asked_at.replace(year=2020))
    assert not forget_everywhere(contact.pk)


def _react(event: type[Event], field: str, key: int) -> None:
    for reaction in REACTIONS[event.name]:
        if reaction.takes == (field,):
            reaction.job(**{field: key})
