"""Who is to be told, and in which languages they read."""

from collections import Counter

from django.conf import settings
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from whydesk.customers.models import Address, Contact
from whydesk.incidents.choices import About
from whydesk.incidents.models import Affected, Attached, Incident, Telling, Update
from whydesk.mailroom.models import Mailbox
from whydesk.tickets.models import Ticket


def tickets_to_tell(incident: Incident | int, about: str) -> QuerySet[Attached]:
    """Return the tickets that get an update: of a write-up, those whose customers asked for it."""
    attached = Attached.objects.filter(incident=incident, detached_at=None)
    return attached.filter(wants_write_up=True) if about == About.WRITE_UP else attached


def without_ticket(incident: Incident | int) -> QuerySet[Affected]:
    """Return the affected on whom no ticket tells of the incident."""
    own = Attached.objects.filter(affected=OuterRef("pk"), detached_at=None)
    return Affected.objects.filter(~Exists(own), incident=incident, removed_at=None)


def with_contact(affected: QuerySet[Affected]) -> QuerySet[Affected]:
    """Name beside each the contact who is written to: who wrote last, of those with an address."""
    reachable = Exists(Address.objects.filter(contact=OuterRef("contact")))
    wrote = Ticket.objects.filter(reachable, company=OuterRef("company")).order_by("-pk")
    has_address = Exists(Address.objects.filter(contact=OuterRef("pk")))
    known = Contact.objects.filter(has_address, company=OuterRef("company")).order_by("pk")
    return affected.annotate(
        reader=Coalesce(
            F("contact"),
            Subquery(wrote.values("contact")[:1]),
            Subquery(known.values("pk")[:1]),
            output_field=BigIntegerField(),
        )
    )


def still_to_tell(update: Update) -> tuple[QuerySet[Attached], QuerySet[Affected]]:
    """Return the tickets, and the customers without one, who have not got the update."""
    told = Telling.objects.filter(update=update)
    tickets = tickets_to_tell(update.incident_id, update.about)
    tickets = tickets.exclude(Exists(told.filter(ticket=OuterRef("ticket"))))
    if update.about == About.WRITE_UP:
        return tickets, Affected.objects.none()
    unreached = told.filter(affected=OuterRef("pk"), ticket=None)
    return tickets, without_ticket(update.incident_id).exclude(Exists(unreached))


def languages_read(incident: Incident, about: str = About.NEWS) -> dict[str, int]:
    """Count by language those who will read an update; each language that is missing hurts one."""
    counts: Counter[str] = Counter()
    names = ("ticket__language", "ticket__contact__language", "ticket__mailbox__language")
    tickets = tickets_to_tell(incident, about).values_list(*names)
    for *wanted, number in tickets.annotate(number=Count("pk")).order_by():
        counts[first_known(*wanted)] += number
    if about != About.WRITE_UP:
        counts.update(_read_without_ticket(incident))
    return {code: counts[code] for code, _name in settings.LANGUAGES if counts[code]}


def _read_without_ticket(incident: Incident) -> Counter[str]:
    annotated = with_contact(without_ticket(incident))
    readers = annotated.exclude(reader=None).values("reader")  # type: ignore[misc]
    spoken = Contact.objects.filter(pk__in=readers).order_by().values_list("language")
    own = Mailbox.objects.order_by("pk").values_list("language", flat=True).first()
    counts: Counter[str] = Counter()
    for language, number in spoken.annotate(number=Count("pk")):
        counts[first_known(language, own)] += number
    return counts


def first_known(*wanted: str | None) -> str:
    """Return the first of these languages that we write."""
    known = dict(settings.LANGUAGES)
    return next((language for language in wanted if language in known), settings.LANGUAGE_CODE)
