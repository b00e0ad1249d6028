"""Wishes move on by themselves."""

from procrastinate.contrib.django import app

from whydesk.briefs.events import MessageRead
from whydesk.briefs.likening import opened_by
from whydesk.briefs.model import has_model
from whydesk.customers.erasing import forgets
from whydesk.customers.events import (
    CompaniesMerged,
    CompanyLeftBehind,
    ContactChanged,
    ContactLeftBehind,
    ContactsMerged,
)
from whydesk.customers.models import Company, Contact, Erasure
from whydesk.desk.events import OpeningHoursChanged, OwnDayDropped, OwnDayKept
from whydesk.history.reactions import AGAIN_LATER, reacts
from whydesk.mailroom.events import DeliveryConfirmed, DeliveryTriedAgain
from whydesk.mailroom.locks import alone_with
from whydesk.people.events import AgentAway, AgentDeactivated
from whydesk.people.models import Agent
from whydesk.tickets.choices import Kind
from whydesk.tickets.events import MessageReceived, ReplyUndelivered
from whydesk.wishes.asking_again import answers_among, ask_today, note_not_asked, note_reply
from whydesk.wishes.choices import State
from whydesk.wishes.counting import forget_old_voices
from whydesk.wishes.deciding import last_decision
from whydesk.wishes.erasing import forget_wishes
from whydesk.wishes.events import (
    AnsweredWithArticle,
    ArticleWritten,
    BatchApproved,
    MergeUndone,
    WishBegun,
    WishChanged,
    WishDecided,
    WishesMerged,
    WishHeardAgain,
    WishJoined,
    WishSplit,
)
from whydesk.wishes.facing import face_capability, face_question, face_the_faceless, face_wish
from whydesk.wishes.following import follow_company, follow_contact, follow_person
from whydesk.wishes.following_up import (
    note_arrived,
    note_replies,
    note_undelivered,
    tell_batch,
)
from whydesk.wishes.handing_on import hand_on_all_of
from whydesk.wishes.judging import judge_what_is_meant
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Review, Wish
from whydesk.wishes.planning import plan_review
from whydesk.wishes.reviewing import make_agenda

# What is only looked for comes after what is answered.
AFTER_MAIL = -10
# Any number, the same in every worker.
_FACING = 7_450_322
# Of other kinds hardly any ask for something.
_MAY_MEAN_A_WISH = (Kind.WISH, Kind.QUESTION)


@reacts(to=(OpeningHoursChanged, OwnDayKept, OwnDayDropped))
def move_planned_review() -> None:
    """Hold the coming review on a day on which the desk is open."""
    if Review.objects.filter(state=Review.State.PLANNED).exists():
        plan_review()


@reacts(to=WishDecided)
def list_who_is_to_be_told(decision_id: int) -> None:
    make_callbacks(decision_id)


@reacts(to=WishJoined)
def tell_latecomers(wish_id: int) -> None:
    """Let whoever asks for what is decided already be told of that too."""
    wish = Wish.objects.get(pk=wish_id)
    decision = last_decision(wish)
    if decision is not None and wish.state != State.OPEN:
        make_callbacks(decision.pk)


@reacts(to=WishesMerged)
def tell_those_merged_in(into_id: int) -> None:
    tell_latecomers(wish_id=into_id)


@reacts(to=MergeUndone)
def tell_those_set_apart(wish_id: int) -> None:
    tell_latecomers(wish_id=wish_id)


@reacts(to=ContactChanged)
def follow_to_company(contact_id: int, changes: dict[str, list[str]]) -> None:
    """Let a person's wishes be those of the company that they turn out to belong to."""
    if "company" in changes:
        follow_contact(Contact.objects.get(pk=contact_id))


@reacts(to=(CompaniesMerged, CompanyLeftBehind))
def follow_merged_company(company_id: int) -> None:
    company = Company.objects.get(pk=company_id)
    if company.merged_into is not None:
        follow_company(company, into=company.merged_into)


