"""Questions that we put to customers are noted, so that nobody is asked twice."""

import re

from django.db import transaction

from whydesk.briefs.models import Question
from whydesk.briefs.queries import briefs_of
from whydesk.tickets.models import Message

# An agent may put the question in other words; what is left of it in the reply tells.
_ENOUGH = 0.7
_WORDS = re.compile(r"\w{3,}")


@transaction.atomic
def note_questions(message_id: int) -> Question | None:
    """Note that the reply asks what the desk proposed to ask, if it does."""
    message = Message.objects.only("ticket", "text").get(pk=message_id)
    brief = briefs_of([message.ticket_id]).get(message.ticket_id)
    if brief is None or not is_asked(brief.question, message.text):
        return None
    question, _is_new = Question.objects.get_or_create(
        message=message, part=brief.asks_for, defaults={"ticket_id": message.ticket_id}
    )
    return question


def is_asked(question: str, reply: str) -> bool:
    """Say whether the reply contains the question, or most of its words.

    >>> is_asked("Since when has it been so?", "Hello. Since when has this been so? Thanks")
    True
    """
    wanted = set(_WORDS.findall(question.lower()))
    said = set(_WORDS.findall(reply.lower()))
    return bool(wanted) and len(wanted & said) >= _ENOUGH * len(wanted)
