"""Writing saved replies."""

from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.automations.checking import RuleRefused
from whydesk.automations.events import SavedReplyChanged, SavedReplyRetired, SavedReplyWritten
from whydesk.automations.models import SavedReply
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can

MOST_TEXT = 20_000


@transaction.atomic
def save_reply(*, name: str, texts: Mapping[str, str], by: Actor) -> SavedReply:
    """Write an answer that can be sent more than once."""
    by.must(Can.WRITE_RULES)
    reply = _kept(SavedReply(), name, texts)
    record(SavedReplyWritten(reply.pk, reply.name), by=by)
    return reply


@transaction.atomic
def change_reply(
    reply: SavedReply, *, name: str, texts: Mapping[str, str], by: Actor
) -> SavedReply:
    """Change what it says; as it was it stays in history."""
    by.must(Can.WRITE_RULES)
    reply = SavedReply.objects.select_for_update().get(pk=reply.pk, retired_at=None)
    was = {"name": reply.name, "texts": reply.texts}
    reply = _kept(reply, name, texts)
    if was != {"name": reply.name, "texts": reply.texts}:
        record(SavedReplyChanged(reply.pk, reply.name, was), by=by)
    return reply


@transaction.atomic
def retire_reply(reply: SavedReply, *, by: Actor) -> None:
    """Offer it no more; a rule that sends it rests."""
    by.must(Can.WRITE_RULES)
    reply = SavedReply.objects.select_for_update().get(pk=reply.pk)
    if reply.retired_at is None:
        reply.retired_at = timezone.now()
        reply.save()
        record(SavedReplyRetired(reply.pk, reply.name), by=by)


def _kept(reply: SavedReply, name: str, texts: Mapping[str, str]) -> SavedReply:
    written = {code: texts.get(code, "").strip() for code in dict(settings.LANGUAGES)}
    reply.name = " ".join(name.split())
    reply.texts = {code: text for code, text in written.items() if text}
    if not 0 < len(reply.name) <= 100:
        raise RuleRefused(_("A name is one to a hundred characters long."))
    if not reply.texts:
        raise RuleRefused(_("Write the reply in one language at least."))
    if any(len(text) > MOST_TEXT for text in reply.texts.values()):
        raise RuleRefused(_("This is too long for one message. Send the rest as a file."))
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        raise RuleRefused(_("There is a saved reply of this name.")) from error
    return reply
