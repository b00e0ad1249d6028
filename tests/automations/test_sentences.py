"""A rule reads as one sentence, in three languages: a table."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from whydesk.automations.acts import Acts
from whydesk.automations.checking import SNOOZES
from whydesk.automations.clauses import (
    CHANNELS,
    FEELINGS,
    HOLDING,
    HOURS,
    KINDS,
    STATUSES,
    WEEKDAYS,
)
from whydesk.automations.conditions import Conditions
from whydesk.automations.names import Names
from whydesk.automations.sentences import WHOM, act_phrase, sentence_of
from whydesk.automations.whens import OWNERS, WHENS, WRITERS
from whydesk.customers.models import Company
from whydesk.tickets.choices import Channel, Kind, Temperature
from whydesk.tickets.models import Ticket

CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text())["case"]
NAMES = Names({1: "Ada King", 2: "Sam Stone"}, {1: "Second line"}, {1: "We read it on Monday"})


@pytest.mark.parametrize("language", ["en", "ru", "pt-br"])
@pytest.mark.parametrize("case", CASES, ids=[case["when"] for case in CASES])
def test_a_rule_reads_as_a_sentence(case: dict[str, Any], language: str):
    asks, does = Conditions.from_json(case["asks"]), Acts.from_json(case["does"])
    with override(language):
        assert sentence_of(case["when"], asks, does, NAMES) == case[language]


def test_there_are_words_for_everything_that_a_rule_may_say():
    assert set(CHANNELS) == set(Channel.values)
    assert set(KINDS) == set(Kind.values)
    assert set(FEELINGS) == set(Temperature.values) - {Temperature.CALM}
    assert set(STATUSES) == set(Ticket.Status.values)
    assert set(WRITERS) == set(OWNERS) == set(Company.Kind.values)
    assert (len(HOLDING), len(HOURS), len(WEEKDAYS), len(WHOM)) == (2, 2, 7, 4)
    for when in WHENS:
        assert sentence_of(when, Conditions(account_kinds=("vip",)), Acts(tag="x"), NAMES)
    for snooze in SNOOZES:
        assert act_phrase("snooze", Acts(snooze=snooze), NAMES)


def test_what_is_gone_is_called_as_it_was():
    names = Names(former={"team 7": "Night watch"})
    sentence = sentence_of("ticket_closed", Conditions(teams=(7,)), Acts(), names)
    assert sentence == (
        "When a ticket is closed and the ticket is with the team “Night watch”, do nothing yet."
    )
