"""Writing down wishes: their story, what product notes on them, and what is said of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.wishes.choices import Effort, Fit
from whydesk.wishes.events import WishBegun, WishChanged, WishCommented
from whydesk.wishes.joining import join_wish
from whydesk.wishes.locks import lock_unmerged
from whydesk.wishes.models import Comment, Voice, Wish
from whydesk.wishes.refusals import WrongChoice
from whydesk.wishes.stories import Story, choose, demand, tidy


@transaction.atomic
def begin_wish(
    message: Message,
    *,
    title: str,
    story: Story,
    said: str = "",
    weight: str = "",
    workaround: str = "",
    tell_by: str = "mail",
    by: Agent,
) -> tuple[Wish, Voice]:
    """Write down a new wish with the voice of the customer who asked first.

    The goal may still be missing: such a wish waits for its SO THAT before
    it comes to a review.

    :raises StoryIncomplete: there is no title, or nothing is wanted.
    :raises StoryTooLong: a part is longer than a story is.
    """
    by.must(Can.SHAPE_WISHES)
    story = story.tidied()
    wish = Wish.objects.create(
        title=_title(title),
        when=story.when,
        want=demand(story.want, _("Say what the customer wants to get done.")),
        so_that=story.so_that,
        language=message.language or message.ticket.language,
        created_by=by,
    )
    record(WishBegun(wish.pk, message.ticket_id, wish.title), by=by)
    voice = join_wish(
        wish,
        message=message,
        said=said,
        story=story,
        weight=weight,
        workaround=workaround,
        tell_by=tell_by,
        by=by,
    )
    wish.refresh_from_db()
    return wish, voice


def _title(title: str) -> str:
    title = " ".join(title.replace("\x00", "").split())
    return demand(tidy(title, 200, _("The title")), _("Give the wish a title."))


@transaction.atomic
def change_story(wish: Wish, *, title: str, story: Story, by: Agent) -> Wish:
    """Tell the wish better; what customers said stays as they said it."""
    by.must(Can.SHAPE_WISHES)
    story = story.tidied()
    want = demand(story.want, _("Say what the customer wants to get done."))
    fields = {"title": _title(title), "when": story.when, "want": want, "so_that": story.so_that}
    return _change(wish, fields, by=by)


@transaction.atomic
def note_effort(wish: Wish, *, effort: str, by: Agent) -> Wish:
    """Note how hard the wish would be to fulfil."""
    by.must(Can.DECIDE_WISHES)
    return _change(wish, {"effort": choose(effort, Effort.values, or_none=True)}, by=by)


@transaction.atomic
def note_fit(wish: Wish, *, fit: str, by: Agent) -> Wish:
    """Note how well the wish fits what the product is for."""
    by.must(Can.DECIDE_WISHES)
    return _change(wish, {"fit": choose(fit, Fit.values, or_none=True)}, by=by)


@transaction.atomic
def note_tracker(wish: Wish, *, url: str, by: Agent) -> Wish:
    """Note where the work on the wish is tracked."""
    by.must(Can.SHAPE_WISHES)
    url = tidy(url, 500, _("The address"))
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise WrongChoice(_("Write the whole address, beginning with https://.")) from error
    return _change(wish, {"tracker_url": url}, by=by)


@transaction.atomic
def comment(wish: Wish, *, text: str, by: Agent) -> Comment:
    """Say something about the wish to the team."""
    by.must(Can.NOTE)
    text = demand(tidy(text, 5000, _("The comment")), _("Write something first."))
    written = Comment.objects.create(wish=wish, agent=by, text=text)
    record(WishCommented(wish.pk, wish.title, written.pk), by=by)
    return written


def _change(wish: Wish, fields: dict[str, Any], *, by: Agent) -> Wish:
    """Set what differs, each written down with what it was."""
    wish = lock_unmerged(wish)
    changed = {name: value for name, value in fields.items() if getattr(wish, name) != value}
    for name, value in changed.items():
        was = getattr(wish, name)
        setattr(wish, name, value)
        record(WishChanged(wish.pk, wish.title, name, was, value), by=by)
    if changed:
        wish.save(update_fields=list(changed))
    return wish
