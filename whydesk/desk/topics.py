"""What people can be told of promises."""

from django.utils.translation import gettext_lazy as _

from whydesk.notices.topics import MAIL, SCREEN, Topic, register

PROMISE_NEAR = register(Topic("promise.near", _("An answer that I owe is due soon")))
PROMISE_BROKEN = register(
    Topic("promise.broken", _("A promised time has passed"), ways=(SCREEN, MAIL))
)
