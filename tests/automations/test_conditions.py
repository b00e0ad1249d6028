"""Whether conditions hold: a table."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from whydesk.automations.conditions import Conditions, Facts, Judgement, judge

CASES = tomllib.loads(Path(__file__).with_name("conditions.toml").read_text())["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_conditions_hold_as_the_table_says(case: dict[str, Any]):
    known = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in case.get("facts", {}).items()
    }
    facts = Facts(**known, **dict.fromkeys(case.get("unknown", ()), None))
    judgement = judge(Conditions.from_json(case.get("asks", {})), facts)
    assert judgement == Judgement(case["holds"], tuple(case.get("doubts", ())))


def test_conditions_are_kept_as_they_were_written():
    asks = Conditions(account_kinds=("vip",), hours="outside", temperature=2, blocking=True)
    kept = asks.to_json()
    assert kept == {
        "account_kinds": ["vip"],
        "hours": "outside",
        "temperature": 2,
        "blocking": True,
    }
    assert Conditions.from_json({**kept, "of_a_later_version": 1}) == asks
