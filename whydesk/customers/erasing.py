"""Forgetting a person who asks for it.

What makes them known goes at once; what names or quotes them goes by a job in
which every area does its part, one after the other, each once.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from whydesk.customers.blotting import NOBODY, Words
from whydesk.customers.events import ContactChanged, ContactErased, ContactForgotten
from whydesk.customers.models import Address, Company, Contact, Erasure
from whydesk.history.blotting import blot_entries, rename_actor
from whydesk.history.models import Entry
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor, Can

# By then everything is written that was under way as they were forgotten.
LATER = timedelta(minutes=10)

Part = Callable[[Erasure], None]
_PARTS: dict[str, Part] = {}


class NotErased(ValueError):
    """A person who cannot be forgotten, or whose address was not typed."""


def forgets(part: Part) -> Part:
    """Make the function what its area does to forget a person; it may run twice.

    It runs in a transaction of its own, with the words by which they were known.
    """
    _PARTS[part.__module__.split(".")[1]] = part
    return part


@transaction.atomic
def erase_contact(contact: Contact, *, typed: str, by: Actor) -> Contact:
    """Forget a person: their name, addresses and phone now, their words by a job.

    A row with a number stays, so that counts hold. `typed` is one of their
    addresses, or their name where they have none: a second look.

    :raises NotErased: something else was typed, or they are part of another contact.
    """
    by.must(Can.KEEP_CUSTOMERS)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if contact.erased_at:
        return contact
    if contact.merged_into_id:
        raise NotErased(_("This contact is part of another already. Forget that one."))
    if typed.strip().lower() not in {word.lower() for word in to_type(contact)}:
        raise NotErased(_("Type their address as it stands here, to be sure that it is them."))
    merged = Contact.objects.select_for_update().filter(merged_into=contact)
    words = [word for one in (contact, *merged) for word in _words_of(one)]
    Erasure.objects.create(contact=contact, words=sorted(set(words)))
    for one in (contact, *merged):
        _blank(one)
        rename_actor("contact", [one.pk], one.name)
    record(ContactErased(contact.pk, contact.company_id), by=by)
    return Contact.objects.get(pk=contact.pk)


def to_type(contact: Contact) -> list[str]:
    """Return what has to be typed, one of these, to be sure who is meant."""
    known = contact.addresses.order_by("pk").values_list("email", flat=True)
    return list(known) or [contact.name]


def _words_of(contact: Contact) -> list[str]:
    """Return what they are called and written to by, and what they were called before."""
    changed = Entry.objects.filter(
        event=ContactChanged.name, subjects__noun="contact", subjects__noun_id=contact.pk
    )
    known = [contact.name, contact.phone, *contact.addresses.values_list("email", flat=True)]
    for changes in changed.values_list("data__changes", flat=True):
        known += [*changes.get("name", []), *changes.get("phone", [])]
    return [word.strip() for word in known if word.strip()]


def _blank(contact: Contact) -> None:
    Address.objects.filter(contact=contact).delete()
    with translation.override(settings.LANGUAGE_CODE):
        contact.name = _("Erased person #%(number)s") % {"number": contact.pk}
    contact.phone = contact.time_zone = ""
    contact.erased_at = timezone.now()
    contact.save(update_fields=["name", "phone", "time_zone", "erased_at"])


def forget_everywhere(contact_id: int) -> bool:
    """Let each area do its part that has not; tell whether to look again some minutes later.

    A job that died in between goes on with what is left.
    """
    for area in sorted(_PARTS, key=lambda area: area == "customers"):
        _forget_in(area, contact_id)
    return _settle(contact_id)


@transaction.atomic
def _forget_in(area: str, contact_id: int) -> None:
    erasure = Erasure.objects.select_for_update().get(contact=contact_id)
    if erasure.done_at or area in erasure.done:
        return
    _PARTS[area](erasure)
    erasure.done.append(area)
    erasure.save(update_fields=["done"])


@transaction.atomic
def _settle(contact_id: int) -> bool:
    """Drop the words that named them; the first time, do all once more later instead."""
    erasure = Erasure.objects.select_for_update().get(contact=contact_id)
    if erasure.done_at:
        return False
    if not erasure.looked_again:
        erasure.looked_again, erasure.done = True, []
        erasure.save(update_fields=["looked_again", "done"])
        return True
    if timezone.now() < erasure.asked_at + LATER:
        return True
    erasure.words, erasure.done_at = [], timezone.now()
    erasure.save(update_fields=["words", "done_at"])
    record(ContactForgotten(contact_id), by=DESK)
    return False


def forget_among_customers(erasure: Erasure) -> None:
    """Take them out of history and of what we noted on their company."""
    keys, words = erasure.contact_ids, Words(tuple(erasure.words))
    for one in Contact.objects.filter(pk__in=keys):
        rename_actor("contact", [one.pk], one.name)
    blot_entries("contact", keys, words.blot)
    blot_entries("contact", keys, _without_values, event=ContactChanged.name)
    company_id = erasure.contact.company_id
    if company_id is not None:
        blot_entries("company", [company_id], words.blot)
        words.blot_rows(Company.objects.filter(pk=company_id), "note")


def _without_values(data: dict[str, Any]) -> dict[str, Any]:
    """Keep which of their particulars were changed, and not what they were."""
    changes = {name: [NOBODY, NOBODY] for name in data["changes"]}
    return data | {"contact": NOBODY, "changes": changes}
