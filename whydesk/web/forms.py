"""What people fill in at the desk."""

from email.utils import getaddresses
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from whydesk.tickets.models import Draft, Message


class ComposerForm(forms.Form):
    """A reply or a note as it is being written."""

    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in (Message.Kind.REPLY, Message.Kind.NOTE)], required=False
    )
    text = forms.CharField(
        max_length=200_000, strip=False, error_messages={"required": _("Write something first.")}
    )
    cc = forms.CharField(max_length=5000, required=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(_("Write something first."))
        return text

    def clean_cc(self) -> list[str]:
        """Return the addresses, or name the one that is none."""
        found = [email for _name, email in getaddresses([self.cleaned_data["cc"]]) if email]
        if self.cleaned_data["cc"].strip(" ,;") and not found:
            raise ValidationError(_("This is not a mail address."))
        for email in found:
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError(
                    _("%(email)s is not a mail address."), params={"email": email}
                ) from error
        return found

    @classmethod
    def of(cls, draft: Draft | None) -> "ComposerForm":
        """Show what was kept, or an empty sheet."""
        kept: dict[str, Any] = {"kind": Message.Kind.REPLY, "text": "", "cc": ""}
        if draft:
            kept = {"kind": draft.kind, "text": draft.text, "cc": draft.cc}
        return cls(initial=kept)
