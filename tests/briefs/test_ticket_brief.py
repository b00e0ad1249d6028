"""What a whole thread says."""

from tests.briefs.readings import read
from whydesk.briefs.ticket_brief import Part, TicketBrief, brief_of_thread
from whydesk.understanding.brief import Parts, Sentence, Span
from whydesk.understanding.questions import QUESTIONS

ASKING = Sentence(Span(6, 29), "request", 0.9)


def test_nothing_read_is_nothing_known():
    assert brief_of_thread([]) == TicketBrief()


def test_a_part_said_later_is_no_gap_any_more():
    brief = brief_of_thread(
        [
            read(1, "The total is wrong.", said={"got": "The total is wrong"}, ask=("since",)),
            read(2, "Since Monday, I think.", kind="question", said={}),
            read(3, "It began on Monday.", said={"since": "on Monday"}),
        ]
    )
    assert brief.known == [Part("got", 1, "The total is wrong"), Part("since", 3, "on Monday")]
    assert brief.gaps == ["did", "expected", "changed", "scope", "evidence"]


def test_an_answer_tells_what_is_missing_and_the_next_is_asked_for():
    text = "Yes, in Chrome, since Tuesday."
    span = Span(text.index("since"), len(text))
    answer = read(
        2, text, kind="question", otherwise={"slots": Parts({"since": span, "did": None}, ())}
    )
    opening = read(1, "The total is wrong.", said={"got": "The total is wrong"}, ask=("since",))
    brief = brief_of_thread([opening, answer])
    assert brief.known[-1] == Part("since", 2, "since Tuesday.")
    assert brief.asks_for == "did"
    assert brief.question
    thanks = read(2, text, kind="praise", otherwise=answer.brief.otherwise)
    settled = brief_of_thread([opening, thanks])
    assert (len(settled.known), settled.question) == (1, "")


def test_the_kind_is_that_of_the_message_that_opened_the_matter():
    brief = brief_of_thread(
        [read(1, "It fails.", kind="outage"), read(2, "Thank you!", kind="praise")]
    )
    assert (brief.kind, brief.summary) == ("outage", "It fails.")


def test_a_laugh_does_not_take_the_place_of_what_they_ask():
    laugh = read(2, "kkkkk 😂", kind="complaint")
    brief = brief_of_thread([read(1, "Can I print two labels?", kind="question"), laugh])
    assert brief.summary == "Can I print two labels?"
    assert brief_of_thread([laugh]).summary == "kkkkk 😂"


def test_what_is_said_later_takes_no_place_unless_it_asks():
    opening = read(1, "The export is empty.")
    thanks = read(2, "It was the wrong month, silly me.", kind="bug")
    question = read(3, "Good. Why does nobody say so?", kind="question", sentences=(ASKING,))
    assert brief_of_thread([opening, thanks]).summary == "The export is empty."
    assert brief_of_thread([opening, question, thanks]).summary == "Why does nobody say so?"


def test_a_message_that_tells_nothing_opens_no_matter_unless_it_is_said_to():
    bare, matter = read(1, "see file", kind="praise"), read(2, "The total is wrong.")
    brief = brief_of_thread([bare, matter])
    assert (brief.opened_by, brief.kind, brief.summary) == (2, "bug", "The total is wrong.")
    said = read(1, "see file", kind="praise", certainty=1.0)
    assert brief_of_thread([said, matter]).opened_by == 1
    assert brief_of_thread([bare]).kind == "praise"


def test_they_feel_as_in_their_newest_message():
    brief = brief_of_thread([read(1, "NO!!!", temperature=3), read(2, "Fine.", temperature=0)])
    assert brief.temperature == 0


def test_what_would_help_most_is_asked_first_and_never_twice():
    first = read(1, "It fails.", ask=("since", "scope"), question="Since when?")
    asked_for = [brief_of_thread([first], asked).asks_for for asked in ({}, {"since": 2})]
    assert asked_for == ["since", "scope"]
    assert [brief_of_thread([first], asked).question for asked in ({}, {"since": 2})] == [
        "Since when?",
        "",
    ]


def test_a_question_is_put_anew_where_an_agent_put_the_reading_right():
    known = read(1, "The total is 12.", said={"got": "The total is 12"}, ask=("since", "scope"))
    known = type(known)(1, known.brief, settled=["since"])
    brief = brief_of_thread([known])
    assert brief.asks_for == "scope"
    assert "The total is 12" in brief.question


def test_nor_is_what_one_of_us_wrote_down_quoted_then():
    said = {"got": "his total is 12"}
    known = read(1, "Mr Hill: his total is 12.", said=said, ask=("since",), is_retold=True)
    question = brief_of_thread([known]).question
    assert question in QUESTIONS["en"]["since"].plain


def test_after_two_questions_nobody_is_asked_any_more():
    brief = brief_of_thread([read(1, "It fails.", ask=("did",))], {"since": 2, "scope": 4})
    assert (brief.asks_for, brief.question) == ("", "")
    assert brief.asked == ["since", "scope"]


def test_what_an_agent_knows_is_not_asked_for():
    wish = read(1, "Add a method.", kind="wish", ask=("when", "want", "so_that"))
    settled = type(wish)(wish.message_id, wish.brief, settled=["when"])
    assert brief_of_thread([settled]).gaps == ["want", "so_that"]


def test_a_question_has_no_parts():
    brief = brief_of_thread([read(1, "How do I export?", kind="question")])
    assert (brief.known, brief.gaps, brief.asks_for) == ([], [], "")


def test_a_question_that_was_passed_over_is_unknown_and_after_two_the_ticket_goes_on():
    said = [read(1, "It fails."), read(3, "Still."), read(5, "Hello?")]
    waits = brief_of_thread(said[:1], {"since": 2})
    assert (waits.asked, waits.unknown, waits.goes_on) == (["since"], [], False)
    passed_over = brief_of_thread(said[:2], {"since": 2, "scope": 4})
    assert (passed_over.unknown, passed_over.goes_on) == (["since"], False)
    twice = brief_of_thread(said, {"since": 2, "scope": 4})
    assert (twice.unknown, twice.goes_on, twice.question) == (["since", "scope"], True, "")
