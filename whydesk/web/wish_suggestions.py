"""What a story may mean: capabilities and wishes like it, with the sentences that met."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from whydesk.tickets.models import Ticket
from whydesk.understanding.apart import ReaderGone, ReaderRefused
from whydesk.wishes.board import with_last_decisions
from whydesk.wishes.choices import State
from whydesk.wishes.matching import Meeting, judged_on, suggest
from whydesk.wishes.models import Capability, Wish
from whydesk.wishes.stories import Story


@dataclass(frozen=True)
class Suggested:
    """A suggestion as the panel shows it."""

    noun: str
    pk: int
    title: str
    url: str
    fit: str
    met: tuple[str, str]
    slug: str = ""
    state: str = ""
    state_label: str = ""
    reason: str = ""
    companies: int = 0
    is_by_model: bool = False


def suggestions(story: Story, ticket: Ticket, *, language: str) -> list[Suggested]:
    """Return what may be meant, best first; nothing while the reader is not there."""
    try:
        found = suggest(story, language=language, judged=judged_on(ticket.pk))
        return shown(found, language=language)
    except (ReaderGone, ReaderRefused):
        return []


def shown(found: Sequence[Meeting], *, language: str) -> list[Suggested]:
    wishes = wishes_of([one.pk for one in found if one.noun == "wish"])
    capabilities = Capability.objects.prefetch_related("articles").in_bulk(
        [one.pk for one in found if one.noun == "capability"]
    )
    return [
        of_wish(wishes[one.pk], one)
        if one.noun == "wish"
        else of_capability(capabilities[one.pk], one, language)
        for one in found
        if one.pk in (wishes if one.noun == "wish" else capabilities)
    ]


def wishes_of(keys: Collection[int]) -> dict[int, Wish]:
    """Return the wishes, each with its last decision."""
    found = list(Wish.objects.filter(merged_into=None, pk__in=keys))
    return {wish.pk: wish for wish in with_last_decisions(found)}


def of_wish(wish: Wish, one: Meeting) -> Suggested:
    decision = wish.last_decision  # type: ignore[attr-defined]
    return Suggested(
        noun="wish",
        pk=wish.pk,
        title=wish.title,
        url=reverse("wish", args=[wish.pk]),
        fit=one.fit,
        met=one.met,
        state=wish.state,
        state_label=str(State(wish.state).label),
        reason=decision.reason if decision else "",
        companies=wish.companies,
        is_by_model=one.is_by_model,
    )


def of_capability(capability: Capability, one: Meeting, language: str) -> Suggested:
    articles = {article.language: article for article in capability.articles.all()}
    article = articles.get(language) or next(iter(articles.values()), None)
    return Suggested(
        noun="capability",
        pk=capability.pk,
        slug=capability.slug,
        title=article.title if article else capability.slug,
        url=reverse("capability", args=[capability.slug]),
        fit=one.fit,
        met=one.met,
        is_by_model=one.is_by_model,
    )
