from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from whydesk.demo.cast import Cast, read_cast
from whydesk.demo.moments import StoryUnreadable
from whydesk.demo.props import TYPES
from whydesk.demo.stories import Story, parse_stories, read_stories

DAYS = {"d": 1, "m": 30, "y": 365}
WEEK = [datetime(2027, 2, 28, 23, 1, tzinfo=UTC) + timedelta(hours=5 * n) for n in range(40)]

EXAMPLE = """What stands before the first story is a remark.

=== Two ovens
from: chloe@maplerye.example
at: -2w tue 09:40
status: snoozed for 1d12h
tags: ovens, heat

--> html file=oven.png
> is this a quote
It is cold.
<-- nora +1h25m fails
Which one?
### nora +5m
Ask about number three.
~~~ nora +1d
It was number three.
"""


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return read_stories()


@pytest.fixture(scope="module")
def cast() -> Cast:
    return read_cast()


def the_example(old: str = "", new: str = "") -> Story:
    (story,) = parse_stories(EXAMPLE.replace(old, new), "en", "example")
    return story


def test_a_story_reads_like_a_conversation() -> None:
    story = the_example()
    assert (story.subject, story.status, story.snoozed_for, story.agent, story.tags) == (
        "Two ovens",
        "snoozed",
        timedelta(days=1, hours=12),
        "nora",
        ("ovens", "heat"),
    )
    assert [(line.kind, line.who, line.after, line.channel) for line in story.lines] == [
        ("incoming", "chloe@maplerye.example", timedelta(), "mail"),
        ("reply", "nora", timedelta(hours=1, minutes=25), "mail"),
        ("note", "nora", timedelta(minutes=5), "mail"),
        ("call", "nora", timedelta(days=1), "phone"),
    ]
    assert story.lines[0].text == "> is this a quote\nIt is cold."
    assert (story.lines[0].is_html, story.lines[0].files) == (True, ("oven.png",))
    assert story.lines[1].fails


def test_fresh_stories_are_told_from_now() -> None:
    now = datetime(2027, 3, 7, 13, 0, tzinfo=UTC)
    story = the_example("-2w tue 09:40", "3d ago")
    times = story.times(now, ZoneInfo("Asia/Tokyo"))
    assert times[:2] == [now - timedelta(days=3), now - timedelta(days=2, hours=22, minutes=35)]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("from: chloe@maplerye.example", "form: chloe", "“form” is none of"),
        ("status: snoozed", "status: asleep", "“asleep” is none of"),
        ("at: -2w tue 09:40", "at: tuesday", "“tuesday” is no moment"),
        ("at: -2w tue 09:40", "at: -0w tue 09:40", "“-0w tue 09:40” is no moment"),
        ("at: -2w tue 09:40\n", "", "a story needs from, at and a message"),
        ("+1h25m", "+soon", "“soon” is no span of time"),
        ("+1h25m", "gladly", "“gladly” means nothing here"),
        ("### nora", "###", "“###” does not say who"),
        ("Which one?\n", "", "a message has no words"),
    ],
)
def test_what_is_wrong_is_named_with_the_story(old: str, new: str, reason: str) -> None:
    with pytest.raises(StoryUnreadable) as error:
        the_example(old, new)
    assert str(error.value).startswith("example: Two ovens: ")
    assert reason in str(error.value)


def test_there_are_three_hundred_in_three_languages(stories: list[Story]) -> None:
    counts = Counter(story.language for story in stories)
    assert sum(counts.values()) >= 300
    assert {code: round(10 * n / len(stories)) for code, n in counts.items()} == {
        "ru": 4,
        "pt-br": 3,
        "en": 3,
    }


def test_every_kind_of_ticket_and_message_is_among_them(stories: list[Story]) -> None:
    lines = [line for story in stories for line in story.lines]
    assert {story.status for story in stories} == {"open", "waiting", "snoozed", "closed", "spam"}
    assert {line.kind for line in lines} == {"incoming", "reply", "note", "call"}
    assert {line.channel for line in lines} == {"mail", "form", "phone"}
    assert {line.automatic for line in lines} == {
        "",
        "bounce",
        "auto_reply",
        "out_of_office",
        "list",
    }
    assert any(story.status == "open" and not story.agent for story in stories)


def test_every_kind_of_company_writes(stories: list[Story], cast: Cast) -> None:
    known = [cast.by_address[one.sender] for one in stories if one.sender in cast.by_address]
    kinds = Counter(person.firm.kind for person in known if person.firm)
    assert set(kinds) == {"prospect", "trial", "customer", "vip", "former"}


def test_a_ticket_has_one_to_ten_messages(stories: list[Story]) -> None:
    assert {len(story.lines) for story in stories} <= set(range(1, 11))


