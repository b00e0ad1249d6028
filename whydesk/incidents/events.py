"""What can happen to incidents."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class IncidentSuggested(Event):
    """Several customers wrote of the same trouble within a short time."""

    name = "incident.suggested"
    about = ("suggestion",)
    sentence = _("found that %(customers)s customers write of the same trouble")

    suggestion_id: int
    customers: int


@dataclass(frozen=True)
class SuggestionDismissed(Event):
    name = "incident.suggestion_dismissed"
    about = ("suggestion",)
    sentence = _("saw that this is no incident")

    suggestion_id: int


@dataclass(frozen=True)
class IncidentDeclared(Event):
    name = "incident.declared"
    about = ("incident",)
    sentence = _("declared the incident “%(title)s”")

    incident_id: int
    title: str
    severity: str


@dataclass(frozen=True)
class IncidentChanged(Event):
    name = "incident.changed"
    about = ("incident",)
    sentence = _("changed what is said of the incident")

    incident_id: int
    what: list[str]


@dataclass(frozen=True)
class IncidentShown(Event):
    name = "incident.shown"
    about = ("incident",)
    sentence = _("put the incident on the public status page")

    incident_id: int


@dataclass(frozen=True)
class IncidentHidden(Event):
    name = "incident.hidden"
    about = ("incident",)
    sentence = _("took the incident off the public status page")

    incident_id: int


@dataclass(frozen=True)
class TicketAttached(Event):
    """A ticket tells of an incident."""

    name = "incident.ticket_attached"
    about = ("incident", "ticket", "company")
    sentence = _("attached #%(ticket_id)s to the incident “%(title)s”")

    incident_id: int
    ticket_id: int
    company_id: int | None
    title: str


@dataclass(frozen=True)
class TicketDetached(Event):
    name = "incident.ticket_detached"
    about = ("incident", "ticket", "company")
    sentence = _("took #%(ticket_id)s off the incident “%(title)s”")

    incident_id: int
    ticket_id: int
    company_id: int | None
    title: str


@dataclass(frozen=True)
class TicketOffered(Event):
    """A later ticket seems to tell of an open incident."""

    name = "incident.ticket_offered"
    about = ("incident", "ticket")
    sentence = _("found that #%(ticket_id)s may tell of an incident")

    incident_id: int
    ticket_id: int


@dataclass(frozen=True)
class OfferDismissed(Event):
    name = "incident.offer_dismissed"
    about = ("incident", "ticket")
    sentence = _("saw that #%(ticket_id)s tells of something else")

    incident_id: int
    ticket_id: int


@dataclass(frozen=True)
class CustomersPicked(Event):
    name = "incident.customers_picked"
    about = ("incident",)
    sentence = _("counted among the affected: %(count)s")

    incident_id: int
    count: int


@dataclass(frozen=True)
class CompanyAffected(Event):
    """The same, as it stands in the timeline of each company."""

    name = "incident.company_affected"
    about = ("company",)
    sentence = _("noted that the incident “%(title)s” affects them")

    company_id: int
    title: str
    incident: int


@dataclass(frozen=True)
class CustomerSpared(Event):
    name = "incident.customer_spared"
    about = ("incident", "company", "contact")
    sentence = _("noted that the incident “%(title)s” does not affect %(customer)s")

    incident_id: int
    company_id: int | None
    contact_id: int | None
    title: str
    customer: str


@dataclass(frozen=True)
class UpdateWritten(Event):
    name = "incident.update_written"
    about = ("incident",)
    sentence = _("wrote to everybody whom the incident affects")

    incident_id: int
    update_id: int
    about_what: str


@dataclass(frozen=True)
class UpdateSentOn(Event):
    """Those who came later are told what the others were."""

    name = "incident.update_sent_on"
    about = ("incident",)
    sentence = _("sent the last news to those who had not got it")

    incident_id: int
    update_id: int


@dataclass(frozen=True)
class CustomersTold(Event):
    """Some hundreds of customers whose mail was put into the post together."""

    name = "incident.customers_told"
    about = ("incident",)
    sentence = _("put news for %(count)s customers into the post")
    is_quiet = True

    incident_id: int
    update_id: int
    count: int
    ticket_ids: list[int]
    delivery_ids: list[int]


@dataclass(frozen=True)
class CustomerInformed(Event):
    """The same, as it stands in the timelines of each ticket and company."""

    name = "incident.customer_informed"
    about = ("ticket", "company")
    sentence = _("told them the news on the incident “%(title)s”")

    ticket_id: int
    company_id: int | None
    message_id: int
    title: str
    incident: int


@dataclass(frozen=True)
class SubscribersMailed(Event):
    name = "incident.subscribers_mailed"
    about = ("incident",)
    sentence = _("put news for %(count)s readers of the status page into the post")
    is_quiet = True

    incident_id: int
    count: int
    delivery_ids: list[int]


@dataclass(frozen=True)
class NewsPromised(Event):
    name = "incident.news_promised"
    about = ("incident",)
    sentence = _("changed when the next news comes")

    incident_id: int
    at: str


@dataclass(frozen=True)
class NewsMissed(Event):
    name = "incident.news_missed"
    about = ("incident",)
    sentence = _("missed the news promised on the incident “%(title)s”")

    incident_id: int
    title: str
    promised_at: str


@dataclass(frozen=True)
class NewsNotMissed(Event):
    """The clock was ahead when the miss was noted."""

    name = "incident.news_not_missed"
    about = ("incident",)
    sentence = _("saw that the promised news is not late: the clock was wrong")

    incident_id: int
    promised_at: str


@dataclass(frozen=True)
class IncidentEnded(Event):
    name = "incident.ended"
    about = ("incident",)
    sentence = _("declared the incident “%(title)s” over")

    incident_id: int
    title: str


@dataclass(frozen=True)
class IncidentReopened(Event):
    name = "incident.reopened"
    about = ("incident",)
    sentence = _("saw that the incident “%(title)s” is not over")

    incident_id: int
    title: str


@dataclass(frozen=True)
class IncidentMerged(Event):
    name = "incident.merged"
    about = ("incident",)
    sentence = _("made the incident “%(title)s” part of “%(into_title)s”")

    incident_id: int
    into_id: int
    title: str
    into_title: str

    @property
    def subjects(self) -> list[tuple[str, int]]:
        return [("incident", self.incident_id), ("incident", self.into_id)]


@dataclass(frozen=True)
class IncidentSetApart(Event):
    name = "incident.set_apart"
    about = ("incident",)
    sentence = _("set the incident “%(title)s” apart from “%(into_title)s” again")

    incident_id: int
    into_id: int
    title: str
    into_title: str

    @property
    def subjects(self) -> list[tuple[str, int]]:
        return [("incident", self.incident_id), ("incident", self.into_id)]


@dataclass(frozen=True)
class WriteUpChanged(Event):
    name = "incident.write_up_changed"
    about = ("incident",)
    sentence = _("wrote down what happened")

    incident_id: int
    language: str


@dataclass(frozen=True)
class WriteUpPublished(Event):
    name = "incident.write_up_published"
    about = ("incident",)
    sentence = _("published what happened in the incident “%(title)s”")

    incident_id: int
    title: str


@dataclass(frozen=True)
class WriteUpAsked(Event):
    name = "incident.write_up_asked"
    about = ("incident", "ticket")
    sentence = _("noted that the customer of #%(ticket_id)s wants to know what happened")

    incident_id: int
    ticket_id: int


@dataclass(frozen=True)
class ActionAdded(Event):
    name = "incident.action_added"
    about = ("incident",)
    sentence = _("gave %(owner)s something to do: %(text)s")

    incident_id: int
    action_id: int
    owner: str
    text: str


@dataclass(frozen=True)
class ActionDone(Event):
    name = "incident.action_done"
    about = ("incident",)
    sentence = _("did what was to be done: %(text)s")

    incident_id: int
    action_id: int
    text: str


@dataclass(frozen=True)
class ActionReopened(Event):
    name = "incident.action_reopened"
    about = ("incident",)
    sentence = _("saw that this is not done: %(text)s")

    incident_id: int
    action_id: int
    text: str


@dataclass(frozen=True)
class SubscriptionAsked(Event):
    name = "status.subscription_asked"
    about = ("subscription",)
    sentence = _("asked for mail from the status page")

    subscription_id: int


@dataclass(frozen=True)
class SubscriptionConfirmed(Event):
    name = "status.subscription_confirmed"
    about = ("subscription",)
    sentence = _("wants mail from the status page")

    subscription_id: int


@dataclass(frozen=True)
class SubscriptionEnded(Event):
    name = "status.subscription_ended"
    about = ("subscription",)
    sentence = _("wants no more mail from the status page")

    subscription_id: int
