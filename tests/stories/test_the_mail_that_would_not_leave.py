"""A prospect's messages do not go out: from two minutes to noon to the end of the fourth week."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from time_machine import Traveller, travel

from tests.mailroom.sink import Sink
from tests.notices.telegram import ADDRESS, Telegram, telegram
from tests.stories.conftest import Seat
from tests.stories.draining import drain
from tests.stories.mails import answer_mail, received, text_of, write_in
from tests.stories.screens import Sight
from tests.world import World, make_agent, make_company
from whydesk.care import jobs
from whydesk.care.models import Aftercare, Care
from whydesk.customers.models import Company
from whydesk.goodwill.models import Gesture
from whydesk.people.actors import Role
from whydesk.people.models import Agent, Team
from whydesk.tickets.models import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

# A Monday; at the end of the fourth week the clocks of Lisbon are an hour further.
NOON = datetime(2027, 3, 1, 11, 58, tzinfo=UTC)
IT_ENDS = NOON + timedelta(weeks=4, hours=2)
HELENA = "Helena Couto <helena@aurora.example>"
CRIES = "MINHAS MENSAGENS NÃO SAEM!!! Desde as 11h nada chega aos clientes, estamos parados!"
STILL = "Já conferi a senha e NADA MUDOU!!! Isso é um absurdo, estou perdendo clientes!"
STORY = "No mail left their desk for three hours on the first day of their trial."


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """The clock of the desk, ticking, which a story may set."""
    with travel(NOON - timedelta(days=2)) as clock:
        yield clock


@pytest.fixture
def messenger(settings: Any) -> Iterator[Telegram]:
    with telegram() as server:
        there = {"WHYDESK_TELEGRAM_URL": server.url}
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, **there}
        yield server


@pytest.fixture
def lead(cast: World) -> Agent:
    return make_agent("Lena Brandt", Role.LEAD)


@pytest.fixture
def others(clock: Traveller, cast: World) -> list[Ticket]:
    """Three customers have waited since Saturday."""
    asked = ("Where are our invoices?", "How do I add a colleague?", "Can I export as CSV?")
    return [
        write_in(f"Person {n} <p{n}@firm{n}.example>", "A question", text).ticket
        for n, text in enumerate(asked)
    ]


def to(mails: list[EmailMessage], name: str) -> list[EmailMessage]:
    return [mail for mail in mails if name in str(mail["To"])]


def minutes_pass() -> None:
    """Let the minute strike at which the desk looks after those in its care."""
    jobs.watch_care.defer(timestamp=int(time.time()))
    drain()


def tell(bruno: Sight, ticket: Ticket, step: str, button: str, **typed: str) -> None:
    """Take a step from its card and send what it puts into the answer."""
    bruno.open(f"/tickets/{ticket.pk}/care")
    bruno.press(button, f"form[action$='/care/{step}']", **typed)
    bruno.press("Send to Helena")
    drain()


@pytest.mark.usefixtures("read_apart")
def test_the_mail_that_would_not_leave(
    seat: Seat,
    clock: Traveller,
    cast: World,
    lead: Agent,
    others: list[Ticket],
    customers_server: Sink,
    messenger: Telegram,
):
    aurora = make_company("Café Aurora", Company.Kind.TRIAL, domain="aurora.example")
    second_line = Team.objects.create(name="Second line")
    lena, bruno = seat(lead), seat(cast.bruno)
    lena.open("/me/notices")
    lena.press("Add it", url=ADDRESS, name="My phone")

    # Two minutes to noon: it stands on top at once, before those who wait since Saturday.
    clock.move_to(NOON)
    ticket = write_in(HELENA, "minhas mensagens não saem", CRIES).ticket
    bruno.open("/inbox/open")
    assert bruno.texts("[data-row-link]")[0] == "minhas mensagens não saem"
    assert len(bruno.texts("[data-row-link]")) == 4

    # The first answer does not help; somebody else has to look.
    bruno.open(f"/tickets/{ticket.pk}")
    bruno.press("Take it")
    bruno.press("Send to Helena", text="Helena, sinto muito. Você pode conferir a senha?")
    drain()
    clock.shift(timedelta(minutes=20))
    [answer] = to(received(customers_server), "helena")
    assert answer_mail(answer, STILL).ticket == ticket
    bruno.open(f"/tickets/{ticket.pk}?menu=holders")
    bruno.press(second_line.name)
    drain()

    # Within the first hour Bruno is shown that four steps are due.
    assert Care.objects.get().opened_at < NOON + timedelta(hours=1)
    bruno.open("/notices/")
    assert any("four steps" in line for line in bruno.texts(".told-link")), bruno.texts(
        ".told-link"
    )
    bruno.open(f"/tickets/{ticket.pk}/care")
    assert len(bruno.texts(".care-step")) == 4

    # One: a generous deadline, when they hear from us next, the cause, what is not in our hands.
    outlook = {
        "outlook-cause": "O certificado do servidor de e-mail de vocês venceu às 11h.",
        "outlook-beyond": "Renovar o certificado depende do provedor de vocês.",
        "outlook-estimate_at": "2027-03-01T18:00",
        "outlook-next_news_at": "2027-03-01T14:00",
    }
    tell(bruno, ticket, "outlook", "Put it into the answer", **outlook)
    told = text_of(to(received(customers_server), "helena")[-1])
    assert "O certificado do servidor de e-mail de vocês venceu às 11h." in told
    assert "14:00" in told
    assert "18:00" in told

    # Two: another way meanwhile.
    other_way = "Até lá, conectem a caixa pelo nosso servidor: smtp.desk.example, porta 587."
    tell(
        bruno,
        ticket,
        "alternative",
        "Put it into the answer",
        **{"alternative-alternative": other_way},
    )
    assert "smtp.desk.example" in text_of(to(received(customers_server), "helena")[-1])

    # Three: a month, for the hours lost. Nobody has to be asked.
    a_month = {
        "compensation-kind": "month_free",
        "compensation-amount": "49",
        "compensation-currency": "USD",
        "compensation-reason": "Three hours without mail on the first day",
    }
    tell(bruno, ticket, "compensation", "Give it and put it into the answer", **a_month)
    gesture = Gesture.objects.get()
    assert (gesture.kind, gesture.amount, gesture.state) == ("month_free", 49, "given")

    # Four: it is solved, and for four weeks they are handled with care.
    clock.shift(timedelta(hours=1))
    bruno.open(f"/tickets/{ticket.pk}")
    bruno.press("Close")
    drain()
    bruno.open(f"/tickets/{ticket.pk}/care")
    bruno.press("Watch over them", "form[action$='/care/aftercare']", **{"aftercare-story": STORY})
    drain()
    assert Aftercare.objects.get().until.date() == IT_ENDS.date()

    # Those who waited get their answers too.
    for other in others:
        bruno.open(f"/tickets/{other.pk}")
        bruno.press("Send and close", text="Here is how. Sorry that it took so long.")
    drain()

    # A week later somebody asks whether all is right again: a person, not a robot.
    clock.move_to(NOON + timedelta(days=7, hours=3))
    minutes_pass()
    assert len(to(received(customers_server), "helena")) == 4
    bruno.open("/care/watched")
    bruno.open(f"/care/watched?ask={Aftercare.objects.get().pk}")
    bruno.press("Send to Helena Couto")
    drain()
    assert len(to(received(customers_server), "helena")) == 5

    # Another week later she writes again, just after somebody else. It stands before them with
    # the mark of care, and the lead knows at once.
    clock.move_to(NOON + timedelta(days=15))
    write_in("Person 0 <p0@firm0.example>", "Invoices", "Where is the invoice of March?")
    again = write_in(HELENA, "Relatório", "O relatório não abre, aparece o erro 500.").ticket
    assert again != ticket
    bruno.open("/inbox/open")
    assert bruno.texts("[data-row-link]")[0] == "Relatório"
    assert len(bruno.texts("[data-row] .row-who .badge-care")) == 1, bruno.texts("[data-row]")
    bruno.open(f"/tickets/{again.pk}/care")
    assert STORY in bruno.texts(".care-story .words")[0]
    [called] = messenger.texts
    assert "Café Aurora" in called
    assert [str(mail["To"]) for mail in to(received(customers_server), "lena")] != []

    # At the end of the fourth week it ends by itself, and it is said how.
    clock.move_to(IT_ENDS + timedelta(hours=1))
    minutes_pass()
    aurora.refresh_from_db()
    assert aurora.care_until is None or aurora.care_until <= datetime.now(UTC)
    bruno = seat(cast.bruno)
    bruno.open("/inbox/open")
    assert len(bruno.texts("[data-row]")) == 2
    assert bruno.texts("[data-row] .row-who .badge-care") == []
    bruno.open("/care/watched")
    bruno.press("Stayed")
    assert Aftercare.objects.get().outcome == "stayed"
