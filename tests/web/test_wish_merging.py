"""Wishes found to be one, and to be two."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.wishes.people import firm, join, somebody, wish_of
from tests.world import World
from whydesk.briefs.readers import reader
from whydesk.wishes.facing import face_wish
from whydesk.wishes.models import Merging, Voice, Wish

NAMED = re.compile(r'href="/wishes/(\d+)/">([^<]+)<')
SCORE = re.compile(r"(\d+)% likely")
PART = {"HX-Request": "true", "HX-Target": "div#likenesses"}


@pytest.fixture(scope="module", autouse=True)
def read_apart() -> Iterator[None]:
    """Let the process that compares texts go when these tests are done."""
    yield
    reader().close()


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


@pytest.fixture
def pair(world: World) -> tuple[Wish, Wish]:
    one = wish_of(world, somebody(firm("One")), "Colours of the status")
    other = wish_of(world, somebody(firm("Other")), "Another colour for each status")
    return one, other


def test_a_likeness_has_its_score_and_reason_and_merges_nothing(
    sam: Client, pair: tuple[Wish, Wish]
):
    for wish in pair:
        face_wish(wish.pk)
    page = sam.get(f"/wishes/{pair[0].pk}/likenesses", headers=PART).content.decode()
    assert NAMED.findall(page) == [(str(pair[1].pk), "Another colour for each status")]
    assert all(20 <= int(score) <= 100 for score in SCORE.findall(page))
    assert page.count("<q ") == 2
    assert "<html" not in page
    assert Merging.objects.count() == 0


def test_another_wish_is_taken_in_and_set_apart_again(sam: Client, pair: tuple[Wish, Wish]):
    here, other = pair
    response = sam.post(f"/wishes/{here.pk}/mergings", {"wish": other.pk, "reason": "Both colours"})
    assert response["Location"] == f"/wishes/{here.pk}/"
    assert Wish.objects.get(pk=here.pk).companies == 2
    page = sam.get(f"/wishes/{here.pk}/").content.decode()
    assert f'action="/wishes/{other.pk}/apart"' in page
    assert "Both colours" in page
    sam.post(f"/wishes/{other.pk}/apart")
    assert [Wish.objects.get(pk=wish.pk).companies for wish in pair] == [1, 1]


def test_a_wish_goes_into_another_and_leads_there(sam: Client, pair: tuple[Wish, Wish]):
    here, other = pair
    response = sam.post(f"/wishes/{here.pk}/mergings", {"into": other.pk})
    assert response["Location"] == f"/wishes/{other.pk}/"
    page = sam.get(f"/wishes/{here.pk}/").content.decode()
    assert f'<a class="link" href="/wishes/{other.pk}/">Another colour for each status</a>' in page
    assert f'action="/wishes/{here.pk}/story"' not in page


def test_what_cannot_be_merged_is_said(sam: Client, pair: tuple[Wish, Wish]):
    place = f"/wishes/{pair[0].pk}/mergings"
    page = sam.post(place, {"wish": pair[0].pk}, follow=True).content.decode()
    assert "cannot be merged into itself" in page
    assert sam.post(place, {"wish": "x"}).status_code == 404
    assert Merging.objects.count() == 0


def test_voices_that_want_something_else_get_a_wish_of_their_own(
    sam: Client, world: World, pair: tuple[Wish, Wish]
):
    voice = join(world, pair[0], somebody(firm("Third")))
    told = {"voice": voice.pk, "title": "Bigger letters", "want": "read from afar"}
    response = sam.post(f"/wishes/{pair[0].pk}/split", told)
    own = Wish.objects.get(title="Bigger letters")
    assert response["Location"] == f"/wishes/{own.pk}/"
    assert (Voice.objects.get(pk=voice.pk).root, own.companies) == (own, 1)


def test_a_split_without_a_story_keeps_what_was_ticked(sam: Client, pair: tuple[Wish, Wish]):
    voice = Voice.objects.get(root=pair[0])
    response = sam.post(f"/wishes/{pair[0].pk}/split", {"voice": voice.pk, "title": "Letters"})
    assert response.status_code == 422
    page = response.content.decode()
    assert f'name="voice" value="{voice.pk}" checked' in page
    assert 'value="Letters"' in page
    assert Wish.objects.count() == 2


def test_whoever_may_not_shape_wishes_merges_none(
    client: Client, world: World, pair: tuple[Wish, Wish]
):
    client.force_login(world.gus)
    assert client.post(f"/wishes/{pair[0].pk}/mergings", {"wish": pair[1].pk}).status_code == 403
    assert client.post(f"/wishes/{pair[0].pk}/apart").status_code == 403
    assert Merging.objects.count() == 0
