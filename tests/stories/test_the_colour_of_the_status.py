"""Seven customers wish for one thing; it is put off, and two months later each is asked once."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from time_machine import Traveller, travel

from tests.mailroom.sink import Sink
from tests.stories.conftest import Seat
from tests.stories.draining import drain
from tests.stories.mails import answer_mail, received, text_of, write_in
from tests.stories.screens import Sight
from tests.wishes.people import make_product
from tests.world import World, make_company
from whydesk.tickets.models import Ticket
from whydesk.wishes import jobs
from whydesk.wishes.models import Asking, Callback, Decision, DecisionProgress, Voice, Wish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

TITLE = "Own colours for the statuses"
# A Monday; the review is on the next day.
MONDAY = datetime(2027, 2, 1, 9, 45, tzinfo=UTC)
REVIEW = datetime(2027, 2, 2, 11, 45, tzinfo=UTC)
THE_DAY = datetime(2027, 4, 2, 8, 45, tzinfo=UTC)
NEXT_DAY = datetime(2027, 4, 3, 8, 45, tzinfo=UTC)
LONG_AFTER = datetime(2027, 4, 17, 8, 45, tzinfo=UTC)

FABIANA = "Fabiana Reis <fabiana@solnascente.example>"
# Who asked before, of which company, and in which words.
SIX = [
    (
        "Jonas Weber <jonas@roast.example>",
        "Can I change the colour of a status? In the list I cannot tell a new ticket from an old "
        "one, and I open the wrong ones.",
    ),
    (
        "Kate Moor <kate@harbour.example>",
        "Hello, we would like to set our own colours for ticket statuses.",
    ),
    (
        "Лидия Гранина <lidia@seans.example>",
        "Здравствуйте! Можно ли менять цвет статусов? У нас они все одинаково серые.",
    ),
    (
        "Олег Титов <oleg@titov.example>",
        "Добрый день. Хотим раскрасить статусы заявок в свои цвета.",
    ),
    (
        "Marcos Lima <marcos@ascende.example>",
        "Bom dia, queria escolher a cor de cada status dos chamados.",
    ),
    (
        "Regina Alves <regina@alvorada.example>",
        "Boa tarde. Dá para mudar a cor dos status? Queria o status de urgência em vermelho.",
    ),
]
HERS = (
    "Olá! Começamos com vocês este mês. Queria mudar a cor dos status dos chamados. "
    "Isso é possível?"
)
IN_TWO_MONTHS = {"en": "April 2, 2027", "ru": "2 апреля 2027 года", "pt-br": "2 de abril de 2027"}
LANGUAGES = {"Jonas": "en", "Kate": "en", "Лидия": "ru", "Олег": "ru"}


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """The clock of the desk, ticking, which a story may set."""
    with travel(MONDAY) as clock:
        yield clock


@pytest.fixture
def six(cast: World) -> list[Ticket]:
    """Let six customers of six companies ask."""
    return [ask(sender, text) for sender, text in SIX]


def ask(sender: str, text: str) -> Ticket:
    domain = sender.partition("@")[2].rstrip(">")
    make_company(domain.partition(".")[0].title(), domain=domain)
    return write_in(sender, "Status", text).ticket


def first_name(address: str) -> str:
    return address.strip('"').partition(" ")[0]


def a_new_hour() -> None:
    """Let the hour strike at which the desk looks whom to ask again."""
    jobs.ask_again.defer(timestamp=int(time.time()))
    drain()


def seven_voices(vera: Sight, tickets: list[Ticket]) -> Wish:
    """Let Vera write down the first as a wish and count the others by what is suggested."""
    vera.open(f"/tickets/{tickets[0].pk}/wish")
    vera.press(
        "A new wish",
        title=TITLE,
        when="When I look through the list of tickets",
        want="change the colour of a status",
        so_that="I can tell a new ticket from an old one",
        workaround="bad",
    )
    drain()
    for ticket in tickets[1:]:
        vera.open(f"/tickets/{ticket.pk}/wish")
        vera.look_for_it()
        assert vera.texts(".wish-name") == [TITLE]
        vera.press(f"Join this wish: {TITLE}", workaround="bad")
        drain()
    return Wish.objects.get()


def put_off(paula: Sight) -> Decision:
    """Let the meeting decide: not now, ask again in two months."""
    paula.open("/reviews/")
    paula.press("Bring the agenda up to date")
    assert [one.partition(" ")[0] for one in paula.texts(".agenda-about")] == ["New7"], paula.texts(
        ".reviews"
    )
    paula.press("Start the meeting")
    assert paula.value("ask_again_on") == "2027-04-02"
    paula.press("Decide", outcome="not_now", reason="1. The list is being rebuilt.")
    paula.press("End the review")
    drain()
    return Decision.objects.get()


def tell_each(vera: Sight) -> list[str]:
    """Let Vera go through the list of those to be told; return whom she told."""
    told = []
    vera.open("/callbacks/")
    while send := [one for one in vera.texts("button") if one.startswith("Send to ")]:
        told.append(send[0].removeprefix("Send to "))
        vera.press(send[0])
        assert len(told) <= 7
    drain()
    return told


@pytest.mark.usefixtures("read_apart")
def test_the_colour_of_the_status(
    seat: Seat, clock: Traveller, six: list[Ticket], cast: World, customers_server: Sink
):
    product = make_product()
    vera = seat(cast.vera)
    tickets = [*six, ask(FABIANA, HERS)]

    # It is one wish with seven voices.
    wish = seven_voices(vera, tickets)
    assert (wish.companies, Voice.objects.filter(root=wish).count()) == (7, 7)
    # Fabiana hears on which day it will be decided.
    assert "terça-feira, 2 de fevereiro" in vera.value("text")

    # The review puts it off.
    clock.move_to(REVIEW)
    decision = put_off(seat(product))
    wish.refresh_from_db()
    assert (wish.state, str(decision.ask_again_on)) == ("deferred", "2027-04-02")
    assert list(Callback.objects.values_list("state", flat=True)) == ["due"] * 7

    # Each is told in the ticket where they asked, in their language.
    assert len(tell_each(vera)) == 7
    told = received(customers_server)
    for mail in told:
        language = LANGUAGES.get(first_name(str(mail["To"])), "pt-br")
        assert IN_TWO_MONTHS[language] in text_of(mail)
    assert {str(mail["To"]) for mail in told} == {sender for sender, _text in SIX} | {FABIANA}
    progress = DecisionProgress.objects.get()
    assert (progress.untold, progress.told, progress.closed_at is None) == (0, 7, False)

    # Two months later each is asked, once.
    before = dict(Ticket.objects.values_list("pk", "status"))
    clock.move_to(THE_DAY)
    a_new_hour()
    clock.move_to(NEXT_DAY)
    a_new_hour()
    asked = {first_name(str(mail["To"])): mail for mail in received(customers_server)[7:]}
    assert len(received(customers_server)) == 14
    assert "isso ainda é importante para você?" in text_of(asked["Fabiana"])
    assert dict(Ticket.objects.values_list("pk", "status")) == before

    # Two want it still, one does not, and the others are silent.
    answer_mail(asked["Fabiana"], "Sim, ainda queremos.")
    answer_mail(asked["Олег"], "Да, по-прежнему важно")
    answer_mail(asked["Jonas"], "No, thank you.")
    clock.move_to(LONG_AFTER)
    a_new_hour()
    answers = Counter(Asking.objects.values_list("answer", flat=True))
    assert answers == {"yes": 2, "no": 1, "silence": 4}
    fresh = Voice.objects.filter(faded_at=None, heard_at__gt=THE_DAY)
    weights = dict.fromkeys(asked, "nice") | {"Fabiana": "needed", "Олег": "needed"}
    assert {first_name(one.contact.name) for one in fresh} == {"Fabiana", "Олег"}
    assert {first_name(one.contact.name): one.weight for one in Voice.objects.all()} == weights

    # Nothing is closed behind anybody's back: the wish is seven voices still, and due again.
    wish.refresh_from_db()
    assert (wish.state, wish.companies) == ("deferred", 7)
    assert "closed" not in Ticket.objects.values_list("status", flat=True)
    vera = seat(cast.vera)
    vera.open(f"/wishes/{wish.pk}/")
    assert sum("Silent since" in voice for voice in vera.texts(".voice")) == 5
    paula = seat(product)
    paula.open("/reviews/")
    assert paula.texts(".agenda-title") == [TITLE]
    assert paula.texts(".agenda-about") == ["Due again7 companies"]
