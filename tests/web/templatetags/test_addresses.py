"""Addresses in templates, laid out once."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, set_script_prefix


def shown(page: str, **values: object) -> str:
    return Template(page).render(Context(values))


def test_an_address_holds_the_number_of_what_it_shows():
    page = "{% url 'ticket' pk %} {% url 'inbox' %}"
    assert shown(page, pk=7) == "/tickets/7 /inbox"
    assert shown(page, pk=31) == "/tickets/31 /inbox"


def test_an_address_of_words_is_djangos_own():
    assert shown("{% url 'queue' slug %}", slug="open") == "/inbox/open"
    assert shown("{% url name %}", name="search") == "/search"
    assert shown("{% url 'search' as where %}[{{ where }}]") == "[/search]"


@pytest.mark.parametrize("page", ["{% url 'nowhere' %}", "{% url 'ticket' pk %}"])
def test_an_address_that_there_is_not_is_an_error(page: str):
    with pytest.raises(NoReverseMatch):
        shown(page, pk="")


def test_a_desk_below_another_path_has_its_addresses_there():
    assert shown("{% url 'ticket' 7 %}") == "/tickets/7"
    set_script_prefix("/desk/")
    try:
        assert shown("{% url 'ticket' 7 %}") == "/desk/tickets/7"
    finally:
        set_script_prefix("/")
