"""Counting a customer among those who want a wish."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.customers.models import Contact
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.wishes.choices import Way, Weight, Workaround, heavier, weight_for
from whydesk.wishes.counting import count_voices
from whydesk.wishes.events import AnsweredWithArticle, VoiceChanged, WishHeardAgain, WishJoined
from whydesk.wishes.locks import lock_root
from whydesk.wishes.models import Answering, Callback, Capability, Retelling, Voice, Wish
from whydesk.wishes.models.voices import LONGEST_QUOTE
from whydesk.wishes.stories import Story, choose, tidy
from whydesk.wishes.wording import draft_article, title_of


@transaction.atomic
def join_wish(
    wish: Wish,
    *,
    message: Message,
    said: str = "",
    story: Story | None = None,
    weight: str = "",
    workaround: str = "",
    tell_by: str = "mail",
    by: Agent,
) -> Voice:
    """Count the message's author among those who want this wish.

    Whoever asks twice is louder, not two people: one voice per company is
    kept, with the heavier of the two weights, and what was said now is added
    to what they said before. Where no weight is given, the customer's present
    way around it decides.
    """
    by.must(Can.SHAPE_WISHES)
    choose(workaround, Workaround.values, or_none=True)
    weight = choose(weight or weight_for(workaround), Weight.values)
    choose(tell_by, Way.values)
    said = tidy(said, LONGEST_QUOTE, _("What the customer said"))
    story = (story or Story()).tidied()
    wish, root = lock_root(wish)
    voice = _voice_of(root, _author_of(message))
    if voice is not None:
        return _hear_again(voice, message, said, story, weight, workaround, tell_by, by)
    voice = Voice.objects.create(
        wish=wish,
        root=root,
        message=message,
        ticket_id=message.ticket_id,
        agent=by,
        said=said,
        when=story.when,
        want=story.want,
        so_that=story.so_that,
        weight=weight,
        workaround=workaround,
        tell_by=tell_by,
        language=message.language or message.ticket.language,
        **_as_they_are(_author_of(message), message),
    )
    count_voices([root.pk])
    record(WishJoined(*subjects_of(voice), voice.pk, weight), by=by)
    return voice


@transaction.atomic
def answer_with(capability: Capability, *, message: Message, by: Agent) -> str:
    """Note that the customer asked for what there is; return a draft of the answer.

    Each ticket counts once, whoever presses twice.
    """
    by.must(Can.SHAPE_WISHES)
    contact = _author_of(message)
    language = message.language or message.ticket.language or contact.language
    draft = draft_article(capability, contact, language)
    _answering, is_new = Answering.objects.get_or_create(
        capability=capability,
        ticket=message.ticket,
        defaults={"message": message, "agent": by},
    )
    if is_new:
        count = {"answered": F("answered") + 1, "missed": F("missed") + 1}
        Capability.objects.filter(pk=capability.pk).update(**count)
        title = title_of(capability, by.language)
        subjects = (message.ticket_id, contact.pk, contact.company_id)
        record(AnsweredWithArticle(*subjects, capability.pk, title), by=by)
    return draft


@transaction.atomic
def change_voice(voice: Voice, *, weight: str, workaround: str, tell_by: str, by: Agent) -> Voice:
    """Put right how much the wish weighs for a customer, or how they are to be told.

    What they are still to be told of goes the new way as well.
    """
    by.must(Can.SHAPE_WISHES)
    lock_root(voice.wish)
    voice = Voice.objects.select_for_update(of=("self",)).select_related("root").get(pk=voice.pk)
    wanted = {
        "weight": choose(weight, Weight.values),
        "workaround": choose(workaround, Workaround.values, or_none=True),
        "tell_by": choose(tell_by, Way.values),
    }
    changed = [name for name, value in wanted.items() if getattr(voice, name) != value]
    if not changed:
        return voice
    for name in changed:
        setattr(voice, name, wanted[name])
    voice.save(update_fields=changed)
    count_voices([voice.root_id])
    if "tell_by" in changed:
        voice.callbacks.filter(state__in=Callback.UNTOLD).update(way=voice.tell_by)
    record(VoiceChanged(*subjects_of(voice), voice.pk, changed), by=by)
    return voice


def renew(voice: Voice, *, at: datetime) -> None:
    """Take the voice as heard now: whatever silence had taken off it is over."""
    voice.heard_at = at
    voice.faded_at = None


def subjects_of(voice: Voice) -> tuple[int, str, int, int, int | None]:
    """Return what an event about the voice is about."""
    root = voice.root
    return root.pk, root.title, voice.ticket_id, voice.contact_id, voice.company_id


def _author_of(message: Message) -> Contact:
    """Return who said it; for what an agent wrote down, the customer of the ticket."""
    return message.contact or message.ticket.contact


def _voice_of(root: Wish, contact: Contact) -> Voice | None:
    """Return the voice that the author's company has for the wish, if it has one.

    It may have been given to a wish that was merged into this one.
    """
    voices = Voice.objects.select_for_update(of=("self",)).select_related("root")
    theirs = (
        {"company": contact.company_id}
        if contact.company_id
        else {"company": None, "contact": contact}
    )
    return voices.filter(root=root, **theirs).order_by("pk").first()


def _as_they_are(contact: Contact, message: Message) -> dict[str, Any]:
    """Return who the voice is of, and what is true of them now."""
    company = contact.company
    if company is None:
        return {"contact": contact, "company": None}
    return {
        "contact": contact,
        "company": company,
        "account_kind": company.kind,
        "plan": company.plan,
        "monthly_revenue": company.monthly_revenue,
        "currency": company.currency,
    }


def _hear_again(
    voice: Voice,
    message: Message,
    said: str,
    story: Story,
    weight: str,
    workaround: str,
    tell_by: str,
    by: Agent,
) -> Voice:
    """Add what was said now; the same message is never counted twice."""
    if message.pk == voice.message_id or voice.retellings.filter(message=message).exists():
        return voice
    Retelling.objects.create(
        voice=voice,
        ticket_id=message.ticket_id,
        message=message,
        contact=_author_of(message),
        agent=by,
        said=said,
        weight=weight,
        workaround=workaround,
    )
    voice.weight = heavier(voice.weight, weight)
    voice.workaround = workaround or voice.workaround
    voice.tell_by = tell_by
    for part in ("when", "want", "so_that"):
        setattr(voice, part, getattr(voice, part) or getattr(story, part))
    renew(voice, at=timezone.now())
    voice.save()
    count_voices([voice.root_id])
    record(WishHeardAgain(*subjects_of(voice), voice.pk, voice.weight), by=by)
    return voice
