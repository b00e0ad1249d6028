"""The minutes go to everyone who is chosen, or to nobody, and once."""

import pytest

from tests.wishes.people import at_once
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.informing import MAILS_AT_ONCE, NoSender
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.actors import NotAllowed
from whydesk.people.limiting import TooOften, note_attempt
from whydesk.wishes.mailing_minutes import send_minutes
from whydesk.wishes.models import MinutesMailed, Review
from whydesk.wishes.refusals import ReviewRefused
from whydesk.wishes.reviewing import end, start


@pytest.fixture
def held(world: World, review: Review) -> Review:
    return end(start(review, by=world.ada), by=world.ada)


def recipients() -> list[list[str]]:
    return list(Delivery.objects.order_by("pk").values_list("recipients", flat=True))


def test_minutes_are_mailed_to_whoever_should_know(world: World, review: Review):
    start(review, by=world.ada)
    with pytest.raises(ReviewRefused, match="when the review has ended"):
        send_minutes(review, to=[world.vera], by=world.ada)
    held = end(review, by=world.ada)
    world.gus.is_active = False
    assert send_minutes(held, to=[world.vera, world.bruno, world.gus], by=world.ada) == 2
    assert recipients() == [["vera@desk.example"], ["bruno@desk.example"]]
    entry = Entry.objects.get(event="review.minutes_sent")
    assert entry.data["names"] == "Vera Orlova, Bruno Dias"


def test_whoever_has_them_does_not_get_them_again(world: World, held: Review):
    send_minutes(held, to=[world.vera], by=world.ada)
    assert send_minutes(held, to=[world.vera, world.bruno], by=world.ada) == 1
    assert send_minutes(held, to=[world.vera, world.bruno], by=world.ada) == 0
    assert recipients() == [["vera@desk.example"], ["bruno@desk.example"]]
    assert Entry.objects.filter(event="review.minutes_sent").count() == 2


def test_one_wrong_address_is_named_and_nobody_is_mailed(world: World, held: Review):
    world.bruno.email = "bruno"
    with pytest.raises(ReviewRefused, match="Bruno Dias has the address bruno"):
        send_minutes(held, to=[world.vera, world.bruno], by=world.ada)
    assert (recipients(), MinutesMailed.objects.count()) == ([], 0)
    assert send_minutes(held, to=[world.vera], by=world.ada) == 1


def test_what_stops_halfway_leaves_nobody_mailed(world: World, held: Review):
    note_attempt("mail to agent", *[world.bruno.email] * MAILS_AT_ONCE)
    with pytest.raises(TooOften):
        send_minutes(held, to=[world.vera, world.bruno], by=world.ada)
    assert recipients() == []
    Mailbox.objects.all().delete()
    with pytest.raises(NoSender):
        send_minutes(held, to=[world.vera], by=world.ada)
    with pytest.raises(NotAllowed):
        send_minutes(held, to=[world.vera], by=world.vera)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_queue_once(world: World, held: Review):
    people = [world.vera, world.bruno]
    acts = [lambda: send_minutes(held, to=people, by=world.ada)] * 2
    assert at_once(acts) == []
    assert recipients() == [["vera@desk.example"], ["bruno@desk.example"]]
