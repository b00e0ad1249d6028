"""What those whom the incident of the demo company hit were given, and what they are owed still."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from whydesk.care import events
from whydesk.care.choices import How, StepNumber
from whydesk.care.models import Care, Step
from whydesk.demo.caring import TIMES, Stage, step_told, steps_opened, told_of, watch
from whydesk.demo.chronicle import Happening
from whydesk.goodwill.models import Gesture
from whydesk.incidents.models import Incident
from whydesk.people.actors import DESK
from whydesk.people.models import Agent

LEAD = "marta"
SOON, A_DAY = timedelta(minutes=4), timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """How far the four steps of a customer are; `alternative` and `made_good` are lines of theirs.

    `due` is when the next step is owed, seen from now.
    """

    owner: str
    alternative: int = 0
    none_found_by: tuple[str, ...] = ()
    made_good: int = 0
    none_fits: str = ""
    watched: str = ""
    closed: str = ""
    due: timedelta = timedelta(hours=3)


STANDING = {
    "i.hasanov@provod-net.example": Standing(
        "timur",
        alternative=2,
        made_good=7,
        watched="Директор смотрел на пустой график раньше, чем узнали мы. Ильдар спокоен, директор"
        " запомнил. Всё о цифрах отвечать в тот же час и сверять по списку, прежде чем писать.",
    ),
    "granina@seans-prokat.example": Standing("vera", alternative=2),
    "levina@belayanoch.example": Standing(
        "galina", closed="Не заметили: отчёты смотрят по понедельникам, а к нему всё посчитано."
    ),
    "patricia@farmaipe.example": Standing(
        "julia",
        alternative=3,
        made_good=7,
        watched="O telão parou com a diretoria na sala, e o nome dela estava embaixo da linha reta."
        " Quer ver a conferência, não o pedido de desculpas. Número nenhum sai sem ser conferido.",
    ),
    "gisele@conectamais.example": Standing(
        "ana",
        none_found_by=("ana", "rafael"),
        none_fits="Ela pediu o arquivo, não dinheiro, e ele chegou dentro do prazo.",
    ),
    "luciana.melo@saolucasnorte.example": Standing("julia", alternative=2, due=timedelta(hours=20)),
    "ben.sorensen@helixlabs.example": Standing("owen", alternative=2, due=-timedelta(hours=1)),
    "gillian.marsh@harrowfinch.example": Standing(
        "nora", closed="Over within the four hours of their contract; Gillian asks for nothing."
    ),
}


@dataclass(frozen=True)
class Blow:
    """The incident on one told ticket, from the moment at which it is counted there."""

    stage: Stage
    standing: Standing
    incident: Incident
    at: datetime

    @property
    def owner(self) -> Agent:
        return self.stage.known.agents[self.standing.owner]

    @property
    def is_ours(self) -> bool:
        return self.stage.scene.story.lines[0].kind == "reply"


def owe_steps(blow: Blow, now: datetime) -> Iterator[Happening]:
    """Save the four steps: what was told in each, or until when it is owed."""
    incident, scene = blow.incident, blow.stage.scene
    over_at = incident.over_at
    assert over_at is not None
    care = Care.objects.create(
        ticket=scene.ticket,
        company=blow.stage.company,
        incident_id=incident.pk,
        reason=incident.title,
        since=incident.since,
        opened_at=blow.at,
        solved_at=over_at,
    )
    yield steps_opened(care, blow.owner)
    said = (care.ticket_id, care.company_id, care.pk)
    yield Happening(over_at, events.CareSolved(*said), DESK)
    at, message = next((at, message) for line, at, message in scene.steps() if line.news)
    lead = blow.stage.known.agents[LEAD]
    yield told_of(step_told(care, StepNumber.OUTLOOK, lead, at, message), message, at)
    yield from _alternative(blow, care)
    yield from _compensation(blow, care, now)
    yield from _aftercare(blow, care, now)


def _alternative(blow: Blow, care: Care) -> Iterator[Happening]:
    standing, number = blow.standing, StepNumber.ALTERNATIVE
    if standing.alternative:
        at, message = blow.stage.line(standing.alternative)
        yield told_of(step_told(care, number, blow.owner, at, message), message, at)
        return
    two = [blow.stage.known.agents[name] for name in standing.none_found_by]
    if not two:
        _owe(care, number, blow.owner, blow.at + timedelta(minutes=TIMES.alternative_minutes))
        return
    at, _message = blow.stage.line(2)
    step = Step(care=care, number=number, owner=blow.owner, due_at=at, done_at=at)
    step.how, (step.none_said_by, step.none_agreed_by) = How.NONE_FOUND, two
    step.save()
    for one in two:
        said = events.NoneFoundSaid(care.ticket_id, care.company_id, care.pk)
        yield Happening(at, said, one)


def _compensation(blow: Blow, care: Care, now: datetime) -> Iterator[Happening]:
    standing, number, owner = blow.standing, StepNumber.COMPENSATION, blow.owner
    if standing.made_good:
        at, message = blow.stage.line(standing.made_good)
        step = step_told(care, number, owner, at, message)
        step.gesture = Gesture.objects.get(ticket=care.ticket)
        step.save(update_fields=["gesture"])
        yield told_of(step, message, at)
    elif standing.none_fits:
        at = blow.stage.scene.times[-1] + SOON
        step = Step(care=care, number=number, owner=owner, due_at=at, done_at=at)
        step.how, step.why = How.NONE_FITTING, standing.none_fits
        step.save()
        said = (care.ticket_id, care.company_id, care.pk, int(number), standing.none_fits)
        yield Happening(at, events.NoneFitting(*said), owner)
    else:
        _owe(care, number, owner, now + standing.due)


def _aftercare(blow: Blow, care: Care, now: datetime) -> Iterator[Happening]:
    """Begin to watch over them, close the matter with a reason, or owe it a day later."""
    standing, owner = blow.standing, blow.owner
    at = blow.stage.scene.times[-1] + SOON
    said = (care.ticket_id, care.company_id, care.pk)
    if not standing.watched:
        _owe(care, StepNumber.AFTERCARE, owner, now + standing.due + A_DAY)
    if not (standing.watched or standing.closed):
        return
    care.closed_at, care.closed_because = at, standing.closed
    care.save(update_fields=["closed_at", "closed_because"])
    if standing.closed:
        yield Happening(at, events.CareClosed(*said, standing.closed), owner)
        return
    step = Step(care=care, number=StepNumber.AFTERCARE, owner=owner, due_at=at, done_at=at)
    step.how, step.why = How.BEGUN, standing.watched
    step.save()
    yield Happening(at, events.CareDone(*said), owner)
    yield watch(blow.stage, standing.watched, owner, at, at + timedelta(days=TIMES.check_days))


def _owe(care: Care, number: int, owner: Agent, due_at: datetime) -> None:
    Step.objects.create(care=care, number=number, owner=owner, due_at=due_at)
