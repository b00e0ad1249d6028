"""What people fill in at the desk."""

from typing import Any

from django import forms

from whydesk.tickets.models import Draft, Message


class ComposerForm(forms.Form):
    """A reply or a note as it is being written; whether it can be sent is for the verb to say."""

    kind = forms.CharField(required=False)
    text = forms.CharField(required=False, strip=False)
    cc = forms.CharField(required=False)
    sheet = forms.CharField(required=False, max_length=40)
    sequence = forms.IntegerField(required=False, min_value=0, max_value=2**53)

    @classmethod
    def of(cls, draft: Draft | None, *, cc: str, sheet: str, asks: str = "") -> "ComposerForm":
        """Show what was kept, or an empty sheet with those in copy who take part.

        A question to ask stands below what was typed before.
        """
        kept: dict[str, Any] = {"kind": Message.Kind.REPLY, "text": "", "cc": cc}
        if draft:
            kept = {"kind": draft.kind, "text": draft.text, "cc": draft.cc}
        if asks and asks not in kept["text"]:
            kept["text"] = f"{kept['text']}\n\n{asks}".strip()
        return cls(initial={**kept, "sheet": sheet, "sequence": 0})
