"""Mail of a person who is to be forgotten: what came from them and what went to them."""

from django.db.models import QuerySet

from whydesk.customers.models import Erasure
from whydesk.mail.refusals import gettext_noop
from whydesk.mailroom.models import Delivery, Letter

_UNDER_WAY = (Delivery.State.QUEUED, Delivery.State.SENDING, Delivery.State.HANDING_OVER)
ERASED = gettext_noop("The person asked to be forgotten.")


def forget_mail(erasure: Erasure) -> None:
    """Empty the mail between them and us, and send them nothing more."""
    addresses = erasure.addresses
    from_them = Letter.objects.filter(envelope_from__in=addresses)
    empty_letters(from_them.exclude(state=Letter.State.WAITING))
    to_them = Delivery.objects.filter(recipients__overlap=addresses)
    only_to_them = to_them.filter(recipients__contained_by=addresses)
    only_to_them.filter(state=Delivery.State.QUEUED).update(
        state=Delivery.State.FAILED, error=ERASED, next_try_at=None
    )
    empty_deliveries(to_them)
    for delivery in to_them.exclude(state__in=_UNDER_WAY).defer("raw"):
        left = [one for one in delivery.recipients if one not in addresses]
        Delivery.objects.filter(pk=delivery.pk).update(recipients=left)


def empty_letters(letters: QuerySet[Letter]) -> None:
    """Keep that a mail came, so that it is not taken in again, and nothing of it.

    One that could not be read is not read any more.
    """
    keys = list(letters.values_list("pk", flat=True))
    found = Letter.objects.filter(pk__in=keys)
    found.filter(state=Letter.State.PARKED).update(state=Letter.State.READ, reason=ERASED)
    found.update(raw=b"", envelope_from="", envelope_to=[])


def empty_deliveries(deliveries: QuerySet[Delivery]) -> None:
    """Keep that a mail went, and nothing of it; one still under way is emptied the next time."""
    deliveries.exclude(state__in=_UNDER_WAY).update(raw=b"", error=ERASED)
