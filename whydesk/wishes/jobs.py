"""Wishes move on by themselves."""

from procrastinate.contrib.django import app

from whydesk.history.reactions import reacts
from whydesk.mailroom.events import DeliveryConfirmed, DeliveryTriedAgain
from whydesk.people.models import Agent
from whydesk.tickets.events import MessageReceived, ReplyUndelivered
from whydesk.wishes.counting import forget_old_voices
from whydesk.wishes.deciding import last_decision
from whydesk.wishes.events import BatchApproved, WishDecided, WishJoined
from whydesk.wishes.following_up import (
    note_arrived,
    note_replies,
    note_undelivered,
    tell_batch,
)
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Wish


@reacts(to=WishDecided)
def list_who_is_to_be_told(decision_id: int) -> None:
    make_callbacks(decision_id)


@reacts(to=WishJoined)
def tell_latecomers(wish_id: int) -> None:
    """Let whoever asks for what is decided already be told of that too."""
    decision = last_decision(Wish.objects.get(pk=wish_id))
    if decision is not None:
        make_callbacks(decision.pk)


@reacts(to=BatchApproved)
def tell_approved(callback_ids: list[int], agent_id: int) -> None:
    tell_batch(callback_ids, by=Agent.objects.get(pk=agent_id))


@reacts(to=ReplyUndelivered)
def show_untold(message_id: int, reason: str) -> None:
    note_undelivered(message_id, reason)


@reacts(to=DeliveryTriedAgain)
def show_told(delivery_id: int) -> None:
    note_arrived(delivery_id)


@reacts(to=DeliveryConfirmed)
def show_told_after_all(delivery_id: int) -> None:
    note_arrived(delivery_id)


@reacts(to=MessageReceived, together=True)
def note_who_answered(message_ids: list[int]) -> None:
    note_replies(message_ids)


@app.periodic(cron="20 2 * * *")
@app.task(name="wishes.jobs.count_anew", queueing_lock="count wishes")
def count_anew(timestamp: int) -> None:
    """Let the figures of 90 days go on with the days."""
    forget_old_voices()
