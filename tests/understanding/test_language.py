import pytest

from whydesk.understanding.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("не уходит почта", "ru"),
        ("Export to Excel не работает у всех", "ru"),
        ("o relatório sai em branco", "pt-br"),
        ("dark mode please", "en"),
        ("Podnyali abonplatu, ya ne ponyal za chto teper plachu", "ru"),
        ("privet, ne mogu voiti uzhe vtoroy den", "ru"),
        ("we net 40 k a month", "en"),
        ("🔥 123", ""),
    ],
)
def test_a_language_is_told_by_letters_and_words(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Error 502", "en", "en"),
        ("urgent", "en", "en"),
        ("Error 502", "ru", "ru"),
        ("Error 502", "de", "pt-br"),
        ("não abre", "en", "pt-br"),
        ("не работает", "en", "ru"),
        ("my printer is offline", "pt-br", "en"),
    ],
)
def test_a_few_words_of_any_language_are_of_the_one_expected(
    text: str, expected: str, language: str
) -> None:
    assert detect_language(text, expected) == language
