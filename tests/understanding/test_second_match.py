"""What a language model may say of candidates."""

import json

import pytest

from whydesk.understanding.second_match import ask_which_fit, fits_in


def test_nothing_personal_is_asked_about():
    asked = json.dumps(
        ask_which_fit(
            "Ana Duarte here, call +44 20 7946 0958",
            ["Where is it, ana@firm.example?", "Ana asks for a total"],
            names=["Ana Duarte"],
        )
    )
    for secret in ("Ana", "Duarte", "7946", "firm.example"):
        assert secret not in asked
    assert asked.count("[NAME_1]") + asked.count("[NAME_2]") >= 2


def test_the_candidates_are_numbered_and_twelve_at_most():
    [_task, said] = ask_which_fit("No total", [f"matter {n}" for n in range(20)])
    assert "0. matter 0" in said["content"]
    assert "11. matter 11" in said["content"]
    assert "12. matter 12" not in said["content"]


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ('{"same": [2], "perhaps": []}', ["nothing", "nothing", "fits"]),
        ('Sure! {"same": [0], "perhaps": [0, 1]} Bye', ["fits", "perhaps", "nothing"]),
        ('{"same": [], "perhaps": []}', ["nothing"] * 3),
        ('{"same": ["1", null, 7, -1], "perhaps": "all"}', ["nothing"] * 3),
        ('{"kind": "bug"}', None),
        ("[1, 2]", None),
        ("Sorry, I cannot", None),
    ],
)
def test_what_is_no_number_of_the_list_is_not_believed(answer: str, fits: list[str] | None):
    assert fits_in(answer, 3) == fits
