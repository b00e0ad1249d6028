"""Voices stay true when companies become one, people join one, and people are erased."""

from tests.web.customers import write
from tests.wishes.people import (
    decided,
    firm,
    join,
    somebody,
    to_be_told,
    wish_of,
)
from tests.world import World
from whydesk.customers.blotting import Words
from whydesk.customers.keeping import change_contact
from whydesk.wishes import jobs
from whydesk.wishes.calling_back import tell
from whydesk.wishes.following import follow_company, forget_contact
from whydesk.wishes.inquiring import hand_to_success
from whydesk.wishes.models import Callback, Decision, Inquiry, Misfit, Retelling, Voice, Wish
from whydesk.wishes.terms import Terms

NEVER = Terms("never", reason="No.")
JOAO = Words(("João Prado", "joao@padaria.example"))


def test_voices_of_merged_companies_are_one_and_the_heavier(world: World):
    one, other = firm("Aurora", "10.00"), firm("Aurora Ltd", "20.00")
    wish = wish_of(world, somebody(one), weight="nice")
    second = join(world, wish, somebody(other), weight="deal_breaker", said="We need it.")
    join(world, wish, world.mary)
    follow_company(other, into=one)
    wish.refresh_from_db()
    kept = Voice.objects.get(company=one)
    assert (wish.companies, wish.deal_breakers, wish.tickets) == (2, 1, 3)
    assert (kept.weight, Voice.objects.count()) == ("deal_breaker", 2)
    assert list(Retelling.objects.values_list("voice", "said", "ticket")) == [
        (kept.pk, "We need it.", second.ticket_id)
    ]


def test_a_merged_company_takes_wishes_along_that_the_other_had_not(world: World):
    one, other = firm("Aurora"), firm("Aurora Ltd")
    wish = wish_of(world, somebody(other))
    follow_company(other, into=one)
    assert (Voice.objects.get().company, Wish.objects.get().companies) == (one, wish.companies)


def test_a_company_of_which_somebody_was_told_was_told(world: World):
    one, other = firm("Aurora"), firm("Aurora Ltd")
    wish = wish_of(world, somebody(one), weight="deal_breaker")
    join(world, wish, somebody(other), weight="deal_breaker")
    decision = decided(wish, NEVER)
    first, second = to_be_told(decision)
    message = tell(second, text="No.", by=world.vera)
    follow_company(other, into=one)
    callback = Callback.objects.get()
    assert (callback.voice, callback.state, callback.message) == (first.voice, "told", message)
    decision.progress.refresh_from_db()
    assert (decision.progress.untold, decision.progress.told) == (0, 1)
    assert Misfit.objects.get().company == one


def test_who_turns_out_to_belong_to_a_company_is_no_second_voice(world: World):
    aurora = firm("Aurora")
    wish = wish_of(world, somebody(aurora))
    join(world, wish, world.mary)
    contact = change_contact(world.mary, company=aurora, by=world.vera)
    jobs.follow_to_company(contact_id=contact.pk, changes={"company": ["", "Aurora"]})
    wish.refresh_from_db()
    assert (wish.companies, Voice.objects.count(), Retelling.objects.count()) == (1, 1, 1)


def test_an_erased_person_goes_on_counting_and_says_nothing(world: World):
    wish = wish_of(world)
    join(world, wish, world.anna, said="Анна Белова хочет цвета.")
    hand_to_success(write(world, world.joao), question="Why, João?", by=world.vera)
    reason = "João Prado may use labels, as joao@padaria.example knows."
    decision = decided(wish, Terms("never", reason=reason))
    to_be_told(decision)
    forget_contact(world.joao, words=JOAO)
    voice, other = Voice.objects.order_by("pk")
    assert (voice.said, voice.when, voice.want, voice.so_that) == ("", "", "", "")
    assert (other.said, Wish.objects.get().companies) == ("Анна Белова хочет цвета.", 2)
    drafts = [one.draft == "" for one in Callback.objects.order_by("voice")]
    assert drafts == [True, False]
    assert Decision.objects.get().reason == "… may use labels, as … knows."
    assert Inquiry.objects.get().question == ""


def test_a_decision_on_others_wishes_keeps_its_words(world: World):
    wish_of(world)
    other = wish_of(world, world.anna, title="Sounds")
    decision = decided(other, Terms("never", reason="João Prado would be too loud."))
    forget_contact(world.joao, words=JOAO)
    assert Decision.objects.get(pk=decision.pk).reason == "João Prado would be too loud."
