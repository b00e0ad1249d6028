"""The meeting: one wish at a time, and none leaves it without a state."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.wishes.people import decided, firm, make_product, somebody, wish_of
from tests.world import World
from whydesk.wishes.merging import merge_wishes
from whydesk.wishes.models import AgendaItem, Decision, Review
from whydesk.wishes.planning import plan_review
from whydesk.wishes.reviewing import end, make_agenda, postpone, start
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms

NEVER = {"outcome": "never", "reason": "It has to stay quiet.", "after": ""}


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def begun(world: World, *titles: str) -> Review:
    """Begin a review of wishes with these titles, the richest first."""
    for place, title in enumerate(titles):
        wish_of(world, somebody(firm(title, str(900 - place))), title, workaround="none")
    review = plan_review()
    assert review is not None
    make_agenda(review)
    return start(review, by=world.ada)


@pytest.fixture
def review(world: World) -> Review:
    return begun(world, "Colours", "A bell")


@pytest.fixture
def items(review: Review) -> list[AgendaItem]:
    return list(review.items.select_related("wish"))


def wall(review: Review, item: AgendaItem | None = None) -> str:
    return f"/reviews/{review.pk}/meeting" + (f"?item={item.pk}" if item else "")


def test_one_wish_fills_the_wall_with_its_figures_and_voices(
    ada: Client, review: Review, items: list[AgendaItem]
):
    page = ada.get(wall(review))
    shown = page.content.decode()
    assert page.context["current"] == items[0]
    told = ("tell statuses apart at a glance", "900 USD", "Can the colour be changed?", "1 of 2")
    assert [words in shown for words in told] == [True] * 4
    assert "A bell" not in shown


def test_one_goes_on_and_back_by_links(ada: Client, review: Review, items: list[AgendaItem]):
    first, second = ada.get(wall(review, items[0])), ada.get(wall(review, items[1]))
    assert (first.context["previous_url"], first.context["next_url"]) == (
        "",
        wall(review, items[1]),
    )
    assert (second.context["previous_url"], second.context["next_url"]) == (
        wall(review, items[0]),
        "",
    )


def test_a_review_that_does_not_run_has_no_meeting(world: World, ada: Client):
    planned = plan_review()
    assert planned is not None
    assert ada.get(wall(planned))["Location"] == "/reviews/"
    over = end(start(planned, by=world.ada), by=world.ada)
    assert ada.get(wall(over))["Location"] == f"/reviews/{over.pk}/"


def test_an_empty_agenda_can_be_ended(world: World, ada: Client):
    review = begun(world)
    assert "Nothing is on the agenda." in ada.get(wall(review)).content.decode()
    assert ada.post(f"/reviews/{review.pk}/ending", {"item": ""}).status_code == 303


def test_an_answer_is_kept_as_it_is_typed(ada: Client, review: Review, items: list[AgendaItem]):
    address = f"/reviews/items/{items[0].pk}/answers"
    said = {"question": "hard", "text": "Two weeks", "mark": "against"}
    assert ada.post(address, said, headers={"X-Kept-As-Typed": "1"}).status_code == 204
    items[0].refresh_from_db()
    assert items[0].answers == {"hard": {"text": "Two weeks", "mark": "against"}}
    shown = ada.get(wall(review)).content.decode()
    assert 'value="Two weeks"' in shown
    assert 'value="against" checked' in shown


def test_an_answer_is_kept_by_a_plain_form_too(
    ada: Client, review: Review, items: list[AgendaItem]
):
    answer = ada.post(f"/reviews/items/{items[0].pk}/answers", {"question": "pays", "text": "Yes"})
    assert answer["Location"] == f"{wall(review, items[0])}#question-pays"


def test_an_answer_that_is_too_long_says_so_and_stays(
    ada: Client, review: Review, items: list[AgendaItem]
):
    address = f"/reviews/items/{items[0].pk}/answers"
    said = {"question": "pays", "text": "long " * 200, "mark": "for"}
    page = ada.post(address, said)
    assert page.status_code == 422
    assert f'value="{said["text"]}"' in page.content.decode()
    typed = ada.post(address, said, headers={"X-Kept-As-Typed": "1"})
    assert typed.status_code == 422
    assert "Keep what matters, at most 500." in typed.content.decode()
    assert AgendaItem.objects.get(pk=items[0].pk).answers == {}


def test_deciding_goes_on_to_the_next_without_a_state(
    ada: Client, review: Review, items: list[AgendaItem]
):
    first = ada.post(f"/reviews/items/{items[0].pk}/decision", NEVER)
    assert first["Location"] == wall(review, items[1])
    last = ada.post(f"/reviews/items/{items[1].pk}/decision", NEVER)
    assert last["Location"] == wall(review, items[1])
    assert {found.review_id for found in Decision.objects.all()} == {review.pk}
    assert "was decided here." in ada.get(wall(review)).content.decode()


def test_a_decision_that_lacks_something_keeps_what_was_typed(
    ada: Client, review: Review, items: list[AgendaItem]
):
    typed = {"outcome": "scheduled", "reason": "We want it as well.", "owner": "Ada", "after": ""}
    page = ada.post(f"/reviews/items/{items[1].pk}/decision", typed)
    shown = page.content.decode()
    assert (page.status_code, page.context["current"]) == (422, items[1])
    assert "Choose the day by which it will be there." in shown
    assert "We want it as well.</textarea>" in shown
    assert not Decision.objects.exists()


def test_two_who_decide_at_once_are_told(ada: Client, review: Review, items: list[AgendaItem]):
    decided(items[0].wish, Terms("shipped"))
    page = ada.post(f"/reviews/items/{items[0].pk}/decision", NEVER)
    assert page.status_code == 422
    shown = page.content.decode()
    assert "Somebody has decided on this wish in between." in shown
    assert "It has to stay quiet.</textarea>" in shown


def test_a_wish_merged_meanwhile_needs_no_state(
    world: World, ada: Client, review: Review, items: list[AgendaItem]
):
    merge_wishes(items[1].wish, into=items[0].wish, reason="", by=world.ada)
    page = ada.post(f"/reviews/items/{items[1].pk}/decision", NEVER)
    assert "This wish was merged into" in page.content.decode()
    ada.post(f"/reviews/items/{items[0].pk}/decision", NEVER)
    assert ada.post(f"/reviews/{review.pk}/ending").status_code == 303


def test_a_review_ended_meanwhile_keeps_what_was_typed(
    world: World, ada: Client, review: Review, items: list[AgendaItem]
):
    for item in items:
        postpone(item, to=review.day + timedelta(days=8), by=world.ada)
    end(review, by=world.ada)
    page = ada.post(f"/reviews/items/{items[0].pk}/decision", NEVER)
    assert (page.status_code, Decision.objects.count()) == (422, 0)
    assert "It has to stay quiet.</textarea>" in page.content.decode()
    answer = {"question": "pays", "text": "Late"}
    assert ada.post(f"/reviews/items/{items[0].pk}/answers", answer).status_code == 422


def test_a_wish_is_put_off_and_may_still_be_decided(
    ada: Client, review: Review, items: list[AgendaItem]
):
    address = f"/reviews/items/{items[0].pk}/postponement"
    refused = ada.post(address, {"to": review.day.isoformat()})
    assert refused.status_code == 422
    assert "Choose a day after this review." in refused.content.decode()
    assert ada.post(address, {"to": "soon"}).status_code == 422
    answer = ada.post(address, {"to": (review.day + timedelta(days=9)).isoformat()})
    assert answer["Location"] == wall(review, items[1])
    assert "It can still be decided." in ada.get(wall(review, items[0])).content.decode()
    assert ada.post(f"/reviews/items/{items[0].pk}/decision", NEVER).status_code == 303


def test_the_review_does_not_end_while_a_wish_has_no_state(
    ada: Client, review: Review, items: list[AgendaItem]
):
    ada.post(f"/reviews/items/{items[0].pk}/decision", NEVER)
    page = ada.post(f"/reviews/{review.pk}/ending", {"item": items[0].pk})
    assert (page.status_code, page.context["current"]) == (422, items[0])
    assert "decide or postpone “A bell”" in page.content.decode()
    ada.post(f"/reviews/items/{items[1].pk}/decision", NEVER)
    over = ada.post(f"/reviews/{review.pk}/ending", follow=True).content.decode()
    assert "These are its minutes." in over
    assert over.count("It has to stay quiet.") == 4


def test_what_was_decided_before_stands_beside_it(world: World, ada: Client):
    wish = wish_of(world)
    not_now = Terms("not_now", reason="After the summer.", would_change="Five more who ask")
    decided(wish, not_now)
    review = begun(world, "A bell")
    Review.objects.get(pk=review.pk).items.create(wish=wish, because="due")
    item = review.items.get(wish=wish)
    page = ada.get(wall(review, item))
    assert "After the summer." in page.content.decode()
    assert f'name="after" value="{Decision.objects.get().pk}"' in page.content.decode()


def test_a_long_story_is_set_smaller(world: World, ada: Client):
    long = Story("When " + "x " * 900, "y " * 900, "z " * 900)
    wish_of(world, story=long)
    assert ada.get(wall(begun(world))).context["is_long"] is True


def test_a_colleague_watches_and_changes_nothing(
    world: World, client: Client, review: Review, items: list[AgendaItem]
):
    client.force_login(world.sam)
    shown = client.get(wall(review)).content.decode()
    assert ("data-decide" in shown, "End the review</button>" in shown) == (False, False)
    place = f"/reviews/items/{items[0].pk}"
    refused = [
        client.post(f"{place}/answers", {"question": "pays", "text": "x"}),
        client.post(f"{place}/decision", NEVER),
        client.post(f"{place}/postponement", {"to": "2099-01-01"}),
        client.post(f"/reviews/{review.pk}/ending"),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    client.force_login(world.gus)
    assert client.get(wall(review)).status_code == 403


def test_product_holds_the_meeting(client: Client, review: Review, items: list[AgendaItem]):
    client.force_login(make_product())
    assert "data-decide" in client.get(wall(review)).content.decode()
    assert client.post(f"/reviews/items/{items[0].pk}/decision", NEVER).status_code == 303


@pytest.mark.parametrize("count", [1, 3])
def test_the_wall_costs_the_same_queries_however_long_the_agenda(
    world: World, ada: Client, count: int, django_assert_num_queries
):
    review = begun(world, *[f"Wish {number}" for number in range(count)])
    ada.get(wall(review))
    with django_assert_num_queries(7):
        assert f"1 of {count}" in ada.get(wall(review)).content.decode()
