"""Writing once to everybody whom an incident affects."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.audience import languages_read
from whydesk.incidents.choices import About
from whydesk.incidents.events import UpdateSentOn, UpdateWritten
from whydesk.incidents.locks import lock_incident, lock_open
from whydesk.incidents.models import Incident, Update, UpdateText
from whydesk.incidents.promising import promised
from whydesk.incidents.refusals import Incomplete, LanguagesMissing
from whydesk.incidents.words import by_language, name_of
from whydesk.people.actors import Can
from whydesk.people.models import Agent

LONGEST_TEXT = 20_000
# Whoever presses twice means it once.
MOMENT = timedelta(minutes=1)


@transaction.atomic
def send_update(
    incident: Incident,
    *,
    texts: Mapping[str, str],
    next_news_at: datetime | None,
    instead: str = "",
    by: Agent,
) -> Update:
    """Tell every affected customer, each in their own ticket and language.

    The mails are written in the background. `next_news_at` is promised to all
    of them. Where a language is not written, nothing goes out, unless
    `instead` names the one that its readers shall get.

    :raises IncidentRefused: it cannot be sent as it stands.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_open(incident)
    said = _checked(incident, texts, instead)
    if earlier := _sent_before(incident, said, by):
        return earlier
    incident.next_news_at = promised(next_news_at)
    incident.save(update_fields=["next_news_at"])
    return write_update(incident, said, about=About.NEWS, instead=instead, by=by)


def _checked(incident: Incident, texts: Mapping[str, str], instead: str) -> dict[str, str]:
    said = checked_texts(texts)
    if not incident.affected and not incident.is_public:
        sentence = _("Nobody would read this. Attach a ticket or choose customers first.")
        raise Incomplete(sentence)
    demand_languages(said, languages_read(incident), instead)
    return said


def checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of an update by language, at least one.

    :raises Incomplete: there is none.
    """
    said = by_language(texts, LONGEST_TEXT, _("The text"))
    if not said:
        raise Incomplete(_("Write something first."))
    return said


def demand_languages(said: Mapping[str, str], readers: Mapping[str, int], instead: str) -> None:
    """Stop where customers would get nothing in their language.

    :raises LanguagesMissing: it names the languages and how many read them.
    """
    missing = [language for language in readers if language not in said]
    if not missing or instead in said:
        return
    named = [f"{name_of(language)} ({readers[language]})" for language in missing]
    sentence = _("Customers read this in languages that are missing: %(languages)s.")
    listed = get_text_list(named, _("and"))
    raise LanguagesMissing(sentence % {"languages": listed}, missing)


def write_update(
    incident: Incident, said: Mapping[str, str], *, about: About, instead: str = "", by: Agent
) -> Update:
    """Keep the update and let it be told; the caller holds the incident."""
    update = Update.objects.create(
        incident=incident,
        about=about,
        next_news_at=incident.next_news_at if about == About.NEWS else None,
        instead=instead,
        is_posted=incident.is_public,
        by=by,
    )
    UpdateText.objects.bulk_create(
        UpdateText(update=update, language=language, text=said[language])
        for language, _name in settings.LANGUAGES
        if language in said
    )
    record(UpdateWritten(incident.pk, update.pk, about), by=by)
    return update


@transaction.atomic
def send_on(incident: Incident, *, by: Agent) -> Update:
    """Tell the last news to those who came to the incident since.

    :raises Incomplete: there is no news yet.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    update = incident.updates.exclude(about=About.WRITE_UP).order_by("-pk").first()
    if update is None:
        raise Incomplete(_("Nothing has been told yet."))
    Update.objects.filter(pk=update.pk).update(queued_at=None, settled_at=None)
    record(UpdateSentOn(incident.pk, update.pk), by=by)
    return update


def _sent_before(incident: Incident, said: Mapping[str, str], by: Agent) -> Update | None:
    """Return the update with the same words of a moment ago; the incident is locked."""
    recent = incident.updates.filter(by=by, at__gt=timezone.now() - MOMENT, about=About.NEWS)
    last = recent.order_by("-pk").first()
    same = last and dict(last.texts.values_list("language", "text")) == dict(said)
    return last if same else None
