import pytest

from whydesk.understanding.asking import put_question
from whydesk.understanding.brief import SLOTS, STORY
from whydesk.understanding.questions import QUESTIONS


@pytest.mark.parametrize("language", ["ru", "pt", "en"])
def test_every_part_can_be_asked_for_with_and_without_the_customers_words(language):
    for part in SLOTS + STORY:
        plain = put_question(language, part, "text", {})
        quoting = put_question(
            language,
            part,
            "text",
            {"got": "total is 12", "want": "total is 12", "request": "total is 12"},
        )
        assert plain.endswith(("?", "."))
        assert "total is 12" not in plain
        assert "total is 12" in quoting
        assert "{" not in plain + quoting


def test_an_error_that_was_quoted_is_taken_up():
    question = put_question("ru", "since", "x", {"got": 'Вижу "Сервис недоступен" и всё'})
    assert question == "Когда вы впервые увидели «Сервис недоступен»?"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", "Жму «Отправить», и ничего не происходит"),
        ("ru", "Фильтр «за вчера» показывает сегодняшние заявки"),
        ("en", 'I click on "send offer" and the customer gets it six times'),
        ("en", 'I tick "weekends only" and it shows "weekdays only"'),
        ("pt", 'Arrasto o negócio pra "ganho" e ele volta'),
        ("pt", 'O acento quebra: "João" sai como "JoÃ£o"'),
    ],
)
def test_a_button_or_one_of_two_quotations_is_not_taken_for_an_error(language, told):
    question = put_question(language, "since", "x", {"got": told})
    assert question in QUESTIONS[language]["since"].plain


@pytest.mark.parametrize(
    ("language", "told", "error"),
    [
        ("ru", "База не открывается: «Нарушена целостность»", "Нарушена целостность"),
        ("ru", "В ответ на пароль пишет «код устарел»", "код устарел"),
        ("en", 'Payment file stuck on "processing" since lunch', "processing"),
        ("pt", 'Cada nota volta com "lote rejeitado" no fim', "lote rejeitado"),
    ],
)
def test_what_the_program_showed_is_an_error(language, told, error):
    assert error in put_question(language, "since", "x", {"got": told})


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ru",
            "Отчёт на экране цветной и весёлый, а из принтера каждый раз выходит чёрный квадрат",
        ),
        ("en", "On the big screen the whole list is there, but on my telephone it ends at thirty"),
        (
            "pt",
            "Pelo computador a lista abre inteira e certa, mas no celular ela para no trigésimo",
        ),
    ],
)
def test_of_two_sides_set_against_each_other_none_is_quoted(language, told):
    question = put_question(language, "since", "x", {"got": told})
    assert question in QUESTIONS[language]["since"].plain


def test_shouting_is_not_repeated():
    words = {"got": "ИТОГ В ОТЧЁТЕ НЕ ТАКОЙ"}
    assert "итог в отчёте не такой" in put_question("ru", "changed", "x", words)


@pytest.mark.parametrize(
    ("language", "told", "quoted"),
    [
        ("ru", "СРОЧНО не открываются заявки", "«не открываются заявки»"),
        ("pt", "Urgente!!! a agenda sumiu", "“a agenda sumiu”"),
        ("en", "HELP! SOS, no mail leaves us", "“no mail leaves us”"),
    ],
)
def test_a_cry_for_help_is_not_quoted(language, told, quoted):
    assert quoted in put_question(language, "changed", "x", {"got": told})


def test_a_long_sentence_is_not_quoted_whole():
    words = {
        "got": "the total in the report that we send to our board each month is not what it was "
        * 3
    }
    assert put_question("en", "since", "x", words) in QUESTIONS["en"]["since"].plain


@pytest.mark.parametrize("language", ["ru", "pt", "en"])
def test_what_one_of_us_wrote_down_is_not_put_to_the_customer_as_their_words(language):
    told = {"got": "Mr Hill rang: total is 12", "want": "wants a total", "request": "wants it"}
    for part in SLOTS + STORY:
        question = put_question(language, part, "text", told, is_retold=True)
        assert question in QUESTIONS[language][part].plain


def test_an_error_that_was_read_out_to_us_is_still_taken_up():
    told = {"got": 'Mrs Hill rang, the till shows "no drawer"'}
    question = put_question("en", "since", "x", told, is_retold=True)
    assert question == "When did “no drawer” first appear?"


def test_the_same_message_gets_the_same_question():
    asked = {put_question("pt", "did", "o app trava", {"got": "o app trava"}) for _ in range(5)}
    assert len(asked) == 1
