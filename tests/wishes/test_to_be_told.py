"""Who is to be told, in a fixed number of statements, and how those took it who were."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.wishes.people import decided, firm, join, make_product, somebody, to_be_told, wish_of
from tests.world import World
from whydesk.wishes.calling_back import note_call, note_mood, tell
from whydesk.wishes.models import Callback, Wish
from whydesk.wishes.terms import Terms
from whydesk.wishes.to_be_told import callbacks_due, moods_unknown

NEVER = Terms("never", reason="No.")


def many(world: World, number: int) -> Wish:
    wish = wish_of(world)
    for one in range(number - 1):
        join(world, wish, somebody(firm(f"Firm {one}")))
    return wish


@pytest.mark.parametrize("number", [2, 4])
def test_an_agent_sees_whom_to_tell_in_two_statements(
    world: World, django_assert_num_queries, number: int
):
    decision = decided(many(world, number), NEVER)
    mine = to_be_told(decision)
    Callback.objects.filter(pk=mine[0].pk).update(assignee=world.bruno)
    with django_assert_num_queries(2):
        page = callbacks_due(world.vera)
        assert [one.voice.root.title for one in page.callbacks] == ["Colour of the status"] * (
            number - 1
        )


def test_whoever_is_told_leaves_the_list_and_pages_go_on_behind_them(world: World):
    decision = decided(many(world, 4), NEVER)
    one, two, three, four = to_be_told(decision)
    first = callbacks_due(world.vera, size=2)
    tell(one, text="No.", by=world.vera)
    rest = callbacks_due(decision=decision, after=first.next, size=2)
    assert (first.callbacks, rest.callbacks, rest.next) == ([one, two], [three, four], "")
    assert callbacks_due(world.vera).callbacks == [two, three, four]


def test_what_somebody_who_left_should_tell_is_seen_by_everyone(world: World):
    [callback] = to_be_told(decided(wish_of(world), NEVER))
    assert callbacks_due(world.bruno).callbacks == []
    world.vera.is_active = False
    world.vera.save()
    assert callbacks_due(world.bruno).callbacks == [callback]
    assert callbacks_due(make_product()).callbacks == [callback]


def test_how_they_took_it_is_asked_of_who_answered_or_was_called_lately(
    world: World, django_assert_num_queries
):
    answered, silent, called, felt, long_ago = to_be_told(decided(many(world, 5), NEVER))
    for one in (answered, silent, long_ago):
        tell(one, text="No.", by=world.vera)
    for one in (called, felt):
        note_call(one, by=world.vera)
    note_mood(felt, went="content", by=world.vera)
    wrote = Callback.objects.filter(pk__in=[answered.pk, long_ago.pk])
    wrote.update(state="answered", told_at=timezone.now() - timedelta(days=1))
    Callback.objects.filter(pk=long_ago.pk).update(told_at=timezone.now() - timedelta(days=15))
    with django_assert_num_queries(1):
        unknown = moods_unknown(world.vera)
        assert [one.voice.contact_id for one in unknown] == [
            *(called.voice.contact_id, answered.voice.contact_id)
        ]
    assert (moods_unknown(world.bruno), moods_unknown(size=1)) == ([], [called])
