"""Saying over HTTP when the desk is open."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.desk.models import OpeningHours, OwnDay, Recount
from whydesk.desk.opening import keep_hours, keep_own_day
from whydesk.desk.recounting import recount_some
from whydesk.people.actors import Role
from whydesk.people.models import Team

DESK = "/settings/hours/desk"
TYPED = {
    **{f"day_{number}": "9-13, 14:00 – 18.00" for number in range(5)},
    "time_zone": "Europe/Lisbon",
    "country": "PT",
    "region": "",
}


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main")]


def test_hours_are_kept_as_people_write_them(ada: Client):
    assert ada.post(DESK, TYPED)["Location"] == DESK
    kept = OpeningHours.objects.get()
    assert kept.week == [*["09:00-13:00 14:00-18:00"] * 5, "", ""]
    assert (kept.team, kept.time_zone, kept.country) == (None, "Europe/Lisbon", "PT")
    page = ada.get(DESK).content.decode()
    assert 'value="09:00–13:00, 14:00–18:00"' in page
    assert "Christmas Day" in page


def test_what_cannot_be_kept_is_shown_as_it_was_typed_with_what_to_do(ada: Client):
    page = ada.post(DESK, {**TYPED, "day_0": "nine to five"})
    assert (page.status_code, OpeningHours.objects.count()) == (422, 0)
    text = page.content.decode()
    assert 'value="nine to five"' in text
    assert "does not read like" in text


def test_a_region_of_another_country_is_forgotten(ada: Client):
    ada.post(DESK, {**TYPED, "country": "BR", "region": "SP"})
    assert OpeningHours.objects.get().region == "SP"
    ada.post(DESK, {**TYPED, "region": "SP"})
    assert (OpeningHours.objects.get().country, OpeningHours.objects.get().region) == ("PT", "")


def test_the_regions_of_a_country_are_offered_by_name(ada: Client):
    offered = ada.get("/settings/hours/regions?country=DE").content.decode()
    assert '<option value="BY">Bayern</option>' in offered
    assert "<option" not in ada.get("/settings/hours/regions?country=RU").content.decode()


def test_countries_are_named_in_the_readers_language(ada: Client, world: World):
    world.ada.language = "ru"
    world.ada.save()
    assert '<option value="DE">Германия</option>' in ada.get(DESK).content.decode()


def test_a_team_has_hours_of_its_own_and_gives_them_up(ada: Client, world: World):
    address = f"/settings/hours/teams/{world.first_line.pk}"
    assert "works when the desk does" in ada.get(address).content.decode()
    ada.post(address, {**TYPED, "day_6": "10-12"})
    assert OpeningHours.objects.get().team == world.first_line
    assert "10:00–12:00" in main_of(ada.get("/settings/hours").content.decode())
    assert ada.post(f"{address}/removal")["Location"] == "/settings/hours"
    assert OpeningHours.objects.count() == 0


def test_a_holiday_is_worked_through_and_one_is_declared_after_the_fact(ada: Client):
    ada.post(DESK, TYPED)
    yesterday = timezone.now().date() - timedelta(days=1)
    for day, name, spans in (("2026-12-25", "Fair", "10-14"), (yesterday, "Mourning", "")):
        typed = {"own-day": str(day), "own-name": name, "own-spans": spans}
        assert ada.post(f"{DESK}/days", typed)["Location"] == DESK
    kept = {(own.name, own.spans) for own in OwnDay.objects.all()}
    assert kept == {("Fair", "10:00-14:00"), ("Mourning", "")}
    page = ada.get(DESK).content.decode()
    assert "Mourning" in page
    own = OwnDay.objects.get(name="Mourning")
    assert ada.post(f"/settings/hours/days/{own.pk}/removal")["Location"] == DESK
    assert OwnDay.objects.get().name == "Fair"


def test_a_day_chosen_from_the_list_comes_with_its_usual_hours(ada: Client):
    ada.post(DESK, TYPED)
    form = ada.get(f"{DESK}?day=2026-12-25").context["day_form"]
    assert form.initial == {"day": date(2026, 12, 25), "spans": "09:00–13:00, 14:00–18:00"}
    assert ada.get(f"{DESK}?day=never").context["is_day_chosen"] is False


def test_a_day_that_cannot_be_kept_says_why(ada: Client):
    page = ada.post(f"{DESK}/days", {"own-day": "2026-12-25", "own-spans": "morning"})
    assert (page.status_code, OwnDay.objects.count()) == (422, 0)
    assert "does not read like" in page.content.decode()


def test_a_day_may_be_kept_for_every_team_at_once(ada: Client, world: World):
    ada.post(f"/settings/hours/teams/{world.first_line.pk}", TYPED)
    day = {"own-day": "2026-12-24", "own-spans": "", "own-everywhere": "on"}
    ada.post(f"{DESK}/days", day)
    teams = OwnDay.objects.values_list("hours__team", flat=True)
    assert set(teams) == {None, world.first_line.pk}


def test_old_days_are_shown_when_asked_for(ada: Client, world: World):
    hours = keep_hours(week=["09:00-18:00"] * 7, time_zone="UTC", by=world.ada)
    keep_own_day(hours, day=date(2020, 1, 2), name="Long ago", by=world.ada)
    assert "Long ago" not in ada.get(DESK).content.decode()
    assert "Long ago" in ada.get(f"{DESK}?earlier=1").content.decode()


def test_a_recount_shows_how_far_it_is(ada: Client, world: World, monkeypatch):
    monkeypatch.setattr("whydesk.desk.recounting.TOGETHER", 2)
    for _ in range(3):
        write(world, world.anna)
    ada.post(DESK, TYPED)
    assert "0 of 3 tickets" in ada.get(DESK).content.decode()
    recount = Recount.objects.get()
    recount_some(recount.pk)
    assert "2 of 3 tickets" in ada.get("/settings/recount").content.decode()
    while recount_some(recount.pk):
        pass
    told = ada.get("/settings/recount").content.decode()
    assert "all 3 tickets" in told
    assert "hx-trigger" not in told


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_few_and_many(
    ada: Client, world: World, count: int, django_assert_num_queries
):
    for number in range(count):
        team = Team.objects.create(name=f"Team {number}")
        keep_hours(team=team, week=["09:00-18:00"] * 7, time_zone="UTC", by=world.ada)
        hours = keep_hours(week=["09:00-18:00"] * 7, time_zone="UTC", country="BR", by=world.ada)
        keep_own_day(hours, day=date(2030, 1, number + 1), by=world.ada)
    with django_assert_num_queries(6):
        ada.get("/settings/hours")
    with django_assert_num_queries(7):
        ada.get(DESK)


def test_only_who_sets_the_desk_up_sees_and_changes_hours(world: World, client: Client):
    client.force_login(make_agent("Lena Lead", Role.LEAD))
    hours = keep_hours(
        team=world.first_line, week=["09:00-18:00"] * 7, time_zone="UTC", by=world.ada
    )
    own = keep_own_day(hours, day=date(2026, 12, 24), by=world.ada)
    team = f"/settings/hours/teams/{world.first_line.pk}"
    looked = ["/settings/hours", DESK, team, "/settings/hours/regions", "/settings/recount"]
    assert {client.get(address).status_code for address in looked} == {403}
    changed = [DESK, team, f"{team}/days", f"{DESK}/days", f"{team}/removal"]
    changed.append(f"/settings/hours/days/{own.pk}/removal")
    assert {client.post(address, TYPED).status_code for address in changed} == {403}
    assert (OpeningHours.objects.count(), OwnDay.objects.count()) == (1, 1)
