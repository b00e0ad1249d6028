"""Agents and their teams."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.people.actors import ROLES, Allowance, Can, Role


class Agents(BaseUserManager["Agent"]):
    def get_by_natural_key(self, username: str | None) -> "Agent":
        return self.get(email=(username or "").strip().lower())


class Agent(Allowance, AbstractBaseUser):
    """Somebody who works at the desk, whatever their role."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    email = models.EmailField(_("Email"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES)
    time_zone = models.CharField(_("Time zone"), max_length=60, default="UTC")
    theme = models.CharField(_("Theme"), max_length=10, choices=Theme.choices, default=Theme.AUTO)
    density = models.CharField(
        _("Density"), max_length=15, choices=Density.choices, default=Density.COMFORTABLE
    )
    is_active = models.BooleanField(default=True)
    away_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    kind = "agent"

    objects = Agents()

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> int:
        return self.pk

    @property
    def is_away(self) -> bool:
        """Say whether they are on leave; nothing has to bring them back, the moment passes."""
        return self.away_until is not None and self.away_until > timezone.now()

    def may(self, what: Can) -> bool:
        return self.is_active and what in ROLES[self.role]


class Team(models.Model):
    name = models.CharField(_("Name"), max_length=100, unique=True)
    members: Any = models.ManyToManyField(Agent, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An offer to join the desk, open until somebody takes it."""

    email = models.EmailField(_("Email"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES)
    teams: Any = models.ManyToManyField(Team, related_name="+", blank=True)
    invited_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.OneToOneField(Agent, models.SET_NULL, null=True, related_name="invitation")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(accepted_at=None), name="one_open_invitation"
            )
        ]

    def __str__(self) -> str:
        return self.email


class Attempt(models.Model):
    """One try at what is slowed down when it is tried too often.

    `key` is who tried: an address, or the network somebody came from.
    """

    act = models.CharField(max_length=20)
    key = models.CharField(max_length=320)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["act", "key", "-at"], name="attempt_recent")]

    def __str__(self) -> str:
        return f"{self.act}: {self.key}"
