"""Deciding what becomes of a wish."""

from dataclasses import fields

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent
from whydesk.understanding.language import detect_language
from whydesk.wishes.choices import STATE_AFTER, Because, State
from whydesk.wishes.events import WishDecided, WishReopened
from whydesk.wishes.families import family_of
from whydesk.wishes.locks import lock_unmerged
from whydesk.wishes.models import AgendaItem, Decision, DecisionProgress, Review, Wish
from whydesk.wishes.overtaking import overtake
from whydesk.wishes.refusals import DecidedMeanwhile
from whydesk.wishes.terms import Terms


@transaction.atomic
def decide(
    wish: Wish, terms: Terms, *, after: Decision | None, review: Review | None = None, by: Agent
) -> Decision:
    """Say what becomes of the wish; whoever waits for it will be told.

    `after` is the decision that was known when this one was made, or None for
    the first. A decision follows and never overwrites; whoever has not been
    told of the one before will not be told of it any more.

    :raises DecisionIncomplete: the outcome needs something that is not there.
    :raises DecidedMeanwhile: somebody else has decided in between.
    :raises WishMoved: the wish was merged into another in between.
    """
    by.must(Can.DECIDE_WISHES)
    terms = terms.checked()
    wish = lock_unmerged(wish)
    if last_decision(wish) != after:
        raise DecidedMeanwhile(_("Somebody has decided on this wish in between. Look again."))
    said = {field.name: getattr(terms, field.name) for field in fields(terms)}
    said["language"] = detect_language(terms.reason)
    decision = Decision.objects.create(wish=wish, follows=after, review=review, by=by, **said)
    overtake(family_of(wish.pk), by=by)
    DecisionProgress.objects.create(decision=decision)
    wish.state = STATE_AFTER[terms.outcome]
    wish.save(update_fields=["state"])
    _settle(decision, review)
    record(
        WishDecided(wish.pk, wish.title, decision.pk, terms.outcome, review.pk if review else None),
        by=by,
    )
    return decision


@transaction.atomic
def reopen_wish(wish: Wish, *, reason: str, by: Actor) -> Wish:
    """Bring a wish back to be decided again; what was decided stays written."""
    by.must(Can.SHAPE_WISHES)
    wish = lock_unmerged(wish)
    if wish.state == State.OPEN:
        return wish
    wish.state = State.OPEN
    wish.save(update_fields=["state"])
    record(WishReopened(wish.pk, wish.title, reason), by=by)
    return wish


def last_decision(wish: Wish) -> Decision | None:
    """Return the decision that counts for the wish now, if one was made."""
    return Decision.objects.filter(wish=wish, followed_by=None).first()


def _settle(decision: Decision, review: Review | None) -> None:
    """Note on the agenda what became of the wish; one that was not on it is put there."""
    settled = {"decision": decision, "postponed_to": None}
    running = AgendaItem.objects.filter(wish=decision.wish, review__state=Review.State.RUNNING)
    running.update(**settled)
    if review is not None:
        AgendaItem.objects.update_or_create(
            review=review,
            wish=decision.wish,
            defaults=settled,
            create_defaults={**settled, "because": Because.PINNED},
        )
