"""What the product can do, in the desk."""

import pytest
from django.test import Client

from tests.web.customers import write
from tests.wishes.people import capability
from tests.world import World
from whydesk.wishes.joining import answer_with
from whydesk.wishes.models import Article, Capability

WRITTEN = {
    "slug": "export-invoices",
    "language": "en",
    "title": "Invoices as a table",
    "purpose": "For the accountant",
    "how": "Press **Download**.",
    "tags": "Invoices, export,, ",
}


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def test_an_article_is_written_and_read(sam: Client, world: World):
    response = sam.post("/capabilities/new", WRITTEN)
    assert response["Location"] == "/capabilities/export-invoices/?lang=en"
    assert Capability.objects.get().tags == ["export", "invoices"]
    page = sam.get(response["Location"]).content.decode()
    assert "<strong>Download</strong>" in page


def test_a_preview_keeps_nothing(sam: Client, world: World):
    page = sam.post("/capabilities/new", {**WRITTEN, "preview": "1"}).content.decode()
    assert "<strong>Download</strong>" in page
    assert Capability.objects.count() == 0


def test_an_address_that_is_taken_is_said_beside_its_field(sam: Client, world: World):
    capability("export-invoices", en="Invoices")
    response = sam.post("/capabilities/new", WRITTEN)
    assert list(response.context["form"].errors) == ["slug"]
    assert Article.objects.get().title == "Invoices"


def test_an_article_is_changed_in_one_language_and_added_in_another(sam: Client, world: World):
    capability("export-invoices", en="Invoices")
    place = "/capabilities/export-invoices/articles"
    assert sam.get(f"{place}/en").context["form"]["title"].value() == "Invoices"
    sam.post(f"{place}/en", {**WRITTEN, "title": "All invoices", "slug": "elsewhere"})
    sam.post(f"{place}/ru", {**WRITTEN, "title": "Счета", "tags": ""})
    titles = Article.objects.order_by("language").values_list("language", "title")
    assert list(titles) == [("en", "All invoices"), ("ru", "Счета")]
    assert sam.get(f"{place}/de").status_code == 404


def test_a_language_that_is_missing_says_so(sam: Client, world: World):
    capability("colours", ru="Цвета")
    assert sam.get("/capabilities/colours/").context["article"].title == "Цвета"
    page = sam.get("/capabilities/colours/?lang=pt-br").content.decode()
    assert "Nobody has written it in this language yet" in page
    assert sam.get("/capabilities/colours/?lang=de").status_code == 404


def test_who_may_read_it_is_one_press_away(sam: Client, world: World):
    capability("colours")
    sam.post("/capabilities/colours/readers", {"public": "no"})
    assert Capability.objects.get().is_public is False
    sam.post("/capabilities/colours/readers", {"public": "yes"})
    assert Capability.objects.get().is_public is True


def test_each_shows_how_often_it_answered_and_where(sam: Client, world: World):
    known = capability("colours")
    message = write(world, world.mary, subject="Where are colours?")
    answer_with(known, message=message, by=world.vera)
    page = sam.get("/capabilities/colours/").content.decode()
    assert page.count("Where are colours?") == 1
    row = sam.get("/capabilities/").context["capabilities"][0]
    assert (row.capability.answered, row.capability.missed) == (1, 1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("invoice", ["Invoices"]),
        ("счет", ["Счета"]),
        ("invoices colour", []),
        ("colour\0s", ["Colours"]),
    ],
)
def test_articles_are_found_by_their_words_in_any_form(
    sam: Client, world: World, words: str, found: list[str]
):
    capability("invoices", en="Invoices")
    capability("scheta", ru="Счета")
    capability("colours", en="Colours")
    shown = sam.get("/capabilities/", {"q": words}).context["capabilities"]
    assert [one.title for one in shown] == found


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries(
    sam: Client, world: World, count: int, django_assert_num_queries
):
    for number in range(count):
        capability(f"thing-{number}", en="Thing", ru="Вещь")
    sam.get("/capabilities/")
    # Session, reader, capabilities, their articles.
    with django_assert_num_queries(4):
        sam.get("/capabilities/")


def test_the_list_goes_on_by_key(sam: Client, world: World):
    Capability.objects.bulk_create(Capability(slug=f"thing-{number:02}") for number in range(60))
    first = sam.get("/capabilities/").context
    second = sam.get(first["older_url"]).context
    slugs = [one.capability.slug for page in (first, second) for one in page["capabilities"]]
    assert slugs == [f"thing-{number:02}" for number in range(60)]
    assert (second["older_url"], second["newer_url"]) == ("", "/capabilities/")


def test_a_guest_writes_nothing(client: Client, world: World):
    capability("colours")
    client.force_login(world.gus)
    assert client.post("/capabilities/new", WRITTEN).status_code == 403
    assert client.post("/capabilities/colours/articles/en", WRITTEN).status_code == 403
    assert client.post("/capabilities/colours/readers", {"public": "no"}).status_code == 403
    assert (Capability.objects.count(), Capability.objects.get().is_public) == (1, True)
