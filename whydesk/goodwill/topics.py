"""What people can be told about gestures."""

from django.utils.translation import gettext_lazy as _

from whydesk.notices.topics import MAIL, SCREEN, Topic, register

WAITS_FOR_YES = register(
    Topic("goodwill.waits", _("A gesture waits for my yes"), ways=(SCREEN, MAIL))
)
VERDICT = register(Topic("goodwill.verdict", _("A lead says yes or no to a gesture of mine")))
