"""What a new desk promises until somebody says otherwise."""

from typing import Any

from django.db import migrations
from django.utils import timezone

ANSWERS = ["first_answer", "next_answer"]
RULES: list[dict[str, Any]] = [
    # Nobody owes an advertiser anything.
    {"promises": [*ANSWERS, "solution"], "message_kinds": ["spam"], "minutes": None},
    {
        "promises": ANSWERS,
        "message_kinds": ["outage"],
        "minutes": 30,
        "measure": "plain",
        "warn_minutes": 10,
        "warns": ["assignee", "leads"],
    },
    {
        "promises": ANSWERS,
        "account_kinds": ["prospect", "trial", "vip"],
        "minutes": 60,
        "warn_minutes": 15,
        "warns": ["assignee"],
    },
    {"promises": ANSWERS, "minutes": 240, "warn_minutes": 30, "warns": ["assignee"]},
]


def lay_rules(apps: Any, _editor: Any) -> None:
    """Add the rules; a desk that has tickets promised nothing for those."""
    has_tickets = apps.get_model("tickets", "Ticket").objects.exists()
    rule = apps.get_model("desk", "PromiseRule")
    for position, fields in enumerate(RULES):
        made_at = timezone.now() if has_tickets else None
        rule.objects.create(position=position, pauses=["waiting"], made_at=made_at, **fields)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_pauses"), ("tickets", "0006_due_at")]
    operations = [migrations.RunPython(lay_rules, migrations.RunPython.noop)]
