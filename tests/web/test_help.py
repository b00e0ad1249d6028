"""Help that everybody may read."""

import pytest
from django.test import Client

from tests.wishes.people import capability
from tests.world import World
from whydesk.wishes.models import Article, Capability


@pytest.fixture
def told(world: World) -> None:
    capability("colours", en="Colours of statuses", ru="Цвета состояний")
    capability("invoices", ru="Счета одной таблицей")
    secret = capability("secret", en="Colours of margins")
    Capability.objects.filter(pk=secret.pk).update(is_public=False)
    Capability.objects.create(slug="empty", is_public=True)


def titles(client: Client, address: str) -> list[str]:
    return [article["title"] for article in client.get(address).context["articles"]]


def test_a_stranger_reads_what_is_public_in_their_language(client: Client, told: None):
    assert titles(client, "/help/?lang=ru") == ["Цвета состояний", "Счета одной таблицей"]
    assert titles(client, "/help/?lang=en") == ["Colours of statuses", "Счета одной таблицей"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("colour", ["Colours of statuses"]),
        ("цветом", ["Colours of statuses"]),
        ("margins", []),
        ("table%00", []),
        ("'; DROP", []),
    ],
)
def test_search_finds_words_in_any_language_and_nothing_secret(
    client: Client, told: None, words: str, found: list[str]
):
    assert titles(client, f"/help/?lang=en&q={words}") == found


def test_an_article_is_read_in_the_language_asked_for(client: Client, told: None):
    response = client.get("/help/colours/?lang=ru")
    assert response.context["article"].title == "Цвета состояний"
    assert response.headers["Content-Language"] == "ru"
    assert 'href="?lang=en"' in response.content.decode()


def test_what_is_not_public_does_not_exist(client: Client, told: None):
    for slug in ("secret", "empty", "nothing"):
        assert (slug, client.get(f"/help/{slug}/").status_code) == (slug, 404)


def test_what_an_article_says_cannot_run(client: Client, told: None):
    Article.objects.update(how="<script>alert(1)</script> [x](javascript:alert(1))")
    response = client.get("/help/colours/")
    page = response.content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries(
    client: Client, world: World, count: int, django_assert_num_queries
):
    for number in range(count):
        capability(f"thing-{number}", en="Thing", ru="Вещь")
    # Articles, in all languages; whether there is a form to write by.
    with django_assert_num_queries(3):
        client.get("/help/?lang=ru")


def test_an_empty_help_says_so_and_offers_the_form(client: Client, world: World):
    page = client.get("/help/?lang=en").content.decode()
    assert "Nothing has been written here yet." in page
    assert 'href="/ask/?lang=en"' in page
