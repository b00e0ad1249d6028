"""Wishes."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.people.models import Agent
from whydesk.wishes.choices import Effort, Fit, State

# As long as a part of a story may be: what is longer is no story yet.
LONGEST = 2000
# Kinds of account that a board can be ranked by.
RANKED_KINDS = ("vip", "trial", "prospect")
# What the board is searched by: the beginnings of these words.
WORDS = SearchVector("title", "want", config="simple")


def of_kind(kind: str) -> Coalesce:
    """Return how many companies of this kind want a wish, as an expression."""
    number = Cast(KeyTextTransform(kind, "kinds"), models.IntegerField())
    return Coalesce(number, models.Value(0))


class Figures(models.Model):
    """How large a wish is, kept with every voice so that no page has to count.

    `revenue` is the sum in the desk's currency, `revenues` all of it by
    currency; `kinds` how many companies of each kind of account want it.
    """

    companies = models.PositiveIntegerField(default=0)
    revenue = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    revenues = models.JSONField(default=dict)
    deal_breakers = models.PositiveIntegerField(default=0)
    voices_90_days = models.PositiveIntegerField(default=0)
    tickets = models.PositiveIntegerField(default=0)
    kinds = models.JSONField(default=dict)
    last_voice_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Wish(Figures):
    """What customers want done, and why: WHEN, I WANT, SO THAT.

    A merged wish keeps its story; its voices count for the one it went into.
    """

    title = models.CharField(_("Title"), max_length=200)
    when = models.CharField(_("When"), max_length=LONGEST, blank=True)
    want = models.CharField(_("I want"), max_length=LONGEST)
    so_that = models.CharField(_("So that"), max_length=LONGEST, blank=True)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    effort = models.CharField(_("Effort"), max_length=2, choices=Effort.choices, blank=True)
    fit = models.CharField(_("Fit"), max_length=4, choices=Fit.choices, blank=True)
    tracker_url = models.URLField(_("In the dev tracker"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="wish_not_in_itself"
            ),
        ]
        indexes = (
            [
                models.Index(
                    fields=[f"-{figure}", "-id"],
                    condition=models.Q(merged_into=None),
                    name=f"wish_by_{figure}"[:30],
                )
                for figure in (
                    *("companies", "revenue", "deal_breakers", "voices_90_days"),
                    *("tickets", "last_voice_at"),
                )
            ]
            + [
                # The same expression as the board's, else it is not used.
                models.Index(
                    of_kind(kind).desc(),
                    models.F("id").desc(),
                    condition=models.Q(merged_into=None),
                    name=f"wish_by_{kind}",
                )
                for kind in RANKED_KINDS
            ]
            + [
                models.Index(fields=["state", "-id"], name="wish_state"),
                GinIndex(WORDS, name="wish_words"),
            ]
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_whole(self) -> bool:
        """Whether the story says why; a wish without a goal is not ready to be decided."""
        return bool(self.want and self.so_that)


class Merging(models.Model):
    """One wish found to be another; undone, it is as if it had never been."""

    wish = models.ForeignKey(Wish, models.PROTECT, related_name="mergings")
    into = models.ForeignKey(Wish, models.PROTECT, related_name="taken_in")
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish"], condition=models.Q(undone_at=None), name="merged_into_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} into {self.into_id}"


class Comment(models.Model):
    wish = models.ForeignKey(Wish, models.CASCADE, related_name="comments")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
