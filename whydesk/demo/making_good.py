"""What the demo company gave to make good, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from whydesk.customers.models import Company
from whydesk.demo.cast import read_rows
from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.moments import StoryUnreadable
from whydesk.demo.scenes import Scene
from whydesk.goodwill.choices import Became, Waits
from whydesk.goodwill.events import (
    BudgetSet,
    GestureApproved,
    GestureDeclined,
    GestureGiven,
    GestureOutcomeNoted,
    GestureReversed,
    GestureWaits,
)
from whydesk.goodwill.ledger import month_of, named
from whydesk.goodwill.models import Budget, Gesture, Limit, Outcome, Reversal, Verdict
from whydesk.goodwill.money import plain
from whydesk.people.actors import DESK
from whydesk.people.models import Agent

BUDGETS = {"USD": 600, "EUR": 400, "BRL": 3000, "RUB": 60000}
LEAD = "marta"
FIRST_MONTH = timedelta(days=180)
SOON, LATER = timedelta(minutes=4), timedelta(hours=2)
RECKONED = (30, 90)


@dataclass(frozen=True)
class Given:
    """A row of the file, with the ticket it is about."""

    row: dict[str, str]
    scene: Scene
    at: datetime


def make_good(scenes: Sequence[Scene], known: Known, now: datetime) -> Iterator[Happening]:
    """Save budgets and gestures in the order of time, and what became of each."""
    limits = dict(Limit.objects.values_list("currency", "per_case"))
    yield from _bound(known.agents[LEAD], now - FIRST_MONTH)
    for given in sorted(_read(scenes, now), key=lambda given: given.at):
        gesture = _gesture(given, limits, known)
        gesture.save(force_insert=True)
        by = gesture.by
        if gesture.waits_because:
            waits = GestureWaits(*named(gesture), gesture.reason, gesture.waits_because)
            yield Happening(gesture.at, waits, by)
        else:
            yield Happening(gesture.at, GestureGiven(*named(gesture), gesture.reason), by)
        yield from _decided(gesture, given.row, known)
        if given.row["reversed"]:
            yield from _taken_back(gesture, given.row["reversed"])
        elif not gesture.waits_because or given.row["yes"] == "yes":
            yield from _followed(gesture, given.row, now)


def _read(scenes: Sequence[Scene], now: datetime) -> Iterator[Given]:
    told = {(scene.story.sender, scene.story.subject): scene for scene in scenes}
    for row in read_rows("gestures.csv"):
        scene = told.get((row["from"], row["subject"]))
        if scene is None:
            raise StoryUnreadable(f"gestures.csv: there is no ticket “{row['subject']}”.")
        at = scene.times[int(row["after"]) - 1] + SOON
        yield Given(row, scene, min(at, now))


def _bound(lead: Agent, at: datetime) -> Iterator[Happening]:
    """Set what may be given a month."""
    for currency, amount in BUDGETS.items():
        month = month_of(at)
        Budget.objects.create(currency=currency, month=month, amount=amount)
        said = plain(Decimal(amount), currency)
        yield Happening(at, BudgetSet(currency, f"{month:%Y-%m}", said), lead)


def _gesture(given: Given, limits: dict[str, Decimal], known: Known) -> Gesture:
    row, ticket = given.row, given.scene.ticket
    amount, limit = Decimal(row["amount"]), limits.get(row["currency"])
    waits = "" if limit and amount <= limit else Waits.ABOVE if limit else Waits.NO_LIMIT
    return Gesture(
        ticket=ticket,
        company=ticket.company,
        kind=row["kind"],
        amount=amount,
        currency=row["currency"],
        reason=row["reason"],
        waits_because=waits,
        month=month_of(given.at),
        by=known.agents[row["by"]],
        at=given.at,
    )


def _decided(gesture: Gesture, row: dict[str, str], known: Known) -> Iterator[Happening]:
    if not row["yes"]:
        return
    lead, is_yes = known.agents[row["lead"]], row["yes"] == "yes"
    at = gesture.at if lead == gesture.by else gesture.at + SOON
    Verdict.objects.create(gesture=gesture, is_yes=is_yes, word=row["word"], by=lead, at=at)
    said = GestureApproved if is_yes else GestureDeclined
    yield Happening(at, said(*named(gesture), row["word"], gesture.by_id), lead)


def _taken_back(gesture: Gesture, reason: str) -> Iterator[Happening]:
    at = gesture.at + LATER
    Reversal.objects.create(gesture=gesture, reason=reason, by=gesture.by, at=at)
    yield Happening(at, GestureReversed(*named(gesture), reason), gesture.by)


def _followed(gesture: Gesture, row: dict[str, str], now: datetime) -> Iterator[Happening]:
    """Reckon what came of it as each night would have; whoever knew it says so at the end."""
    became = row["became"] if not row["note"] else ""
    for days in RECKONED:
        at = gesture.at + timedelta(days=days)
        if at > now:
            break
        found = became or _became(gesture.company)
        Outcome.objects.create(gesture=gesture, became=found, after_days=days, at=at)
        if found != Became.UNKNOWN:
            yield Happening(at, GestureOutcomeNoted(*named(gesture), found, ""), DESK)
    if row["note"]:
        at = max(gesture.at, now - timedelta(days=2))
        became, note = row["became"], row["note"]
        Outcome.objects.create(gesture=gesture, by=gesture.by, at=at, became=became, note=note)
        yield Happening(at, GestureOutcomeNoted(*named(gesture), became, note), gesture.by)


def _became(company: Company | None) -> str:
    if company is None or company.kind in (Company.Kind.TRIAL, Company.Kind.PROSPECT):
        return Became.UNKNOWN
    return Became.LEFT if company.kind == Company.Kind.FORMER else Became.STAYED
