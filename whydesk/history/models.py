"""The log of everything that happened. Entries are never changed or removed."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One event with who caused it."""

    at = models.DateTimeField(db_default=Now())
    event = models.CharField(max_length=60)
    data = models.JSONField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "entries"


class Subject(models.Model):
    """A noun that an entry is about."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="subjects", db_index=False)
    noun = models.CharField(max_length=20)
    noun_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "noun_id", "entry"], name="subject_once"),
        ]
        indexes = [models.Index(fields=["entry"], name="subject_entry")]
