"""What anybody may give on one ticket until a lead says otherwise: about fifty dollars."""

from decimal import Decimal
from typing import Any

from django.db import migrations

LIMITS = {"USD": 50, "EUR": 45, "BRL": 250, "RUB": 4000}


def lay_limits(apps: Any, _editor: Any) -> None:
    """Add the limits of the currencies that have none."""
    limits = apps.get_model("goodwill", "Limit").objects
    for currency, amount in LIMITS.items():
        limits.get_or_create(currency=currency, defaults={"per_case": Decimal(amount)})


class Migration(migrations.Migration):
    dependencies = [("goodwill", "0002_ledger_stands")]
    operations = [migrations.RunPython(lay_limits, migrations.RunPython.noop)]
