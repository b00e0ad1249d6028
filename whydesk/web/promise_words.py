"""Rules for promises as sentences, in the reader's language."""

from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.desk.choices import Measure, Pausing, Promise, Warned
from whydesk.desk.models import PromiseRule
from whydesk.tickets.choices import Channel, Kind

HOUR, DAY = 60, 24 * 60


def sentence_of(rule: PromiseRule) -> str:
    """Say to whom something is promised, and what."""
    whom, what = _whom(rule), _what(rule)
    sentence = _("%(whom)s: %(what)s.") % {"whom": whom, "what": what}
    return sentence[:1].upper() + sentence[1:]


def remarks_of(rule: PromiseRule) -> list[str]:
    """Say when the time stands still, and who is warned."""
    if rule.minutes is None:
        return []
    return [text for text in (_standstill(rule), _warning(rule)) if text]


def duration_of(minutes: int, *, is_plain: bool = False) -> str:
    """Return a length of time; days only where they are of 24 hours.

    Half a working day would be anybody's guess.
    """
    if is_plain and minutes % DAY == 0:
        return _whole(_("{n} d").format(n=minutes // DAY))
    hours, rest = divmod(minutes, HOUR)
    parts = [_("{n} h").format(n=hours)] if hours else []
    return _whole(" ".join([*parts, _("{n} min").format(n=rest)] if rest else parts))


def _whole(text: str) -> str:
    """Keep a number and its unit on one line."""
    return text.replace(" ", "\u00a0")


def _whom(rule: PromiseRule) -> str:
    parts: list[tuple[list[str], type[TextChoices], str]] = [
        (rule.account_kinds, Company.Kind, _("if the kind of account is %(these)s")),
        (rule.message_kinds, Kind, _("if the kind of message is %(these)s")),
        (rule.channels, Channel, _("if it comes by %(these)s")),
    ]
    said = [text % {"these": _or(_labels(of, kind))} for kind, of, text in parts if kind]
    if rule.urgency_from:
        time = duration_of(rule.urgency_from)
        said.append(_("if its urgency is %(time)s or more") % {"time": time})
    return ", ".join(said) or _("for everybody")


def _what(rule: PromiseRule) -> str:
    promises = _and(_labels(Promise, rule.promises))
    if rule.minutes is None:
        return _("nothing is promised (%(promises)s)") % {"promises": promises}
    is_plain = rule.measure == Measure.PLAIN
    text = _("%(promises)s within %(time)s of working time")
    if is_plain:
        text = _("%(promises)s within %(time)s, day and night")
    return text % {"promises": promises, "time": duration_of(rule.minutes, is_plain=is_plain)}


def _standstill(rule: PromiseRule) -> str:
    if not rule.pauses:
        return _("The time runs on whatever happens, except at a named stop.")
    states = _and(_labels(Pausing, rule.pauses))
    return _("The time stands still: %(states)s.") % {"states": states}


def _warning(rule: PromiseRule) -> str:
    if not rule.warn_minutes:
        return ""
    people = _and(_labels(Warned, rule.warns or [Warned.LEADS]))
    time = duration_of(rule.warn_minutes)
    return _("%(time)s before, a warning goes to: %(people)s.") % {"time": time, "people": people}


def _labels(of: type[TextChoices], values: Iterable[str]) -> list[str]:
    return [_small(str(of(value).label)) for value in values]


def _small(label: str) -> str:
    """Begin a label small within a sentence, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _or(words: Sequence[str]) -> str:
    return _joined(words, _("%(some)s or %(last)s"))


def _and(words: Sequence[str]) -> str:
    return _joined(words, _("%(some)s and %(last)s"))


def _joined(words: Sequence[str], text: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return text % {"some": ", ".join(words[:-1]), "last": words[-1]}
