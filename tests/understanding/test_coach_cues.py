import pytest

from whydesk.understanding.coach_cues import LANGUAGES, Table, sign_names, tables, words_of

TABLE = Table(
    [
        "# what stands here is not read",
        "@day = monday friday",
        "deadline: by @day, by @clock, within @number hours",
        "decision: decid* .. @day, board meets",
    ]
)


def test_every_language_knows_the_same_signs_in_the_same_order():
    assert [tables()[language].names for language in LANGUAGES] == [list(sign_names())] * 3


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("You have it by Friday.", {"deadline": 1}),
        ("By 15:00, or by 3pm, or by 17h", {"deadline": 3}),
        ("within 24 hours", {"deadline": 1}),
        ("they decide about it on Monday", {"decision": 1}),
        ("they decide about it all again on Monday", {}),
        ("the board meets; by friday", {"decision": 1, "deadline": 1}),
        ("by and by", {}),
        ("", {}),
    ],
)
def test_a_phrase_is_found_by_words_beginnings_groups_and_gaps(text, signs):
    assert TABLE.signs_of(text) == signs


def test_words_keep_what_a_mark_holds_together():
    assert words_of("User’s e-mail, at 9:30 (or 1.5h): £3 » B_2") == [
        "user's",
        "e-mail",
        "at",
        "9:30",
        "or",
        "1.5h",
        "£",
        "3",
        "»",
        "b",
        "2",
    ]
