"""Rules, what they refer to, and what of that is gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from whydesk.automations.acts import Acts
from whydesk.automations.conditions import Conditions
from whydesk.automations.models import Firing, Rule, SavedReply
from whydesk.automations.names import Names
from whydesk.people.models import Agent, Team

VIP = "vip"


def rules_kept() -> QuerySet[Rule]:
    """Return the rules that there are, in their order."""
    return Rule.objects.filter(removed_at=None)


def replies_kept() -> QuerySet[SavedReply]:
    return SavedReply.objects.filter(retired_at=None)


@dataclass(frozen=True)
class Household:
    """Everybody and everything that rules may refer to, as it is now."""

    people: dict[int, str]
    teams: dict[int, str]
    replies: dict[int, str]

    def names(self, rule: Rule) -> Names:
        return Names(self.people, self.teams, self.replies, rule.names)


def household() -> Household:
    """Read it, in three questions however many rules there are."""
    return Household(
        dict(Agent.objects.filter(is_active=True).values_list("pk", "name")),
        dict(Team.objects.values_list("pk", "name")),
        dict(replies_kept().values_list("pk", "name")),
    )


@dataclass(frozen=True)
class Gap:
    """Something that a rule refers to and that is gone; a rule may rest because of it."""

    text: str
    is_fatal: bool = True


def gaps_of(rule: Rule, known: Household) -> list[Gap]:
    """List what is gone. A rule that still has somebody to tell goes on telling them."""
    names, asks, does = known.names(rule), rule.asks, rule.does
    return [
        *_gone_people(asks, does, names, known),
        *(
            Gap(_("The team “%(name)s” is dissolved.") % {"name": names.team(key)})
            for key in (*asks.teams, does.route_to)
            if key and key not in known.teams
        ),
        *(
            Gap(_("The saved reply “%(name)s” is removed.") % {"name": names.reply(key)})
            for key in (does.answer,)
            if key and key not in known.replies
        ),
    ]


def _gone_people(asks: Conditions, does: Acts, names: Names, known: Household) -> list[Gap]:
    here = [key for key in does.tell_people if key in known.people]
    is_alone = not here and not does.tell
    told = [key for key in does.tell_people if key not in known.people]
    given = [key for key in (does.assign_to,) if key and key not in known.people]
    return [
        Gap(_("%(name)s has left.") % {"name": names.person(key)}, is_fatal)
        for key, is_fatal in (*((key, is_alone) for key in told), *((key, True) for key in given))
    ]


def rests(gaps: Collection[Gap]) -> bool:
    return any(gap.is_fatal for gap in gaps)


def firings(rule_id: int = 0, *, before: int = 0, size: int = 50) -> Sequence[Firing]:
    """Return what rules did, the newest first, from a key down."""
    found = Firing.objects.select_related("rule", "ticket__contact", "ticket__company")
    if rule_id:
        found = found.filter(rule=rule_id)
    if before:
        found = found.filter(pk__lt=before)
    of_rule = ("when", "conditions", "acts", "names", "removed_at")
    of_ticket = ("subject", "contact__name", "company__name")
    shown = (*(f"rule__{name}" for name in of_rule), *(f"ticket__{name}" for name in of_ticket))
    return list(found.only("outcome", "done", "at", *shown).order_by("-pk")[:size])