def test_no_ticket_is_told_twice(stories: list[Story]) -> None:
    beginnings = Counter((story.subject.lower(), story.lines[0].text) for story in stories)
    assert [one for one, times in beginnings.items() if times > 1] == []
    subjects = Counter(story.subject.lower() for story in stories)
    assert [one for one, times in subjects.items() if times > 1] == []


def test_nobody_answers_from_a_template(stories: list[Story]) -> None:
    answers = Counter(
        line.text
        for story in stories
        for line in story.lines
        if line.kind == "reply" and not line.news
    )
    assert [text for text, times in answers.items() if times > 1 and len(text) > 60] == []


def test_everybody_named_exists(stories: list[Story], cast: Cast) -> None:
    boxes = {box.address for box in cast.boxes}
    strangers = [
        f"{story.place}: {name}"
        for story in stories
        for name in (*story.handles, *story.cc)
        if name not in cast.by_handle and name not in cast.by_address
    ]
    assert strangers == []
    assert [story.place for story in stories if story.box and story.box not in boxes] == []


def test_only_spam_comes_from_people_nobody_knows(stories: list[Story], cast: Cast) -> None:
    unknown = {
        story.status
        for story in stories
        for line in story.lines
        if line.kind == "incoming" and line.who not in cast.by_address
    }
    assert unknown == {"spam"}


def test_every_address_is_reserved(stories: list[Story]) -> None:
    writers = [line.who for one in stories for line in one.lines if line.kind == "incoming"]
    assert [who for who in writers if not who.endswith(".example")] == []


def test_no_story_reaches_into_the_future(stories: list[Story], cast: Cast) -> None:
    zones = {address: ZoneInfo(one.time_zone) for address, one in cast.by_address.items()}
    ahead = {
        story.place
        for now in WEEK
        for story in stories
        if story.times(now, zones.get(story.sender, ZoneInfo("UTC")))[-1] > now
    }
    assert ahead == set()


def test_all_stories_are_of_the_last_four_months(stories: list[Story]) -> None:
    now = WEEK[0]
    ages = [now - story.times(now, ZoneInfo("UTC"))[0] for story in stories]
    assert timedelta(days=95) < max(ages) < timedelta(days=122)


def test_nobody_writes_before_they_were_known(stories: list[Story], cast: Cast) -> None:
    early = []
    for story in stories:
        person = cast.by_address.get(story.sender)
        if person and person.firm and person.firm.since:
            since = person.firm.since
            age = WEEK[0] - story.times(WEEK[0], ZoneInfo(person.time_zone))[0]
            if age.days > int(since[:-1]) * DAYS[since[-1]]:
                early.append(story.place)
    assert early == []


def test_only_failed_answers_bounce(stories: list[Story]) -> None:
    for story in stories:
        failed = sum(line.fails for line in story.lines)
        assert failed == sum(line.automatic == "bounce" for line in story.lines), story.place


def test_every_file_is_of_a_kind_that_can_be_made(stories: list[Story]) -> None:
    files = [name for story in stories for line in story.lines for name in line.files]
    assert {name.rpartition(".")[2] for name in files} == set(TYPES)


def test_the_ceo_gives_thirty_two_answers_in_two_days(stories: list[Story]) -> None:
    # Wednesday, so that last week's Monday is the same for every zone.
    now = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
    cast = read_cast()
    belgrade = ZoneInfo("Europe/Belgrade")
    days = Counter(
        at.astimezone(belgrade).strftime("%A")
        for story in stories
        for line, at in zip(
            story.lines,
            story.times(now, ZoneInfo(cast.by_address[story.sender].time_zone))
            if story.sender in cast.by_address
            else [now] * len(story.lines),
            strict=True,
        )
        if line.kind == "reply" and line.who == "artur"
    )
    assert set(days) == {"Monday", "Tuesday"}
    assert days.total() == 32


def test_half_of_what_the_ceo_answers_has_three_causes(stories: list[Story]) -> None:
    tags = [set(story.tags) for story in stories if story.agent == "artur"]
    of_three = [one for one in tags if one & CAUSES]
    assert round(10 * len(of_three) / len(tags)) in (5, 6)


CAUSES = {"excel", "пароль", "senha", "password", "итог", "total"}


def test_a_colour_of_statuses_is_wished_for_by_seven_companies(
    stories: list[Story], cast: Cast
) -> None:
    wished = {
        cast.by_address[story.sender].firm
        for story in stories
        if {"пожелание", "pedido", "wish"} & set(story.tags)
        and {"статусы", "status", "statuses"} & set(story.tags)
    }
    assert len(wished) == 7
