"""What is typed in to set up a mailbox: what customers see, and two accounts."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.forms import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whydesk.mailroom.connections import NoConnection, try_imap, try_smtp
from whydesk.mailroom.models import ImapAccount, Mailbox, SmtpAccount
from whydesk.mailroom.setting_up import (
    add_mailbox,
    change_mailbox,
    remove_imap_account,
    remove_smtp_account,
    set_imap_account,
    set_smtp_account,
)
from whydesk.people.models import Agent
from whydesk.web.fields import Record


class MailboxForm(Record):
    class Meta:
        model = Mailbox
        fields = ("address", "name", "signature", "language", "team")


class AccountForm(Record):
    """An account on a mail server, none when its host is empty.

    A password is taken in and never shown again; empty means the one known.
    """

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    needed: tuple[str, ...] = ()

    def __init__(self, known: Any, *args: Any, **kwargs: Any) -> None:
        self.known = known
        initial = model_to_dict(known, exclude=["password"]) if known else {}
        super().__init__(*args, initial=initial, **kwargs)
        for field in self.fields.values():
            field.required = False
        if known and known.password:
            self.fields["password"].help_text = _("Leave it empty to keep the one that is known.")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("host"):
            return said
        for name in self.needed:
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Write something here, or leave the host empty."))
        if said.get("username") and not said.get("password") and not self._has_password():
            self.add_error("password", _("Write the password of this account."))
        return said

    @property
    def is_account(self) -> bool:
        return bool(self.cleaned_data.get("host"))

    def account(self) -> Any:
        """Return what is typed in as an account that is not kept."""
        assert self._meta.model is not None
        account = self._meta.model(**self.cleaned_data)
        if not account.password and self._has_password():
            account.password = self.known.password
        return account

    def _has_password(self) -> bool:
        """Say whether a password is known for this host; it is never sent to another."""
        known = self.known
        return bool(known and known.password and known.host == self.cleaned_data.get("host"))


class ImapForm(AccountForm):
    needed = ("port", "security", "username", "folder", "after")

    class Meta:
        model = ImapAccount
        fields = (
            "host",
            "port",
            "security",
            "username",
            "password",
            "folder",
            "after",
            "move_to",
        )
        labels = {
            "after": gettext_lazy("What to do with mail taken in"),
            "move_to": gettext_lazy("Move it to the folder"),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("after") == ImapAccount.After.MOVE and not said.get("move_to"):
            self.add_error("move_to", _("Write the folder that mail taken in is moved to."))
        return said


class SmtpForm(AccountForm):
    needed = ("port", "security")

    class Meta:
        model = SmtpAccount
        fields = ("host", "port", "security", "username", "password")


@dataclass(frozen=True)
class Outcome:
    """What came of trying a connection."""

    text: str
    is_good: bool


class MailboxSheet:
    """The three forms that are posted together."""

    def __init__(self, mailbox: Mailbox | None, said: QueryDict | None) -> None:
        self.mailbox = mailbox
        own = model_to_dict(mailbox) if mailbox else {}
        self.form = MailboxForm(said, initial=own)
        self.imap = ImapForm(getattr(mailbox, "imap", None), said, prefix="imap")
        self.smtp = SmtpForm(getattr(mailbox, "smtp", None), said, prefix="smtp")

    def is_valid(self) -> bool:
        """Check all three, so that every mistake shows at once."""
        wrong = [form for form in (self.form, self.imap, self.smtp) if not form.is_valid()]
        return not wrong

    @transaction.atomic
    def keep(self, *, by: Agent) -> Mailbox:
        said = self.form.cleaned_data
        if self.mailbox is None:
            mailbox = add_mailbox(**said, by=by)
        else:
            mailbox = change_mailbox(self.mailbox, **said, by=by)
        if self.imap.is_account:
            set_imap_account(mailbox, **self.imap.cleaned_data, by=by)
        else:
            remove_imap_account(mailbox, by=by)
        if self.smtp.is_account:
            set_smtp_account(mailbox, **self.smtp.cleaned_data, by=by)
        else:
            remove_smtp_account(mailbox, by=by)
        return mailbox

    def try_account(self, what: str) -> Outcome:
        form = self.imap if what == "imap" else self.smtp
        if not form.is_valid():
            return Outcome(_("Something is missing above; nothing was tried."), False)
        if not form.is_account:
            return Outcome(_("Write the host first."), False)
        try:
            try_imap(form.account()) if what == "imap" else try_smtp(form.account())
        except NoConnection as error:
            return Outcome(str(error), False)
        return Outcome(_("This works: the server let us in."), True)
