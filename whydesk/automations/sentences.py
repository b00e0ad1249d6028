"""A rule as one sentence that a colleague would say."""

from collections.abc import Callable, Mapping

from django.utils.translation import npgettext, pgettext, pgettext_lazy

from whydesk.automations.acts import HOLDER, LEADS, ON_CALL, OPENING, TEAM, Acts
from whydesk.automations.clauses import (
    all_of,
    circumstances,
    clauses,
    hours_long,
    one_of,
    quoted,
)
from whydesk.automations.conditions import Conditions
from whydesk.automations.names import Names
from whydesk.automations.whens import OWNERS, WHENS, WRITERS, Words
from whydesk.incidents.choices import Severity

# Whom: in the case that "tell" asks for.
WHOM: Mapping[str, Words] = {
    LEADS: pgettext_lazy("rule: tell", "the leads"),
    ON_CALL: pgettext_lazy("rule: tell", "whoever is on call"),
    HOLDER: pgettext_lazy("rule: tell", "whoever has the ticket"),
    TEAM: pgettext_lazy("rule: tell", "the team of the ticket"),
}


def sentence_of(when: str, conditions: Conditions, acts: Acts, names: Names) -> str:
    """Say the whole rule."""
    happens = " ".join([event_clause(when, conditions), *circumstances(conditions)])
    given = all_of([happens, *clauses(conditions, names)])
    whole = pgettext("rule", "When %(given)s, %(acts)s.")
    return whole % {"given": given, "acts": acts_of(acts, names)}


def event_clause(when: str, conditions: Conditions) -> str:
    """Say what happens, and to which kind of account."""
    happens = WHENS[when]
    if not conditions.account_kinds:
        return str(happens.of_anybody)
    words = WRITERS if happens.names_writer else OWNERS
    who = one_of([str(words[kind]) for kind in conditions.account_kinds])
    return str(happens.of_some) % {"who": who}


def acts_of(acts: Acts, names: Names) -> str:
    """Say what is done; a rule without acts does nothing yet."""
    said = [act_phrase(name, acts, names) for name in acts.names]
    return all_of(said) or pgettext("rule", "do nothing yet")


def act_phrase(name: str, acts: Acts, names: Names) -> str:
    return _PHRASES[name](acts, names)


def _tell(acts: Acts, names: Names) -> str:
    whom = all_of([str(WHOM[one]) for one in acts.tell])
    people = all_of([names.person(key) for key in acts.tell_people])
    if whom and people:
        told = pgettext("rule: act", "tell %(whom)s as well as %(people)s")
    elif whom:
        told = pgettext("rule: act", "tell %(whom)s")
    else:
        told = pgettext("rule: act", "tell %(people)s")
    told %= {"whom": whom, "people": people}
    if not acts.tell_minutes:
        return told
    in_turn = npgettext(
        "rule: act",
        "%(told)s in turn (%(minutes)s minute each)",
        "%(told)s in turn (%(minutes)s minutes each)",
        acts.tell_minutes,
    )
    return in_turn % {"told": told, "minutes": acts.tell_minutes}


def _assign(acts: Acts, names: Names) -> str:
    return pgettext("rule: act", "give it to %(name)s") % {"name": names.person(acts.assign_to)}


def _route(acts: Acts, names: Names) -> str:
    [team] = quoted([names.team(acts.route_to)])
    return pgettext("rule: act", "pass it to the team %(team)s") % {"team": team}


def _urgency(acts: Acts, names: Names) -> str:
    text = pgettext("rule: act", "move it up the queue by %(time)s")
    return text % {"time": hours_long(acts.urgency)}


def _tag(acts: Acts, names: Names) -> str:
    [tag] = quoted([acts.tag])
    return pgettext("rule: act", "add the tag %(tag)s") % {"tag": tag}


def _incident(acts: Acts, names: Names) -> str:
    [severity] = quoted([str(Severity(acts.incident).label)])
    return pgettext("rule: act", "declare an incident (%(severity)s)") % {"severity": severity}


def _aftercare(acts: Acts, names: Names) -> str:
    text = npgettext(
        "rule: act",
        "watch over the company for %(weeks)s week",
        "watch over the company for %(weeks)s weeks",
        acts.aftercare,
    )
    return text % {"weeks": acts.aftercare}


def _answer(acts: Acts, names: Names) -> str:
    [reply] = quoted([names.reply(acts.answer)])
    return pgettext("rule: act", "answer with %(reply)s") % {"reply": reply}


def _snooze(acts: Acts, names: Names) -> str:
    if acts.snooze == OPENING:
        return pgettext("rule: act", "put it aside until working hours begin")
    time = hours_long(60 * int(acts.snooze))
    return pgettext("rule: act", "put it aside for %(time)s") % {"time": time}


_PHRASES: Mapping[str, Callable[[Acts, Names], str]] = {
    "tell": _tell,
    "assign_to": _assign,
    "route_to": _route,
    "urgency": _urgency,
    "tag": _tag,
    "incident": _incident,
    "aftercare": _aftercare,
    "answer": _answer,
    "snooze": _snooze,
}
