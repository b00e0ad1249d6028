"""Putting what was decided into the language of those who wait for it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.wishes.events import DecisionWorded
from whydesk.wishes.making_callbacks import told_before, whole_decision
from whydesk.wishes.models import Callback, Decision, Wording
from whydesk.wishes.stories import choose, demand, tidy
from whydesk.wishes.wording import draft_decision, language_of


@transaction.atomic
def word_decision(
    decision: Decision,
    *,
    language: str,
    reason: str,
    would_change: str = "",
    elsewhere: str = "",
    by: Agent,
) -> Wording:
    """Say the reason of a decision in another language.

    The drafts to those who read it are written anew, but for those that
    somebody has changed by hand. What is not said anew stands as it was said.
    """
    by.must(Can.ANSWER)
    choose(language, dict(settings.LANGUAGES))
    said = {
        "reason": demand(
            tidy(reason, 2000, _("The reason")),
            _("Give a reason that can be told to a customer."),
        ),
        "would_change": tidy(would_change, 2000, _("What would change our mind"))
        or decision.would_change,
        "elsewhere": tidy(elsewhere, 1000, _("Where they may find it")) or decision.elsewhere,
    }
    decision = whole_decision(decision.pk)
    untouched = _untouched(decision, language)
    wording, _is_new = Wording.objects.update_or_create(
        decision=decision, language=language, defaults=said | {"by": by}
    )
    _draft_anew(whole_decision(decision.pk), untouched)
    record(
        DecisionWorded(
            decision.wish_id, decision.wish.title, decision.pk, language, wording.reason
        ),
        by=by,
    )
    return wording


def _untouched(decision: Decision, language: str) -> list[Callback]:
    """Return the untold who read the language, and whose drafts stand as the desk wrote them."""
    untold = Callback.objects.select_for_update(of=("self",)).filter(
        decision=decision, state__in=Callback.UNTOLD
    )
    related = ("voice__contact", "voice__root")
    readers = [one for one in untold.select_related(*related) if language_of(one.voice) == language]
    drafts = _drafts(decision, readers)
    return [one for one, draft in zip(readers, drafts, strict=True) if one.draft == draft]


def _draft_anew(decision: Decision, callbacks: Sequence[Callback]) -> None:
    for callback, draft in zip(callbacks, _drafts(decision, callbacks), strict=True):
        callback.draft = draft
    Callback.objects.bulk_update(callbacks, ["draft"], batch_size=500)


def _drafts(decision: Decision, callbacks: Sequence[Callback]) -> list[str]:
    told = told_before(decision, [one.voice for one in callbacks])
    return [draft_decision(decision, one.voice, told.get(one.voice_id)) for one in callbacks]
