import math
import time

import pytest
from django.db import connection

from tests.tickets.letters import open_letter, put_in, receive_mail
from tests.world import World
from whydesk.tickets.frequent import FREQUENT, is_common
from whydesk.tickets.models import Ticket
from whydesk.tickets.search import search
from whydesk.tickets.sorting import assign_ticket

TEXTS = {
    "ru": "Добрый день. Пришлите, пожалуйста, счета за ноябрь и договор с Алёной.",
    "pt": "Bom dia. Preciso do relatório de informações fiscais da loja.",
    "en": "Good morning. The meetings were cancelled, order INV-2024-0042 is lost.",
}


@pytest.fixture(autouse=True)
def nothing_is_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which words are common PostgreSQL counts when it likes, and it counts other tests' rows."""
    monkeypatch.setattr(FREQUENT, "words", frozenset())
    monkeypatch.setattr(FREQUENT, "at", math.inf)


@pytest.fixture
def tickets(world: World) -> dict[str, Ticket]:
    return {
        "ru": receive_mail(TEXTS["ru"], sender="anna@romashka.example", subject="Почта").ticket,
        "pt": receive_mail(TEXTS["pt"], sender="joao@padaria.example", subject="Nota").ticket,
        "en": receive_mail(TEXTS["en"], subject="Calendar").ticket,
    }


def found(world: World, words: str) -> list[Ticket]:
    return [hit.ticket for hit in search(world.vera, words).hits]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("счет", "ru"),
        ("СЧЁТ", "ru"),
        ("договоры", "ru"),
        ("аленой", "ru"),
        ("ноябр", "ru"),
        ("relatorio", "pt"),
        ("relatórios", "pt"),
        ("informação", "pt"),
        ("informa", "pt"),
        ("meeting", "en"),
        ("INV-2024-0042", "en"),
        ("inv-2024", "en"),
        ("cancel meetings", "en"),
        ("mary@home.example", "en"),
        ("home.example", "en"),
        ("calendar", "en"),
        ("the meeting", "en"),
        ('"order INV-2024-0042"', "en"),
    ],
)
def test_words_are_found_in_each_language(world, tickets, words: str, language: str):
    assert found(world, words) == [tickets[language]]


@pytest.mark.parametrize(
    "words",
    ["", "   ", "nowhere", "meeting счет", "'", "\\", ":*", "!", "x & | y", "\0", "(" * 300],
)
def test_words_that_stand_nowhere_find_nothing(world, tickets, words: str):
    assert found(world, words) == []


def test_found_words_are_marked_and_the_rest_is_harmless(world: World):
    receive_mail("Count: 1 < 2 & the invoices", subject="Lost invoice")
    [hit] = search(world.vera, "invoice").hits
    assert hit.excerpt == "Count: 1 &lt; 2 &amp; the <mark>invoices</mark>"
    assert hit.subject == "Lost <mark>invoice</mark>"


def test_a_file_is_found_by_its_name(world: World):
    raw = (
        b"From: mary@home.example\r\nSubject: File\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nSee it.\r\n--x\r\nContent-Type: text/csv\r\n"
        b'Content-Disposition: attachment; filename="report_final.csv"\r\n\r\na\r\n--x--\r\n'
    )
    message = open_letter(put_in(raw).pk)
    for words in ("report_final.csv", "report_fi", "report"):
        assert found(world, words) == [message.ticket]


def test_a_ticket_is_found_by_its_number(world, tickets):
    ticket = tickets["pt"]
    for words in (str(ticket.pk), f"#{ticket.pk}", f" {ticket.pk} "):
        assert search(world.vera, words).ticket == ticket


def test_people_and_companies_are_found_by_the_beginning_of_their_names(world: World):
    assert search(world.vera, "Бел Ан").contacts == [world.anna]
    assert search(world.vera, "joao@pad").contacts == [world.joao]
    assert search(world.vera, "ромаш").companies == [world.anna.company]


def test_a_guest_finds_only_what_they_may_see(world, tickets):
    assert search(world.gus, "meeting").hits == []
    assert search(world.gus, "ромаш").companies == ()
    assert search(world.gus, str(tickets["en"].pk)).ticket is None
    assign_ticket(tickets["en"], to=world.gus, by=world.vera)
    assert [hit.ticket for hit in search(world.gus, "meeting").hits] == [tickets["en"]]


@pytest.mark.parametrize("common", [(), ("invoic",)])
def test_each_ticket_is_found_once_over_all_pages(
    world: World, common: tuple[str, ...], monkeypatch
):
    monkeypatch.setattr("whydesk.tickets.search.PAGE", 2)
    monkeypatch.setattr("whydesk.tickets.search.FIRST_LOOK_AT", 2)
    monkeypatch.setattr(FREQUENT, "words", frozenset(common))
    monkeypatch.setattr(FREQUENT, "at", time.monotonic())
    first = receive_mail("invoice one", Message_ID="<a@home.example>").ticket
    others = [receive_mail(f"invoice {n}", subject=str(n)).ticket for n in range(3)]
    receive_mail("invoice again", In_Reply_To="<a@home.example>")
    seen, after = [], ""
    while True:
        page = search(world.vera, "invoice", after=after)
        seen += [hit.ticket for hit in page.hits]
        after = page.next
        if not after:
            break
    assert seen == [first, others[2], others[1], others[0]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_ten_queries(world: World, count: int, django_assert_num_queries):
    for number in range(count):
        receive_mail(f"invoice {number}", subject=str(number))
    search(world.vera, "invoice")
    # Words, messages by the index within their transaction, texts; contacts, addresses,
    # companies. Which words are common is kept for a while.
    with django_assert_num_queries(10):
        hits = search(world.vera, "invoice").hits
        assert [str(hit.ticket.contact) for hit in hits] == ["Mary Hill"] * count


def test_what_postgresql_counted_tells_which_words_are_common(world: World, monkeypatch):
    for number in range(30):
        receive_mail("invoice" if number else "zebrawood", subject=str(number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_message")
    monkeypatch.setattr(FREQUENT, "at", -math.inf)
    monkeypatch.setattr(FREQUENT, "words", frozenset())
    assert is_common("'invoices' | 'invoic' | 'invoice':*")
    assert not is_common("'mombasa':*")
    assert not is_common("'invoic' & 'zebrawood':*")
