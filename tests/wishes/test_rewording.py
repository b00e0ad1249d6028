"""What was decided reaches each customer in their language, reason included."""

import pytest

from tests.wishes.people import decided, firm, join, somebody, wish_of
from tests.world import World
from whydesk.history.models import Entry
from whydesk.wishes.calling_back import change_draft
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Callback, Decision, Wording
from whydesk.wishes.refusals import StoryIncomplete, WrongChoice
from whydesk.wishes.rewording import word_decision
from whydesk.wishes.terms import Terms
from whydesk.wishes.wording import lacks_words, language_of

REASON = "It would slow the whole list down for everybody."
EM_PORTUGUES = "Deixaria a lista inteira mais lenta para todos."


@pytest.fixture
def decision(world: World) -> Decision:
    """A refusal in English, of which somebody who reads Portuguese and another are to be told."""
    wish = wish_of(world, world.joao)
    join(world, wish, somebody(firm("Harbour")))
    decision = decided(wish, Terms("never", reason=REASON, elsewhere="Try Acme."))
    make_callbacks(decision.pk)
    return decision


def drafts() -> dict[str, str]:
    return {language_of(one.voice): one.draft for one in Callback.objects.order_by("pk")}


def test_the_language_of_a_reason_is_known(decision: Decision):
    assert decision.language == "en"
    assert [lacks_words(decision, language) for language in ("en", "pt-br")] == [False, True]


def test_those_who_read_the_language_get_the_reason_in_it(world: World, decision: Decision):
    before = drafts()
    word_decision(decision, language="pt-br", reason=EM_PORTUGUES, by=world.vera)
    after = drafts()
    assert REASON in before["pt-br"]
    assert after["pt-br"] == before["pt-br"].replace(REASON, EM_PORTUGUES)
    assert after["en"] == before["en"]
    assert Entry.objects.get(event="decision.worded").data["reason"] == EM_PORTUGUES


def test_what_an_agent_has_changed_by_hand_stays(world: World, decision: Decision):
    theirs = next(one for one in Callback.objects.all() if language_of(one.voice) == "pt-br")
    change_draft(theirs, text="Do meu jeito.", by=world.vera)
    word_decision(decision, language="pt-br", reason=EM_PORTUGUES, by=world.vera)
    assert drafts()["pt-br"] == "Do meu jeito."


def test_a_wording_may_be_put_better(world: World, decision: Decision):
    for reason in (EM_PORTUGUES, "A lista ficaria lenta."):
        word_decision(decision, language="pt-br", reason=reason, by=world.vera)
    assert Wording.objects.get().reason == "A lista ficaria lenta."
    assert "A lista ficaria lenta." in drafts()["pt-br"]


def test_nothing_is_no_reason_and_no_other_language_is_known(world: World, decision: Decision):
    with pytest.raises(StoryIncomplete):
        word_decision(decision, language="pt-br", reason=" ", by=world.vera)
    with pytest.raises(WrongChoice):
        word_decision(decision, language="de", reason="Nein.", by=world.vera)
    assert not Wording.objects.exists()
