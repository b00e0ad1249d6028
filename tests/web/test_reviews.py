"""The review before and after the meeting, its calendar, and deciding outside of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.customers import write
from tests.wishes.people import capability, decided, make_product, today, wish_of
from tests.world import World
from whydesk.incidents.declaring import declare_incident
from whydesk.mailroom.models import Delivery
from whydesk.people.models import Agent
from whydesk.web.review_calendar import escaped, feed_link, folded, week_of
from whydesk.wishes.calendar import upcoming_reviews
from whydesk.wishes.deciding import decide
from whydesk.wishes.joining import answer_with
from whydesk.wishes.models import AgendaItem, Decision, MovedReview, Review, ReviewCalendar, Wish
from whydesk.wishes.planning import Schedule, plan_review, set_calendar
from whydesk.wishes.reviewing import end, make_agenda, start
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms

NEVER = Terms("never", reason="The list has to stay quiet.")


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


@pytest.fixture
def review(world: World) -> Review:
    """Plan a review with one wish on its agenda."""
    wish_of(world)
    planned = plan_review()
    assert planned is not None
    make_agenda(planned)
    return planned


@pytest.fixture
def held(world: World, review: Review) -> Review:
    start(review, by=world.ada)
    decide(Wish.objects.get(), NEVER, after=None, review=review, by=world.ada)
    return end(review, by=world.ada)


def test_what_makes_most_customers_write_stands_beside_the_agenda(world: World, ada: Client):
    messages = [write(world, one) for one in (world.anna, world.joao, world.mary)]
    tickets = [message.ticket for message in messages]
    since = timezone.now() - timedelta(hours=1)
    incident = declare_incident(
        title="Mail is late", severity="down", since=since, tickets=tickets, by=world.ada
    )
    declare_incident(
        title="Long ago",
        severity="down",
        since=since - timedelta(days=100),
        tickets=[write(world, world.mary).ticket],
        by=world.ada,
    )
    answer_with(capability("export", en="Export"), message=messages[0], by=world.ada)
    page = ada.get("/reviews/")
    assert '<meter min="0" max="3" value="1"' in page.text
    causes = page.context["causes"]
    assert [(one.title, one.url, one.text) for one in causes] == [
        ("Mail is late", reverse("incident", args=[incident.pk]), "hit 3 customers"),
        ("Export", "/capabilities/export/", "asked for 1 time, though it exists"),
    ]


def only_item() -> AgendaItem:
    return AgendaItem.objects.select_related("wish").get()


def test_the_first_who_looks_has_the_review_planned_and_its_agenda_made(world: World, ada: Client):
    wish_of(world)
    wish_of(world, title="Bare", story=Story(want="a bell"))
    page = ada.get("/reviews/")
    assert page.context["review"].starts_at == upcoming_reviews(1)[0]
    assert [item.wish.title for item in page.context["items"]] == ["Colour of the status"]
    assert [wish.title for wish in page.context["goalless"]] == ["Bare"]
    assert [label in page.content.decode() for label in ("New", "1 company")] == [True, True]


def test_the_time_is_shown_by_the_readers_clock(world: World, ada: Client, review: Review):
    Agent.objects.filter(pk=world.ada.pk).update(time_zone="Asia/Tokyo")
    assert "20:00" in ada.get("/reviews/").content.decode()


def test_an_item_is_pinned_prepared_and_put_off(ada: Client, review: Review):
    address = f"/reviews/items/{only_item().pk}"
    later = (review.day + timedelta(days=7)).isoformat()
    for act in ({"act": "pin"}, {"act": "prepare", "prepared": "See the theme."}):
        assert ada.post(address, act).status_code == 303
    assert (only_item().is_pinned, only_item().prepared) == (True, "See the theme.")
    ada.post(address, {"act": "unpin"})
    ada.post(address, {"act": "postpone", "to": later})
    assert (only_item().is_pinned, str(only_item().postponed_to)) == (False, later)


def test_an_item_that_is_put_off_to_no_day_keeps_what_was_typed(ada: Client, review: Review):
    address = f"/reviews/items/{only_item().pk}"
    page = ada.post(address, {"act": "postpone", "to": "", "prepared": "Half a note"})
    assert page.status_code == 422
    assert "Choose the day on which it comes back." in page.content.decode()
    assert "Half a note</textarea>" in page.content.decode()
    assert ada.post(address, {"act": "dance"}).status_code == 404


def test_a_wish_is_put_on_the_agenda_from_its_own_page(world: World, ada: Client, review: Review):
    other = wish_of(world, title="A bell", said="")
    ada.post(f"/wishes/{other.pk}/pin")
    assert [item.wish for item in review.items.filter(position=0, is_pinned=True)] == [other]
    bare = wish_of(world, title="Bare", story=Story(want="a bell"))
    page = ada.post(f"/wishes/{bare.pk}/pin", follow=True).content.decode()
    assert "A wish needs a SO THAT before the review." in page


def test_the_agenda_is_brought_up_to_date(world: World, ada: Client, review: Review):
    wish_of(world, title="A bell")
    ada.post(f"/reviews/{review.pk}/agenda")
    assert AgendaItem.objects.count() == 2


def test_a_review_is_moved_and_left_out(ada: Client, review: Review):
    to = (review.starts_at + timedelta(days=1)).astimezone(UTC)
    Agent.objects.update(time_zone="UTC")
    ada.post(f"/reviews/{review.pk}/move", {"to": to.strftime("%Y-%m-%dT%H:%M")})
    review.refresh_from_db()
    assert review.starts_at == to
    ada.post(f"/reviews/{review.pk}/move", {"to": "", "skip": "1"})
    assert [moved.to for moved in MovedReview.objects.all()] == [None]
    review.refresh_from_db()
    assert review.day > to.date()


@pytest.mark.parametrize("to", ["", "2020-01-01T10:00", "soon"])
def test_a_review_is_not_moved_to_nowhere(ada: Client, review: Review, to: str):
    assert ada.post(f"/reviews/{review.pk}/move", {"to": to}).status_code == 422
    assert not MovedReview.objects.exists()


def test_a_meeting_begins_on_its_screen(ada: Client, review: Review):
    answer = ada.post(f"/reviews/{review.pk}/beginning")
    assert answer["Location"] == f"/reviews/{review.pk}/meeting"
    assert Review.objects.get().state == "running"


def test_one_that_is_over_does_not_begin_again(ada: Client, held: Review):
    page = ada.post(f"/reviews/{held.pk}/beginning", follow=True).content.decode()
    assert "This review is over." in page


def test_what_was_decided_and_the_minutes_are_read_later(ada: Client, held: Review):
    assert f'href="/reviews/{held.pk}/"' in ada.get("/reviews/").content.decode()
    page = ada.get(f"/reviews/{held.pk}/").content.decode()
    assert "The list has to stay quiet." in page
    assert f"# Review of {held.minutes.split('Review of ')[1].splitlines()[0]}" in page


def test_the_list_of_reviews_goes_on_from_a_day(world: World, ada: Client, held: Review):
    for weeks in range(1, 14):
        day = held.day - timedelta(weeks=weeks)
        Review.objects.create(day=day, starts_at=timezone.now(), state="held")
    first = ada.get("/reviews/")
    assert (
        len(first.context["past"]),
        len(ada.get(first.context["older_url"]).context["past"]),
    ) == (
        12,
        2,
    )
    assert ada.get("/reviews/?before=x").status_code == 404


def test_the_minutes_are_mailed_to_those_who_are_chosen(world: World, ada: Client, held: Review):
    address = f"/reviews/{held.pk}/minutes"
    assert ada.post(address, {}).status_code == 422
    page = ada.post(address, {"to": [world.vera.pk, world.sam.pk]}, follow=True)
    assert "Sent to 2 people." in page.content.decode()
    assert "Sent to: Sam Stone, Vera Orlova" in page.content.decode()
    again = ada.post(address, {"to": [world.vera.pk, world.sam.pk]}, follow=True)
    assert "They have it already." in again.content.decode()
    assert Delivery.objects.count() == 2


def test_minutes_that_cannot_be_sent_say_why(world: World, ada: Client, held: Review):
    world.support.delete()
    world.sales.delete()
    page = ada.post(f"/reviews/{held.pk}/minutes", {"to": [world.vera.pk]})
    assert page.status_code == 422
    assert "There is no mailbox to send from." in page.content.decode()


CALENDAR = {"weekday": "3", "at": "09:30", "time_zone": "Europe/Lisbon", "minutes": "45"}


def test_the_team_sets_its_calendar(ada: Client, world: World):
    ada.post("/reviews/calendar", CALENDAR)
    kept = ReviewCalendar.objects.get()
    assert (kept.weekday, kept.minutes) == (3, 45)
    assert 'href="/settings/hours/desk"' in ada.get("/reviews/calendar").content.decode()


@pytest.mark.parametrize("wrong", [{"weekday": "6"}, {"at": "noon"}, {"minutes": "0"}])
def test_a_calendar_that_means_nothing_is_not_kept(ada: Client, world: World, wrong: dict):
    page = ada.post("/reviews/calendar", {**CALENDAR, **wrong})
    assert (page.status_code, ReviewCalendar.objects.count()) == (422, 0)


def lines_of(client: Client, link: str) -> list[str]:
    answer = client.get("/" + link.split("/", 3)[3])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.decode().replace("\r\n", "").count("\n") == 0
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def test_the_feed_needs_no_session_and_is_in_utc(world: World, client: Client):
    set_calendar(Schedule(1, minutes=90, time_zone="America/Sao_Paulo"), by=world.ada)
    first = upcoming_reviews(1)[0].astimezone(UTC)
    lines = lines_of(client, feed_link(world.sam))
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert lines.count("BEGIN:VEVENT") == 12
    assert f"DTSTART:{first:%Y%m%dT%H%M%SZ}" in lines
    assert f"DTEND:{first + timedelta(minutes=90):%Y%m%dT%H%M%SZ}" in lines


def test_a_moved_review_keeps_its_name_in_the_feed(world: World, client: Client, ada: Client):
    planned = plan_review()
    assert planned is not None
    link = feed_link(world.sam)
    before = [line for line in lines_of(Client(), link) if line.startswith("UID")]
    to = planned.starts_at + timedelta(days=1)
    MovedReview.objects.create(
        week=planned.day - timedelta(days=planned.day.weekday()), to=to, by=world.ada
    )
    after = lines_of(Client(), link)
    assert [line for line in after if line.startswith("UID")] == before
    assert f"DTSTART:{to.astimezone(UTC):%Y%m%dT%H%M%SZ}" in after


def test_the_feed_of_somebody_who_left_or_may_not_look_is_closed(world: World, client: Client):
    world.sam.is_active = False
    world.sam.save()
    statuses = [
        client.get("/" + feed_link(agent).split("/", 3)[3]).status_code
        for agent in (world.sam, world.gus)
    ]
    assert statuses == [404, 403]
    assert client.get("/reviews/calendar.ics?key=1:forged").status_code == 404
    assert client.get("/reviews/calendar.ics").status_code == 404


def test_lines_are_folded_between_characters_and_values_are_escaped():
    assert folded("a" * 75) == "a" * 75 + "\r\n"
    assert folded("a" * 74 + "я") == "a" * 74 + "\r\n я\r\n"
    assert max(len(line.encode()) for line in folded("я" * 200).split("\r\n")) == 75
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


def test_a_review_that_slid_past_the_weekend_is_of_the_week_before():
    friday = ReviewCalendar(weekday=4)
    slid, own = datetime(2026, 11, 30, 11, tzinfo=UTC), datetime(2026, 11, 27, 11, tzinfo=UTC)
    assert week_of(friday, slid, {}) == date(2026, 11, 23)
    assert week_of(friday, own, {}) == date(2026, 11, 23)
    assert week_of(friday, slid, {slid: date(2026, 11, 30)}) == date(2026, 11, 30)


def test_a_wish_is_decided_from_its_own_page(world: World, ada: Client):
    wish = wish_of(world)
    address = f"/wishes/{wish.pk}/decision"
    assert ada.get(address).status_code == 200
    answer = ada.post(address, {"outcome": "never", "reason": "It has to stay quiet.", "after": ""})
    assert answer["Location"] == f"/wishes/{wish.pk}/"
    assert Decision.objects.get().reason == "It has to stay quiet."


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ({"outcome": "not_now", "reason": "Later.", "ask_again_on": "2099-01-02"}, "not_now"),
        ({"outcome": "paid", "reason": "x", "price": "90.50", "currency": "eur"}, "paid"),
        (
            {
                "outcome": "scheduled",
                "reason": "x",
                "by_when": "2099-01-02",
                "means": "Two weeks",
                "owner": "Ada",
            },
            "scheduled",
        ),
        ({"outcome": "exists", "capability": "colours of Statuses"}, "exists"),
        ({"outcome": "shipped"}, "shipped"),
    ],
)
def test_each_outcome_takes_what_belongs_to_it(
    world: World, ada: Client, typed: dict, outcome: str
):
    capability()
    ada.post(f"/wishes/{wish_of(world).pk}/decision", {**typed, "after": ""})
    assert Decision.objects.get().outcome == outcome


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose what becomes of it."),
        ({"outcome": "never"}, "Give a reason that can be told to a customer."),
        ({"outcome": "paid", "reason": "Typed", "price": "x"}, "Enter a number."),
        ({"outcome": "exists", "capability": "A moon"}, "There is nothing of this name"),
    ],
)
def test_what_a_decision_lacks_is_said_and_what_was_typed_stays(
    world: World, ada: Client, typed: dict, sentence: str
):
    kept = {"would_change": "Ten more who ask", **typed}
    page = ada.post(f"/wishes/{wish_of(world).pk}/decision", {**kept, "after": ""})
    assert (page.status_code, Decision.objects.count()) == (422, 0)
    assert sentence in page.content.decode()
    assert "Ten more who ask</textarea>" in page.content.decode()


def test_whoever_was_overtaken_is_told_and_decides_knowing_it(world: World, ada: Client):
    wish = wish_of(world)
    first = decided(wish, NEVER)
    typed = {"outcome": "shipped", "reason": "It is there."}
    page = ada.post(f"/wishes/{wish.pk}/decision", {**typed, "after": ""})
    assert page.status_code == 422
    assert "Somebody has decided on this wish in between." in page.content.decode()
    assert f'name="after" value="{first.pk}"' in page.content.decode()
    ada.post(f"/wishes/{wish.pk}/decision", {**typed, "after": first.pk})
    assert Decision.objects.count() == 2


def test_what_we_have_is_offered_by_its_words(world: World, ada: Client):
    capability()
    page = ada.get("/reviews/capabilities?capability=status").content.decode()
    assert '<option value="Colours of statuses">' in page
    assert "option" not in ada.get("/reviews/capabilities?capability=moon").content.decode()


def test_everyone_at_the_desk_may_look_but_few_may_act(
    world: World, client: Client, review: Review
):
    client.force_login(world.sam)
    for address in ("/reviews/", f"/reviews/{review.pk}/", "/reviews/calendar"):
        assert client.get(address).status_code == 200
    item = f"/reviews/items/{only_item().pk}"
    later = today() + timedelta(days=60)
    refused = [
        client.post(f"/reviews/{review.pk}/beginning"),
        client.post(f"/reviews/{review.pk}/move", {"skip": "1"}),
        client.post(f"/reviews/{review.pk}/minutes", {"to": [world.sam.pk]}),
        client.post(item, {"act": "pin"}),
        client.post(item, {"act": "postpone", "to": later.isoformat()}),
        client.post(f"/wishes/{only_item().wish_id}/pin"),
        client.post(f"/wishes/{only_item().wish_id}/decision", {"outcome": "shipped"}),
        client.post("/reviews/calendar", CALENDAR),
    ]
    assert [answer.status_code for answer in refused] == [403] * 8
    client.force_login(world.gus)
    assert client.get("/reviews/").status_code == 403


def test_product_prepares_and_decides(world: World, client: Client, review: Review):
    client.force_login(make_product())
    assert client.get("/reviews/").status_code == 200
    assert client.post(f"/reviews/{review.pk}/beginning").status_code == 303


@pytest.mark.parametrize("count", [1, 3])
def test_the_agenda_costs_the_same_queries_however_long(
    world: World, ada: Client, review: Review, count: int, django_assert_num_queries
):
    for number in range(count - 1):
        wish_of(world, title=f"Wish {number}")
    make_agenda(review)
    ada.get("/reviews/")
    with django_assert_num_queries(9):
        assert ada.get("/reviews/").content.decode().count('class="agenda-item"') == count
