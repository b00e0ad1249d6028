"""A desk full of tickets, for measuring: each of three messages, in three languages.

The sentences are those of the demo company, shuffled, so that words are as
common and as rare as in real mail.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import connection

from bench.words import RARE_WORD
from whydesk.customers.models import Address, Company, Contact, Domain
from whydesk.demo.stories import read_stories
from whydesk.desk.weighing import TOGETHER, weigh
from whydesk.mailroom.models import Mailbox
from whydesk.people.actors import Role
from whydesk.people.models import Agent, Team
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.words import search_words, snippet_of
from whydesk.understanding.version import VERSION

KINDS = (Message.Kind.INCOMING, Message.Kind.REPLY, Message.Kind.INCOMING)

_STATUSES = ["open"] * 15 + ["waiting"] * 15 + ["snoozed"] * 3 + ["spam"] * 2 + ["closed"] * 65
_BATCH = 2000


def load(count: int, *, seed: int = 7, all_open: bool = False) -> Agent:
    """Fill an empty desk with so many tickets and return the agent who looks at it.

    All of them may be open, and urgent for what was read in them and whose they are.
    """
    chance = random.Random(seed)
    staff = _make_staff()
    people = _make_people(max(20, count // 20), chance)
    mailbox = Mailbox.objects.create(address="support@bench.example", name="Bench")
    sentences = _sentences()
    tickets = (_ticket(staff, people, mailbox, sentences, chance) for _ in range(count))
    while batch := list(islice(tickets, _BATCH)):
        Ticket.objects.bulk_create(batch)
        Message.objects.bulk_create(
            message for ticket in batch for message in _messages(ticket, staff, sentences, chance)
        )
    _add_rare_word()
    _read_messages()
    _write_history()
    if all_open:
        _open_all()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return staff[0]


def _sentences() -> dict[str, list[str]]:
    """Return what is said in the demo company, sentence by sentence, by language."""
    found: dict[str, list[str]] = {}
    for story in read_stories():
        for line in story.lines:
            pieces = (piece.strip() for piece in line.text.replace("\n", " ").split(". "))
            found.setdefault(story.language, []).extend(piece for piece in pieces if piece)
    return found


def _make_staff() -> list[Agent]:
    team = Team.objects.create(name="First line")
    staff = [
        Agent(
            name=f"Agent {number}",
            email=f"agent{number}@bench.example",
            role=Role.AGENT,
            language="en",
        )
        for number in range(10)
    ]
    for agent in staff:
        agent.set_unusable_password()
    Agent.objects.bulk_create(staff)
    team.members.add(*staff)
    return staff


def _make_people(count: int, chance: random.Random) -> list[Contact]:
    kinds = [*Company.Kind.values, "customer", "customer", "customer"]
    companies = Company.objects.bulk_create(
        Company(name=f"Company {number}", kind=chance.choice(kinds)) for number in range(count // 2)
    )
    Domain.objects.bulk_create(
        Domain(company=company, name=f"c{company.pk}.example") for company in companies
    )
    people = Contact.objects.bulk_create(
        Contact(name=f"Person {number}", company=companies[number % len(companies)])
        for number in range(count)
    )
    Address.objects.bulk_create(
        Address(contact=person, email=f"p{person.pk}@c{person.company_id}.example")
        for person in people
    )
    return people


def _ticket(
    staff: list[Agent],
    people: list[Contact],
    mailbox: Mailbox,
    sentences: dict[str, list[str]],
    chance: random.Random,
) -> Ticket:
    now = datetime.now(UTC)
    status = chance.choice(_STATUSES)
    language = chance.choice(list(sentences))
    person = chance.choice(people)
    began = now - timedelta(minutes=chance.randrange(1, 60 * 24 * 365))
    subject, first = chance.choice(sentences[language])[:90], chance.choice(sentences[language])
    return Ticket(
        subject=subject,
        snippet=snippet_of(first),
        status=status,
        contact=person,
        company_id=person.company_id,
        mailbox=mailbox,
        assignee=chance.choice([*staff, None, None, None]),
        language=language,
        created_at=began,
        updated_at=began,
        waits_since=began if status in ("open", "snoozed") else None,
        snoozed_until=now + timedelta(days=30) if status == "snoozed" else None,
    )


def _messages(
    ticket: Ticket, staff: list[Agent], sentences: dict[str, list[str]], chance: random.Random
) -> Iterator[Message]:
    for position, kind in enumerate(KINDS):
        is_ours = kind == Message.Kind.REPLY
        text = ". ".join(chance.choices(sentences[ticket.language], k=chance.randrange(2, 9)))
        yield Message(
            ticket=ticket,
            kind=kind,
            contact=None if is_ours else ticket.contact,
            agent=chance.choice(staff) if is_ours else None,
            at=ticket.created_at + timedelta(minutes=position * 30),
            message_id=f"{ticket.pk}.{position}@bench.example",
            subject=ticket.subject,
            text=text,
            language=ticket.language,
            search_words=search_words([f"p{ticket.contact_id}@c{ticket.company_id}.example"], []),
        )


def _add_rare_word() -> None:
    """Put one word into three messages and no other."""
    rare = Message.objects.order_by("pk").values_list("pk", flat=True)
    count = rare.count()
    for place in (count // 5, count // 2, count - 2):
        message = Message.objects.get(pk=rare[place])
        message.text += f" {RARE_WORD}."
        message.save(update_fields=["text"])


# Read already, as on a desk that has lived: two thirds fact, one third feeling.
_READ = """
UPDATE briefs_reading r SET version = %s, read_at = now(), brief = jsonb_build_object(
    'language', 'en', 'kind', (ARRAY['question', 'bug', 'wish', 'billing'])[1 + r.id %% 4],
    'certainty', 0.8, 'blocking', false, 'temperature', r.id %% 3, 'leaving', false,
    'public_threat', false, 'slots', CASE WHEN r.id %% 4 = 1 THEN jsonb_build_object(
        'did', NULL, 'expected', NULL, 'got', jsonb_build_array(0, length(m.text) / 3),
        'since', NULL, 'changed', NULL, 'scope', NULL, 'evidence', NULL) END,
    'story', CASE WHEN r.id %% 4 = 2 THEN jsonb_build_object(
        'when', NULL, 'want', jsonb_build_array(0, length(m.text) / 3), 'so_that', NULL) END,
    'ask', CASE WHEN r.id %% 4 = 1 THEN '["since"]'::jsonb ELSE '[]'::jsonb END,
    'question', CASE WHEN r.id %% 4 = 1 THEN 'Since when?' ELSE '' END,
    'summary', left(m.text, 80), 'sentences', jsonb_build_array(
        jsonb_build_array(0, length(m.text) / 3, 'fact', 0.9),
        jsonb_build_array(length(m.text) / 3, 2 * (length(m.text) / 3), 'feeling', 0.9),
        jsonb_build_array(2 * (length(m.text) / 3), length(m.text), 'request', 0.9)))
