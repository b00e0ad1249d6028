"""Everybody who wanted it is told what was decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.wishes.people import (
    NEVER,
    decided,
    make_product,
    progress,
    states,
    to_be_told,
    today,
    wish_of,
)
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import NotAllowed
from whydesk.tickets.models import Message
from whydesk.tickets.sorting import close_ticket
from whydesk.wishes.calling_back import (
    change_draft,
    drop_callback,
    mark_not_reached,
    note_call,
    note_mood,
    tell,
    tell_many,
)
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Asking
from whydesk.wishes.refusals import (
    AlreadyTold,
    NobodyTold,
    NothingToTell,
    StoryIncomplete,
    WrongChoice,
)
from whydesk.wishes.terms import Terms


def test_told_in_the_ticket_where_they_asked(world: World):
    wish = wish_of(world)
    decision = decided(wish, NEVER)
    [callback] = to_be_told(decision)
    message = tell(callback, text="No, sorry.", by=world.bruno)
    callback.refresh_from_db()
    assert (message.ticket_id, message.text) == (callback.voice.ticket_id, "No, sorry.")
    assert (callback.state, callback.message, callback.draft) == ("told", message, "No, sorry.")
    assert progress(decision) == (0, 1, True)
    events = Entry.objects.filter(subjects__noun="company", subjects__noun_id=world.joao.company_id)
    assert "callback.told" in set(events.values_list("event", flat=True))


def test_nobody_is_told_twice(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    tell(callback, text="No, sorry.", by=world.bruno)
    with pytest.raises(AlreadyTold, match="already"):
        tell(callback, text="No.", by=world.vera)
    assert Delivery.objects.count() == 1


def test_a_closed_ticket_stays_closed(world: World):
    wish = wish_of(world)
    [callback] = to_be_told(decided(wish, NEVER))
    close_ticket(callback.ticket, by=world.vera)
    tell(callback, text="No, sorry.", by=world.vera)
    callback.ticket.refresh_from_db()
    assert callback.ticket.status == "closed"


def test_a_call_is_noted_with_how_it_went(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    note_call(callback, went="will_leave", note="Looks for another desk.", by=world.vera)
    callback.refresh_from_db()
    assert (callback.state, callback.way, callback.went) == ("told", "call", "will_leave")
    note = Message.objects.get(kind="note")
    assert note.text.endswith("“Colour of the status”.\n\nLooks for another desk.")
    assert progress(decision) == (0, 1, True)


def test_who_is_not_reached_is_still_to_be_told(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    mark_not_reached(callback, note="Nobody answers.", by=world.vera)
    assert (states(decision), progress(decision)) == (["not_reached"], (1, 0, False))
    tell(callback, text="No, sorry.", by=world.vera)
    assert (states(decision), progress(decision)) == (["told"], (0, 1, True))


def test_giving_up_needs_a_reason(world: World):
    decision = decided(wish_of(world), NEVER)
    [callback] = to_be_told(decision)
    with pytest.raises(StoryIncomplete, match="why"):
        drop_callback(callback, note=" ", by=world.vera)
    drop_callback(callback, note="The firm is gone.", by=world.vera)
    assert (states(decision), progress(decision)) == (["dropped"], (0, 0, True))
    assert make_callbacks(decision.pk) == 0


def test_a_shipped_wish_is_asked_about_a_week_later(world: World):
    decision = decided(wish_of(world), Terms("shipped"))
    [callback] = to_be_told(decision)
    tell(callback, text="It is there.", by=world.vera)
    asking = Asking.objects.get()
    assert (asking.kind, asking.voice, asking.due_on - today()) == (
        *("does_the_job", callback.voice),
        timedelta(days=7),
    )


def test_a_batch_has_no_calls_and_no_empty_drafts(world: World):
    wish = wish_of(world, tell_by="call")
    [callback] = to_be_told(decided(wish, NEVER))
    with pytest.raises(NothingToTell):
        tell_many([callback], by=world.vera)
    assert not Entry.objects.filter(event="callbacks.approved").exists()


def test_drafts_are_changed(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    change_draft(callback, text="Kinder.", by=world.vera)
    callback.refresh_from_db()
    assert callback.draft == "Kinder."


def test_how_they_took_it_is_noted_and_taken_back(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    with pytest.raises(NobodyTold, match="not been told"):
        note_mood(callback, went="sad", by=world.vera)
    tell(callback, text="No, sorry.", by=world.vera)
    for went in ("sad", "sad", ""):
        assert note_mood(callback, went=went, by=world.bruno).went == went
    noted = Entry.objects.filter(event="callback.mood_noted").order_by("pk")
    assert [entry.data["went"] for entry in noted] == ["sad", ""]
    with pytest.raises(WrongChoice):
        note_mood(callback, went="furious", by=world.bruno)


def test_a_decision_is_told_by_who_may_answer(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    with pytest.raises(NotAllowed):
        tell(callback, text="No.", by=make_product())
    assert timezone.now() < callback.due_at
