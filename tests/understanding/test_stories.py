import pytest

from whydesk.understanding.stories import Flaw, check_so_that, check_story, check_want, check_when


@pytest.mark.parametrize(
    ("when", "want", "so_that", "language"),
    [
        (
            "Когда закрываю смену",
            "видеть выручку по кассам",
            "чтобы сверить её с инкассацией",
            "ru",
        ),
        (
            "Quando o cliente liga do carro",
            "achar o pedido pelo telefone",
            "não deixá-lo esperando",
            "pt",
        ),
        (
            "When a VIP writes at night",
            "the lead told at once",
            "so that we answer in minutes",
            "en",
        ),
        ("Как только приходит поставка", "печатать ценники", "чтобы товар сразу вышел в зал", "ru"),
    ],
)
def test_a_good_story_has_no_flaw(when, want, so_that, language):
    assert check_story(when, want, so_that, language=language) == ()


@pytest.mark.parametrize("when", ["As a manager", "Как бухгалтер", "Sou gerente", "I'm an agent"])
def test_a_role_is_no_situation(when):
    assert check_when(when) == Flaw.WHEN_IS_ROLE


@pytest.mark.parametrize(
    "want",
    ["a button in the list", "метод API", "um campo no cadastro", "тёмную тему", "dark mode"],
)
def test_a_piece_of_the_screen_is_no_work(want):
    assert check_want(want) == Flaw.WANT_IS_SCREEN


def test_work_that_names_a_screen_is_still_work():
    assert check_want("a button to send all invoices at once") is None


@pytest.mark.parametrize(
    ("so_that", "want"),
    [
        ("чтобы была кнопка экспорта", "кнопку экспорта"),
        ("ver as vendas do dia", "ver as vendas do dia"),
        ("so that I can merge the tickets", "merge tickets"),
    ],
)
def test_the_wish_again_is_no_goal(so_that, want):
    assert check_so_that(so_that, want) == Flaw.SO_THAT_IS_WANT


@pytest.mark.parametrize(
    "so_that", ["чтобы было удобнее", "para ficar mais prático", "it's easier"]
)
def test_convenience_alone_is_no_goal(so_that):
    assert check_so_that(so_that, "print labels") == Flaw.SO_THAT_IS_EMPTY


def test_an_empty_story_lacks_all_three():
    assert check_story("", " ", "?!") == (
        Flaw.WHEN_MISSING,
        Flaw.WANT_MISSING,
        Flaw.SO_THAT_MISSING,
    )
