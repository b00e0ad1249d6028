"""Texts against a catalogue."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whydesk.understanding.matching import Catalogue, Entry, prepare, rerank, same_matter
from whydesk.understanding.space import space_vectors


def _cases(name: str) -> list[dict[str, str]]:
    lines = (Path(__file__).parent / "cases" / name).read_text().splitlines()
    return [json.loads(line) for line in lines]


CASES = _cases("matching.jsonl")
# Messages of one desk; `again` tells the same in other words, or what nobody told before.
TOLD = _cases("same_matter.jsonl")
ENTRIES = (
    Entry("hold-sale", "en", "Park a sale", "Put a purchase on hold and serve the next customer."),
    Entry("two-step", "ru", "Двухэтапный вход", "Кроме пароля при входе вводят код из приложения."),
    Entry(
        "export", "pt", "Exportar notas", "Baixe as faturas do período em planilha Excel ou CSV."
    ),
    Entry("reminder", "en", "Appointment reminders", "Visitors get a text message before a visit."),
    Entry("colour", "en", "Status colours", "Choose your own colour for each ticket status."),
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(ENTRIES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_entry_that_is_meant_comes_first_in_any_language(
    catalogue: Catalogue, case: dict[str, str]
) -> None:
    assert catalogue.match(case["text"]).found[0].id == case["meant"]


def test_scores_fall_and_lie_between_nothing_and_certainty(catalogue: Catalogue) -> None:
    scores = [match.score for match in catalogue.match("Export my invoices to Excel").found]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= min(scores) <= max(scores) <= 1


def test_only_what_fits_is_said_to_fit(catalogue: Catalogue) -> None:
    matches = catalogue.match("Export the invoices of the period to an Excel sheet")
    assert matches.fits == [match.id for match in matches.found if match.fit == "fits"]


def test_the_reason_is_a_sentence_of_each() -> None:
    entry = Entry("a", "en", "Paint", "We have cakes. Choose the colour of your car.")
    found = Catalogue([entry]).match("Good morning. I want my car in another colour!").found[0]
    assert found.reason == (
        "I want my car in another colour!",
        "Choose the colour of your car.",
    )


def test_an_entry_is_met_through_what_customers_called_it() -> None:
    plain = [Entry("a", "en", "Zephyr", "Zephyr mode."), Entry("b", "en", "Boreas", "Boreas mode.")]
    named = [plain[0], Entry("b", "en", "Boreas", "Boreas mode.", ("тёмная тема для глаз",))]
    assert Catalogue(named).match("хочу тёмную тему").found[0].id == "b"
    assert len(Catalogue(named)) == len(Catalogue(plain)) == 2


def test_an_added_entry_takes_the_place_of_its_older_self(catalogue: Catalogue) -> None:
    grown = Catalogue(ENTRIES)
    grown.add(Entry("colour", "en", "Barcode labels", "Print labels with a barcode."))
    assert len(grown) == len(catalogue)
    assert grown.match("print barcodes").found[0].id == "colour"


def test_reranking_judges_as_a_catalogue_of_the_candidates_does(catalogue: Catalogue) -> None:
    text = "покрасить статусы"
    assert rerank(text, prepare(ENTRIES)) == catalogue.match(text)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_in_a_small_catalogue_what_nobody_offers_does_not_fit(count: int) -> None:
    small = Catalogue(
        [
            Entry("dark", "en", "Dark theme", "Let people work at night without a bright screen."),
            Entry("hold", "en", "Park a sale", "Put a sale on hold and serve the next customer."),
            Entry("table", "ru", "Выгрузка в Excel", "Скачать список клиентов таблицей."),
        ][:count]
    )
    asked = (
        ("dark", "Сделайте тёмную тему, глаза болят вечером"),
        ("hold", "Quero deixar uma venda em espera"),
        ("table", "Please let us export customers to a spreadsheet"),
    )
    for place, (meant, text) in enumerate(asked):
        assert small.match(text).fits == ([meant] if place < count else [])
    for text in (
        "Can we have an app for Android?",
        "Нужна интеграция с 1С",
        "A busca ignora acentos",
    ):
        assert small.match(text).fits == []


@pytest.mark.parametrize("text", ["", " ", "😀😀", "\u200b" * 9, "???", "x"])
def test_what_tells_nothing_is_not_meant_and_means_nothing(text: str) -> None:
    for entries in (["😀"], ["", "😀"], ["", "Dark theme"]):
        catalogue = prepare(Entry(str(place), "", "", each) for place, each in enumerate(entries))
        for found in (same_matter(text, catalogue), rerank(text, catalogue)):
            assert [match.fit for match in found.found] == ["nothing"] * len(entries)
    assert rerank("Сделайте тёмную тему", catalogue).fits == ["1"]


@pytest.fixture(scope="module")
def desk() -> list[Entry]:
    return [Entry(case["id"], "", "", case["text"]) for case in TOLD if case["id"]]


def test_what_was_told_before_is_the_same_matter(desk: list[Entry]) -> None:
    prepared = prepare(desk)
    again = [case for case in TOLD if case["id"] and case["again"]]
    first = [same_matter(case["again"], prepared).found[0] for case in again]
    assert [one.id for one in first] == [case["id"] for case in again]
    assert {one.fit for one in first} == {"fits"}


def test_the_nearest_is_not_the_same_matter_for_being_the_nearest(desk: list[Entry]) -> None:
    prepared = prepare(desk)
    new = [case["again"] for case in TOLD if not case["id"]]
    called_the_same = [text for text in new if same_matter(text, prepared).fits]
    assert len(called_the_same) * 10 <= len(new)


def test_an_empty_catalogue_has_nothing_that_fits() -> None:
    assert Catalogue().match("anything").found == []


def test_vectors_have_a_length_of_one_and_the_text_alone_decides() -> None:
    vectors = space_vectors(["one need", "другая нужда"])
    assert vectors.shape == (2, 256)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(space_vectors(["one need"])[0], vectors[0], atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "\x00\ud800 ",
        "😀" * 5_000,
        "а" * 1_000_000,
        "!? " * 300_000,
        "\u200b" * 10_000,
        "שלום עולם " * 2_000,
        "QUJD" * 250_000,
    ],
    ids=["empty", "blank", "broken", "emoji", "one word", "marks", "zero width", "rtl", "base64"],
)
def test_any_text_is_read(catalogue: Catalogue, text: str) -> None:
    assert len(catalogue.match(text).found) == len(ENTRIES)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec=None), max_size=400))
def test_no_text_upsets_matching(text: str) -> None:
    assert len(Catalogue([Entry("a", "", text, text), ENTRIES[0]]).match(text).found) == 2
