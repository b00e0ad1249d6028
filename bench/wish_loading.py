"""A desk full of wishes, for measuring: who wants them, what was decided, what there is.

The texts are the sentences of the demo company, of which a few hundred are read
once; the vectors of all others lie around those, as far off as two ways to say
the same. A few wishes are wanted by a thousand, most by a handful.
"""

import random
from datetime import UTC, datetime, timedelta

from django.db import connection

from bench.loading import _sentences
from whydesk.customers.models import Address, Company, Contact
from whydesk.mailroom.models import Mailbox
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.understanding.space import space_vectors
from whydesk.wishes.choices import Effort, Fit
from whydesk.wishes.counting import count_voices
from whydesk.wishes.models import Face, Wish

COMPANIES, TICKETS_EACH = 5_000, 4
LOUDEST = 1_000
TEXTS = 600
LANGUAGES = ("en", "ru", "pt-br")
_BATCH = 2_000


def load_wishes(wishes: int, voices: int, capabilities: int, *, seed: int = 7) -> Agent:
    """Fill an empty desk and return the agent who looks at it."""
    chance = random.Random(seed)
    agent = Agent(name="Bench", email="bench@bench.example", role=Role.ADMIN, language="en")
    agent.set_unusable_password()
    agent.save()
    texts = _texts(chance)
    _make_tickets(agent, texts)
    _make_wishes(wishes, texts, agent, chance)
    _lay_texts(texts)
    _make_voices(sizes(wishes, voices), agent)
    _make_capabilities(capabilities)
    _face_all()
    keys = list(Wish.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        count_voices(keys[start : start + _BATCH])
    with connection.cursor() as cursor:
        for order in _ENTRIES:
            cursor.execute(order)
        cursor.execute("VACUUM (ANALYZE)")
    return agent


def sizes(wishes: int, voices: int) -> list[int]:
    """Return how many voices each wish has, the loudest first, together about so many."""
    shares = [(place + 3) ** -0.8 for place in range(wishes)]
    low, high = 1.0, float(voices)
    while high - low > 1:
        middle = (low + high) / 2
        total = sum(max(1, min(LOUDEST, int(middle * share))) for share in shares)
        low, high = (middle, high) if total < voices else (low, middle)
    return [max(1, min(LOUDEST, int(low * share))) for share in shares]


def _texts(chance: random.Random) -> list[tuple[str, str]]:
    """Return real sentences with their languages, taking turns."""
    said = {
        language: [text for text in texts if 30 < len(text) < 300]
        for language, texts in _sentences().items()
    }
    each = {language: chance.sample(said[language], TEXTS // 3) for language in LANGUAGES}
    return [(language, each[language][n]) for n in range(TEXTS // 3) for language in LANGUAGES]


def _make_tickets(agent: Agent, texts: list[tuple[str, str]]) -> None:
    now = datetime.now(UTC)
    mailbox = Mailbox.objects.create(address="support@bench.example", name="Bench")
    kinds = ("customer", "customer", "vip", "trial", "prospect", "customer", "former")
    companies = Company.objects.bulk_create(
        Company(name=f"Firm {n}", kind=kinds[n % 7], monthly_revenue=n % 900 or None)
        for n in range(COMPANIES)
    )
    contacts = Contact.objects.bulk_create(
        Contact(name=f"Person {n}", company=company, language=LANGUAGES[n % 3])
        for n, company in enumerate(companies)
    )
    Address.objects.bulk_create(
        Address(contact=one, email=f"p@firm{n}.example") for n, one in enumerate(contacts)
    )
    tickets = Ticket.objects.bulk_create(
        (
            Ticket(
                subject=texts[n % TEXTS][1][:90],
                status="closed",
                contact=contacts[n // TICKETS_EACH],
                company=companies[n // TICKETS_EACH],
                mailbox=mailbox,
                assignee=agent,
                language=contacts[n // TICKETS_EACH].language,
                created_at=now - timedelta(hours=n % 9_000),
            )
            for n in range(COMPANIES * TICKETS_EACH)
        ),
        batch_size=_BATCH,
    )
    # Those from which the panel is opened have words of a customer, one in each language.
    for ticket in tickets[:12:TICKETS_EACH]:
        text = next(text for language, text in texts if language == ticket.language)
        Message.objects.create(
            ticket=ticket,
            kind=Message.Kind.INCOMING,
            contact=ticket.contact,
            message_id=f"{ticket.pk}@bench.example",
            text=text,
            language=ticket.language,
        )


def _make_wishes(
    number: int, texts: list[tuple[str, str]], agent: Agent, chance: random.Random
) -> None:
    now = datetime.now(UTC)
    Wish.objects.bulk_create(
        (
            Wish(
                title=f"{texts[n % TEXTS][1][:70]} {n}",
                when=chance.choice(texts)[1],
                want=texts[n % TEXTS][1],
                so_that=chance.choice(texts)[1] if n % 8 else "",
                language=texts[n % TEXTS][0],
                effort=chance.choice(["", *Effort.values]),
                fit=chance.choice(["", *Fit.values]),
                created_at=now - timedelta(hours=n % 9_000),
                created_by=agent,
            )
            for n in range(number)
        ),
        batch_size=_BATCH,
    )


def _lay_texts(texts: list[tuple[str, str]]) -> None:
    """Lay the sentences with where they lie, and what is added to lie a little off."""
    vectors = space_vectors([text for _language, text in texts])
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_text"
            " (place int PRIMARY KEY, language text, text text, vector vector(256))"
        )
        cursor.executemany(
            "INSERT INTO bench_text VALUES (%s, %s, %s, %s)",
            [
                (place, language, text, str([round(float(one), 4) for one in vector]))
                for place, ((language, text), vector) in enumerate(zip(texts, vectors, strict=True))
            ],
        )
        cursor.execute(
            "CREATE TEMP TABLE bench_noise AS SELECT place, (SELECT"
            " array_agg(0.06 * (random() - 0.5))::vector FROM generate_series(1, 256)"
            " WHERE place = place) AS vector FROM generate_series(0, 1999) place"
        )
        cursor.execute("CREATE INDEX ON bench_noise (place)")
        cursor.execute("ANALYZE bench_text, bench_noise")


def _make_voices(numbers: list[int], agent: Agent) -> None:
    values = {"numbers": numbers, "agent": agent.pk, "companies": COMPANIES, "texts": TEXTS}
    with connection.cursor() as cursor:
        cursor.execute(_VOICES, values)
        cursor.execute(_AGAIN)
        for order in _DECISIONS:
            cursor.execute(order, values)


def _make_capabilities(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CAPABILITIES, {"number": number})
        cursor.execute(_ARTICLES, {"texts": TEXTS})


def _face_all() -> None:
    """Give faces to all; the index is made when they are there, as a restored backup does."""
    [index] = [one for one in Face._meta.indexes if one.name == "face_nearest"]
    with connection.schema_editor(atomic=False) as editor:
        editor.remove_index(Face, index)
        editor.execute(_FACES, {"texts": TEXTS})
        editor.execute("SET maintenance_work_mem = '256MB'")
        editor.add_index(Face, index)


# Companies take turns, so that each wants a wish once; `place` counts wishes from 0.
_VOICES = """
INSERT INTO wishes_voice (wish_id, root_id, company_id, contact_id, ticket_id, agent_id, said,
    "when", want, so_that, weight, workaround, account_kind, plan, monthly_revenue, currency,
    language, tell_by, at, heard_at)
SELECT w.id, w.id, c.id, p.id, t.id, %(agent)s, x.text, '', '', '',
    (ARRAY['nice', 'nice', 'needed', 'deal_breaker'])[1 + (w.place + n) %% 4], '',
    c.kind, '', c.monthly_revenue, c.currency, p.language, 'mail', past.at, past.at
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM wishes_wish) w
JOIN LATERAL generate_series(0, (%(numbers)s::int[])[w.place + 1] - 1) n ON true
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM customers_company) c
    ON c.place = (w.place * 37 + n) %% %(companies)s
JOIN customers_contact p ON p.company_id = c.id
JOIN (SELECT id, company_id, row_number() OVER (PARTITION BY company_id ORDER BY id) AS place
    FROM tickets_ticket) t ON t.company_id = c.id AND t.place = 1 + w.place %% 4
JOIN bench_text x ON x.place = (w.place + n) %% %(texts)s
CROSS JOIN LATERAL (SELECT now() - ((w.place * 31 + n * 7) %% 9000) * interval '1 hour' AS at) past
"""
_AGAIN = """
INSERT INTO wishes_retelling (voice_id, ticket_id, contact_id, agent_id, said, weight, workaround,
    at) SELECT id, ticket_id, contact_id, agent_id, said, weight, '', heard_at
FROM wishes_voice WHERE id % 10 = 0
"""
# Four in ten have been decided, everyone told; the loudest have not.
_DECISIONS = (
    """
INSERT INTO wishes_decision (wish_id, outcome, reason, language, would_change, elsewhere, currency,
    means, owner, by_id, at, ask_again_on, by_when)
SELECT id, outcome, 'The list has to stay quiet.', 'en', '', '', '', '', '', %(agent)s,
    now() - (id %% 200) * interval '1 day',
    CASE outcome WHEN 'not_now' THEN current_date - 20 + (id %% 300)::int END,
    CASE outcome WHEN 'scheduled' THEN current_date - 9 + (id %% 300)::int END
FROM (SELECT id, (ARRAY['never', 'not_now', 'scheduled', 'shipped'])[1 + id %% 10] AS outcome
    FROM wishes_wish WHERE id %% 10 < 4 AND id > 20) chosen
""",
    """
INSERT INTO wishes_decisionprogress (decision_id, untold, told, made_at, closed_at)
SELECT id, 0, 1, at, at FROM wishes_decision
""",
    """
UPDATE wishes_wish w SET state = CASE outcome WHEN 'never' THEN 'refused'
    WHEN 'not_now' THEN 'deferred' ELSE outcome END
FROM wishes_decision d WHERE d.wish_id = w.id
""",
    """
INSERT INTO wishes_callback (decision_id, voice_id, ticket_id, assignee_id, way, due_at, state,
    draft, went, note, told_at)
SELECT d.id, v.id, v.ticket_id, v.agent_id, 'mail', d.at, 'told', '', '', '', d.at
FROM wishes_decision d JOIN wishes_voice v ON v.root_id = d.wish_id
""",
)
_CAPABILITIES = """
INSERT INTO wishes_capability (slug, tags, is_public, answered, missed, created_at, updated_at)
SELECT 'capability-' || n, '{}', true, n %% 50, n %% 20, now(), now()
FROM generate_series(1, %(number)s) n
"""
_ARTICLES = """
INSERT INTO wishes_article (capability_id, language, title, purpose, how)
SELECT c.id, l.language, left(x.text, 90) || ' ' || c.id, x.text, x.text
FROM wishes_capability c
CROSS JOIN unnest(ARRAY['en', 'ru', 'pt-br']) WITH ORDINALITY l (language, n)
JOIN bench_text x ON x.place = (c.id * 3 + l.n - 1) %% %(texts)s
"""
# A wish is met by its own words and by the last forty things that customers called it.
_FACES = """
INSERT INTO wishes_face (wish_id, capability_id, language, text, is_own, vector)
SELECT f.wish_id, f.capability_id, x.language, x.text, f.is_own,
    l2_normalize(x.vector + o.vector)::halfvec(256)
FROM (
    SELECT id AS wish_id, NULL::bigint AS capability_id, true AS is_own, id AS place
    FROM wishes_wish
    UNION ALL
    SELECT root_id, NULL, false, root_id + n FROM (
        SELECT root_id, row_number() OVER (PARTITION BY root_id ORDER BY heard_at DESC) AS n
        FROM wishes_voice) said WHERE n <= 40
    UNION ALL
    SELECT NULL, capability_id, true, id FROM wishes_article
) f
JOIN bench_text x ON x.place = f.place %% %(texts)s
JOIN bench_noise o ON o.place = (f.place * 7 + coalesce(f.wish_id, f.capability_id)) %% 2000
"""
# Nobody listens, so nobody is notified.
_ENTRIES = (
    """
INSERT INTO history_entry (at, event, data, actor_kind, actor_id, actor_name)
SELECT v.at, 'wish.joined', jsonb_build_object('wish_id', w.id, 'wish', w.title,
    'ticket_id', v.ticket_id, 'contact_id', v.contact_id, 'company_id', v.company_id,
    'voice_id', v.id, 'weight', v.weight), 'desk', NULL, 'Bench'
FROM wishes_voice v JOIN wishes_wish w ON w.id = v.root_id
""",
    "ALTER TABLE history_subject DISABLE TRIGGER notify",
    """
INSERT INTO history_subject (entry_id, noun, noun_id)
SELECT e.id, noun, (e.data->>(noun || '_id'))::bigint FROM history_entry e,
unnest(ARRAY['wish', 'ticket', 'contact', 'company']) noun WHERE e.event = 'wish.joined'
""",
    "ALTER TABLE history_subject ENABLE TRIGGER notify",
)
