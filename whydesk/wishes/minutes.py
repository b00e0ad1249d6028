"""The minutes of a review, in the language of the desk."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from whydesk.wishes.choices import Outcome
from whydesk.wishes.models import AgendaItem, Decision, Review


def title_of(review: Review) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Review of %(day)s") % {"day": _dated(review.day)}


def write_minutes(review: Review, items: Iterable[AgendaItem]) -> str:
    """Return what was decided and put off, in Markdown."""
    with translation.override(settings.LANGUAGE_CODE):
        head = f"# {title_of(review)}"
        return "\n\n".join([head, *map(_paragraph, items)])


def _paragraph(item: AgendaItem) -> str:
    lines = [f"## {item.wish.title}", _became(item)]
    if item.decision:
        lines += [item.decision.reason, _if_ever(item.decision)]
    return "\n\n".join(filter(None, lines))


def _became(item: AgendaItem) -> str:
    if item.decision:
        outcome = Outcome(item.decision.outcome).label
        sentence = _("%(outcome)s. Decided by %(name)s.")
        said = sentence % {"outcome": outcome, "name": item.decision.by.name}
        return " ".join(filter(None, [said, _until(item.decision)]))
    if item.postponed_to:
        return _("Put off until %(day)s.") % {"day": _dated(item.postponed_to)}
    return _("Merged into another wish.")


def _until(decision: Decision) -> str:
    if decision.ask_again_on:
        return _("To be asked again on %(day)s.") % {"day": _dated(decision.ask_again_on)}
    if decision.by_when:
        sentence = _("By %(day)s: %(owner)s, %(means)s.")
        return sentence % {
            "day": _dated(decision.by_when),
            "owner": decision.owner,
            "means": decision.means,
        }
    if decision.price:
        return _("At %(price)s %(currency)s.") % {
            "price": decision.price,
            "currency": decision.currency,
        }
    return ""


def _if_ever(decision: Decision) -> str:
    if not decision.would_change:
        return ""
    return _("What would change our mind: %(what)s") % {"what": decision.would_change}


def _dated(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
