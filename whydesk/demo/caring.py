"""Whom the demo company owes the four steps, and over whom it watches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from whydesk.care import events
from whydesk.care.choices import How, StepNumber
from whydesk.care.models import Aftercare, Care, Check, News, Step, Telling
from whydesk.care.timing import Times
from whydesk.care.wording import word_alternative
from whydesk.customers.models import Company
from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.moments import StoryUnreadable
from whydesk.demo.scenes import Scene
from whydesk.people.models import Agent
from whydesk.tickets.models import Message

SOON = timedelta(minutes=3)
TIMES = Times()
# The prospect whose mail would not leave: everything was told in one answer.
MAIL = ("ray@lakesidecare.example", "my messages don't go out!!!")
MAIL_STORY = (
    "On trial, and on the day of their board meeting nothing left their outbox for a night: "
    "their mail host had switched off a port. Nora sent it through our relay and gave them a "
    "new month. Ray decides next month for forty seats; answer him within minutes."
)
# A customer who does not know yet how to go on meanwhile.
TOTAL = ("renata@masterchas.example", "Другой результат")
TOTAL_CAUSE = "Итог изменился после последней правки; какой именно, выясняем вместе с вами."
TOTAL_MEANWHILE = (
    "Отчёт «Все часы» считает и то, что убрано в архив. Откройте его за ту же неделю: "
    "по нему можно выдать зарплату, пока мы возвращаем «Итоги»."
)
# Somebody who was locked out by us at six in the morning.
CARD = ("chloe@maplerye.example", "Card declined, service stopped")
CARD_STORY = (
    "Locked out on a Saturday at six, with two ovens showing faults: our warnings had gone to "
    "an accountant who left in March. Chloe was kind about it. No surprise may come from billing."
)


@dataclass(frozen=True)
class Stage:
    """A told ticket and the people on it."""

    scene: Scene
    known: Known

    def line(self, number: int) -> tuple[datetime, Message]:
        """Return when the line was said, and its message; the first is 1."""
        return self.scene.times[number - 1], self.scene.messages[number - 1]

    @property
    def company(self) -> Company:
        company = self.scene.ticket.company
        assert company is not None
        return company


def take_care(scenes: Sequence[Scene], known: Known, now: datetime) -> Iterator[Happening]:
    """Save what is owed after failures and who is watched over; say what happened."""
    told = {(scene.story.sender, scene.story.subject): scene for scene in scenes}
    for title in (MAIL, TOTAL, CARD):
        if title not in told:
            raise StoryUnreadable(f"There is no ticket “{title[1]}” to take care of.")
    yield from _mail_left(Stage(told[MAIL], known), now)
    yield from _total_differs(Stage(told[TOTAL], known), now)
    yield from _card_expired(Stage(told[CARD], known), now)


def _mail_left(stage: Stage, now: datetime) -> Iterator[Happening]:
    nora = stage.known.agents["nora"]
    opened, _note = stage.line(6)
    care = _care(stage, "MY MESSAGES DON'T GO OUT!!!", stage.line(1)[0], opened)
    yield steps_opened(care, nora)
    sent, answer = stage.line(7)
    for number in (StepNumber.OUTLOOK, StepNumber.ALTERNATIVE, StepNumber.COMPENSATION):
        yield told_of(step_told(care, number, nora, sent, answer), answer, sent)
    begun = min(stage.line(8)[0] + SOON, now)
    Step.objects.create(
        care=care,
        number=StepNumber.AFTERCARE,
        owner=nora,
        due_at=begun,
        done_at=begun,
        how=How.BEGUN,
        why=MAIL_STORY,
    )
    care.solved_at = care.closed_at = begun
    care.save(update_fields=["solved_at", "closed_at"])
    yield Happening(begun, events.CareDone(care.ticket_id, care.company_id, care.pk), nora)
    yield watch(stage, MAIL_STORY, nora, begun, begun + timedelta(days=TIMES.check_days))


def _total_differs(stage: Stage, now: datetime) -> Iterator[Happening]:
    """Leave it in the middle of the second step: worded, and not sent."""
    timur, denis = stage.known.agents["timur"], stage.known.agents["denis"]
    sent, answer = stage.line(2)
    care = _care(stage, "Если до пятницы это не станет как было, мы уходим.", sent, sent)
    yield steps_opened(care, denis)
    first = step_told(care, StepNumber.OUTLOOK, timur, sent, answer)
    news_at = now + timedelta(minutes=50)
    first.tellings.update(cause=TOTAL_CAUSE, next_news_at=news_at, estimate_at=now + WITHIN)
    News.objects.create(care=care, due_at=news_at, promised_at=sent, promised_in=answer)
    yield told_of(first, answer, sent)
    said = (care.ticket_id, care.company_id, care.pk, news_at.isoformat())
    yield Happening(sent, events.NewsPromised(*said), timur)
    second = Step(care=care, number=StepNumber.ALTERNATIVE, due_at=now + timedelta(minutes=30))
    third = Step(care=care, number=StepNumber.COMPENSATION, due_at=now + timedelta(hours=20))
    last = Step(care=care, number=StepNumber.AFTERCARE)
    for step in (second, third, last):
        step.owner = denis
        step.save()
    Telling.objects.create(
        step=second,
        text=word_alternative(stage.scene.ticket, TOTAL_MEANWHILE),
        agent=denis,
        prepared_at=now - timedelta(minutes=9),
    )


WITHIN = timedelta(days=2)


def _card_expired(stage: Stage, now: datetime) -> Iterator[Happening]:
    """Watch over them since the gesture; somebody is to ask today how they are."""
    begun, _message = stage.line(4)
    yield watch(stage, CARD_STORY, stage.known.agents["julia"], begun, now - timedelta(minutes=20))


def _care(stage: Stage, reason: str, since: datetime, at: datetime) -> Care:
    ticket = stage.scene.ticket
    return Care.objects.create(
        ticket=ticket, company=stage.company, reason=reason, since=since, opened_at=at
    )


def step_told(care: Care, number: int, by: Agent, at: datetime, message: Message) -> Step:
    """Save a step that was told by the message."""
    step = Step.objects.create(
        care=care,
        number=number,
        owner=by,
        due_at=at,
        done_at=at,
        how=How.TOLD,
        message=message,
    )
    Telling.objects.create(
        step=step, text=message.text, agent=by, prepared_at=at, sent_at=at, message=message
    )
    return step


def watch(stage: Stage, story: str, by: Agent, at: datetime, check_at: datetime) -> Happening:
    company, ticket = stage.company, stage.scene.ticket
    aftercare = Aftercare.objects.create(
        company=company,
        ticket=ticket,
        owner=by,
        story=story,
        begun_at=at,
        until=at + timedelta(weeks=TIMES.weeks),
    )
    Check.objects.create(aftercare=aftercare, due_at=check_at)
    Company.objects.filter(pk=company.pk).update(care_until=aftercare.until)
    begun = events.AftercareBegun(company.pk, ticket.pk, aftercare.pk, TIMES.weeks, story[:200])
    return Happening(at, begun, by)


def steps_opened(care: Care, owner: Agent) -> Happening:
    said = (care.ticket_id, care.company_id, care.pk, owner.pk, care.reason)
    return Happening(care.opened_at, events.StepsOpened(*said), owner)


def told_of(step: Step, message: Message, at: datetime) -> Happening:
    care = step.care
    told = events.StepTold(care.ticket_id, care.company_id, care.pk, step.number, message.pk)
    assert step.owner is not None
    return Happening(at, told, step.owner)
