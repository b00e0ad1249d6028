"""Counting customers among the affected who have not written."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.history.recording import record, record_all
from whydesk.incidents.choices import Came
from whydesk.incidents.counting import count_affected
from whydesk.incidents.events import CompanyAffected, CustomerSpared, CustomersPicked
from whydesk.incidents.locks import lock_incident, lock_open
from whydesk.incidents.models import Affected, Attached, Incident
from whydesk.incidents.refusals import Incomplete
from whydesk.incidents.words import choose
from whydesk.people.actors import Actor, Can


@transaction.atomic
def pick_companies(incident: Incident, companies: Sequence[Company], *, by: Actor) -> int:
    """Count these companies among the affected; return how many are new."""
    by.must(Can.RUN_INCIDENTS)
    if not companies:
        raise Incomplete(_("Choose a company."))
    chosen = Company.objects.filter(pk__in=[company.pk for company in companies])
    return _affect(incident, chosen, came=Came.PICK, by=by)


@transaction.atomic
def pick_by_account(
    incident: Incident, *, kinds: Collection[str] = (), plan: str = "", by: Actor
) -> int:
    """Count every company with one of these kinds of account and this plan among the affected."""
    by.must(Can.RUN_INCIDENTS)
    kinds = [choose(kind, Company.Kind.values) for kind in kinds]
    if not kinds and not plan.strip():
        raise Incomplete(_("Choose a kind of account or a plan."))
    return _affect(incident, of_account(kinds, plan), came=Came.FILTER, by=by)


def of_account(kinds: Collection[str], plan: str) -> QuerySet[Company]:
    """Return the companies with one of these kinds of account, if any is named, and this plan."""
    found = Company.objects.filter(merged_into=None)
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.filter(plan__iexact=plan.strip()) if plan.strip() else found


def _affect(incident: Incident, companies: QuerySet[Company], *, came: Came, by: Actor) -> int:
    incident = lock_open(incident)
    known = Affected.objects.filter(incident=incident, company=OuterRef("pk"), removed_at=None)
    new = list(companies.exclude(Exists(known)).order_by("pk").values_list("pk", flat=True))
    Affected.objects.bulk_create(
        (Affected(incident=incident, company_id=company, came=came) for company in new),
        update_conflicts=True,
        unique_fields=["incident", "company"],
        update_fields=["removed_at", "came"],
    )
    if new:
        record(CustomersPicked(incident.pk, len(new)), by=by)
        record_all([(CompanyAffected(key, incident.title, incident.pk), by) for key in new])
        count_affected(incident.pk)
    return len(new)


@transaction.atomic
def spare_customer(affected: Affected, *, by: Actor) -> Affected:
    """Say that the incident does not affect this customer; their tickets go with them."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(affected.incident)
    affected = Affected.objects.select_for_update(of=("self",)).get(pk=affected.pk)
    if affected.removed_at is not None:
        return affected
    affected.removed_at = timezone.now()
    affected.save(update_fields=["removed_at"])
    theirs = Attached.objects.filter(affected=affected, detached_at=None)
    theirs.update(detached_at=affected.removed_at)
    customer = affected.company or affected.contact
    event = CustomerSpared(
        incident.pk, affected.company_id, affected.contact_id, incident.title, str(customer)
    )
    record(event, by=by)
    count_affected(incident.pk)
    return affected
