"""How urgent a ticket is, by a table of examples and by what must hold for any facts."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whydesk.desk.choices import Reason
from whydesk.desk.urgency import DEFAULTS, Facts, Share, weigh_facts

EXAMPLES = tomllib.loads(Path(__file__).with_name("urgency_examples.toml").read_text())
# A machine under load is no reason to fail.
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FACTS = st.builds(
    Facts,
    kind=st.sampled_from(["", "bug", "outage", "praise"]),
    temperature=st.integers(0, 3),
    is_blocked=st.booleans(),
    account=st.sampled_from(["", "prospect", "trial", "customer", "vip", "former"]),
    promise=st.sampled_from(["", "near", "broken"]),
    alike=st.integers(0, 9),
    passed=st.integers(0, 9),
)


def shown(share: Share) -> str:
    times = f" ×{share.times}" if share.times > 1 else ""
    return f"{share.reason} {share.minutes // 60}{times}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name: str):
    example: dict[str, Any] = EXAMPLES[name]
    own = {Reason(one): hours * 60 for one, hours in example.get("weights", {}).items()}
    urgency = weigh_facts(Facts(**example["facts"]), {**DEFAULTS, **own})
    found = (urgency.minutes, [shown(share) for share in urgency.reasons])
    assert found == (example["hours"] * 60, example["reasons"])


def test_every_reason_has_a_weight_and_an_example():
    told = {shown.partition(" ")[0] for one in EXAMPLES.values() for shown in one["reasons"]}
    assert set(DEFAULTS) == set(Reason)
    assert told == set(Reason.values)


@QUICK
@given(FACTS)
def test_passing_it_on_never_makes_it_less_urgent(facts: Facts):
    further = replace(facts, passed=facts.passed + 1)
    assert weigh_facts(further).minutes >= weigh_facts(facts).minutes


@QUICK
@given(FACTS)
def test_the_reasons_come_to_the_number(facts: Facts):
    urgency = weigh_facts(facts)
    assert urgency.minutes == sum(share.minutes for share in urgency.reasons)
