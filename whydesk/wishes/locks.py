"""Holding wishes while they change, always in the same order, so that nobody waits in a ring."""

from django.utils.translation import gettext as _

from whydesk.wishes.models import Wish
from whydesk.wishes.refusals import WishMoved


def lock_wishes(*ids: int) -> dict[int, Wish]:
    """Keep others from changing these wishes meanwhile; the smallest number is locked first."""
    # Not "no key": a voice given at this moment refers to the wish, and waits.
    found = Wish.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {wish.pk: wish for wish in found}


def lock_root(wish: Wish) -> tuple[Wish, Wish]:
    """Lock the wish and the one its voices count for; return both."""
    while True:
        root_id = root_of(wish.pk)
        locked = lock_wishes(wish.pk, root_id)
        # Between the look and the lock somebody may have merged.
        if root_of(wish.pk) == root_id:
            return locked[wish.pk], locked[root_id]


def lock_unmerged(wish: Wish) -> Wish:
    """Lock the wish.

    :raises WishMoved: it is part of another by now.
    """
    wish = lock_wishes(wish.pk)[wish.pk]
    if wish.merged_into is not None:
        sentence = _("This wish was merged into “%(title)s”. Go on there.")
        raise WishMoved(sentence % {"title": wish.merged_into.title})
    return wish


def root_of(wish_id: int) -> int:
    """Follow the mergings to the wish that counts."""
    while True:
        into = Wish.objects.values_list("merged_into", flat=True).get(pk=wish_id)
        if into is None:
            return wish_id
        wish_id = into
