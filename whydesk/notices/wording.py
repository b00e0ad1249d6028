"""What a notice says: on the screen, in a mail, in a message to a telephone."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from whydesk.history.events import sentence_of
from whydesk.mailroom.reasons import explain
from whydesk.notices.models import Notice
from whydesk.notices.tokens import acknowledging_token

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_LONGEST = 300


def sentence_in(notice: Notice) -> str:
    """Say what was done, in the reader's language, in one line."""
    data = notice.data
    if "reason" in data:
        data = {**data, "reason": explain(str(data["reason"]))}
    said = " ".join(sentence_of(notice.event, data).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"


def line_of(notice: Notice) -> str:
    """Say of what, who did what: #12: Ada King gave this to Vera Orlova."""
    number = f"#{notice.noun_id}: " if notice.noun == "ticket" else ""
    return f"{number}{notice.who} {sentence_in(notice)}"


def page_of(notice: Notice) -> str:
    """Return the address of what the notice is about; screens are named after the nouns."""
    if notice.noun == "agent":
        return reverse("being_told")
    try:
        return reverse(notice.noun, args=[notice.noun_id])
    except NoReverseMatch:
        return reverse("notices")


def text_of(notices: Sequence[Notice]) -> str:
    """Write a message to a messenger: plain text, a link below each line."""
    return "\n\n".join("\n".join([line_of(one), *_links(one)]) for one in notices)


def subject_of(notices: Sequence[Notice]) -> str:
    """Return the subject of a mail."""
    if len(notices) == 1:
        return line_of(notices[0])
    count = len(notices)
    return ngettext("%(count)s thing happened", "%(count)s things happened", count) % {
        "count": count
    }


def mail_of(notices: Sequence[Notice]) -> str:
    """Write a mail in Markdown; what stands in a name or a reason stays as it is."""
    return "\n\n".join(
        "\n".join([_MARKDOWN.sub(r"\\\1", line_of(one)), *_links(one)]) for one in notices
    )


def _links(notice: Notice) -> list[str]:
    links = [f"{settings.PUBLIC_URL}{page_of(notice)}"]
    if notice.waits_for_yes:
        path = reverse("acknowledgement", args=[acknowledging_token(notice)])
        links.append(_("I take care of it: {link}").format(link=f"{settings.PUBLIC_URL}{path}"))
    return links
