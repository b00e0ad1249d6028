"""Real-looking things that the styleguide shows: built in memory, never saved."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from whydesk.briefs.ticket_brief import Read, brief_of_thread
from whydesk.customers.models import Company, Contact
from whydesk.desk.models import Overruling
from whydesk.desk.urgency import Facts, weigh_facts
from whydesk.mailroom.models import Delivery
from whydesk.people.models import Agent
from whydesk.tickets.choices import Kind
from whydesk.tickets.models import Attachment, Message, Ticket
from whydesk.understanding.brief import SLOTS, Brief, Sentence, Span
from whydesk.web.briefs import Card, card_of
from whydesk.web.tickets import Happening
from whydesk.web.urgency import UrgencyForm

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


ROLES = (
    "ink",
    "ink-soft",
    "ink-feeling",
    "paper",
    "paper-raised",
    "paper-sunk",
    "line",
    "accent",
    "accent-soft",
    "care",
    "burn",
    "good",
    "note",
)


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
            urgency=336 * 60,
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
    message.files = files  # type: ignore[attr-defined]


def entries() -> list[Happening]:
    given = _("gave this to %(to)s") % {"to": MAYA.name}
    return [
        Happening(ago(minutes=2), _("closed this"), MAYA.name),
        Happening(ago(hours=1), given, IVAN.name),
        Happening(ago(hours=3), _("wrote"), ANA.name),
    ]


def card() -> Card:
    said = _(
        "I did something, and now the total of the monthly report is not as before. "
        "My weekend is ruined, thank you very much."
    )
    end = said.index(".") + 1
    brief = Brief(
        text=said,
        language=get_language() or "en",
        kind="bug",
        certainty=0.93,
        blocking=False,
        temperature=2,
        leaving=False,
        public_threat=False,
        sentences=(
            Sentence(Span(0, end), "fact", 0.9),
            Sentence(Span(end + 1, len(said)), "feeling", 0.9),
        ),
        slots={**dict.fromkeys(SLOTS), "got": Span(0, end)},
        story=None,
        ask=("changed", "since"),
        question=_("What was the last thing you changed before the total became different?"),
        summary=said[:end],
    )
    read = [Read(1, brief)]
    return card_of(brief_of_thread(read), read)


def story() -> dict[str, Any]:
    return {
        "when": _("several people close tickets at once"),
        "want": _("to see at a glance which are done"),
        "so_that": _("nobody answers a customer twice"),
        "voices": 7,
        "weight": _("needed by four, nice for three"),
        "decided": _("Not now; ask again in two months"),
    }


def promises() -> list[dict[str, Any]]:
    return [
        {"state": "", "text": _("Answer due"), "left": 62, "due_at": ago(hours=-3)},
        {"state": "soon", "text": _("Answer due soon"), "left": 12, "due_at": ago(minutes=-20)},
        {"state": "late", "text": _("Promise missed"), "left": 0, "due_at": ago(hours=1)},
        {"state": "kept", "text": _("Promise kept"), "left": 0, "due_at": ago(hours=2)},
    ]


def urgency() -> dict[str, Any]:
    """Give why the first of the tickets stands where it does, and that somebody knows better."""
    facts = Facts(kind=Kind.BUG, account="trial", temperature=3, is_blocked=True, passed=2)
    said = Overruling(
        minutes=30 * 24 * 60, reason=_("Agreed by phone"), agent=MAYA, at=ago(minutes=2)
    )
    return {"shares": weigh_facts(facts).reasons, "overruling": said, "form": UrgencyForm()}


def meters() -> list[dict[str, Any]]:
    return [
        {"label": _("Agents"), "text": "7 / 10", "value": 7, "top": 10, "high": 8},
        {"label": _("Storage"), "text": "4.6 / 5 GB", "value": 4.6, "top": 5, "high": 4},
    ]


def charts() -> list[dict[str, Any]]:
    """Give a week as a line and as bars, in a field 100 wide and 40 high."""
    waits = [31, 28, 34, 22, 19, 14, 12]
    answers = [18, 24, 21, 30, 26, 9, 33]
    line = [f"{100 * i / 6:.1f},{38 - n:.1f}" for i, n in enumerate(waits)]
    bars = [
        {"x": i * 15, "y": 38 - n, "height": n, "is_last": i == 6} for i, n in enumerate(answers)
    ]
    days = [formats.date_format(ago(days=6 - i), "D") for i in range(7)]
    return [
        {
            "label": _("Minutes to the first answer"),
            "points": " ".join(line),
            "figure": _("{n} min").format(n=waits[-1]),
            "rows": list(zip(days, waits, strict=True)),
        },
        {
            "label": _("Answers a day"),
            "bars": bars,
            "figure": answers[-1],
            "rows": list(zip(days, answers, strict=True)),
        },
    ]


def badges() -> list[dict[str, str]]:
    return [
        {"text": _("Waits for us"), "tone": "accent", "symbol": ""},
        {"text": _("With care"), "tone": "care", "symbol": "care"},
        {"text": _("Burns"), "tone": "burn", "symbol": "flame"},
        {"text": _("Undeliverable"), "tone": "burn", "symbol": "bounce"},
        {"text": _("Closed"), "tone": "good", "symbol": "close"},
        {"text": "billing", "tone": "tag", "symbol": ""},
    ]


def notices() -> list[dict[str, str]]:
    return [
        {
            "text": _("The mailbox has not answered since 12:04. Mail waits there and is safe."),
            "tone": "burn",
            "symbol": "warn",
        },
        {
            "text": _("This company is in aftercare until Friday: nothing new may go wrong."),
            "tone": "care",
            "symbol": "care",
        },
    ]


class SampleForm(forms.Form):
    """One field that is right and one that is not."""

    name = forms.CharField(label=_lazy("Name"), help_text=_lazy("As customers will read it."))
    email = forms.EmailField(label=_lazy("Email"))


def everything() -> dict[str, Any]:
    """Give the styleguide all it shows."""
    return {
        "roles": ROLES,
        "sizes": [28, 20, 16, 14, 13, 12],
        "tickets": tickets(),
        "thread": thread(),
        "entries": entries(),
        "card": card(),
        "ticket": tickets()[0],
        "story": story(),
        "promises": promises(),
        "urgency": urgency(),
        "meters": meters(),
        "charts": charts(),
        "badges": badges(),
        "notices": notices(),
        "sample_form": SampleForm({"name": ANA.name, "email": "ana@"}, label_suffix=""),
        "companies": [Company(name=str(label), kind=kind) for kind, label in Company.Kind.choices],
    }
