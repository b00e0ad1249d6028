"""Who writes to us: companies and the contacts in them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.people.actors import Allowance, Can


class Company(models.Model):
    """Whom we serve.

    Until `care_until` the company is on the watch list (see whydesk.care). One
    that turned out to be another points to it in `merged_into`: a row without
    anything current, for what was written about it and never changes.
    """

    class Kind(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        TRIAL = "trial", _("Trial")
        CUSTOMER = "customer", _("Customer")
        VIP = "vip", _("VIP")
        FORMER = "former", _("Former customer")

    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(
        _("Kind of account"), max_length=10, choices=Kind.choices, default=Kind.CUSTOMER
    )
    plan = models.CharField(_("Plan"), max_length=100, blank=True)
    monthly_revenue = models.DecimalField(
        _("Monthly revenue"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("Currency"), max_length=3, default="USD")
    since = models.DateField(_("Since"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True)
    care_until = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta:
        verbose_name_plural = "companies"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="company_not_in_itself"
            )
        ]
        indexes = [
            models.Index(fields=["kind"], name="company_kind"),
            GinIndex(SearchVector("name", config="simple"), name="company_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_care(self) -> bool:
        """Say whether somebody watches over them: then no robot writes to them."""
        return self.care_until is not None and self.care_until > timezone.now()


class Domain(models.Model):
    """A mail domain whose senders belong to the company."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="domains")
    name = models.CharField(max_length=253, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name__regex="[A-Z]"), name="domain_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Contact(Allowance, models.Model):
    """A person who writes to us.

    One that turned out to be another points to it in `merged_into`. One who
    was forgotten, at `erased_at`, has a number for a name and no address.
    """

    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=50, blank=True)
    language = models.CharField(
        _("Language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    kind = "contact"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="contact_not_in_itself"
            )
        ]
        indexes = [GinIndex(SearchVector("name", config="simple"), name="contact_words")]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> int:
        return self.pk

    def may(self, what: Can) -> bool:
        return what == Can.RECEIVE


class Address(models.Model):
    """A mail address of a contact; an address belongs to one contact."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="addresses")
    email = models.CharField(max_length=320, unique=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email__regex="[A-Z]"), name="address_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.email


class Erasure(models.Model):
    """A person to be forgotten, and how far every area has come with it.

    `words` are what they were called and written to by; they are needed to
    find where else they stand, and go when the last area is `done`.
    """

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="erasure")
    words = ArrayField(models.CharField(max_length=320), default=list)
    done = ArrayField(models.CharField(max_length=20), default=list)
    asked_at = models.DateTimeField(default=timezone.now)
    looked_again = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"erasure of contact {self.contact_id}"

    @property
    def contact_ids(self) -> list[int]:
        """The person's row, and those that turned out to be them."""
        merged = Contact.objects.filter(merged_into=self.contact_id)
        return [self.contact_id, *merged.order_by("pk").values_list("pk", flat=True)]

    @property
    def addresses(self) -> list[str]:
        return [word for word in self.words if "@" in word]
