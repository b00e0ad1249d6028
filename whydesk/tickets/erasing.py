"""What a person said who is to be forgotten, and what was said to and about them.

Their own words go whole. What others wrote stays, without the person's name
and addresses; what quotes them, the whole of a mail and its bytes, goes too.
"""

from collections.abc import Collection

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Min, QuerySet

from whydesk.customers.blotting import NOBODY, Words
from whydesk.customers.models import Erasure
from whydesk.history.blotting import blot_entries
from whydesk.mailroom.erasing import empty_deliveries, empty_letters
from whydesk.mailroom.models import Delivery, Letter
from whydesk.people.actors import DESK
from whydesk.tickets.files import place_of
from whydesk.tickets.models import Attachment, Draft, Message, Participant, Ticket, Upload
from whydesk.tickets.sorting import close_ticket


def tickets_of(erasure: Erasure) -> list[int]:
    """Return the tickets that are the person's own."""
    own = Ticket.objects.filter(contact__in=erasure.contact_ids)
    return list(own.order_by("pk").values_list("pk", flat=True))


def forget_in_tickets(erasure: Erasure) -> None:
    """Take a person out of tickets; what is open with them is closed, for nobody can be told."""
    people, own = erasure.contact_ids, tickets_of(erasure)
    near = Words(tuple(erasure.words), is_near=True)
    for ticket in Ticket.objects.filter(pk__in=own).exclude(status=Ticket.Status.SPAM):
        close_ticket(ticket, by=DESK)
    theirs = Message.objects.filter(contact__in=people)
    _erase(theirs)
    _blot_ours(Message.objects.filter(ticket__in=own, contact=None), near)
    _drop_quotes(_after(theirs, own).exclude(contact__in=people), near)
    Ticket.objects.filter(pk__in=own).update(subject=NOBODY, snippet="")
    _drop_files(Upload.objects.filter(draft__ticket__in=own))
    Draft.objects.filter(ticket__in=own).delete()
    Participant.objects.filter(contact__in=people).delete()
    blot_entries("ticket", own, Words(tuple(erasure.words)).blot)


def _erase(messages: QuerySet[Message]) -> None:
    """Empty messages of theirs, calls with them included, with their files and bytes."""
    keys = list(messages.values_list("pk", flat=True))
    _drop_files(Attachment.objects.filter(message__in=keys))
    empty_letters(Letter.objects.filter(message__in=keys))
    Message.objects.filter(pk__in=keys).update(
        **dict.fromkeys(("subject", "body_text", "html", "search_words", "message_id"), ""),
        **{name: [] for name in ("to", "cc", "references")},
        text=NOBODY,
    )


def _blot_ours(messages: QuerySet[Message], words: Words) -> None:
    """Keep what we wrote to them and about them, without their name; files to them go."""
    keys = list(messages.values_list("pk", flat=True))
    _drop_files(Attachment.objects.filter(message__in=keys))
    empty_deliveries(Delivery.objects.filter(message__in=keys))
    empty_letters(Letter.objects.filter(message__in=keys))
    rows = Message.objects.filter(pk__in=keys)
    rows.update(subject=NOBODY, body_text="", search_words="")
    words.blot_rows(rows, "text", "html", "to", "cc")


def _after(theirs: QuerySet[Message], own: Collection[int]) -> QuerySet[Message]:
    """Return what may quote them: all on their tickets, elsewhere what came after their word."""
    first = theirs.values("ticket").annotate(first=Min("at")).values_list("ticket", "first")
    keys = set(Message.objects.filter(ticket__in=own).values_list("pk", flat=True))
    for ticket_id, at in first:
        later = Message.objects.filter(ticket=ticket_id, at__gte=at)
        keys.update(later.values_list("pk", flat=True))
    return Message.objects.filter(pk__in=keys)


def _drop_quotes(messages: QuerySet[Message], words: Words) -> None:
    """Keep what somebody else said, and drop the whole of the mail, which repeats others."""
    keys = list(messages.values_list("pk", flat=True))
    rows = Message.objects.filter(pk__in=keys)
    empty_letters(Letter.objects.filter(message__in=keys))
    empty_deliveries(Delivery.objects.filter(message__in=keys))
    rows.update(body_text="")
    rows.exclude(contact=None).update(html="")
    words.blot_rows(rows, "subject", "text", "html", "to", "cc", "search_words")


def _drop_files(files: QuerySet[Attachment] | QuerySet[Upload]) -> None:
    """Let the files go, and their bytes where nobody else has the same."""
    digests = set(files.values_list("digest", flat=True))
    files.delete()
    transaction.on_commit(lambda: _drop_bytes(digests))


def _drop_bytes(digests: Collection[str]) -> None:
    for digest in digests:
        shared = (model.objects.filter(digest=digest).exists() for model in (Attachment, Upload))
        if not any(shared):
            default_storage.delete(place_of(digest))
