"""Hold the reviews of the demo company: when they were, what stood on them, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.wishing import Wanting
from whydesk.people.actors import DESK
from whydesk.wishes.calendar import upcoming_reviews
from whydesk.wishes.choices import Because
from whydesk.wishes.events import (
    AgendaChanged,
    ReviewCalendarSet,
    ReviewEnded,
    ReviewMoved,
    ReviewSkipped,
    ReviewStarted,
)
from whydesk.wishes.minutes import write_minutes
from whydesk.wishes.models import AgendaItem, Decision, MovedReview, Review, ReviewCalendar
from whydesk.wishes.reviewing import make_agenda

ZONE = ZoneInfo("Europe/Oslo")
TUESDAY, FRIDAY, ELEVEN = 1, 4, time(11)
SETTLING_IN, EACH, GOODBYE = timedelta(minutes=6), timedelta(minutes=8), timedelta(minutes=4)


@dataclass
class Meeting:
    """A review that was to be, so many weeks ago; `seats` are the wishes on its agenda."""

    review: Review
    seats: list[Wanting]

    def at(self, wanting: Wanting) -> datetime:
        """Return when the wish had its turn."""
        return self.review.starts_at + SETTLING_IN + self.seats.index(wanting) * EACH


def convene(
    wantings: Sequence[Wanting], known: Known, now: datetime
) -> tuple[dict[int, Meeting], list[Happening]]:
    """Save the calendar and the reviews until now; a week without a wish had none."""
    ReviewCalendar.objects.create(pk=1, weekday=TUESDAY, at=ELEVEN, time_zone=ZONE.key)
    seats: dict[int, list[Wanting]] = {}
    for wanting in wantings:
        for week in {ruling.review for ruling in wanting.told.rulings} | {wanting.told.postponed}:
            seats.setdefault(week, []).append(wanting)
    first = max(seats)
    meetings = {
        week: Meeting(_review(week, now, is_held=week in seats), seats.get(week, []))
        for week in range(first, 0, -1)
    }
    Review.objects.bulk_create(meeting.review for meeting in meetings.values())
    set_at = meetings[first].review.starts_at - timedelta(days=6)
    calendar = ReviewCalendarSet(TUESDAY, ELEVEN.isoformat(), ZONE.key)
    return meetings, [Happening(set_at, calendar, known.agents["ingrid"])]


def _review(week: int, now: datetime, *, is_held: bool) -> Review:
    starts_at = _in_week(now, -week, TUESDAY)
    state = Review.State.HELD if is_held else Review.State.SKIPPED
    return Review(day=starts_at.date(), starts_at=starts_at.astimezone(UTC), state=state)


def _in_week(now: datetime, weeks: int, weekday: int) -> datetime:
    today = now.astimezone(ZONE).date()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return datetime.combine(monday + timedelta(days=weekday), ELEVEN, ZONE)


def minute(meetings: dict[int, Meeting], known: Known) -> Iterator[Happening]:
    """Save what stood on each review and became of it, with the minutes."""
    for week, meeting in meetings.items():
        review, by = meeting.review, known.agents["ingrid"]
        if not meeting.seats:
            skipped = ReviewSkipped(review.pk, review.day.isoformat())
            yield Happening(review.starts_at + timedelta(days=1), skipped, DESK)
            continue
        items = [_item(meeting, wanting, week, meetings) for wanting in meeting.seats]
        AgendaItem.objects.bulk_create(items)
        review.started_at = review.starts_at + timedelta(minutes=2)
        review.ended_at = meeting.at(meeting.seats[-1]) + GOODBYE
        review.minutes = write_minutes(review, items)
        review.save()
        decided = sum(item.decision is not None for item in items)
        yield Happening(review.started_at, ReviewStarted(review.pk), by)
        ended = ReviewEnded(review.pk, decided, len(items) - decided)
        yield Happening(review.ended_at, ended, by)


def _item(
    meeting: Meeting, wanting: Wanting, week: int, meetings: dict[int, Meeting]
) -> AgendaItem:
    pairs = zip(wanting.told.rulings, wanting.decisions, strict=True)
    found = next((pair for pair in pairs if pair[0].review == week), None)
    return AgendaItem(
        review=meeting.review,
        wish=wanting.wish,
        because=_because(wanting, found[1] if found else None),
        position=meeting.seats.index(wanting),
        answers=found[0].answers if found else {},
        decision=found[1] if found else None,
        postponed_to=None if found else meetings[week - 1].review.day,
        created_at=meeting.review.starts_at - timedelta(days=1),
    )


def _because(wanting: Wanting, decision: Decision | None) -> Because:
    is_first = decision is None or decision == wanting.decisions[0]
    return Because.NEW if is_first else Because.PINNED


def plan_next(wantings: Sequence[Wanting], known: Known, now: datetime) -> Iterator[Happening]:
    """Save the next review and its agenda, with what was prepared for it."""
    yield from _move(known, now)
    [starts_at] = upcoming_reviews(1, now=now)
    review = Review.objects.create(day=starts_at.date(), starts_at=starts_at)
    for wanting in wantings:
        if wanting.told.next:
            yield from _prepare(wanting, review, known, now)
    make_agenda(review)


def _move(known: Known, now: datetime) -> Iterator[Happening]:
    """Hold this week's review on its Friday where Tuesday is over, or let it fall out."""
    tuesday, friday = _in_week(now, 0, TUESDAY), _in_week(now, 0, FRIDAY)
    if now < tuesday:
        return
    by, to = known.agents["ingrid"], friday if now < friday else None
    moved = MovedReview.objects.create(week=tuesday.date() - timedelta(days=1), to=to, by=by)
    at = min(tuesday - timedelta(days=1), now)
    event = ReviewMoved(moved.week.isoformat(), to.isoformat() if to else "")
    yield Happening(at.astimezone(UTC), event, by)


def _prepare(wanting: Wanting, review: Review, known: Known, now: datetime) -> Iterator[Happening]:
    told, by = wanting.told.next, known.agents[wanting.told.next["by"]]
    is_pinned = told.get("pinned") == "yes"
    item = AgendaItem.objects.create(
        review=review,
        wish=wanting.wish,
        because=Because.PINNED if is_pinned else Because.NEW,
        is_pinned=is_pinned,
        prepared=told["prepared"],
        created_at=now - timedelta(hours=3),
    )
    for what in ("pinned", "prepared") if is_pinned else ("prepared",):
        event = AgendaChanged(review.pk, item.pk, what, wanting.wish.title)
        yield Happening(now - timedelta(hours=3), event, by)
