"""Decide on the wishes of the demo company, as it was decided."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter

from whydesk.clock import first_working_day
from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.meeting import ZONE, Meeting
from whydesk.demo.wishes import Ruling, parse_days
from whydesk.demo.wishing import Wanting, moment_of
from whydesk.desk.hours import hours_of_desk
from whydesk.people.models import Agent
from whydesk.wishes.choices import STATE_AFTER
from whydesk.wishes.events import WishChanged, WishDecided
from whydesk.wishes.models import Capability, Decision, Wish

BEFORE = timedelta(hours=1)


def rule(
    wantings: Sequence[Wanting],
    meetings: dict[int, Meeting],
    capabilities: dict[str, Capability],
    known: Known,
    now: datetime,
) -> Iterator[Happening]:
    """Save the decisions in the order of time, and where they leave each wish."""
    rulings = [
        (_decided_at(ruling, wanting, meetings, known, now), wanting, ruling)
        for wanting in wantings
        for ruling in wanting.told.rulings
    ]
    for at, wanting, ruling in sorted(rulings, key=itemgetter(0)):
        decision = _decision(wanting, ruling, at, now)
        decision.by = known.agents[ruling.by]
        decision.review = meetings[ruling.review].review if ruling.review else None
        decision.capability = capabilities.get(ruling["capability"])
        decision.save()
        wanting.decisions.append(decision)
        wanting.wish.state = STATE_AFTER[ruling.outcome]
        review_id = decision.review.pk if decision.review else None
        facts = (wanting.wish.pk, wanting.wish.title, decision.pk, ruling.outcome, review_id)
        yield Happening(at, WishDecided(*facts), decision.by)
    Wish.objects.bulk_update([one.wish for one in wantings], ["state"])
    for wanting in wantings:
        yield from _noted(wanting, known.agents["pavel"], now)


def _decided_at(
    ruling: Ruling, wanting: Wanting, meetings: dict[int, Meeting], known: Known, now: datetime
) -> datetime:
    if ruling.at is not None:
        return moment_of(ruling.at, known.agents[ruling.by], now)
    return meetings[ruling.review].at(wanting)


def _decision(wanting: Wanting, ruling: Ruling, at: datetime, now: datetime) -> Decision:
    today, place = now.astimezone(ZONE).date(), wanting.told.place
    price, currency = ruling.price
    ask_again, by_when = ruling["ask again"], ruling["by when"]
    return Decision(
        wish=wanting.wish,
        follows=wanting.decisions[-1] if wanting.decisions else None,
        outcome=ruling.outcome,
        reason=ruling["reason"],
        would_change=ruling["would change"],
        elsewhere=ruling["elsewhere"],
        ask_again_on=today + parse_days(ask_again, place) if ask_again else None,
        price=price,
        currency=currency,
        by_when=_working_day(today + parse_days(by_when, place)) if by_when else None,
        means=ruling["means"],
        owner=ruling["owner"],
        at=at,
    )


def _working_day(day: date) -> date:
    return first_working_day(hours_of_desk(day), day)


def _noted(wanting: Wanting, product: Agent, now: datetime) -> Iterator[Happening]:
    """Yield what product noted on the wish before it was decided."""
    wish, first = wanting.wish, next(iter(wanting.decisions), None)
    at = first.at - BEFORE if first else min(wish.created_at + timedelta(days=1), now)
    for what, to in (("effort", wish.effort), ("fit", wish.fit), ("tracker_url", wish.tracker_url)):
        if to:
            change = WishChanged(wish.pk, wish.title, what, "", to)
            yield Happening(max(at, wish.created_at), change, product)
