"""Who is let in, and how soon again after a wrong password."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.world import PASSWORD, World
from whydesk.people.limiting import TooOften
from whydesk.people.models import Attempt
from whydesk.people.signing_in import WrongPassword, sign_in

HOME = "192.0.2.7"


def fail(email: str, network: str = HOME) -> None:
    with pytest.raises(WrongPassword):
        sign_in(email, "not the password", network=network)


def let_time_pass(span: timedelta) -> None:
    for attempt in Attempt.objects.all():
        attempt.at -= span
        attempt.save()


def test_the_right_password_lets_in_whatever_the_case_of_the_address(world: World):
    assert sign_in(" Vera@Desk.example ", PASSWORD, network=HOME) == world.vera


def test_unknown_and_known_addresses_are_refused_with_the_same_words(world: World):
    world.bruno.is_active = False
    world.bruno.save()
    said = set()
    for email, password in [
        ("vera@desk.example", "wrong"),
        ("nobody@desk.example", "wrong"),
        ("bruno@desk.example", PASSWORD),
    ]:
        with pytest.raises(WrongPassword) as refusal:
            sign_in(email, password, network=HOME)
        said.add(str(refusal.value))
    assert len(said) == 1


def test_after_five_failures_even_the_right_password_waits(world: World):
    for number in range(5):
        fail("vera@desk.example", f"192.0.2.{number}")
    with pytest.raises(TooOften) as refusal:
        sign_in("vera@desk.example", PASSWORD, network="198.51.100.1")
    assert timedelta(seconds=10) < refusal.value.wait <= timedelta(seconds=15)


def test_each_further_failure_doubles_the_wait(world: World):
    for _ in range(5):
        fail("vera@desk.example")
    let_time_pass(timedelta(seconds=15))
    fail("vera@desk.example")
    with pytest.raises(TooOften) as refusal:
        sign_in("vera@desk.example", PASSWORD, network=HOME)
    assert timedelta(seconds=25) < refusal.value.wait <= timedelta(seconds=30)


def test_a_network_that_guesses_many_addresses_waits_and_others_do_not(world: World):
    for number in range(5):
        fail(f"guess{number}@desk.example")
    with pytest.raises(TooOften):
        sign_in("vera@desk.example", PASSWORD, network=HOME)
    assert sign_in("vera@desk.example", PASSWORD, network="198.51.100.1") == world.vera


def test_refused_haste_does_not_lengthen_the_wait(world: World):
    for _ in range(5):
        fail("vera@desk.example")
    for _ in range(3):
        with pytest.raises(TooOften):
            sign_in("vera@desk.example", PASSWORD, network=HOME)
    let_time_pass(timedelta(seconds=15))
    assert sign_in("vera@desk.example", PASSWORD, network=HOME) == world.vera


def test_coming_in_forgives_the_failures_before(world: World):
    for _ in range(4):
        fail("vera@desk.example")
    sign_in("vera@desk.example", PASSWORD, network=HOME)
    assert list(Attempt.objects.values_list("key", flat=True)) == [HOME] * 4


def test_failures_of_more_than_a_quarter_of_an_hour_ago_are_forgotten(world: World):
    Attempt.objects.bulk_create(
        Attempt(act="sign in", key=HOME, at=timezone.now() - timedelta(minutes=16))
        for _ in range(20)
    )
    assert sign_in("vera@desk.example", PASSWORD, network=HOME) == world.vera
    assert Attempt.objects.count() == 0