@reacts(to=(ContactsMerged, ContactLeftBehind))
def follow_merged_contact(contact_id: int) -> None:
    follow_person(Contact.objects.get(pk=contact_id))


@reacts(to=(AgentDeactivated, AgentAway))
def hand_on_wishes(agent_id: int) -> None:
    agent = Agent.objects.get(pk=agent_id)
    if agent.is_away or not agent.is_active:
        hand_on_all_of(agent)


@forgets
def forget_what_they_wished(erasure: Erasure) -> None:
    forget_wishes(erasure)


@reacts(to=BatchApproved)
def tell_approved(callback_ids: list[int], agent_id: int) -> None:
    tell_batch(callback_ids, by=Agent.objects.get(pk=agent_id))


@reacts(to=ReplyUndelivered)
def show_untold(message_id: int, reason: str) -> None:
    note_undelivered(message_id, reason)
    note_not_asked(message_id, reason)


@reacts(to=DeliveryTriedAgain)
def show_told(delivery_id: int) -> None:
    note_arrived(delivery_id)


@reacts(to=DeliveryConfirmed)
def show_told_after_all(delivery_id: int) -> None:
    note_arrived(delivery_id)


@reacts(to=MessageReceived, together=True)
def note_who_answered(message_ids: list[int]) -> None:
    """See in what customers write whether it answers what we told or asked them."""
    note_replies(message_ids)
    for message_id in answers_among(message_ids):
        note_reply(message_id)


@app.periodic(cron="*/15 * * * *")
@app.task(name="wishes.jobs.prepare_review", queueing_lock="prepare review")
def prepare_review(timestamp: int) -> None:
    """Keep the agenda of the next review up to date."""
    review = plan_review()
    if review is not None:
        make_agenda(review)


@app.periodic(cron="10 * * * *")
@app.task(name="wishes.jobs.ask_again", queueing_lock="ask again")
def ask_again(timestamp: int) -> None:
    """Ask on its day whether it still matters, and a week later whether it does the job."""
    ask_today()


@app.periodic(cron="20 2 * * *")
@app.task(name="wishes.jobs.count_anew", queueing_lock="count wishes")
def count_anew(timestamp: int) -> None:
    """Let the figures of 90 days go on with the days."""
    forget_old_voices()


@reacts(
    to=[WishBegun, WishChanged, WishJoined, WishHeardAgain], queue="briefs", priority=AFTER_MAIL
)
def show_wish(wish_id: int) -> None:
    face_wish(wish_id)


@reacts(to=[WishesMerged, MergeUndone, WishSplit], queue="briefs", priority=AFTER_MAIL)
def show_both_wishes(wish_id: int, into_id: int) -> None:
    face_wish(wish_id)
    face_wish(into_id)


@reacts(to=ArticleWritten, queue="briefs", priority=AFTER_MAIL)
def show_capability(capability_id: int) -> None:
    face_capability(capability_id)


@reacts(to=MessageRead, queue="briefs", priority=2 * AFTER_MAIL, together=True)
def ask_what_is_meant(message_ids: list[int]) -> None:
    """Ask the language model of each ticket that was opened, where there is one, in its own job."""
    for message_id in message_ids if has_model() else ():
        judge_one.defer(message_id=message_id)


@app.task(name="wishes.jobs.judge_one", queue="briefs", priority=2 * AFTER_MAIL, retry=AGAIN_LATER)
def judge_one(message_id: int) -> None:
    ticket = opened_by(message_id)
    if ticket and ticket.kind in _MAY_MEAN_A_WISH:
        judge_what_is_meant(ticket)


@reacts(to=AnsweredWithArticle, queue="briefs", priority=AFTER_MAIL)
def learn_what_it_is_called(capability_id: int, ticket_id: int) -> None:
    face_question(capability_id, ticket_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="wishes.jobs.show_the_faceless", queue="briefs", queueing_lock="faceless")
def show_the_faceless(timestamp: int) -> None:
    """Give faces to what came without an event; nobody waits for it."""
    with alone_with(_FACING) as is_alone:
        while is_alone and face_the_faceless():
            pass
