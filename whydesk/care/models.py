"""What a customer is owed after a failure, and who is watched over afterwards."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from whydesk.care.choices import How, Outcome, StepNumber
from whydesk.care.timing import BOUNDS
from whydesk.customers.models import Company
from whydesk.goodwill.models import Gesture
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket


class Care(models.Model):
    """The four steps of one customer's matter, from the failure to the weeks after it.

    `since` is when it began for the customer. An incident stands above this
    area, so only its number is kept.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="cares")
    company = models.ForeignKey(Company, models.SET_NULL, null=True, related_name="cares")
    incident_id = models.BigIntegerField(null=True, db_index=True)
    reason = models.TextField()
    since = models.DateTimeField()
    opened_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "cares"
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(closed_at=None), name="one_open_care"
            )
        ]

    def __str__(self) -> str:
        return f"care on #{self.ticket_id}"


class Step(models.Model):
    """One of the four: who has it, until when, and the message by which it was done.

    `why` is what stands behind it in our own words: the reason that nothing
    fits, the story of the aftercare. That there is no alternative, two people say.
    """

    care = models.ForeignKey(Care, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveSmallIntegerField(choices=StepNumber.choices)
    owner = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="steps")
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, choices=How.choices, blank=True)
    why = models.TextField(blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="steps")
    gesture = models.OneToOneField(Gesture, models.PROTECT, null=True, related_name="step")
    none_said_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    none_agreed_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["care", "number"], name="each_step_once"),
            models.CheckConstraint(
                condition=~Q(how=How.NONE_FOUND)
                | Q(none_said_by__isnull=False, none_agreed_by__isnull=False),
                name="two_say_none_found",
            ),
            models.CheckConstraint(
                condition=Q(none_agreed_by=None) | ~Q(none_agreed_by=F("none_said_by")),
                name="two_are_not_one",
            ),
            models.CheckConstraint(
                condition=Q(how="", done_at=None) | (~Q(how="") & Q(done_at__isnull=False)),
                name="done_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["number", "due_at", "id"], condition=Q(done_at=None), name="step_owed"
            )
        ]

    def __str__(self) -> str:
        return f"step {self.number} of care {self.care_id}"


class Telling(models.Model):
    """Words for a customer that belong to a step: prepared, and then sent with a message.

    The first step may be told again and again: each is news. `estimate_at` is
    when we think it will be solved; `next_news_at` when they hear from us again.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="tellings", db_index=False)
    text = models.TextField()
    estimate_at = models.DateTimeField(null=True)
    next_news_at = models.DateTimeField(null=True)
    cause = models.TextField(blank=True)
    beyond = models.TextField(blank=True)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="tellings")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(sent_at=None), name="one_telling_prepared"
            )
        ]
        indexes = [models.Index(fields=["step", "id"], name="telling_of_step")]

    def __str__(self) -> str:
        return f"told in step {self.step_id}"


class News(models.Model):
    """The promise that a customer hears from us by a time, whatever there is to say then.

    `missed_at` is noted once, when the time has passed; `kept_at` may come later still.
    """

    care = models.ForeignKey(Care, models.CASCADE, related_name="news", db_index=False)
    due_at = models.DateTimeField()
    promised_at = models.DateTimeField(default=timezone.now)
    promised_in = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(null=True)
    kept_in = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    missed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "news"
        constraints = [
            models.UniqueConstraint(
                fields=["care"], condition=Q(kept_at=None), name="one_news_promised"
            )
        ]
        indexes = [
            models.Index(fields=["care", "id"], name="news_of_care"),
            models.Index(fields=["due_at"], condition=Q(kept_at=None), name="news_owed"),
        ]

    def __str__(self) -> str:
        return f"news by {self.due_at} in care {self.care_id}"


class Aftercare(models.Model):
    """The weeks in which nothing new may go wrong for a company, and the story behind them.

    `Company.care_until` has the time below, where lists look; here stands why.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="aftercares")
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="aftercares")
    owner = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="aftercares")
    story = models.TextField()
    begun_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(ended_at=None), name="one_aftercare"
            )
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="aftercare_running"),
            models.Index(
                fields=["-ended_at"],
                condition=Q(ended_at__isnull=False, outcome=""),
                name="aftercare_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"aftercare of company {self.company_id}"


class Check(models.Model):
    """The question "all right again?", which a person asks; `told_at` is when they were told to."""

    aftercare = models.ForeignKey(Aftercare, models.CASCADE, related_name="checks")
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["aftercare"], condition=Q(done_at=None), name="one_check_due"
            )
        ]

    def __str__(self) -> str:
        return f"check of aftercare {self.aftercare_id}"


class Fault(models.Model):
    """Something new that went wrong for a company while we watched over it."""

    aftercare = models.ForeignKey(Aftercare, models.CASCADE, related_name="faults")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aftercare", "ticket"], name="fault_once_of_ticket")
        ]

    def __str__(self) -> str:
        return f"fault on #{self.ticket_id}"


class CareTimes(models.Model):
    """How long the steps and the weeks of care take; one row, or none where nobody set them.

    See `timing.Times` for what each means.
    """

    outlook_minutes = models.PositiveSmallIntegerField()
    alternative_minutes = models.PositiveSmallIntegerField()
    compensation_days = models.PositiveSmallIntegerField()
    aftercare_days = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    check_days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "care times"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_set_of_care_times"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": bounds for name, bounds in BOUNDS.items()}),
                name="care_times_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(check_days__lte=F("weeks") * 7), name="check_within_care"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weeks} weeks of care"
