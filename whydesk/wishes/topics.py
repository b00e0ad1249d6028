"""What people are told about wishes."""

from django.utils.translation import gettext_lazy as _

from whydesk.notices.topics import Topic, register

CALLBACKS = register(Topic("callback.given", _("I am to tell a customer what was decided")))
