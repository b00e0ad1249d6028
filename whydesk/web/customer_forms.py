"""What is typed in about companies and contacts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.forms import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whydesk.customers.keeping import domain_names
from whydesk.customers.models import Company, Contact
from whydesk.web.fields import LongList, Record, time_zones


class CompanyForm(Record):
    domains = forms.CharField(
        label=gettext_lazy("Mail domains"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("With commas between them. Whoever writes from one belongs here."),
    )

    class Meta:
        model = Company
        fields = ("name", "kind", "plan", "monthly_revenue", "currency", "since", "note")
        widgets = {"since": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    @classmethod
    def of(cls, company: Company, said: QueryDict | None) -> "CompanyForm":
        known = model_to_dict(company) | {"domains": ", ".join(domain_names(company))}
        return cls(said, initial=known)

    def clean_domains(self) -> list[str]:
        names = [name.strip().lstrip("@") for name in self.cleaned_data["domains"].split(",")]
        for name in filter(None, names):
            try:
                DomainNameValidator()(name)
            except ValidationError as error:
                raise ValidationError(_("%s is not a mail domain.") % name) from error
        return [name for name in names if name]


class ContactForm(Record):
    company = forms.CharField(
        label=gettext_lazy("Company"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its name as it stands in the list of companies."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        choices=lambda: [("", gettext_lazy("Not known")), *time_zones()],
        widget=LongList,
    )

    class Meta:
        model = Contact
        fields = ("name", "company", "phone", "language", "time_zone")

    @classmethod
    def of(cls, contact: Contact, said: QueryDict | None) -> "ContactForm":
        known: dict[str, Any] = model_to_dict(contact)
        return cls(said, initial=known | {"company": contact.company or ""}, known=contact.company)

    def __init__(self, *args: Any, known: Company | None = None, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    def clean_company(self) -> Company | None:
        """Find the company by name; one that is known already wins among namesakes."""
        name = self.cleaned_data["company"].strip()
        if not name:
            return None
        if self.known and self.known.name == name:
            return self.known
        namesakes = Company.objects.filter(name__iexact=name, merged_into=None)
        found = namesakes.order_by("pk").first()
        if found is None:
            raise ValidationError(_("There is no company of this name. Add it first."))
        return found
