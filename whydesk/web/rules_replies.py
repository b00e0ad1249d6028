"""Saved replies: answers that rules send."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whydesk.automations.checking import RuleRefused
from whydesk.automations.models import SavedReply
from whydesk.automations.queries import replies_kept
from whydesk.automations.saving_replies import MOST_TEXT, change_reply, retire_reply, save_reply
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show


class ReplyForm(Plain):
    """A name, and a text for each language of the desk."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            attributes = {"rows": 6, "lang": code, "dir": "auto"}
            self.fields[code] = forms.CharField(
                label=language,
                required=False,
                max_length=MOST_TEXT,
                widget=forms.Textarea(attrs=attributes),
            )

    @property
    def said(self) -> dict[str, Any]:
        texts = dict(self.cleaned_data)
        return {"name": texts.pop("name"), "texts": texts}


@for_agents
@require_GET
def replies(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.WRITE_RULES)
    context = {"here": "settings", "replies": replies_kept(), "languages": settings.LANGUAGES}
    return show(request, "screens/saved_replies.html", context)


@for_agents
@require_http_methods(["GET", "POST"])
def reply(request: AgentRequest, key: int = 0) -> HttpResponse:
    """Write a saved reply, or change one."""
    request.user.must(Can.WRITE_RULES)
    found = get_object_or_404(replies_kept(), pk=key) if key else None
    form = ReplyForm(request.POST or None, initial={"name": found, **found.texts} if found else {})
    if form.is_valid() and kept(form, found, request.user):
        messages.success(request, _("The reply is kept."))
        return SeeOther(reverse("saved_replies"))
    context = {"here": "settings", "reply": found, "form": form}
    return show(request, "screens/saved_reply.html", context, status=422 if form.errors else 200)


@for_agents
@require_POST
def removal(request: AgentRequest, key: int) -> HttpResponse:
    retire_reply(get_object_or_404(replies_kept(), pk=key), by=request.user)
    messages.success(request, _("The reply is gone. A rule that sends it rests."))
    return SeeOther(reverse("saved_replies"))


def kept(form: ReplyForm, found: SavedReply | None, by: Agent) -> bool:
    """Keep the reply as the form says, or note on the form why not."""
    try:
        change_reply(found, **form.said, by=by) if found else save_reply(**form.said, by=by)
    except RuleRefused as error:
        form.add_error(None, str(error))
    return form.is_valid()
