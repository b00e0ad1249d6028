"""Whoever wants the same is one more voice for it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.web.customers import write
from tests.wishes.people import (
    NEVER,
    at_once,
    decided,
    firm,
    join,
    somebody,
    to_be_told,
    wish_of,
)
from tests.world import World
from whydesk.wishes.calling_back import tell
from whydesk.wishes.counting import forget_old_voices
from whydesk.wishes.joining import change_voice, join_wish
from whydesk.wishes.models import Callback, Retelling, Voice, Wish
from whydesk.wishes.refusals import WrongChoice
from whydesk.wishes.stories import Story


def fresh(wish: Wish) -> Wish:
    return Wish.objects.get(pk=wish.pk)


def test_three_customers_are_one_wish_with_three_voices(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna)
    join(world, wish, world.mary)
    counted = fresh(wish)
    assert (counted.companies, counted.tickets) == (3, 3)
    assert counted.kinds == {"trial": 1, "customer": 1}


def test_asking_twice_is_one_louder_voice(world: World):
    wish = wish_of(world, weight="nice")
    again = join(world, wish, world.joao, weight="deal_breaker", said="Or we leave.")
    assert (Voice.objects.get(), again.weight) == (again, "deal_breaker")
    assert [(one.said, one.weight) for one in again.retellings.all()] == [
        ("Or we leave.", "deal_breaker")
    ]
    assert (again.said, fresh(wish).tickets) == ("Can the colour be changed?", 2)


def test_a_quieter_word_does_not_take_weight_off(world: World):
    wish = wish_of(world, weight="needed")
    assert join(world, wish, world.joao, weight="nice").weight == "needed"


def test_two_people_of_one_company_are_one_voice(world: World):
    wish = wish_of(world)
    colleague = somebody(world.joao.company)
    voice = join(world, wish, colleague)
    assert (voice.contact, fresh(wish).companies) == (world.joao, 1)
    assert list(Retelling.objects.values_list("contact", flat=True)) == [colleague.pk]


def test_two_people_of_no_company_are_two_voices(world: World):
    wish = wish_of(world, world.mary)
    join(world, wish, somebody())
    assert fresh(wish).companies == 2


def test_the_same_message_counts_once(world: World):
    message = write(world, world.mary)
    wish = wish_of(world)
    for _ in range(2):
        join_wish(wish, message=message, by=world.vera)
    assert (fresh(wish).companies, Retelling.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("workaround", "weight"),
    [("none", "deal_breaker"), ("bad", "needed"), ("bearable", "nice"), ("", "nice")],
)
def test_the_way_around_it_decides_the_weight(world: World, workaround: str, weight: str):
    assert join(world, wish_of(world), workaround=workaround).weight == weight


@pytest.mark.parametrize(
    "wrong", [{"weight": "heavy"}, {"workaround": "some"}, {"tell_by": "pigeon"}]
)
def test_a_choice_that_is_none_is_refused(world: World, wrong: dict[str, str]):
    wish = wish_of(world)
    with pytest.raises(WrongChoice):
        join(world, wish, **wrong)
    assert fresh(wish).companies == 1


def test_a_voice_keeps_what_was_true_when_it_was_given(world: World):
    company = firm("Aurora", "490.00", kind="vip")
    voice = join(world, wish_of(world), somebody(company))
    company.kind, company.monthly_revenue, company.plan = "former", Decimal(0), ""
    company.save()
    voice.refresh_from_db()
    kept = (voice.account_kind, voice.plan, voice.monthly_revenue, voice.currency)
    assert kept == ("vip", "Team", Decimal("490.00"), "USD")


def test_money_counts_once_for_a_company_and_currencies_are_not_mixed(world: World):
    wish = wish_of(world)
    aurora = firm("Aurora", "490.50")
    join(world, wish, somebody(aurora))
    join(world, wish, somebody(aurora))
    join(world, wish, somebody(firm("Borealis", "9.50")))
    join(world, wish, somebody(firm("Padoca", "1000.00", currency="BRL")))
    counted = fresh(wish)
    assert counted.revenue == Decimal("500.00")
    assert counted.revenues == {"USD": "500.00", "BRL": "1000.00"}


def test_what_is_older_than_90_days_leaves_the_figure(world: World):
    wish = wish_of(world)
    voice = join(world, wish)
    Voice.objects.filter(pk=voice.pk).update(heard_at=timezone.now() - timedelta(days=91))
    assert fresh(wish).voices_90_days == 2
    forget_old_voices()
    assert (fresh(wish).voices_90_days, fresh(wish).companies) == (1, 2)


def test_a_voice_put_right_changes_the_figures(world: World):
    wish = wish_of(world)
    voice = join(world, wish, weight="nice")
    change_voice(voice, weight="deal_breaker", workaround="none", tell_by="call", by=world.vera)
    voice.refresh_from_db()
    assert (voice.weight, voice.workaround, voice.tell_by) == ("deal_breaker", "none", "call")
    assert fresh(wish).deal_breakers == 1


def test_who_is_still_to_be_told_is_told_the_new_way(world: World):
    wish = wish_of(world)
    join(world, wish)
    first, second = to_be_told(decided(wish, NEVER))
    tell(first, text="No.", by=world.vera)
    for callback in (first, second):
        voice = callback.voice
        change_voice(voice, weight=voice.weight, workaround="", tell_by="call", by=world.vera)
    assert list(Callback.objects.order_by("voice").values_list("way", flat=True)) == [
        *("mail", "call")
    ]


def test_parts_that_were_missing_come_with_the_second_telling(world: World):
    wish = wish_of(world, story=Story(want="colours"))
    story = Story("on Mondays", "other colours", "I find it")
    voice = join(world, wish, world.joao, story=story)
    assert (voice.when, voice.want, voice.so_that) == ("on Mondays", "colours", "I find it")


@pytest.mark.django_db(transaction=True)
def test_two_agents_who_join_at_once_make_one_voice(world: World):
    wish = wish_of(world)
    messages = [write(world, world.anna, text=f"Colours {number}") for number in range(4)]
    errors = at_once(
        [lambda one=one: join_wish(wish, message=one, by=world.vera) for one in messages]
    )
    assert errors == []
    voice = Voice.objects.get(contact=world.anna)
    assert (voice.retellings.count(), fresh(wish).companies, fresh(wish).tickets) == (3, 2, 5)
