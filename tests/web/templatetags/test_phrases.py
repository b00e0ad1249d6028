"""Fixed phrases of templates are kept, and still speak each reader's language."""

from django.template import Context, Template
from django.utils.translation import override

PAGE = "{% load i18n %}{% translate 'Search' as word %}{{ word }} {% translate 'Search' %}"


def test_a_phrase_is_said_in_the_language_of_each_reader_in_turn():
    page = Template(PAGE)
    said = []
    for language in ("en", "ru", "pt-br", "en"):
        with override(language):
            said.append(page.render(Context()))
    assert said == ["Search Search", "Поиск Поиск", "Buscar Buscar", "Search Search"]


def test_a_phrase_that_depends_on_the_page_is_looked_up_each_time():
    page = Template("{% load i18n %}{% translate word %}")
    with override("ru"):
        assert [page.render(Context({"word": word})) for word in ("Search", "x")] == ["Поиск", "x"]
