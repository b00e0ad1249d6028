"""Writing down what happened, and what is done so that it does not happen again."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.choices import About, State
from whydesk.incidents.events import (
    ActionAdded,
    ActionDone,
    ActionReopened,
    WriteUpChanged,
    WriteUpPublished,
)
from whydesk.incidents.informing import write_update
from whydesk.incidents.locks import lock_incident
from whydesk.incidents.models import Action, Incident, WriteUp, WriteUpText
from whydesk.incidents.refusals import NotOpen, NotWritten
from whydesk.incidents.words import choose, demand, tidy, tidy_line
from whydesk.people.actors import Can
from whydesk.people.models import Agent

LONGEST_PART = 10_000


@transaction.atomic
def change_write_up(
    incident: Incident, *, language: str, happened: str, cause: str, change: str, by: Agent
) -> WriteUpText:
    """Write down in one language what happened, why, and what we change."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    choose(language, dict(settings.LANGUAGES))
    write_up, _is_new = WriteUp.objects.get_or_create(incident=incident)
    parts = {
        "happened": tidy(happened, LONGEST_PART, _("What happened")),
        "cause": tidy(cause, LONGEST_PART, _("Why it happened")),
        "change": tidy(change, LONGEST_PART, _("What we change")),
    }
    text, _is_new = WriteUpText.objects.update_or_create(
        write_up=write_up, language=language, defaults=parts
    )
    write_up.changed_at = timezone.now()
    write_up.save(update_fields=["changed_at"])
    record(WriteUpChanged(incident.pk, language), by=by)
    return text


@transaction.atomic
def publish_write_up(incident: Incident, *, by: Agent) -> WriteUp:
    """Show the write-up to whoever may see the incident, and tell those who asked for it.

    They read it in their language, or the nearest in which it is whole.

    :raises NotWritten: no language has all of its parts.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    if incident.state != State.OVER:
        raise NotOpen(_("Declare the incident over first."))
    write_up = WriteUp.objects.filter(incident=incident).first()
    whole = [text for text in write_up.texts.all() if text.is_whole] if write_up else []
    if write_up is None or not whole:
        raise NotWritten(_("Say what happened, why, and what we change, in one language at least."))
    if write_up.published_at is None:
        write_up.published_at, write_up.published_by = timezone.now(), by
        write_up.save(update_fields=["published_at", "published_by"])
        said = {text.language: letter(text) for text in whole}
        write_update(incident, said, about=About.WRITE_UP, instead=whole[0].language, by=by)
        record(WriteUpPublished(incident.pk, incident.title), by=by)
    return write_up


def letter(text: WriteUpText) -> str:
    """Return the write-up as Markdown, each part under its title."""
    with translation.override(text.language):
        parts: Mapping[str, str] = {
            _("What happened"): text.happened,
            _("Why it happened"): text.cause,
            _("What we change"): text.change,
        }
        return "\n\n".join(f"**{title}**\n\n{said}" for title, said in parts.items())


@transaction.atomic
def add_action(incident: Incident, *, text: str, owner: Agent, due_on: date, by: Agent) -> Action:
    """Give somebody something to do by a day, so that it does not happen again."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    words = demand(tidy_line(text, 500, _("The action")), _("Say what is to be done."))
    action = Action.objects.create(incident=incident, text=words, owner=owner, due_on=due_on)
    record(ActionAdded(incident.pk, action.pk, owner.name, words), by=by)
    return action


@transaction.atomic
def settle_action(action: Action, *, is_done: bool, by: Agent) -> Action:
    """Note that it is done, or that it is not after all."""
    by.must(Can.RUN_INCIDENTS)
    action = Action.objects.select_for_update().get(pk=action.pk)
    if (action.done_at is not None) == is_done:
        return action
    action.done_at = timezone.now() if is_done else None
    action.save(update_fields=["done_at"])
    event = ActionDone if is_done else ActionReopened
    record(event(action.incident_id, action.pk, action.text), by=by)
    return action
