"""New words apart from quotations and signatures; the cases are files beside this one."""

from pathlib import Path

import pytest

from tests.mail.cases import read_cases
from whydesk.mail.incoming import read_mail
from whydesk.mail.quoting import find_reply

CASES = Path(__file__).parent / "cases" / "quoting"


def _table(name: str, separator: str = "\n") -> list[str]:
    return (CASES / name).read_text("utf-8").strip("\n").split(separator)


ATTRIBUTIONS = _table("attributions.txt", "\n%%\n")
HEADER_BLOCKS = _table("header_blocks.txt", "\n%%\n")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_words_above_a_quotation_are_new(attribution: str) -> None:
    text = f"It works now.\n\nThank you!\n\n{attribution}\n\n> Good day.\n>\n> Try it again.\n"
    assert find_reply(text) == "It works now.\n\nThank you!"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_words_below_a_quotation_are_new(attribution: str) -> None:
    text = f"{attribution}\n> Good day.\n>\n> Try it again.\n\nIt works now.\n"
    assert find_reply(text) == "It works now."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_answers_between_quoted_lines_are_all_kept(attribution: str) -> None:
    text = f"Hello!\n\n{attribution}\n> Which one?\nThe red.\n> Since when?\nSince Monday.\n"
    assert find_reply(text) == "Hello!\n\nThe red.\n\nSince Monday."


@pytest.mark.parametrize(
    "attribution", [one for one in ATTRIBUTIONS if "@" in one and not one.startswith(">")]
)
def test_an_older_mail_without_marks_is_cut_at_its_attribution(attribution: str) -> None:
    text = f"It works now.\n\n{attribution}\n\nGood day.\nTry it again.\n"
    assert find_reply(text) == "It works now."


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_an_older_mail_is_cut_at_its_header(block: str) -> None:
    text = f"It works now.\n\n{block}\n\nGood day.\nTry it again.\n\nSupport\n"
    assert find_reply(text) == "It works now."


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_words_below_a_header_and_its_quotation_are_new(block: str) -> None:
    text = f"{block}\n\n> Good day.\n> Try it again.\n\nIt works now.\n"
    assert find_reply(text) == "It works now."


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_a_mail_that_only_forwards_keeps_what_it_forwards(block: str) -> None:
    text = f"{block}\n\nGood day.\nTry it again."
    assert find_reply(text, subject="Fwd: It does not open") == text


@pytest.mark.parametrize("line", _table("sent_from.txt"))
def test_what_a_phone_says_of_itself_is_not_the_customers_word(line: str) -> None:
    assert find_reply(f"It works now.\n\n{line}\n") == "It works now."


@pytest.mark.parametrize("line", _table("kept_lines.txt"))
def test_a_sentence_that_looks_like_a_machines_stays(line: str) -> None:
    text = f"Good day.\n{line}\nThe total is 31 and should be 13.\nPlease look at it."
    assert find_reply(text) == text.replace("\n> \n", "\n\n")


@pytest.mark.parametrize("case", read_cases(CASES))
def test_the_new_words_are_found(case: dict[str, str]) -> None:
    kind = "html" if case.get("html") else "plain"
    raw = (
        f"From: {case.get('from', 'Ana Lima <ana@example.org>')}\n"
        f"Subject: {case.get('subject', 'Re: Hello')}\n"
        f"Content-Type: text/{kind}; charset=utf-8\n\n{case['mail']}\n"
    )
    assert read_mail(raw.encode()).reply_text == case["reply"]
