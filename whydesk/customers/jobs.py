"""What is merged or forgotten is looked after once more, when what was under way has come."""

from procrastinate.contrib.django import app
from procrastinate.types import TimeDeltaParams

from whydesk.customers.erasing import (
    LATER,
    forget_among_customers,
    forget_everywhere,
    forgets,
)
from whydesk.customers.events import CompaniesMerged, ContactErased, ContactsMerged
from whydesk.customers.merging import look_after_company, look_after_contact
from whydesk.customers.models import Erasure
from whydesk.history.reactions import reacts

_IN_SOME_MINUTES: TimeDeltaParams = {"seconds": int(LATER.total_seconds())}


@reacts(to=CompaniesMerged)
def note_merged_company(company_id: int) -> None:
    look_for_latecomers_of_company.configure(schedule_in=_IN_SOME_MINUTES).defer(
        company_id=company_id
    )


@reacts(to=ContactsMerged)
def note_merged_contact(contact_id: int) -> None:
    look_for_latecomers_of_contact.configure(schedule_in=_IN_SOME_MINUTES).defer(
        contact_id=contact_id
    )


@app.task(name="customers.jobs.look_for_latecomers_of_company")
def look_for_latecomers_of_company(company_id: int) -> None:
    look_after_company(company_id)


@app.task(name="customers.jobs.look_for_latecomers_of_contact")
def look_for_latecomers_of_contact(contact_id: int) -> None:
    look_after_contact(contact_id)


@reacts(to=ContactErased)
def forget_contact(contact_id: int) -> None:
    """Forget them everywhere, and once more some minutes later."""
    if forget_everywhere(contact_id):
        forget_contact.configure(schedule_in=_IN_SOME_MINUTES).defer(contact_id=contact_id)


@forgets
def forget_what_customers_know(erasure: Erasure) -> None:
    forget_among_customers(erasure)
