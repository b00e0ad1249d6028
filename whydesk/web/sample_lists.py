"""Lists, the composer and a wish as the styleguide shows them: built in memory, never saved."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from whydesk.mailroom.models import Mailbox
from whydesk.people.models import Agent
from whydesk.tickets.models import Draft, Ticket, Upload
from whydesk.tickets.queries import Filters, Queue
from whydesk.web.filters import chips
from whydesk.web.forms import ComposerForm
from whydesk.web.inbox import counted_columns
from whydesk.web.samples import ANA, AURORA, HARBOUR, MAYA, OLEG, RUTH, SEVER, ago
from whydesk.web.wish_ranks import ranks, shares
from whydesk.wishes.choices import Outcome, Way, Weight
from whydesk.wishes.models import Decision, DecisionProgress, Retelling, Voice, Wish

_WAITING = {"mine": 3, "unassigned": 12, "open": 41, "waiting": 17}


def lists() -> dict[str, Any]:
    """Give the queues, the filters with one of them set, and where a page ends."""
    return {
        **counted_columns(_WAITING, Queue.OPEN),
        "filters": chips(Queue.OPEN, Filters(kind="vip"), (), ""),
        "newer_url": "#guide-lists",
        "older_url": "#guide-lists",
    }


def sheet(ticket: Ticket) -> dict[str, Any]:
    """Give an answer that is being written, with a file and what a lead would say of it."""
    words = _("Ana, the certificate of your mail server ran out at eleven. It is renewed now.")
    draft = Draft(kind="reply", text=words, cc="")
    remark = _("Nothing here says that we are sorry.")
    return {
        "draft": ComposerForm.of(draft, cc="", sheet="guide"),
        "uploads": [Upload(pk=1, filename="certificado.pdf", size=48_200)],
        "addressee": "Ana",
        "to_line": f"Ana Duarte · {Mailbox(address='support@example.org').address}",
        "saved_at": ago(minutes=1),
        "remarks": [(remark, "")],
        "ticket": ticket,
    }


def wanted() -> dict[str, Any]:
    """Give a wish that three companies want, each in its own words."""
    wish = Wish(
        pk=1,
        title=_("Own colours for the statuses"),
        companies=3,
        revenue=Decimal(2140),
        deal_breakers=1,
        voices_90_days=2,
        tickets=4,
        kinds={"vip": 1, "customer": 1, "trial": 1},
    )
    most = {name: getattr(wish, name) * 2 for name in ("companies", "revenue", "tickets")}
    most |= {"deal_breakers": 2, "voices_90_days": 5}
    return {
        "wish": wish,
        "ranks": ranks(wish, most),
        "shares": shares(wish),
        "others": [],
        "voices": _voices(wish),
        "decisions": [_decision(wish, MAYA)],
    }


def _voices(wish: Wish) -> list[Voice]:
    said = (
        (ANA, AURORA, Weight.DEAL_BREAKER, "Sem isso fechamos os chamados errados todo dia."),
        (OLEG, SEVER, Weight.NEEDED, "Хотим раскрасить статусы заявок в свои цвета."),
        (RUTH, HARBOUR, Weight.NICE, "Our team knows amber as done."),
    )
    voices = [
        Voice(
            pk=number,
            wish=wish,
            root=wish,
            contact=contact,
            company=company,
            account_kind=company.kind,
            monthly_revenue=company.monthly_revenue,
            currency=company.currency,
            weight=weight,
            tell_by=Way.MAIL,
            said=words,
            agent=MAYA,
            ticket_id=1042,
            heard_at=ago(days=number),
        )
        for number, (contact, company, weight, words) in enumerate(said, 1)
    ]
    for voice in voices:
        voice._prefetched_objects_cache = {"retellings": Retelling.objects.none()}  # type: ignore[attr-defined]
    return voices


def _decision(wish: Wish, by: Agent) -> Decision:
    decision = Decision(
        pk=1,
        wish=wish,
        outcome=Outcome.NOT_NOW,
        reason=_("The list is being rebuilt; colours come after it or not at all."),
        ask_again_on=ago(days=-60).date(),
        by=by,
        at=ago(days=2),
    )
    decision.progress = DecisionProgress(untold=1, told=2)
    return decision
