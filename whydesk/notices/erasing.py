"""What people were told of somebody who is to be forgotten."""

from django.db.models import Q

from whydesk.customers.blotting import Words
from whydesk.customers.models import Erasure
from whydesk.mailroom.erasing import empty_deliveries
from whydesk.mailroom.models import Delivery
from whydesk.notices.models import Dispatch, Notice
from whydesk.tickets.erasing import tickets_of


def forget_notices(erasure: Erasure) -> None:
    """Take them out of the notices on their tickets, and empty the mails that told them."""
    of_ticket = Q(noun="ticket", noun_id__in=tickets_of(erasure))
    of_contact = Q(noun="contact", noun_id__in=erasure.contact_ids)
    told = Notice.objects.filter(of_ticket | of_contact)
    keys = list(told.values_list("pk", flat=True))
    Words(tuple(erasure.words)).blot_rows(Notice.objects.filter(pk__in=keys), "data", "who")
    mails = Dispatch.objects.filter(notice__in=keys, delivery__isnull=False).values("delivery")
    empty_deliveries(Delivery.objects.filter(pk__in=mails))
