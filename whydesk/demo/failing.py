"""What failed in the demo company some weeks ago, what was told, and what was learnt from it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.incidents.choices import About, Severity, State
from whydesk.incidents.events import (
    ActionAdded,
    ActionDone,
    IncidentDeclared,
    IncidentEnded,
    IncidentShown,
    UpdateWritten,
    WriteUpChanged,
    WriteUpPublished,
)
from whydesk.incidents.models import (
    Action,
    Ending,
    Incident,
    Update,
    UpdateText,
    Wording,
    WriteUp,
    WriteUpText,
)
from whydesk.people.models import Agent

AGO = timedelta(days=23, hours=2)
NOTICED, LASTED = timedelta(minutes=12), timedelta(hours=2, minutes=10)
TITLE = "Statistics stand still"

WORDINGS = {
    "en": ("Statistics are not up to date", "Tickets, mail and the API work."),
    "ru": ("Статистика не обновляется", "Заявки, почта и API работают."),
    "pt-br": ("As estatísticas não se atualizam", "Chamados, e-mail e API funcionam."),
}
BROKEN = {
    "en": "Charts and exports end at nine in the morning.",
    "ru": "Графики и выгрузки обрываются на девяти утра.",
    "pt-br": "Gráficos e exportações param às nove da manhã.",
}
# When it was told, whether that was the last word, and the words.
TOLD: tuple[tuple[timedelta, str, dict[str, str]], ...] = (
    (
        timedelta(minutes=20),
        About.NEWS,
        {
            "en": "Charts have stood still since nine. Nothing is lost: what comes in is kept and"
            " will be counted. We are looking for the cause and write again within the hour.",
            "ru": "Графики стоят с девяти утра. Ничего не потеряно: всё, что приходит, сохраняется"
            " и будет посчитано. Ищем причину и напишем снова в течение часа.",
            "pt-br": "Os gráficos estão parados desde as nove. Nada se perdeu: o que chega fica"
            " guardado e será contado. Procuramos a causa e escrevemos de novo em até uma hora.",
        },
    ),
    (
        timedelta(minutes=75),
        About.NEWS,
        {
            "en": "The cause is found: a disk is full. We are making room. Until then exports of"
            " yesterday and before are complete. Next news at noon.",
            "ru": "Причина нашлась: переполнен диск. Освобождаем место. Выгрузки за вчера и раньше"
            " полные. Следующие новости в полдень.",
            "pt-br": "Achamos a causa: um disco cheio. Estamos abrindo espaço. As exportações até"
            " ontem estão completas. Próximas notícias ao meio-dia.",
        },
    ),
    (
        LASTED,
        About.OVER,
        {
            "en": "Statistics are up to date again, this morning included. We are sorry for the"
            " wait. What happened, and what we change, will stand here within a week.",
            "ru": "Статистика снова свежая, включая это утро. Просим прощения за ожидание. Что"
            " случилось и что мы меняем, напишем здесь в течение недели.",
            "pt-br": "As estatísticas estão em dia de novo, inclusive as desta manhã. Desculpe a"
            " espera. O que aconteceu e o que vamos mudar estará aqui em uma semana.",
        },
    ),
)
WRITTEN = {
    "en": (
        "From 9:00 to 11:10 charts and exports did not grow. Everything was counted afterwards.",
        "A disk was full. It was watched, but the alarm went to a mailbox that nobody reads.",
        "The alarm goes to whoever is on call, and old working files are removed every night.",
    ),
    "ru": (
        "С 9:00 до 11:10 графики и выгрузки не росли. Потом всё было досчитано.",
        "Переполнился диск. За ним следили, но тревога уходила в ящик, который никто не читает.",
        "Тревога приходит дежурному, а старые рабочие файлы удаляются каждую ночь.",
    ),
    "pt-br": (
        "Das 9h às 11h10 gráficos e exportações não cresceram. Depois tudo foi contado.",
        "Um disco encheu. Ele era vigiado, mas o alarme ia para uma caixa que ninguém lê.",
        "O alarme vai para quem está de plantão, e os arquivos antigos são apagados toda noite.",
    ),
}
# What is to be done, by whom, so many days after, and after how many it was.
ACTIONS: tuple[tuple[str, str, int, int | None], ...] = (
    ("Send the alarm of the disks to whoever is on call", "denis", 4, 2),
    ("Remove old working files every night", "denis", 10, 9),
    ("Try the alarm once a month", "marta", 30, None),
)


def fail(known: Known, now: datetime) -> Iterator[Happening]:
    """Save one incident that is over, on the status page alone: nobody had written of it."""
    since, lead = now - AGO, known.agents["marta"]
    incident = Incident.objects.create(
        title=TITLE,
        severity=Severity.PARTLY,
        state=State.OVER,
        since=since,
        over_at=since + LASTED,
        is_public=True,
        declared_by=lead,
        declared_at=since + NOTICED,
    )
    Wording.objects.bulk_create(
        Wording(incident=incident, language=code, title=title, works=works, broken=BROKEN[code])
        for code, (title, works) in WORDINGS.items()
    )
    declared = IncidentDeclared(incident.pk, TITLE, incident.severity)
    yield Happening(since + NOTICED, declared, lead)
    yield Happening(since + NOTICED, IncidentShown(incident.pk), lead)
    yield from _told(incident, lead)
    yield from _ended(incident, lead)
    yield from _learnt(incident, known)


def _told(incident: Incident, by: Agent) -> Iterator[Happening]:
    for after, about, texts in TOLD:
        at = incident.since + after
        update = Update.objects.create(
            incident=incident,
            about=about,
            is_posted=True,
            by=by,
            at=at,
            queued_at=at,
            settled_at=at,
        )
        UpdateText.objects.bulk_create(
            UpdateText(update=update, language=language, text=text)
            for language, text in texts.items()
        )
        yield Happening(at, UpdateWritten(incident.pk, update.pk, about), by)


def _ended(incident: Incident, by: Agent) -> Iterator[Happening]:
    at = incident.since + LASTED
    Ending.objects.create(incident=incident, back=Ending.Back.FULLY, lost="Nothing.", by=by, at=at)
    yield Happening(at, IncidentEnded(incident.pk, TITLE), by)


def _learnt(incident: Incident, known: Known) -> Iterator[Happening]:
    lead, over = known.agents["marta"], incident.since + LASTED
    at = over + timedelta(days=3)
    written = WriteUp.objects.create(
        incident=incident, changed_at=at, published_at=at, published_by=lead
    )
    for language, (happened, cause, change) in WRITTEN.items():
        WriteUpText.objects.create(
            write_up=written, language=language, happened=happened, cause=cause, change=change
        )
        yield Happening(at, WriteUpChanged(incident.pk, language), lead)
    yield Happening(at, WriteUpPublished(incident.pk, TITLE), lead)
    yield from _done(incident, known)


def _done(incident: Incident, known: Known) -> Iterator[Happening]:
    over = incident.since + LASTED
    for text, who, days, took in ACTIONS:
        owner = known.agents[who]
        done_at = over + timedelta(days=took) if took else None
        due_on = (over + timedelta(days=days)).date()
        action = Action.objects.create(
            incident=incident, text=text, owner=owner, due_on=due_on, done_at=done_at
        )
        added = ActionAdded(incident.pk, action.pk, owner.name, text)
        yield Happening(over + timedelta(hours=1), added, known.agents["marta"])
        if done_at:
            yield Happening(done_at, ActionDone(incident.pk, action.pk, text), owner)
