"""What makes most customers write, to be held beside what they wish for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from whydesk.incidents.choices import State
from whydesk.incidents.models import Incident
from whydesk.wishes.models import Capability
from whydesk.wishes.wording import title_of

MOST = 5
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Cause:
    """Something that made customers write, with how many it did."""

    title: str
    url: str
    number: int
    text: str


def costliest() -> list[Cause]:
    """Return incidents of late and what exists but was not found, whatever hit most first."""
    causes = [*_incidents(), *_unfound()]
    return sorted(causes, key=lambda cause: -cause.number)[:MOST]


def _incidents() -> Sequence[Cause]:
    lately = Incident.objects.filter(since__gte=timezone.now() - LATELY, affected__gt=0)
    return [
        Cause(
            incident.title,
            reverse("incident", args=[incident.pk]),
            incident.affected,
            ngettext("hit %(number)d customer", "hit %(number)d customers", incident.affected)
            % {"number": incident.affected},
        )
        for incident in lately.exclude(state=State.MERGED).order_by("-affected", "-pk")[:MOST]
    ]


def _unfound() -> Sequence[Cause]:
    missed = Capability.objects.filter(missed__gt=0).order_by("-missed", "pk")
    return [
        Cause(
            title_of(capability, get_language() or ""),
            reverse("capability", args=[capability.slug]),
            capability.missed,
            ngettext(
                "asked for %(number)d time, though it exists",
                "asked for %(number)d times, though it exists",
                capability.missed,
            )
            % {"number": capability.missed},
        )
        for capability in missed.prefetch_related("articles")[:MOST]
    ]
