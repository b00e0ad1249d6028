"""The rules of the demo company, and what they did in the last weeks."""

from datetime import datetime, timedelta

from whydesk.automations.acts import HOLDER, LEADS, ON_CALL, Acts
from whydesk.automations.conditions import Conditions, judge
from whydesk.automations.doing import DONE
from whydesk.automations.facts import facts_of, matters_of
from whydesk.automations.models import Firing, Rule
from whydesk.automations.saving_replies import save_reply
from whydesk.automations.whens import WHENS
from whydesk.automations.whom import whom_to_tell
from whydesk.automations.writing import call_for_vips, switch_on, write_rule
from whydesk.demo.introducing import Known
from whydesk.history.models import Entry
from whydesk.people.models import Agent

LEAD = "marta"
SINCE = timedelta(days=28)
WEEKEND = {
    "en": "Thank you for writing. We are back on Monday at nine and answer in the order in which"
    " you wrote. If your work stands still, call us: somebody is on duty.",
    "ru": "Спасибо, что написали. Мы вернёмся в понедельник в девять и ответим по порядку."
    " Если у вас стоит работа, позвоните: кто-то всегда дежурит.",
    "pt-br": "Obrigado pela mensagem. Voltamos na segunda-feira às nove e respondemos na ordem de"
    " chegada. Se o seu trabalho está parado, ligue: há sempre alguém de plantão.",
}


def automate(known: Known, now: datetime) -> None:
    """Save three rules, two of them followed for weeks, one that waits to be tried."""
    lead, last = known.agents[LEAD], _last_entry()
    vip = call_for_vips(Acts(tell=(ON_CALL, LEADS), tell_minutes=10), by=lead)
    lost = write_rule(
        when="undelivered", conditions=Conditions(), acts=Acts(tell=(HOLDER,)), by=lead
    )
    switch_on(lost, by=lead)
    _write_weekend(lead)
    Rule.objects.filter(is_on=True).update(on_since=now - SINCE)
    Entry.objects.filter(pk__gt=last).update(at=now - SINCE)
    firings = [*_followed(vip, now), *_followed(lost, now)]
    Firing.objects.bulk_create(sorted(firings, key=lambda firing: firing.at))


def _last_entry() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _write_weekend(lead: Agent) -> None:
    """Write what a lead has thought of and not switched on."""
    reply = save_reply(name="Back on Monday", texts=WEEKEND, by=lead)
    weekend = Conditions(weekdays=(5, 6), channels=("mail",))
    write_rule(when="ticket_opens", conditions=weekend, acts=Acts(answer=reply.pk), by=lead)


def _followed(rule: Rule, now: datetime) -> list[Firing]:
    """Return what the rule did since it was switched on: it told somebody each time."""
    when = WHENS[rule.when]
    entries = Entry.objects.filter(event=when.event.name, at__gte=now - SINCE, at__lte=now)
    fitting = [entry for entry in entries.order_by("at", "pk") if when.fits(entry.data)]
    return [
        Firing(
            rule=rule,
            entry=matter.entry,
            ticket=matter.ticket,
            outcome=Firing.Outcome.FOLLOWED,
            done=[{"act": "tell", "outcome": DONE, "detail": ", ".join(names)}],
            at=matter.entry.at + timedelta(seconds=2),
        )
        for matter in matters_of(fitting, rule.asks)
        if judge(rule.asks, facts_of(matter)).holds and not matter.is_old
        for names in [[one.name for one in whom_to_tell(rule.does, matter.ticket, matter.entry.at)]]
    ]
