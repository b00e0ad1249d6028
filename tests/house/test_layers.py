"""Who may know whom."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

ORDER = [
    *("history", "people", "customers", "mailroom", "tickets", "notices", "briefs", "goodwill"),
    *("desk", "wishes", "care", "incidents", "automations"),
]


def test_imports_point_down():
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_foreign_keys_point_down():
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if field.related_model._meta.app_label in ORDER
        if ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    assert upward == []


def test_every_area_has_a_place_in_the_order():
    areas = {model._meta.app_label for model in apps.get_models() if _is_ours(model)}
    assert areas == set(ORDER)


def _is_ours(model: type) -> bool:
    return model.__module__.startswith("whydesk.")
