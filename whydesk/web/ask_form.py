"""What a customer fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from whydesk.web.fields import Plain

MOST_FILES = 10
MOST_BYTES = min(25, settings.ENVIRONMENT["WHYDESK_MAIL_MAX_MB"]) * 1024 * 1024


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none too large and not too many."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "Sequence[UploadedFile[bytes]]":
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        if len(files) > MOST_FILES:
            text = ngettext("Send %s file at most.", "Send %s files at most.", MOST_FILES)
            raise ValidationError(text % MOST_FILES)
        if sum(file.size for file in files) > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise ValidationError(_("Together the files may have %s MB.") % most)
        return files


class Question(Plain):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        max_length=254,
        help_text=gettext_lazy("We answer to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(label=gettext_lazy("What is it about?"), max_length=300)
    text = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=50_000,
        help_text=gettext_lazy("What you did, what you expected, and what came instead."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachments = FilesField(
        label=gettext_lazy("Files, if they help"),
        required=False,
        widget=FilesInput(attrs={"multiple": True}),
    )
