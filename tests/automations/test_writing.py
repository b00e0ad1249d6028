"""Writing rules and saved replies."""

import pytest

from tests.automations.conftest import Rules
from tests.world import World
from whydesk.automations.acts import Acts
from whydesk.automations.checking import RuleRefused
from whydesk.automations.conditions import Conditions
from whydesk.automations.models import Rule, SavedReply
from whydesk.automations.queries import firings, gaps_of, household, rests
from whydesk.automations.saving_replies import change_reply, retire_reply, save_reply
from whydesk.automations.writing import (
    call_for_vips,
    order_rules,
    remove_rule,
    rewrite_rule,
    switch_on,
    write_rule,
)
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed

TAG = Acts(tag="x")
NIGHT = {"when": "customer_writes", "conditions": Conditions(hours="outside"), "acts": TAG}


def last_event() -> Entry:
    return Entry.objects.latest("pk")


def test_a_new_rule_is_off_and_stands_last(desk: World):
    first, second = (write_rule(**NIGHT, by=desk.ada) for _number in range(2))
    assert (first.is_on, first.author) == (False, desk.ada)
    assert list(Rule.objects.all()) == [first, second]


def test_who_may_not_write_rules_is_refused(desk: World):
    rule = write_rule(**NIGHT, by=desk.ada)
    for forbidden in (
        lambda: write_rule(**NIGHT, by=desk.vera),
        lambda: rewrite_rule(rule, **NIGHT, by=desk.vera),
        lambda: switch_on(rule, by=desk.vera),
        lambda: remove_rule(rule, by=desk.vera),
        lambda: order_rules([rule], by=desk.vera),
        lambda: call_for_vips(TAG, by=desk.vera),
        lambda: save_reply(name="x", texts={"en": "x"}, by=desk.vera),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_an_edit_is_history(desk: World):
    rule = write_rule(**NIGHT, by=desk.ada)
    rewrite_rule(rule, **{**NIGHT, "acts": Acts(tag="y")}, by=desk.ada)
    said = last_event().data
    assert (said["was"]["acts"], said["now"]["acts"]) == ({"tag": "x"}, {"tag": "y"})
    rewrite_rule(rule, **{**NIGHT, "acts": Acts(tag="y")}, by=desk.ada)
    assert Entry.objects.filter(event="automation.rewritten").count() == 1


@pytest.mark.parametrize(
    ("when", "asks", "does"),
    [
        ("never", Conditions(), TAG),
        ("ticket_opens", Conditions(account_kinds=("king",)), TAG),
        ("ticket_opens", Conditions(weekdays=(7,)), TAG),
        ("ticket_opens", Conditions(words=("x" * 101,)), TAG),
        ("ticket_opens", Conditions(temperature=2), TAG),
        ("customer_writes", Conditions(kinds=("bug",)), TAG),
        ("ticket_opens", Conditions(), Acts(tag="x" * 51)),
        ("ticket_opens", Conditions(), Acts(snooze="never")),
        ("ticket_opens", Conditions(), Acts(tell=("mother",))),
        ("ticket_opens", Conditions(), Acts(tell=("leads",), tell_minutes=1441)),
    ],
)
def test_what_means_nothing_is_refused(desk: World, when: str, asks: Conditions, does: Acts):
    with pytest.raises(RuleRefused):
        write_rule(when=when, conditions=asks, acts=does, by=desk.ada)


def test_a_rule_that_does_nothing_is_not_switched_on(desk: World):
    rule = write_rule(when="ticket_opens", conditions=Conditions(), acts=Acts(), by=desk.ada)
    with pytest.raises(RuleRefused):
        switch_on(rule, by=desk.ada)


def test_a_removed_rule_is_off_and_its_log_is_kept(desk: World, rule: Rules):
    written = rule("ticket_opens", tag="x")
    remove_rule(written, by=desk.ada)
    kept = Rule.objects.get(pk=written.pk)
    assert (kept.is_on, kept.removed_at is not None) == (False, True)
    assert list(firings(written.pk)) == []
    with pytest.raises(RuleRefused):
        switch_on(kept, by=desk.ada)


def test_rules_that_somebody_else_changed_keep_their_order(desk: World, rule: Rules):
    first, second = rule("ticket_opens", tag="a"), rule("ticket_opens", tag="b")
    order_rules([second, first], by=desk.ada)
    assert list(Rule.objects.all()) == [second, first]
    with pytest.raises(RuleRefused):
        order_rules([first], by=desk.ada)


def test_the_rule_for_vips_is_one_and_on_at_once(desk: World):
    rule = call_for_vips(Acts(tell=("leads",), tell_minutes=10), by=desk.ada)
    again = call_for_vips(Acts(tell=("on_call",)), by=desk.ada)
    assert (again.pk, again.is_on) == (rule.pk, True)
    assert again.asks == Conditions(account_kinds=("vip",), hours="outside")
    assert again.does == Acts(tell=("on_call",))
    remove_rule(again, by=desk.ada)
    assert call_for_vips(TAG, by=desk.ada).pk != rule.pk


def test_a_rule_says_what_is_gone(desk: World, rule: Rules):
    reply = save_reply(name="Monday", texts={"en": "On Monday."}, by=desk.ada)
    written = rule("ticket_opens", answer=reply.pk, tell_people=(desk.sam.pk,))
    assert gaps_of(written, household()) == []
    retire_reply(reply, by=desk.ada)
    desk.sam.is_active = False
    desk.sam.save()
    gaps = gaps_of(written, household())
    assert [gap.text for gap in gaps] == [
        "Sam Stone has left.",
        "The saved reply “Monday” is removed.",
    ]
    assert rests(gaps)


def test_a_saved_reply_has_a_name_of_its_own_and_words(desk: World):
    reply = save_reply(name=" Monday ", texts={"en": "On Monday.", "ru": " "}, by=desk.ada)
    assert (reply.name, reply.texts) == ("Monday", {"en": "On Monday."})
    for name, texts in (("Monday", {"en": "x"}), ("", {"en": "x"}), ("Sunday", {"en": " "})):
        with pytest.raises(RuleRefused):
            save_reply(name=name, texts=texts, by=desk.ada)
    retire_reply(reply, by=desk.ada)
    assert save_reply(name="Monday", texts={"en": "x"}, by=desk.ada).pk != reply.pk


def test_a_changed_reply_is_history(desk: World):
    reply = save_reply(name="Monday", texts={"en": "On Monday."}, by=desk.ada)
    change_reply(reply, name="Monday", texts={"en": "On Tuesday."}, by=desk.ada)
    assert last_event().data["was"] == {"name": "Monday", "texts": {"en": "On Monday."}}
    assert SavedReply.objects.get().text_in("pt-br") == "On Tuesday."
