"""What templates show of names, moments and words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from whydesk.customers.models import Company
from whydesk.web.templatetags import look


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Duarte", "AD"),
        ("Александра Владиславовна Преображенская", "АП"),
        ("Kenji", "K"),
        ("(no name)", "nn"),
        ("  ", "?"),
        ("", "?"),
    ],
)
def test_a_face_shows_the_first_letters_of_first_and_last_name(name: str, letters: str) -> None:
    assert look.initials(name) == letters


@pytest.mark.parametrize(
    ("waited", "words", "pie"),
    [
        (timedelta(seconds=20), "now", "moment"),
        (timedelta(minutes=59), "59 min", "moment"),
        (timedelta(hours=1), "1 h", "hour"),
        (timedelta(hours=5), "5 h", "hours"),
        (timedelta(hours=23), "23 h", "day"),
        (timedelta(hours=47), "47 h", "days"),
        (timedelta(days=3), "3 d", "days"),
    ],
)
def test_a_waiting_is_told_in_one_unit_and_fills_its_pie(
    waited: timedelta, words: str, pie: str
) -> None:
    since = timezone.now() - waited
    assert look.waiting(since) == (
        f'<time class="waits waits-{pie}" datetime="{since.isoformat()}" data-since>{words}</time>'
    )


def test_who_does_not_wait_shows_nothing() -> None:
    assert look.waiting(None) == ""


@pytest.mark.parametrize(
    ("at", "now", "words"),
    [
        ((2026, 3, 9, 8, 5), (2026, 3, 9, 18, 0), "08:05"),
        ((2026, 3, 7, 8, 5), (2026, 3, 9, 18, 0), "Sat 08:05"),
        ((2026, 3, 10, 9, 0), (2026, 3, 9, 18, 0), "Tue 09:00"),
        ((2026, 1, 7, 8, 5), (2026, 3, 9, 18, 0), "7 Jan"),
        ((2024, 1, 7, 8, 5), (2026, 3, 9, 18, 0), "7 Jan 2024"),
    ],
)
def test_a_moment_is_as_short_as_it_stays_clear(
    at: tuple[int, ...], now: tuple[int, ...], words: str
) -> None:
    there = datetime(*at, tzinfo=UTC)
    pattern = look.shortest(there, datetime(*now, tzinfo=UTC))
    assert look.formats.date_format(there, pattern) == words


def test_words_keep_what_looks_like_markup_and_open_links_beside_the_desk() -> None:
    assert look.words("<b>see</b> https://example.org/a?b=1&c=2") == (
        "&lt;b&gt;see&lt;/b&gt; "
        '<a target="_blank" href="https://example.org/a?b=1&amp;c=2" '
        'rel="nofollow noopener noreferrer">https://example.org/a?b=1&amp;c=2</a>'
    )


def test_only_what_may_be_a_link_becomes_one() -> None:
    plain = "No e.g. of 1.5 at 10:30... a:b, (see) x@ @y http: .com"
    assert look.words(plain) == plain
    assert look.words("www.example.org.").count("<a ") == 1
    assert look.words("(joe@example.org)").count('href="mailto:joe@example.org"') == 1
    assert look.words(mark_safe("&lt;b&gt;")) == "&lt;b&gt;"


def test_a_kind_of_account_is_a_shape_and_a_word_in_the_readers_language() -> None:
    company = Company(name="Harbour & Sons", kind=Company.Kind.TRIAL)
    with translation.override("en"):
        assert look.kind(company) == '<span class="kind kind-trial">Trial</span>'
    with translation.override("ru"):
        assert look.kind(company) == '<span class="kind kind-trial">Пробный период</span>'


def test_a_ticket_that_nobody_has_says_so_to_those_who_cannot_see_it() -> None:
    with translation.override("en"):
        assert look.holder_in("", "en") == (
            '<span class="row-holder avatar avatar-small avatar-nobody" role="img" '
            'title="Nobody has it" aria-label="Nobody has it"></span>'
        )
        assert look.holder_in("Maya Lindqvist", "en") == (
            '<span class="row-holder avatar avatar-small avatar-agent" role="img" '
            'title="Maya Lindqvist" aria-label="Maya Lindqvist">ML</span>'
        )
