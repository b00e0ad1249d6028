"""The board and the page of a wish."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.wishes.people import decided, firm, join, make_product, somebody, today, wish_of
from tests.world import World
from whydesk.wishes.choices import Outcome
from whydesk.wishes.models import Comment, Voice, Wish
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms

BARE = Story(want="a bell")


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def titles(client: Client, address: str) -> list[str]:
    return [wish.title for wish in client.get(address).context["wishes"]]


@pytest.fixture
def three(world: World) -> list[Wish]:
    """Many small ones want the first, one large one the second; the third has no goal."""
    many = wish_of(world, somebody(firm("Small", "10")), "Many")
    join(world, many, somebody(firm("Smaller", "5", kind="trial")))
    rich = wish_of(world, somebody(firm("Large", "900", kind="vip")), "Rich", workaround="none")
    bare = wish_of(world, world.mary, "Bare", story=BARE)
    return [Wish.objects.get(pk=wish.pk) for wish in (many, rich, bare)]


@pytest.mark.parametrize(
    ("ranking", "order"),
    [
        ("", ["Many", "Bare", "Rich"]),
        ("?by=revenue", ["Rich", "Many", "Bare"]),
        ("?by=deal_breakers", ["Rich", "Bare", "Many"]),
        ("?by=vip", ["Rich", "Bare", "Many"]),
        ("?by=trial", ["Many", "Bare", "Rich"]),
        ("?by=tickets", ["Many", "Bare", "Rich"]),
        ("?by=voices_90_days", ["Many", "Bare", "Rich"]),
    ],
)
def test_the_board_is_sorted_by_any_ranking(
    sam: Client, three: list[Wish], ranking: str, order: list[str]
):
    assert titles(sam, f"/wishes/{ranking}") == order


def test_no_ranking_is_hidden_whatever_the_board_is_sorted_by(sam: Client, three: list[Wish]):
    page = sam.get("/wishes/?by=revenue").content.decode()
    row = page.split('id="wish-')[1]
    assert row.count('class="rank') >= 6
    assert "900 USD" in row
    assert "VIP 1" in row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=vip", ["Rich"]),
        ("goal=missing", ["Bare"]),
        ("state=refused", []),
        ("words=ric", ["Rich"]),
        ("language=pt-br", []),
        ("fit=good", ["Many"]),
        ("effort=s", ["Many"]),
    ],
)
def test_the_board_is_narrowed_by_filters(
    sam: Client, three: list[Wish], query: str, found: list[str]
):
    Wish.objects.filter(pk=three[0].pk).update(fit="good", effort="s")
    assert titles(sam, f"/wishes/?{query}") == found


@pytest.mark.parametrize("query", ["state=gone", "by=luck", "after=x", "company=x"])
def test_an_address_that_means_nothing_leads_nowhere(sam: Client, world: World, query: str):
    assert sam.get(f"/wishes/?{query}").status_code == 404


def test_the_board_goes_on_by_key_and_back(sam: Client, world: World):
    Wish.objects.bulk_create(
        Wish(title=f"Wish {number}", want="x", companies=number // 3, created_by=world.ada)
        for number in range(70)
    )
    seen, address = [], "/wishes/?by=companies"
    while address:
        context = sam.get(address).context
        seen += [wish.pk for wish in context["wishes"]]
        address = context["older_url"]
    assert len(seen) == len(set(seen)) == 70
    assert context["newer_url"].startswith("/wishes/?after=")


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_queries(
    sam: Client, world: World, count: int, django_assert_num_queries
):
    for number in range(count):
        wish = wish_of(world, somebody(firm(f"Firm {number}")), f"Wish {number}")
        decided(wish, Terms(Outcome.NEVER, reason="No"))
    sam.get("/wishes/")
    # Session, reader, wishes, their last decisions, the largest figures.
    with django_assert_num_queries(5):
        sam.get("/wishes/")


def test_an_empty_board_says_what_will_stand_here(sam: Client, world: World):
    page = sam.get("/wishes/").content.decode()
    assert "press w in a ticket" in page
    assert "<table" not in page


def test_a_wish_shows_its_voices_as_they_were_then(sam: Client, world: World):
    company = firm("Harbour", "120", kind="trial")
    wish = wish_of(world, somebody(company), said="Give us colours.")
    company.kind, company.monthly_revenue = "vip", 5000
    company.save()
    page = sam.get(f"/wishes/{wish.pk}/").content.decode()
    assert page.count("Give us colours.") == 1
    assert "120 USD" in page
    assert "5,000" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_wish_costs_the_same_queries(
    sam: Client, world: World, count: int, django_assert_num_queries
):
    wish = wish_of(world)
    for number in range(count):
        join(world, wish, somebody(firm(f"Firm {number}")))
        Comment.objects.create(wish=wish, agent=world.sam, text="Yes")
    for _number in range(count):
        decided(Wish.objects.get(pk=wish.pk), Terms(Outcome.NEVER, reason="No"))
    sam.get(f"/wishes/{wish.pk}/")
    # Session, reader, wish, the largest figures; voices, what they said again; decisions, mergings,
    # comments, inquiries, agenda; what happened.
    with django_assert_num_queries(12):
        sam.get(f"/wishes/{wish.pk}/")


def test_voices_go_on_by_key(sam: Client, world: World):
    wish = wish_of(world)
    for number in range(24):
        join(world, wish, somebody(firm(f"Firm {number}")))
    seen, address = [], f"/wishes/{wish.pk}/voices"
    while address:
        context = sam.get(address).context
        seen += [voice.pk for voice in context["voices"]]
        address = context["older_url"]
    assert sorted(seen) == sorted(Voice.objects.values_list("pk", flat=True))
    assert sam.get(f"/wishes/{wish.pk}/voices?after=x").status_code == 404


def test_decisions_stand_down_the_side_newest_first(sam: Client, world: World):
    wish = wish_of(world)
    decided(wish, Terms(Outcome.NEVER, reason="It does not fit the till."))
    again = today() + timedelta(days=60)
    decided(wish, Terms(Outcome.NOT_NOW, reason="First the till.", ask_again_on=again))
    page = sam.get(f"/wishes/{wish.pk}/").content.decode()
    assert page.index("First the till.") < page.index("It does not fit the till.")


def test_a_story_is_told_better_by_whoever_shapes_wishes(sam: Client, world: World):
    wish = wish_of(world)
    told = {"title": "Colours", "when": "", "want": "see at a glance", "so_that": "I am quicker"}
    assert sam.post(f"/wishes/{wish.pk}/story", told)["Location"] == f"/wishes/{wish.pk}/"
    wish.refresh_from_db()
    assert (wish.title, wish.want) == ("Colours", "see at a glance")
    refused = sam.post(f"/wishes/{wish.pk}/story", {**told, "want": ""})
    assert refused.status_code == 422
    assert refused.context["story"]["so_that"].value() == "I am quicker"


def test_effort_and_fit_are_for_product(client: Client, world: World):
    wish = wish_of(world)
    notes = {"effort": "l", "fit": "good", "tracker_url": "https://tracker.example/7"}
    client.force_login(world.vera)
    assert client.post(f"/wishes/{wish.pk}/notes", notes).status_code == 403
    client.force_login(make_product())
    client.post(f"/wishes/{wish.pk}/notes", notes)
    wish.refresh_from_db()
    assert (wish.effort, wish.fit, wish.tracker_url) == ("l", "good", "https://tracker.example/7")


def test_a_tracker_that_is_no_address_is_refused(sam: Client, world: World):
    wish = wish_of(world)
    response = sam.post(f"/wishes/{wish.pk}/notes", {"tracker_url": "javascript:alert(1)"})
    assert response.status_code == 422
    wish.refresh_from_db()
    assert wish.tracker_url == ""


def test_the_team_comments(sam: Client, world: World):
    wish = wish_of(world)
    response = sam.post(f"/wishes/{wish.pk}/comments", {"text": "<b>Ask Ana</b>"})
    written = Comment.objects.get()
    assert response["Location"] == f"/wishes/{wish.pk}/#comment-{written.pk}"
    page = sam.get(f"/wishes/{wish.pk}/").content.decode()
    assert "&lt;b&gt;Ask Ana&lt;/b&gt;" in page
    empty = sam.post(f"/wishes/{wish.pk}/comments", {"text": " "})
    assert (empty.status_code, Comment.objects.count()) == (422, 1)


def test_a_silent_voice_says_since_when(sam: Client, world: World):
    wish = wish_of(world)
    Voice.objects.update(faded_at=timezone.now())
    assert "Silent since" in sam.get(f"/wishes/{wish.pk}/").content.decode()


def test_guests_read_no_wishes(client: Client, world: World):
    wish = wish_of(world)
    client.force_login(world.gus)
    for place in ("/wishes/", f"/wishes/{wish.pk}/", f"/wishes/{wish.pk}/voices", "/inquiries/"):
        assert (place, client.get(place).status_code) == (place, 403)
    assert 'href="/wishes/"' not in client.get("/inbox/mine").content.decode()
