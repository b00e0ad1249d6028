"""Making the rules for promises over HTTP."""

import pytest
from django.test import Client
from django.utils import translation

from tests.world import World, make_agent
from whydesk.desk.models import PromiseRule, Recount
from whydesk.people.actors import Role
from whydesk.web.promise_words import duration_of, remarks_of, sentence_of

NEW = "/settings/promises/new"
TYPED = {
    "promises": ["first_answer"],
    "account_kinds": ["vip"],
    "channels": ["phone"],
    "measure": "plain",
    "amount": "2",
    "unit": "60",
    "pauses": ["snoozed"],
    "warn_minutes": "20",
    "warns": ["leads"],
}


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def sentences() -> list[str]:
    return [plain(sentence_of(rule)) for rule in PromiseRule.objects.all()]


def test_the_rules_of_a_new_desk_read_as_sentences(ada: Client):
    assert sentences() == [
        "If the kind of message is advertising: nothing is promised (first answer, next answer "
        "and solution).",
        "If the kind of message is outage: first answer and next answer within 30 min, "
        "day and night.",
        "If the kind of account is prospect, trial or VIP: first answer and next answer within "
        "1 h of working time.",
        "For everybody: first answer and next answer within 4 h of working time.",
    ]
    page = plain(ada.get("/settings/promises").content.decode())
    assert [sentence in page for sentence in sentences()] == [True] * 4
    assert "10 min before, a warning goes to: whoever has the ticket and the leads." in page


def test_a_sentence_is_whole_in_every_language(world: World):
    rule = PromiseRule(promises=["solution"], minutes=90, channels=["mail"], warn_minutes=5)
    for language in ("ru", "pt-br"):
        with translation.override(language):
            assert sentence_of(rule).endswith(".")
            assert [remark.endswith(".") for remark in remarks_of(rule)] == [True, True]


@pytest.mark.parametrize(
    ("minutes", "is_plain", "text"),
    [(30, False, "30 min"), (90, False, "1 h 30 min"), (2880, False, "48 h"), (2880, True, "2 d")],
)
def test_a_length_of_time_is_said_shortly(minutes: int, is_plain: bool, text: str):
    assert plain(duration_of(minutes, is_plain=is_plain)) == text


def test_a_new_rule_comes_first(ada: Client):
    assert ada.post(NEW, TYPED)["Location"] == "/settings/promises"
    rule = PromiseRule.objects.all()[0]
    assert (rule.minutes, rule.warns, rule.channels) == (120, ["leads"], ["phone"])
    assert plain(sentence_of(rule)) == (
        "If the kind of account is VIP, if it comes by phone: "
        "first answer within 2 h, day and night."
    )
    assert Recount.objects.filter(finished_at=None).count() == 1


def test_a_rule_is_shown_as_it_is_and_changed(ada: Client):
    ada.post(NEW, TYPED)
    rule = PromiseRule.objects.all()[0]
    address = f"/settings/promises/{rule.pk}"
    initial = ada.get(address).context["form"].initial
    assert (initial["amount"], initial["unit"], initial["measure"]) == (2, 60, "plain")
    ada.post(address, {**TYPED, "measure": "nothing", "amount": ""})
    rule.refresh_from_db()
    assert (rule.minutes, rule.warn_minutes) == (None, 0)
    assert ada.get(address).context["form"].initial["measure"] == "nothing"


@pytest.mark.parametrize(
    "wrong",
    [{"promises": []}, {"amount": ""}, {"amount": "0"}, {"warn_minutes": "120"}, {"unit": "7"}],
)
def test_a_rule_that_means_nothing_says_why(ada: Client, wrong: dict):
    before = PromiseRule.objects.count()
    assert ada.post(NEW, {**TYPED, **wrong}).status_code == 422
    assert PromiseRule.objects.count() == before


def test_rules_change_places_and_go(ada: Client):
    first, second = PromiseRule.objects.all()[:2]
    ada.post(f"/settings/promises/{second.pk}/place", {"to": "up"})
    assert list(PromiseRule.objects.all()[:2]) == [second, first]
    ada.post(f"/settings/promises/{second.pk}/place", {"to": "up"})
    ada.post(f"/settings/promises/{second.pk}/place", {"to": "down"})
    assert list(PromiseRule.objects.all()[:2]) == [first, second]
    assert ada.post(f"/settings/promises/{first.pk}/removal")["Location"] == "/settings/promises"
    assert PromiseRule.objects.all()[0] == second


def test_a_desk_without_rules_is_shown_what_they_are_for(ada: Client):
    PromiseRule.objects.all().delete()
    assert "Nothing is promised." in ada.get("/settings/promises").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_few_and_many(
    ada: Client, count: int, django_assert_num_queries
):
    PromiseRule.objects.filter(pk__in=PromiseRule.objects.values("pk")[count:]).delete()
    with django_assert_num_queries(5):
        ada.get("/settings/promises")


def test_only_who_sets_the_desk_up_sees_and_makes_rules(world: World, client: Client):
    client.force_login(make_agent("Lena Lead", Role.LEAD))
    rule = PromiseRule.objects.all()[0]
    own = f"/settings/promises/{rule.pk}"
    looked = ["/settings/promises", NEW, own]
    assert {client.get(address).status_code for address in looked} == {403}
    changed = [NEW, own, f"{own}/place", f"{own}/removal"]
    assert {client.post(address, TYPED).status_code for address in changed} == {403}
    assert PromiseRule.objects.count() == 4
