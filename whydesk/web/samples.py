"""Real-looking things that the styleguide shows: built in memory, never saved."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.customers.models import Company, Contact
from whydesk.mailroom.models import Delivery
from whydesk.people.models import Agent
from whydesk.tickets.models import Attachment, Message, Ticket

AURORA = Company(
    pk=1, name="Café Aurora", kind=Company.Kind.TRIAL, plan="Team", currency="USD", note=""
)
SEVER = Company(
    pk=2,
    name="Северные склады",
    kind=Company.Kind.VIP,
    plan="Company",
    monthly_revenue=1840,
    currency="USD",
)
HARBOUR = Company(pk=3, name="Harbour & Sons", kind=Company.Kind.CUSTOMER, plan="Team")
ANA = Contact(pk=1, name="Ana Duarte", company=AURORA, language="pt-br", phone="+55 11 4002 8922")
OLEG = Contact(pk=2, name="Олег Тимофеев", company=SEVER, language="ru")
RUTH = Contact(pk=3, name="Ruth Calloway", company=HARBOUR, language="en")
MAYA = Agent(pk=1, name="Maya Lindqvist", email="maya@example.org", role="agent")
IVAN = Agent(pk=2, name="Иван Петров", email="ivan@example.org", role="specialist")


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def tickets() -> list[Ticket]:
    """Give one ticket for each thing a row can say."""
    return [
        Ticket(
            pk=1042,
            subject="minhas mensagens não saem!!!",
            snippet="Desde as 11h nada chega aos clientes. O que eu faço agora?",
            contact=ANA,
            company=AURORA,
            waits_since=ago(minutes=4),
        ),
        Ticket(
            pk=1038,
            subject="Отчёт показывает другой результат",
            snippet="Я что-то сделал, и теперь итог не такой, как раньше",
            contact=OLEG,
            company=SEVER,
            assignee=IVAN,
            waits_since=ago(hours=5),
            tags=["reports"],
        ),
        Ticket(
            pk=1021,
            subject="Could the colour of a status be ours?",
            snippet="Our team knows amber as done, so we keep closing the wrong ones",
            contact=RUTH,
            company=HARBOUR,
            assignee=MAYA,
            waits_since=ago(days=3),
            undelivered=True,
        ),
    ]


def thread() -> list[Message]:
    """Give one message of each kind, with each state of delivery that asks for an act."""
    ticket = tickets()[0]
    asked = Message(
        pk=1,
        ticket=ticket,
        kind="incoming",
        contact=ANA,
        at=ago(hours=3),
        text="Bom dia,\n\ndesde as 11h nenhuma mensagem sai da nossa caixa. "
        "Ontem funcionava.\n\nAna",
        body_text="Bom dia,\n\ndesde as 11h nenhuma mensagem sai da nossa caixa.",
        html="<p>Bom dia</p>",
    )
    answered = Message(
        pk=2,
        ticket=ticket,
        kind="reply",
        agent=MAYA,
        at=ago(hours=2),
        text="Ana, sinto muito. Já vimos a causa e voltamos às 14h com a solução.",
        delivery=Delivery(
            pk=1, state="bounced", error="550 5.1.1 The mailbox ana@cafe-aurora.example is full."
        ),
    )
    noted = Message(
        pk=3,
        ticket=ticket,
        kind="note",
        agent=IVAN,
        at=ago(hours=1),
        text="The certificate of their outgoing server ran out at 11:00. Not ours to renew.",
    )
    away = Message(
        pk=4,
        ticket=ticket,
        kind="incoming",
        contact=ANA,
        automatic="out_of_office",
        about=answered,
        at=ago(minutes=59),
        text="Estou fora até segunda-feira.",
    )
    put(asked, [Attachment(pk=1, filename="tela de erro.png", size=184_320)])
    for message in (answered, noted, away):
        put(message, [])
    return [asked, answered, noted, away]


def put(message: Message, files: list[Attachment]) -> None:
    """Attach files without a database, as a prefetch would have left them."""
    message._prefetched_objects_cache = {"attachments": files}  # type: ignore[attr-defined]


def entries() -> list[dict[str, Any]]:
    return [
        {"sentence": _("Closed the ticket"), "actor_name": MAYA.name, "at": ago(minutes=2)},
        {"sentence": _("Gave it to Maya Lindqvist"), "actor_name": IVAN.name, "at": ago(hours=1)},
        {"sentence": _("A message came by mail"), "actor_name": ANA.name, "at": ago(hours=3)},
    ]


def chart() -> dict[str, Any]:
    """Give a week of waiting as the line of a chart 100 wide and 40 high."""
    days = [31, 28, 34, 22, 19, 14, 12]
    top = max(days)
    points = [f"{100 * i / 6:.1f},{38 - 34 * day / top:.1f}" for i, day in enumerate(days)]
    return {
        "label": _("Minutes to the first answer"),
        "points": " ".join(points),
        "figure": _("{n} min").format(n=days[-1]),
        "rows": [(ago(days=6 - i).date(), day) for i, day in enumerate(days)],
    }


def everything() -> dict[str, Any]:
    """Give the styleguide all it shows."""
    return {
        "tickets": tickets(),
        "thread": thread(),
        "entries": entries(),
        "chart": chart(),
        "companies": [
            Company(name=label, kind=kind) for kind, label in Company.Kind.choices
        ],
    }
