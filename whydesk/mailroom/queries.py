"""Which mailbox a mail is for, and which mails wait for somebody."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from whydesk.mailroom.models import Letter, Mailbox


def without_detail(address: str) -> str:
    """Return the address without what stands after a plus: a+t31.x@b is a@b."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def mailboxes_by_address() -> dict[str, Mailbox]:
    """Return every mailbox under its address."""
    return {mailbox.address: mailbox for mailbox in Mailbox.objects.select_related("team")}


def mailbox_among(addresses: Iterable[str], mailboxes: Mapping[str, Mailbox]) -> Mailbox | None:
    """Return the mailbox that the first address of ours belongs to."""
    plain = (without_detail(address) for address in addresses)
    return next((mailboxes[address] for address in plain if address in mailboxes), None)


def parked_letters() -> QuerySet[Letter]:
    """Return the mails that could not be read, newest first, without their bytes."""
    parked = Letter.objects.filter(state=Letter.State.PARKED)
    return parked.select_related("mailbox").defer("raw").order_by("-pk")
