"""What to say on the phone, in the language of whoever calls."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from whydesk.wishes.choices import Outcome, Weight
from whydesk.wishes.models import Callback, Decision, Wording
from whydesk.wishes.wording import title_of, words_of


def points_for(callback: Callback, language: str) -> list[str]:
    """Return the points of the call in order: what they asked, what was decided, and why."""
    decision, voice = callback.decision, callback.voice
    asked = voice.said or voice.root.title
    points = [_("They asked for: %(what)s") % {"what": asked}, _decided(decision, language)]
    words = words_of(decision, language)
    points += [_("Why: %(reason)s") % {"reason": words.reason}] if words.reason else []
    points += _besides(words)
    if decision.outcome == Outcome.NEVER and voice.weight == Weight.DEAL_BREAKER:
        points.append(_("Say plainly that the product does not fit them here, and offer help."))
    points.append(_("Ask what this means for them, and thank them."))
    return points


def _decided(decision: Decision, language: str) -> str:
    if decision.ask_again_on:
        day = date_format(decision.ask_again_on, "DATE_FORMAT")
        return _("Not now; we ask them again on %(day)s. This is no promise.") % {"day": day}
    if decision.by_when:
        day = date_format(decision.by_when, "DATE_FORMAT")
        return _("Yes, by %(day)s.") % {"day": day}
    if decision.price:
        price = f"{number_format(decision.price, 2, force_grouping=True)} {decision.currency}"
        return _("Yes, for %(price)s.") % {"price": price}
    if decision.capability:
        title = title_of(decision.capability, language)
        return _("They already have it: %(title)s") % {"title": title}
    if decision.outcome == Outcome.SHIPPED:
        return _("It is there now.")
    return _("No, we will not do it.")


def _besides(words: Decision | Wording) -> list[str]:
    said = []
    if words.would_change:
        said.append(_("What would change our mind: %(what)s") % {"what": words.would_change})
    if words.elsewhere:
        said.append(_("Where they may find it: %(where)s") % {"where": words.elsewhere})
    return said
