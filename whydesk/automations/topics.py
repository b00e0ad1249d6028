"""What people can be told by rules, and about them."""

from django.utils.translation import gettext_lazy as _

from whydesk.notices.topics import Topic, register

RULE = register(Topic("rule", _("A rule tells me of something")))
RULE_CALL = register(
    Topic("rule.call", _("A rule calls me, and the next person after me"), is_urgent=True)
)
RULE_STOPPED = register(Topic("rule.stopped", _("A rule of mine was stopped")))
