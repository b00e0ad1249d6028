"""A row of the list."""

from datetime import timedelta

from django.utils import timezone, translation

from whydesk.customers.models import Company, Contact
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.web.templatetags.rows import rows

EVIL = '"><script>'
ESCAPED = "&quot;&gt;&lt;script&gt;"


def drawn(**fields: object) -> str:
    known = {"pk": 7, "subject": "Invoices", "contact": Contact(name="Ana Duarte"), **fields}
    with translation.override("en"):
        return rows([Ticket(**known)])


def test_a_row_says_who_what_how_long_and_who_has_it():
    row = drawn(
        company=Company(name="Aurora", kind="vip"),
        snippet="Where are they?",
        waits_since=timezone.now() - timedelta(hours=5),
        assignee=Agent(name="Sam Stone"),
    )
    for part in (
        '<b class="cut">Ana Duarte</b><span class="row-company cut">Aurora</span>'
        '<span class="kind kind-vip">VIP</span>',
        '<a class="row-link" href="/tickets/7" data-row-link>Invoices</a>',
        '<span class="row-snippet">Where are they?</span>',
        ">5 h</time>",
        'aria-label="Sam Stone">SS</span>',
    ):
        assert part in row


def test_an_ask_that_the_subject_has_said_is_not_said_again():
    assert 'row-snippet"></span>' in drawn(subject="Call me!", snippet="call me")
    assert "Where are they?" in drawn(snippet="Where are they?")


def test_whatever_a_stranger_writes_stays_text():
    row = drawn(
        subject=EVIL,
        snippet=f"{EVIL} again",
        tags=[EVIL],
        contact=Contact(name=EVIL),
        company=Company(name=EVIL, kind="trial"),
        assignee=Agent(name=EVIL),
        updated_at=timezone.now(),
    )
    assert "<script" not in row
    # Subject twice, snippet, tag, contact, company, and who has it twice.
    assert row.count(ESCAPED) == 8


def test_a_ticket_that_came_back_says_so():
    assert "Undeliverable" in drawn(undelivered=True)
    assert "Undeliverable" not in drawn(tags=["money"])


def test_a_row_says_when_the_language_model_read_it():
    named = 'aria-label="Read by the language model"'
    assert named in drawn(kind="bug", is_read_by_model=True)
    assert named not in drawn(kind="bug")


def test_a_row_far_ahead_of_its_waiting_says_so_quietly():
    waits = timezone.now() - timedelta(hours=5)
    assert "ahead" not in drawn(waits_since=waits, urgency=143 * 60)
    ahead = drawn(waits_since=waits, urgency=156 * 60)
    assert 'title="As if it had waited 6 d 12 h longer"' in ahead
    assert ">6 d</span>" in ahead
    assert "As if it had waited 3 d less" in drawn(waits_since=waits, urgency=-72 * 60)
