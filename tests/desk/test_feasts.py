"""Holidays by name."""

from datetime import date

import pytest

from tests.world import World
from whydesk.desk.feasts import feasts_ahead, names_of, regions_of
from whydesk.desk.models import OpeningHours
from whydesk.desk.opening import keep_hours, keep_own_day

WEEK = ["09:00-18:00"] * 5 + ["", ""]


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("BR", "pt-br", "Natal"),
        ("BR", "en", "Christmas Day"),
        ("BR", "ru", "Christmas Day"),
        ("US", "pt-br", "Christmas Day"),
        ("", "en", None),
    ],
)
def test_a_holiday_is_named_for_its_reader(country: str, language: str, name: str | None):
    assert names_of(country, "", 2026, language).get(date(2026, 12, 25)) == name


def test_the_next_twelve_months_are_shown_with_what_was_said_of_them(world: World):
    hours = keep_hours(week=WEEK, time_zone="UTC", country="RU", by=world.ada)
    own = keep_own_day(hours, day=date(2027, 1, 4), spans="10:00-14:00", by=world.ada)
    feasts = feasts_ahead(hours, date(2026, 11, 23), "ru")
    assert (feasts[0].day, feasts[-1].day) == (date(2026, 12, 31), date(2027, 11, 5))
    assert [feast.own for feast in feasts if feast.own] == [own]
    assert {feast.day: feast.name for feast in feasts}[
        date(2027, 11, 4)
    ] == "День народного единства"


def test_without_a_country_there_are_no_holidays(world: World):
    assert feasts_ahead(OpeningHours(week=WEEK, time_zone="UTC"), date(2026, 2, 28), "en") == []


def test_regions_have_names():
    assert dict(regions_of("DE"))["BY"] == "Bayern"
    assert (regions_of("RU"), regions_of("XX"), regions_of("")) == ([], [], [])