FROM tickets_message m WHERE m.id = r.message_id
"""
_NOTED = """
UPDATE tickets_ticket t SET kind = r.brief->>'kind', temperature = (r.brief->>'temperature')::int
FROM briefs_reading r WHERE r.ticket_id = t.id
"""


def _read_messages() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [VERSION])
        cursor.execute(_NOTED)


_OPEN = """
UPDATE tickets_ticket SET status = 'open', snoozed_until = NULL,
    waits_since = now() - (id % 20160) * interval '1 minute', is_blocking = id % 9 = 0;
"""


def _open_all() -> None:
    """Let everybody wait, since up to two weeks, and say how long it takes to weigh that."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
    keys = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    began = time.perf_counter()
    for start in range(0, len(keys), TOGETHER):
        weigh(keys[start : start + TOGETHER])
    seconds = time.perf_counter() - began
    print(f"{len(keys):,} tickets are weighed in {seconds:.0f} s", file=sys.stderr)


_ENTRIES = """
INSERT INTO history_entry (at, event, data, actor_kind, actor_id, actor_name)
SELECT at, CASE kind WHEN 'reply' THEN 'reply.queued' ELSE 'message.received' END,
       jsonb_build_object('ticket_id', ticket_id, 'message_id', id), 'desk', NULL, 'Bench'
FROM tickets_message
"""
_SUBJECTS = """
INSERT INTO history_subject (entry_id, noun, noun_id)
SELECT e.id, n.noun, n.noun_id FROM history_entry e
JOIN tickets_ticket t ON t.id = (e.data->>'ticket_id')::bigint,
LATERAL (VALUES ('ticket', t.id), ('contact', t.contact_id), ('company', t.company_id))
    n (noun, noun_id)
"""


def _write_history() -> None:
    """Write an entry for each message; nobody listens, so nobody is notified."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES)
        cursor.execute("ALTER TABLE history_subject DISABLE TRIGGER notify")
        cursor.execute(_SUBJECTS)
        cursor.execute("ALTER TABLE history_subject ENABLE TRIGGER notify")
