"""What can happen to a matter in care, and to a company that we watch over."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class StepsOpened(Event):
    name = "care.opened"
    about = ("ticket", "company")
    sentence = _("took up the four steps: %(reason)s")

    ticket_id: int
    company_id: int | None
    care_id: int
    owner_id: int | None
    reason: str


@dataclass(frozen=True)
class StepTold(Event):
    name = "care.told"
    about = ("ticket", "company")
    sentence = _("told the customer what step %(number)s of the four owes them")

    ticket_id: int
    company_id: int | None
    care_id: int
    number: int
    message_id: int


@dataclass(frozen=True)
class StepNotArrived(Event):
    name = "care.not_arrived"
    about = ("ticket", "company")
    sentence = _("owes step %(number)s of the four again: the answer did not arrive")

    ticket_id: int
    company_id: int | None
    care_id: int
    number: int
    message_id: int


@dataclass(frozen=True)
class NoneFoundSaid(Event):
    name = "care.none_found"
    about = ("ticket", "company")
    sentence = _("found no alternative for the meantime")

    ticket_id: int
    company_id: int | None
    care_id: int


@dataclass(frozen=True)
class NoneFitting(Event):
    name = "care.none_fitting"
    about = ("ticket", "company")
    sentence = _("found nothing fitting for step %(number)s of the four: %(reason)s")

    ticket_id: int
    company_id: int | None
    care_id: int
    number: int
    reason: str


@dataclass(frozen=True)
class StepHandedOn(Event):
    name = "care.handed_on"
    about = ("ticket", "company")
    sentence = _("gave step %(number)s of the four from %(former)s to %(to)s")

    ticket_id: int
    company_id: int | None
    care_id: int
    number: int
    former: str
    to: str
    owner_id: int


@dataclass(frozen=True)
class CareSolved(Event):
    name = "care.solved"
    about = ("ticket", "company")
    sentence = _("solved it; aftercare is due")

    ticket_id: int
    company_id: int | None
    care_id: int


@dataclass(frozen=True)
class CareClosed(Event):
    name = "care.closed"
    about = ("ticket", "company")
    sentence = _("closed the four steps: %(reason)s")

    ticket_id: int
    company_id: int | None
    care_id: int
    reason: str


@dataclass(frozen=True)
class CareDone(Event):
    name = "care.done"
    about = ("ticket", "company")
    sentence = _("took the last of the four steps")

    ticket_id: int
    company_id: int | None
    care_id: int


@dataclass(frozen=True)
class CareMoved(Event):
    name = "care.moved"
    about = ("ticket", "company")
    sentence = _("counts the four steps to another incident")
    is_quiet = True

    ticket_id: int
    company_id: int | None
    care_id: int
    from_incident: int
    to_incident: int


@dataclass(frozen=True)
class NewsPromised(Event):
    name = "news.promised"
    about = ("ticket", "company")
    sentence = _("promised the next news")

    ticket_id: int
    company_id: int | None
    care_id: int
    due_at: str


@dataclass(frozen=True)
class NewsMissed(Event):
    name = "news.missed"
    about = ("ticket", "company")
    sentence = _("let the promised time of the next news pass")

    ticket_id: int
    company_id: int | None
    care_id: int
    news_id: int
    due_at: str


@dataclass(frozen=True)
class AftercareBegun(Event):
    name = "aftercare.begun"
    about = ("company", "ticket")
    sentence = _("began to watch over them for %(weeks)s weeks: %(story)s")

    company_id: int
    ticket_id: int | None
    aftercare_id: int
    weeks: int
    story: str


@dataclass(frozen=True)
class CheckDue(Event):
    name = "aftercare.check_due"
    about = ("company", "ticket")
    sentence = _("reminds to ask %(company)s whether all is right again")
    is_quiet = True

    company_id: int
    ticket_id: int | None
    aftercare_id: int
    company: str


@dataclass(frozen=True)
class CustomerChecked(Event):
    name = "aftercare.checked"
    about = ("company", "ticket")
    sentence = _("asked whether all is right again")

    company_id: int
    ticket_id: int | None
    aftercare_id: int


@dataclass(frozen=True)
class AftercareHandedOn(Event):
    name = "aftercare.handed_on"
    about = ("company", "ticket")
    sentence = _("gave the aftercare from %(former)s to %(to)s")

    company_id: int
    ticket_id: int | None
    aftercare_id: int
    former: str
    to: str
    owner_id: int


@dataclass(frozen=True)
class NewFault(Event):
    name = "aftercare.fault"
    about = ("ticket", "company")
    sentence = _("sees something new go wrong for %(company)s, whom we watch over")

    ticket_id: int
    company_id: int
    company: str
    aftercare_id: int


@dataclass(frozen=True)
class AftercareEnded(Event):
    name = "aftercare.ended"
    about = ("company", "ticket")
    sentence = _("ended the aftercare: %(reason)s")

    company_id: int
    ticket_id: int | None
    aftercare_id: int
    reason: str


@dataclass(frozen=True)
class AftercareOver(Event):
    name = "aftercare.over"
    about = ("company", "ticket")
    sentence = _("saw the weeks of aftercare for %(company)s come to their end")

    company_id: int
    ticket_id: int | None
    aftercare_id: int
    company: str


@dataclass(frozen=True)
class AftercareOutcome(Event):
    name = "aftercare.outcome"
    about = ("company", "ticket")
    sentence = _("noted how the aftercare ended")

    company_id: int
    ticket_id: int | None
    aftercare_id: int
    outcome: str


@dataclass(frozen=True)
class CareTimesSet(Event):
    """`changes` has what was changed, as it was and is."""

    name = "care_times.set"
    about = ()
    sentence = _("changed the times of the four steps and the weeks of care")

    changes: dict[str, list[int]]
