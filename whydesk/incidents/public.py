"""What the public may read of incidents: only what somebody marked as public, and no names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.incidents.choices import State
from whydesk.incidents.models import Incident, Update, UpdateText, Wording, WriteUp, WriteUpText

Text = TypeVar("Text", Wording, WriteUpText, UpdateText)

# What is older stands no more on the page.
_KEPT = timedelta(days=90)
_MOST = 30


@dataclass(frozen=True)
class Notice:
    """An update as the public reads it."""

    key: int
    about: str
    at: datetime
    text: str
    language: str
    next_news_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """An incident as the public reads it, in the reader's language or the nearest there is."""

    key: int
    title: str
    severity: str
    is_open: bool
    since: datetime
    over_at: datetime | None
    works: str
    broken: str
    next_news_at: datetime | None
    estimate_at: datetime | None
    notices: Sequence[Notice] = field(default_factory=list)
    write_up: WriteUpText | None = None

    @property
    def changed_at(self) -> datetime:
        return max([self.since, *(notice.at for notice in self.notices)])


def shown_incidents() -> list[Shown]:
    """Return the public incidents of the last months, those that go on first; four queries."""
    return [_shown(incident) for incident in _incidents()]


def _incidents() -> list[Incident]:
    posted = Update.objects.filter(is_posted=True).prefetch_related("texts").order_by("-pk")
    published = WriteUp.objects.exclude(published_at=None).prefetch_related("texts")
    public: QuerySet[Incident] = Incident.objects.filter(
        is_public=True, state__in=(State.OPEN, State.OVER), since__gte=timezone.now() - _KEPT
    )
    found = public.prefetch_related(
        "wordings",
        Prefetch("updates", posted, to_attr="posted"),
        Prefetch("write_up", published),
    )
    return sorted(found.order_by("-since")[:_MOST], key=lambda one: not one.is_open)


def _shown(incident: Incident) -> Shown:
    wording = _nearest(incident.wordings.all()) or Wording()
    titles = (one.title for one in [wording, *incident.wordings.all()])
    is_open = incident.is_open
    return Shown(
        key=incident.pk,
        title=next(filter(None, titles), _("Something of ours does not work")),
        severity=incident.get_severity_display(),
        is_open=is_open,
        since=incident.since,
        over_at=incident.over_at,
        works=wording.works if is_open else "",
        broken=wording.broken,
        next_news_at=incident.next_news_at if is_open else None,
        estimate_at=incident.estimate_at if is_open else None,
        notices=[notice for one in _posted(incident) for notice in _notice(one)],
        write_up=_write_up(incident),
    )


def _posted(incident: Incident) -> Sequence[Update]:
    return incident.posted  # type: ignore[attr-defined, no-any-return]


def _notice(update: Update) -> list[Notice]:
    text = _nearest(update.texts.all())
    if text is None:
        return []
    return [
        Notice(update.pk, update.about, update.at, text.text, text.language, update.next_news_at)
    ]


def _write_up(incident: Incident) -> WriteUpText | None:
    written: WriteUp | None = getattr(incident, "write_up", None)
    return _nearest([text for text in written.texts.all() if text.is_whole]) if written else None


def _nearest(texts: Iterable[Text]) -> Text | None:
    """Return the text in the reader's language, in the desk's own, or in any."""
    kept = list(texts)
    for language in (get_language(), settings.LANGUAGE_CODE):
        for text in kept:
            if text.language == language:
                return text
    return next(iter(kept), None)
