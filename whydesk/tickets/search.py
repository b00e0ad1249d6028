"""Finding tickets by what was said on them, and people by name or address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from whydesk.customers.models import Company, Contact
from whydesk.customers.queries import find_companies, find_contacts
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.prepared import prepared
from whydesk.tickets.frequent import is_common
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.queries import visible_to

PAGE = 15
MAX_WORDS = 12
# A ticket may hold the word in each of its messages: so many messages are
# looked at to fill a page with tickets.
LOOK_AT = 3 * (PAGE + 1)
# Mostly so many are enough.
FIRST_LOOK_AT = LOOK_AT // 2
# Up to so many matching messages, all of them are looked up.
RARE = 3000
_NEWEST_OF = f"""
SELECT pk, ticket, count(*) OVER () FROM ({{few}}) AS few (pk, ticket)
ORDER BY pk DESC LIMIT {LOOK_AT}
"""
_BY_WORDS_ONLY = """
SELECT set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)
"""

_WORD = re.compile(r'"([^"]{1,200})"|(\S{1,200})')
_NUMBER = re.compile(r"#?(\d{1,18})")
# Characters that no text of ours contains mark the found words on their way here.
_START, _STOP = "\ue000", "\ue001"
_HEADLINE = (
    f"StartSel={_START}, StopSel={_STOP}, MaxFragments=2, MaxWords=24, MinWords=12, "
    'FragmentDelimiter=" … "'
)
_SHOWN_IN_HIT = (
    *("at", "ticket__subject", "ticket__status"),
    *("ticket__contact__name", "ticket__company__name", "ticket__company__kind"),
)


@dataclass(frozen=True)
class Hit:
    """A ticket, and where the words stand in it, marked."""

    ticket: Ticket
    message: Message
    subject: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """One page of what was found; `next` is the key after which the next begins, or empty."""

    hits: Sequence[Hit] = ()
    next: str = ""
    ticket: Ticket | None = None
    contacts: Sequence[Contact] = ()
    companies: Sequence[Company] = ()
    words: Sequence[str] = field(default_factory=list)


def search(agent: Agent, words: str, *, after: str = "") -> Found:
    """Find what the agent may see, newest first, all of the words in one message.

    Words are found by their stem in each language, without accents, numbers
    and addresses as they stand, the last word by its beginning.
    """
    parts = [phrase or word for phrase, word in _WORD.findall(words.replace("\0", ""))][:MAX_WORDS]
    if not parts:
        return Found()
    query = _query_of(parts)
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    hits, key = _hits(agent, query, before) if query else ([], "")
    if before:
        return Found(hits, key, words=parts)
    knows_customers = agent.may(Can.SEE_ALL_TICKETS)
    return Found(
        hits,
        key,
        ticket=_by_number(agent, words),
        contacts=find_contacts(words) if knows_customers else (),
        companies=find_companies(words) if knows_customers else (),
        words=parts,
    )


def _query_of(parts: Sequence[str]) -> str:
    """Return the words as PostgreSQL asks for them, empty where only stop words are left."""
    asked = " && ".join(["tickets_word_query(%s, false)"] * (len(parts) - 1))
    asked = f"{asked} && " if asked else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({asked}tickets_word_query(%s, true))::text", parts)
        return str(cursor.fetchone()[0])


def _matches(query: str) -> RawSQL:
    return RawSQL('"tickets_message"."search" @@ %s::tsquery', [query], BooleanField())


def _hits(agent: Agent, query: str, before: int) -> tuple[list[Hit], str]:
    """Return a page of tickets, each with its newest message that matches."""
    newest: dict[int, int] = {}
    rows = _newest(agent, query, before)
    for pk, ticket in rows:
        newest.setdefault(ticket, pk)
    if before:
        shown = Message.objects.filter(_matches(query), pk__gte=before, ticket__in=newest)
        for ticket in shown.values_list("ticket", flat=True):
            newest.pop(ticket, None)
    page = list(newest.values())[:PAGE]
    has_more = len(newest) > PAGE or len(rows) == LOOK_AT
    last = page[-1] if len(newest) > PAGE else rows[-1][0] if rows else 0
    return _marked(page, query), str(last) if has_more else ""


def _newest(agent: Agent, query: str, before: int) -> list[tuple[int, int]]:
    """Return message and ticket of the newest that match, in the way that is cheap for the words.

    Going back from the newest message soon meets enough of what is common. For
    all else the word index is asked, for no more than it gives at once, since
    PostgreSQL cannot know how rare the beginning of a word is.
    """
    sees_all = agent.may(Can.SEE_ALL_TICKETS)
    if sees_all and is_common(query):
        return _going_back(query, before)
    found = Message.objects.filter(_matches(query))
    if not sees_all:
        found = found.filter(ticket__in=visible_to(agent))
    if before:
        found = found.filter(pk__lt=before)
    rows = _by_words(found)
    if len(rows) < LOOK_AT or rows[0][2] <= RARE:
        return [(pk, ticket) for pk, ticket, _count in rows]
    if sees_all:
        return _going_back(query, before)
    return list(found.order_by("-pk").values_list("pk", "ticket")[:LOOK_AT])


def _by_words(found: QuerySet[Message]) -> list[tuple[int, int, int]]:
    """Return the newest that the word index gives, and how many it gave."""
    few, values = found.order_by().values_list("pk", "ticket")[: RARE + 1].query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        # Without the other ways the index on words is the one that is left.
        cursor.execute(_BY_WORDS_ONLY, ["off", "off"])
        cursor.execute(_NEWEST_OF.format(few=few), values)
        rows: list[tuple[int, int, int]] = cursor.fetchall()
        cursor.execute(_BY_WORDS_ONLY, ["on", "on"])
    return rows


def _going_back(query: str, before: int) -> list[tuple[int, int]]:
    """Go back from the newest message, in two steps, since the first mostly fills the page."""
    if before:
        return _backwards(query, before, most=LOOK_AT, is_further=True)
    rows = _backwards(query, before, most=FIRST_LOOK_AT, is_further=False)
    if len(rows) < FIRST_LOOK_AT or len({ticket for _pk, ticket in rows}) > PAGE:
        return rows
    rest = LOOK_AT - FIRST_LOOK_AT
    return rows + _backwards(query, rows[-1][0], most=rest, is_further=True)


@prepared
def _backwards(
    query: str, before: int, *, most: int, is_further: bool
) -> QuerySet[Message, tuple[int, int]]:
    # Said so, the condition is none that the index on words could be used for.
    matches = RawSQL('("tickets_message"."search" @@ %s::tsquery) IS TRUE', [query], BooleanField())
    found = Message.objects.filter(matches)
    if is_further:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk").values_list("pk", "ticket")[:most]


def _marked(keys: Sequence[int], query: str) -> list[Hit]:
    """Return the messages with the words marked, in the order of the keys."""
    by_key = {message.pk: message for message in _with_marks(list(keys), query)}
    return [
        Hit(
            message.ticket,
            message,
            _mark(getattr(message, "marked_subject", "")),
            _mark(getattr(message, "excerpt", "")),
        )
        for message in map(by_key.__getitem__, keys)
    ]


@prepared
def _with_marks(keys: list[int], query: str) -> QuerySet[Message]:
    stemmer = "tickets_stemmer(tickets_message.language)"
    text = "CASE WHEN tickets_message.text = '' THEN body_text ELSE tickets_message.text END"
    whole = f"StartSel={_START}, StopSel={_STOP}, HighlightAll=true"
    marked = f"ts_headline({stemmer}, {{}}, %s::tsquery, %s)"
    return (
        Message.objects.filter(
            RawSQL('"tickets_message"."id" = ANY(%s::bigint[])', [keys], BooleanField())
        )
        .select_related("ticket__contact", "ticket__company")
        .only(*_SHOWN_IN_HIT)
        .annotate(
            excerpt=RawSQL(marked.format(f"left({text}, 6000)"), [query, _HEADLINE]),
            marked_subject=RawSQL(marked.format("tickets_ticket.subject"), [query, whole]),
        )
    )


def _mark(text: str) -> SafeString:
    safe = escape(text)
    return mark_safe(safe.replace(_START, "<mark>").replace(_STOP, "</mark>"))


def _by_number(agent: Agent, words: str) -> Ticket | None:
    number = _NUMBER.fullmatch(words.strip())
    if not number:
        return None
    found = visible_to(agent).select_related("contact", "company", "assignee")
    return found.filter(pk=int(number[1])).first()
