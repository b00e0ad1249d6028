"""Which addresses are open to strangers, and what they may do with POST."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from whydesk.web.urls import urlpatterns

# Everything else needs somebody who has signed in.
OPEN_TO_STRANGERS = {
    "sign_in",
    "sign_out",
    "password_link",
    "new_password",
    "welcome",
    "joining",
    "ask",
    "ask_mailbox",
    "health",
}

SAMPLES = {"int": 1, "str": "sample", "slug": "sample"}


def address_of(pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    kinds = {
        name: type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for name, converter in converters.items()
    }
    return reverse(pattern.name, kwargs={name: SAMPLES[kind] for name, kind in kinds.items()})


def closed_patterns() -> list[URLPattern]:
    return [pattern for pattern in urlpatterns if pattern.name not in OPEN_TO_STRANGERS]


def test_the_list_of_open_addresses_names_only_what_there_is():
    assert OPEN_TO_STRANGERS - {pattern.name for pattern in urlpatterns} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", closed_patterns(), ids=lambda pattern: pattern.name)
def test_a_stranger_is_asked_to_sign_in(pattern: URLPattern, method: str, client: Client):
    response = getattr(client, method)(address_of(pattern))
    assert response.status_code == 302
    assert response["Location"].partition("?")[0] == "/sign-in"


@pytest.mark.django_db
def test_a_stranger_who_asks_for_a_part_of_a_page_is_led_to_the_whole_sign_in(client: Client):
    response = client.get("/people", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/sign-in"
