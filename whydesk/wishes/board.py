"""The board: all wishes, ranked one way at a time, narrowed by filters, a page by key."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from whydesk.customers.models import Company
from whydesk.customers.queries import beginnings
from whydesk.tickets.queries import WrongFilter
from whydesk.wishes.choices import Effort, Fit, State
from whydesk.wishes.models import Decision, Voice, Wish
from whydesk.wishes.models.wishes import RANKED_KINDS, WORDS, of_kind


class Ranking(TextChoices):
    """What makes a wish stand first; each is a column of its own."""

    COMPANIES = "companies", pgettext_lazy("ranking", "Companies")
    REVENUE = "revenue", pgettext_lazy("ranking", "Revenue at stake")
    DEAL_BREAKERS = "deal_breakers", pgettext_lazy("ranking", "Deal-breakers")
    RECENT = "voices_90_days", pgettext_lazy("ranking", "Last 90 days")
    TICKETS = "tickets", pgettext_lazy("ranking", "Tickets caused")
    NEWEST = "last_voice_at", pgettext_lazy("ranking", "Newest voice")
    VIPS = "vip", pgettext_lazy("ranking", "VIPs")
    TRIALS = "trial", pgettext_lazy("ranking", "On trial")
    PROSPECTS = "prospect", pgettext_lazy("ranking", "Prospects")


_CHOICES: Mapping[str, list[str]] = {
    "state": State.values,
    "kind": Company.Kind.values,
    "effort": Effort.values,
    "fit": Fit.values,
}


@dataclass(frozen=True)
class BoardFilters:
    """What narrows the board; each stands in the address."""

    state: str = ""
    kind: str = ""
    effort: str = ""
    fit: str = ""
    language: str = ""
    words: str = ""
    goal: str = ""
    company: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict | Mapping[str, str]) -> "BoardFilters":
        """Read the filters of an address; what means nothing is refused."""
        names = ("state", "kind", "effort", "fit", "language", "words", "goal")
        given: dict[str, Any] = {name: (query.get(name) or "")[:200] for name in names}
        for name, values in _CHOICES.items():
            if given[name] and given[name] not in values:
                raise WrongFilter(_("This address has a filter that means nothing."))
        company = query.get("company") or ""
        if company and not (company.isascii() and company.isdigit() and len(company) < 19):
            raise WrongFilter(_("This address has a filter that means nothing."))
        return cls(**given, company=int(company) if company else None)

    def to_query(self) -> dict[str, str]:
        """Return the filters that are set, as they stand in an address."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def condition(self) -> Q:
        found = Q(merged_into=None)
        for name in ("state", "effort", "fit", "language"):
            if value := getattr(self, name):
                found &= Q(**{name: value})
        if self.kind:
            found &= Q(kinds__has_key=self.kind)
        if self.goal == "missing":
            found &= Q(so_that="")
        if self.company:
            theirs = Voice.objects.filter(company=self.company)
            found &= Q(pk__in=theirs.values("root"))
        if asked := beginnings(self.words):
            found &= Q(words=SearchQuery(asked, config="simple", search_type="raw"))
        elif self.words.strip():
            # Signs alone stand in no word, so nothing holds them.
            found &= Q(pk__in=())
        return found


@dataclass(frozen=True)
class BoardPage:
    """A page of the board; `next` is the key after which the next begins, or empty."""

    wishes: list[Wish] = field(default_factory=list)
    next: str = ""


def board(filters: BoardFilters, ranking: Ranking, *, after: str = "", size: int = 30) -> BoardPage:
    """Return a page of the board, in two queries; deep down it costs what the first does.

    Each wish has its last decision, if there is one, as `last_decision`.
    """
    wishes = _ranked(Wish.objects.alias(words=WORDS).filter(filters.condition()), ranking)
    if after:
        wishes = wishes.filter(_beyond(ranking, after))
    rows = list(wishes.order_by(F("rank").desc(), F("pk").desc())[: size + 1])
    key = f"{_written(rows[size - 1])}_{rows[size - 1].pk}" if len(rows) > size else ""
    return BoardPage(with_last_decisions(rows[:size]), key)


def with_last_decisions(wishes: list[Wish]) -> list[Wish]:
    """Give each wish its last decision as `last_decision`, in one query for all."""
    found = Decision.objects.filter(wish__in=[wish.pk for wish in wishes], followed_by=None)
    last = {decision.wish_id: decision for decision in found}
    for wish in wishes:
        wish.last_decision = last.get(wish.pk)  # type: ignore[attr-defined]
    return wishes


def _ranked(wishes: QuerySet[Wish], ranking: Ranking) -> QuerySet[Any]:
    by_kind = ranking.value in RANKED_KINDS
    return wishes.annotate(rank=of_kind(ranking.value) if by_kind else F(ranking.value))


def _written(wish: Any) -> str:
    rank = wish.rank
    return rank.isoformat() if isinstance(rank, datetime) else str(rank)


def _beyond(ranking: Ranking, after: str) -> Q:
    """Return the condition that a wish comes after the key (rank_id)."""
    written, _sep, number = after.rpartition("_")
    try:
        rank, pk = _read(ranking, written), int(number)
    except (ValueError, InvalidOperation) as error:
        raise WrongFilter(_("This address has a page that means nothing.")) from error
    # The first condition lets the index start at the key; the second settles ties.
    return Q(rank__lte=rank) & (Q(rank__lt=rank) | Q(rank=rank, pk__lt=pk))


def _read(ranking: Ranking, written: str) -> datetime | Decimal | int:
    if ranking == Ranking.NEWEST:
        return datetime.fromisoformat(written)
    return Decimal(written) if ranking == Ranking.REVENUE else int(written)
