"""Which mailbox a mail is for, and which mails wait for somebody."""

from collections.abc import Iterable

from django.db.models import QuerySet

from whydesk.mailroom.models import Letter, Mailbox


def without_detail(address: str) -> str:
    """Return the address without what stands after a plus: a+t31.x@b is a@b."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def mailbox_among(addresses: Iterable[str]) -> Mailbox | None:
    """Return the mailbox that the first address of ours belongs to."""
    wanted = [without_detail(address) for address in addresses if address]
    found = (
        {
            mailbox.address.lower(): mailbox
            for mailbox in Mailbox.objects.filter(address__in=wanted).select_related("team")
        }
        if wanted
        else {}
    )
    return next((found[address] for address in wanted if address in found), None)


def parked_letters() -> QuerySet[Letter]:
    """Return the mails that could not be read, newest first, without their bytes."""
    parked = Letter.objects.filter(state=Letter.State.PARKED)
    return parked.select_related("mailbox").defer("raw").order_by("-pk")
