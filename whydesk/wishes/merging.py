"""Finding that two wishes are one, and that one is two."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.wishes.choices import State
from whydesk.wishes.counting import count_voices
from whydesk.wishes.deciding import last_decision
from whydesk.wishes.events import MergeUndone, WishesMerged, WishSplit
from whydesk.wishes.families import family_of
from whydesk.wishes.locks import lock_unmerged, lock_wishes, root_of
from whydesk.wishes.models import Merging, Voice, Wish
from whydesk.wishes.overtaking import overtake, overtake_from_outside, overtake_voices
from whydesk.wishes.refusals import CannotMerge
from whydesk.wishes.stories import Story, demand, tidy


@transaction.atomic
def merge_wishes(wish: Wish, *, into: Wish, reason: str = "", by: Agent) -> Merging:
    """Let the wish be part of another: its voices count there from now on.

    Where the other is decided, that is what they will be told. Nothing is
    lost: undone, every voice counts again where it was given.

    :raises CannotMerge: it is the same wish, or one is part of another already.
    """
    by.must(Can.SHAPE_WISHES)
    reason = tidy(reason, 500, _("The reason"))
    locked = lock_wishes(wish.pk, into.pk)
    wish, into = locked[wish.pk], locked[into.pk]
    _check_merge(wish, into)
    merging = Merging.objects.create(wish=wish, into=into, reason=reason, by=by)
    wish.merged_into = into
    wish.save(update_fields=["merged_into"])
    Voice.objects.filter(root=wish).update(root=into)
    count_voices([wish.pk, into.pk])
    if into.state != State.OPEN and last_decision(into) is not None:
        overtake(family_of(wish.pk), by=by)
    record(WishesMerged(wish.pk, wish.title, into.pk, into.title, reason), by=by)
    return merging


@transaction.atomic
def undo_merge(wish: Wish, *, by: Agent) -> Wish:
    """Set the wish apart again, with every voice that was given to it.

    :raises CannotMerge: it is no part of another.
    """
    by.must(Can.SHAPE_WISHES)
    root_id = root_of(wish.pk)
    wish = lock_wishes(wish.pk, root_id)[wish.pk]
    into = wish.merged_into
    if into is None:
        raise CannotMerge(_("This wish is no part of another."))
    undone = {"undone_at": timezone.now(), "undone_by": by}
    Merging.objects.filter(wish=wish, undone_at=None).update(**undone)
    wish.merged_into = None
    wish.save(update_fields=["merged_into"])
    own = family_of(wish.pk)
    Voice.objects.filter(wish__in=own).update(root=wish)
    count_voices([wish.pk, root_id])
    overtake_from_outside(own, by=by)
    record(MergeUndone(wish.pk, wish.title, into.pk, into.title), by=by)
    return wish


@transaction.atomic
def split_wish(wish: Wish, *, voices: Sequence[Voice], title: str, story: Story, by: Agent) -> Wish:
    """Make a wish of its own for those voices that want something else.

    What was decided on the old one is not told to them any more.

    :raises CannotMerge: no voice was chosen, or two of one company.
    """
    by.must(Can.SHAPE_WISHES)
    story = story.tidied()
    wish = lock_unmerged(wish)
    chosen = Voice.objects.filter(root=wish, pk__in=[voice.pk for voice in voices])
    ids = sorted(chosen.values_list("pk", flat=True))
    if not ids:
        raise CannotMerge(_("Choose the voices that want something else."))
    part = Wish.objects.create(
        title=demand(tidy(" ".join(title.split()), 200, _("The title")), _("Give it a title.")),
        when=story.when,
        want=demand(story.want, _("Say what the customer wants to get done.")),
        so_that=story.so_that,
        language=wish.language,
        created_by=by,
    )
    _give(ids, part)
    count_voices([wish.pk, part.pk])
    overtake_voices(ids, by=by)
    record(WishSplit(wish.pk, wish.title, part.pk, part.title, ids), by=by)
    part.refresh_from_db()
    return part


def _check_merge(wish: Wish, into: Wish) -> None:
    if wish == into:
        raise CannotMerge(_("A wish cannot be merged into itself."))
    for one in (wish, into):
        if one.merged_into is not None:
            sentence = _("“%(wish)s” was merged into “%(into)s” already.")
            raise CannotMerge(sentence % {"wish": one.title, "into": one.merged_into.title})


def _give(voice_ids: Sequence[int], part: Wish) -> None:
    try:
        with transaction.atomic():
            Voice.objects.filter(pk__in=voice_ids).update(wish=part, root=part)
    except IntegrityError as error:
        sentence = _("Two of these voices are of one company. Set the merged wishes apart first.")
        raise CannotMerge(sentence) from error
