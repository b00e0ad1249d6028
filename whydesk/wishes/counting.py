"""How large wishes are is counted when it changes, so that no page has to count."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from whydesk.wishes.models import Wish

RECENT = timedelta(days=90)

# One company counts once, whoever of its people asks; a person of no company for themselves.
_COUNT = """
WITH voice AS (
    SELECT *, CASE WHEN company_id IS NULL THEN -contact_id ELSE company_id END AS who
    FROM wishes_voice WHERE root_id = ANY(%(roots)s)
), newest AS (
    SELECT DISTINCT ON (root_id, who) * FROM voice ORDER BY root_id, who, heard_at DESC, id DESC
), revenue AS (
    SELECT root_id, jsonb_object_agg(currency, total) AS revenues FROM (
        SELECT root_id, currency, sum(monthly_revenue)::text AS total FROM newest
        WHERE monthly_revenue > 0 GROUP BY root_id, currency
    ) sums GROUP BY root_id
), kind AS (
    SELECT root_id, jsonb_object_agg(account_kind, number) AS kinds FROM (
        SELECT root_id, account_kind, count(*) AS number FROM newest
        WHERE account_kind <> '' GROUP BY root_id, account_kind
    ) numbers GROUP BY root_id
), ticket AS (
    SELECT root_id, count(*) AS tickets FROM (
        SELECT root_id, ticket_id FROM voice
        UNION SELECT voice.root_id, again.ticket_id
        FROM voice JOIN wishes_retelling again ON again.voice_id = voice.id
    ) caused GROUP BY root_id
), total AS (
    SELECT root_id, count(DISTINCT who) AS companies, max(heard_at) AS last_voice_at,
        count(DISTINCT who) FILTER (WHERE weight = 'deal_breaker') AS deal_breakers,
        count(DISTINCT who) FILTER (WHERE heard_at > %(recent)s) AS voices_90_days
    FROM voice GROUP BY root_id
)
UPDATE wishes_wish wish SET
    companies = coalesce(total.companies, 0),
    deal_breakers = coalesce(total.deal_breakers, 0),
    voices_90_days = coalesce(total.voices_90_days, 0),
    last_voice_at = coalesce(total.last_voice_at, wish.created_at),
    tickets = coalesce(ticket.tickets, 0),
    kinds = coalesce(kind.kinds, '{}'),
    revenues = coalesce(revenue.revenues, '{}'),
    revenue = coalesce((revenue.revenues ->> %(currency)s)::numeric, 0)
FROM unnest(%(roots)s) AS root (id)
LEFT JOIN total ON total.root_id = root.id
LEFT JOIN ticket ON ticket.root_id = root.id
LEFT JOIN kind ON kind.root_id = root.id
LEFT JOIN revenue ON revenue.root_id = root.id
WHERE wish.id = root.id
"""


def count_voices(root_ids: Collection[int]) -> None:
    """Bring the figures of these wishes up to date, in one statement.

    A person of no company is counted under their number with a minus.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "roots": sorted(root_ids),
                "recent": timezone.now() - RECENT,
                "currency": settings.ENVIRONMENT["WHYDESK_CURRENCY"],
            },
        )


@transaction.atomic
def forget_old_voices() -> None:
    """Let go from the figures of 90 days what was said before them."""
    stale = Wish.objects.filter(voices_90_days__gt=0, merged_into=None)
    old = stale.filter(voices__heard_at__lte=timezone.now() - RECENT)
    count_voices(set(old.values_list("pk", flat=True)))
