"""What people are told about customers in care."""

from django.utils.translation import gettext_lazy as _

from whydesk.notices.topics import MAIL, SCREEN, Topic, register

STEPS = register(Topic("care.steps", _("I have one of the four steps for a customer")))
NEWS_MISSED = register(
    Topic("care.news_missed", _("A customer was promised news and did not get them"))
)
CHECK_DUE = register(
    Topic("care.check_due", _("A customer whom I watch over is to be asked how they are"))
)
NEW_FAULT = register(
    Topic(
        "care.fault",
        _("Something new goes wrong for a customer whom we watch over"),
        ways=(SCREEN, MAIL),
        is_urgent=True,
    )
)
