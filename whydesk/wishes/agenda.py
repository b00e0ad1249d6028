"""Which wishes belong on the agenda of a review, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from whydesk.wishes.choices import Because, State, Weight
from whydesk.wishes.models import AgendaItem, Decision, Retelling, Voice, Wish

# As many as anybody decides on in one meeting; the others keep their place in the line.
MOST = 40
# How many must have come since the decision for a decided wish to come back.
GROWN_BY = 3
ASKED_AGAIN_BY = 2

_DECIDED_AGAINST = (State.DEFERRED, State.REFUSED, State.PAID)


@dataclass(frozen=True)
class Candidate:
    wish: Wish
    because: Because


def candidates(day: date) -> list[Candidate]:
    """Return the wishes for a review on this day, what presses most first.

    Within a reason the larger stand first. A wish whose goal nobody knows is
    not among them: see `without_a_goal`.
    """
    found: dict[int, Candidate] = {}
    for because, wishes in _by_reason(day):
        waiting = wishes.exclude(Exists(_put_off(day)))
        for wish in waiting.order_by("-companies", "-revenue", "pk")[:MOST]:
            found.setdefault(wish.pk, Candidate(wish, because))
    return list(found.values())[:MOST]


def without_a_goal() -> QuerySet[Wish]:
    """Return the open wishes that cannot be decided: nobody has found out what for."""
    return Wish.objects.filter(merged_into=None, state=State.OPEN, so_that="")


def _by_reason(day: date) -> Sequence[tuple[Because, QuerySet[Wish]]]:
    standing = Wish.objects.filter(merged_into=None)
    last = Decision.objects.filter(wish=OuterRef("pk"), followed_by=None)
    open_ = standing.filter(state=State.OPEN).exclude(so_that="")
    against = standing.filter(state__in=_DECIDED_AGAINST).annotate(
        decided_at=Subquery(last.values("at")[:1])
    )
    return (
        (
            Because.LATE,
            standing.filter(Exists(last.filter(by_when__lt=day)), state=State.SCHEDULED),
        ),
        (
            Because.DUE,
            standing.filter(Exists(last.filter(ask_again_on__lte=day)), state=State.DEFERRED),
        ),
        (Because.ASKED_AGAIN, open_.filter(Exists(last))),
        (Because.ASKED_AGAIN, _asked_again(against)),
        (Because.GROWN, _grown(against)),
        (Because.NEW, open_.exclude(Exists(last))),
    )


def _asked_again(wishes: QuerySet[Wish]) -> QuerySet[Wish]:
    """Return those of which customers who knew of them have asked again."""
    said = Retelling.objects.filter(voice__root=OuterRef("pk"), at__gt=OuterRef("decided_at"))
    return wishes.annotate(again=_number(said, "voice__root")).filter(again__gte=ASKED_AGAIN_BY)


def _grown(wishes: QuerySet[Wish]) -> QuerySet[Wish]:
    """Return those that more customers want by now, or one who cannot do without."""
    came = Voice.objects.filter(root=OuterRef("pk"), at__gt=OuterRef("decided_at"))
    needs = came.filter(weight=Weight.DEAL_BREAKER)
    return (
        wishes.filter(last_voice_at__gt=F("decided_at"))
        .annotate(came=_number(came, "root"))
        .filter(Q(came__gte=GROWN_BY) | Q(Exists(needs)))
    )


def _number(rows: QuerySet[Voice] | QuerySet[Retelling], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _put_off(day: date) -> QuerySet[AgendaItem]:
    """Return what keeps a wish off the agenda: somebody put it off to a later day."""
    return AgendaItem.objects.filter(wish=OuterRef("pk"), postponed_to__gt=day)
