"""A customer asks for an API method; asked what for, it turns out that they have it already."""

from typing import Any

import pytest

from tests.mailroom.sink import Sink
from tests.stories.browsing import Desk
from tests.stories.conftest import Seat
from tests.stories.draining import drain
from tests.stories.mails import answer_mail, received, text_of, write_in
from tests.world import World, make_company
from whydesk.wishes.models import Wish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

NIKITA = "Никита Ольхов <nikita@sovalabs.example>"
ASKED = """\
Здравствуйте!

Когда мы выгружаем заявки через API, времени создания и изменения в них нет. \
Хотим метод, который его отдаёт. Можете добавить?

Спасибо, Никита
"""
WHY = "чтобы следить за временем ответа второй линии"
# What the product does already, each in the languages it is written about in.
ARTICLES: list[tuple[str, dict[str, tuple[str, str, str]]]] = [
    (
        "api-tickets",
        {
            "ru": (
                "Заявки через API",
                "Создавать и читать заявки из своей программы.",
                "Возьмите ключ в **Настройки → API**. Метод `/tickets` отдаёт заявки по одной.",
            )
        },
    ),
    (
        "csv-export",
        {
            "ru": (
                "Выгрузка заявок в CSV",
                "Открыть список заявок в любой таблице.",
                "Нажмите **Выгрузить** над списком.",
            ),
            "en": (
                "Export of tickets as CSV",
                "Open a list of tickets in any spreadsheet.",
                "Press **Export** above the list.",
            ),
        },
    ),
    (
        "response-times",
        {
            "en": (
                "The report on response times",
                "See how fast the whole team, a group or one person answers.",
                "Open **Reports → Response times** and choose the group.",
            ),
            "ru": (
                "Отчёт «Сроки ответа»",
                "Видно, за какое время отвечает вся команда, группа или один человек.",
                "Откройте **Отчёты → Сроки ответа** и выберите группу.",
            ),
        },
    ),
    (
        "looks",
        {"pt-br": ("Aparência do painel", "Escolher o tema claro ou escuro.", "Abra **Perfil**.")},
    ),
]


@pytest.fixture
def articles(cast: World) -> None:
    """Let the admin write what the product does."""
    ada = Desk(cast.ada)
    for slug, tongues in ARTICLES:
        for language, (title, purpose, how) in tongues.items():
            is_new = language == next(iter(tongues))
            ada.open("/capabilities/new" if is_new else f"/capabilities/{slug}/articles/{language}")
            said: dict[str, Any] = {"slug": slug, "language": language} if is_new else {}
            ada.press("Save", title=title, purpose=purpose, how=how, **said)
    drain()


@pytest.mark.usefixtures("articles", "read_apart")
def test_the_method_nobody_needed(seat: Seat, cast: World, customers_server: Sink):
    sova = make_company("Сова Лабс", domain="sovalabs.example")
    vera = seat(cast.vera)

    # Nikita says what he wants to have, and not what for.
    ticket = write_in(NIKITA, "Метод API: время создания и изменения", ASKED).ticket
    vera.open(f"/tickets/{ticket.pk}")
    assert vera.texts(".brief-marks summary") == ["Wish", "Calm"]
    assert vera.texts(".brief-gap") == ["They want We know it", "So that We know it"]
    [question] = vera.texts(".brief-question p")

    # Vera asks what the desk proposes to ask, and it is noted that she did.
    vera.open(f"/tickets/{ticket.pk}?ask=1")
    assert vera.value("text") == question
    vera.press("Send to Никита", text=f"Никита, здравствуйте!\n\n{question}")
    drain()
    [asked] = received(customers_server)
    assert question in text_of(asked)
    vera.open(f"/tickets/{ticket.pk}")
    assert vera.texts(".brief-gap") == ["They want asked We know it", "So that We know it"]

    # His answer brings up what he has already, before the method that he asked for.
    assert answer_mail(asked, WHY).ticket == ticket
    vera.open(f"/tickets/{ticket.pk}/wish")
    wanted = "Хотим метод, который его отдаёт. Можете добавить?"
    assert [vera.value(part) for part in ("want", "so_that")] == [wanted, WHY]
    vera.look_for_it()
    assert vera.texts(".wish-name") == ["Отчёт «Сроки ответа»", "Заявки через API"]

    # It goes out with the article, as what it is: an answer, and no wish.
    vera.press("You already have it: Отчёт «Сроки ответа»")
    vera.press("Send to Никита")
    drain()
    _asked, answered = received(customers_server)
    assert "Отчёт «Сроки ответа»" in text_of(answered)
    assert "Откройте *Отчёты → Сроки ответа* и выберите группу." in text_of(answered)
    vera.open("/capabilities/response-times/")
    assert vera.texts(".ranking-figure") == ["1", "1"]
    assert not Wish.objects.exists()
    vera.open("/reviews/")
    assert (vera.texts(".agenda-item"), len(vera.texts(".reviews-none"))) == ([], 1)

    # The ticket and the company tell how it went, newest first.
    what_happened = [
        "Vera Orlova replied",
        "Vera Orlova saw that we already have it: “The report on response times”",
        "Никита Ольхов wrote",
        "Vera Orlova replied",
        "Никита Ольхов wrote",
    ]
    for page in (f"/tickets/{ticket.pk}", f"/companies/{sova.pk}/"):
        vera.open(page)
        # Each line ends with its time of day.
        assert [line[: -len("00:00")] for line in vera.texts(".timeline li")] == what_happened
