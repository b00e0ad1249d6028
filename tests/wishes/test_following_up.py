"""What we told a customer may bounce, be answered, or go out in a batch."""

from tests.web.customers import write
from tests.wishes.people import (
    NEVER,
    decided,
    join,
    progress,
    states,
    to_be_told,
    wish_of,
)
from tests.world import World
from whydesk.mailroom.models import Delivery
from whydesk.tickets.delivering import note_bounce
from whydesk.wishes import jobs
from whydesk.wishes.calling_back import (
    tell,
    tell_many,
)
from whydesk.wishes.following_up import tell_batch


def test_a_bounce_puts_them_back_on_the_list(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    message = tell(callback, text="No, sorry.", by=world.vera)
    note_bounce(message.delivery, reason="no such person", permanent=True)
    jobs.show_untold(message_id=message.pk, reason="no such person")
    callback.refresh_from_db()
    assert (callback.state, callback.note) == ("bounced", "no such person")
    assert progress(decision) == (1, 0, False)
    jobs.show_told(delivery_id=message.delivery_id)
    assert (states(decision), progress(decision)) == (["told"], (0, 1, True))


def test_a_reply_to_a_callback_is_noted(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna)
    decision = decided(wish, NEVER)
    callback, other = to_be_told(decision)
    for one in (callback, other):
        tell(one, text="No, sorry.", by=world.vera)
    machine = write(world, world.anna, ticket=other.ticket, hours_ago=0, automatic="out_of_office")
    answer = write(world, world.joao, ticket=callback.ticket, text="A pity.", hours_ago=0)
    jobs.note_who_answered(message_ids=[machine.pk, answer.pk])
    assert (states(decision), progress(decision)) == (["answered", "told"], (0, 2, True))


def test_many_are_told_after_one_look(world: World):
    wish = wish_of(world)
    for _ in range(3):
        join(world, wish)
    decision = decided(wish, NEVER)
    callbacks = to_be_told(decision)
    tell(callbacks[0], text="No, sorry.", by=world.vera)
    callbacks[1].voice.contact.addresses.all().delete()
    assert tell_many(callbacks, by=world.vera) == 3
    ids = [one.pk for one in callbacks]
    assert [tell_batch(ids, by=world.vera) for _ in range(2)] == [2, 0]
    assert (states(decision), progress(decision)) == (
        ["told", "not_reached", "told", "told"],
        (1, 3, False),
    )
    assert Delivery.objects.count() == 3


def test_who_waits_for_another_answer_goes_on_waiting_after_a_batch(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    assert callback.ticket.status == "open"
    tell_batch([callback.pk], by=world.vera)
    callback.ticket.refresh_from_db()
    assert callback.ticket.status == "open"
