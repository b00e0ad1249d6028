"""How wishes and capabilities are met by the words of customers."""

from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from whydesk.tickets.models import Ticket
from whydesk.wishes.models.capabilities import Capability
from whydesk.wishes.models.wishes import Wish

# Of the vectors that whydesk.understanding.space makes.
DIMENSIONS = 256


class Face(models.Model):
    """One text through which a wish or a capability can be met, and where it lies.

    Its own words are one face, and so is everything that customers called it.
    """

    wish = models.ForeignKey(Wish, models.CASCADE, null=True, related_name="faces")
    capability = models.ForeignKey(Capability, models.CASCADE, null=True, related_name="faces")
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    is_own = models.BooleanField(default=True)
    vector = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wish=None) ^ models.Q(capability=None), name="face_of_one"
            )
        ]
        indexes = [
            HnswIndex(
                name="face_nearest",
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Judgement(models.Model):
    """Whether a ticket means a wish or a capability, as the language model said."""

    class Fit(models.TextChoices):
        FITS = "fits"
        PERHAPS = "perhaps"
        NOTHING = "nothing"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="judgements")
    wish = models.ForeignKey(Wish, models.CASCADE, null=True, related_name="+")
    capability = models.ForeignKey(Capability, models.CASCADE, null=True, related_name="+")
    fit = models.CharField(max_length=7, choices=Fit.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wish=None) ^ models.Q(capability=None), name="judgement_of_one"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}: {self.fit}"
