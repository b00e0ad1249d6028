"""The four steps beside a ticket, as columns, and the list of those who are watched over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.care.matters import care_of, outlook, reply, ticket_of
from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.care.aftercaring import start_aftercare
from whydesk.care.models import Aftercare, Care, Check, Step
from whydesk.care.queries import owed_steps
from whydesk.care.telling import note_sent
from whydesk.goodwill.models import Gesture
from whydesk.people.actors import Role
from whydesk.tickets.models import Draft, Message

CARD = {"HX-Request": "true", "HX-Target": "div#care"}


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    world.vera.language = "en"
    world.vera.save()
    client.force_login(world.vera)
    return client


def typed_at(hours: int) -> str:
    moment = timezone.now().astimezone() + timedelta(hours=hours)
    return f"{moment:%Y-%m-%dT%H:%M}"


def outlook_as_typed(**fields: str) -> dict[str, str]:
    said = {
        "cause": "O servidor recusou a senha.",
        "beyond": "",
        "estimate_at": typed_at(30),
        "next_news_at": typed_at(20),
    }
    return {f"outlook-{name}": value for name, value in (said | fields).items()}


def test_taken_up_on_a_ticket_they_stand_beside_it(vera: Client, world: World):
    ticket = ticket_of(world)
    response = vera.post(f"/tickets/{ticket.pk}/care", {"take-up-reason": "Nothing leaves"})
    assert (response.status_code, response["Location"]) == (303, f"/tickets/{ticket.pk}#care")
    page = vera.get(f"/tickets/{ticket.pk}/care").content.decode()
    assert page.count('class="care-step"') == 4
    assert "Nothing leaves" in page
    assert vera.get(f"/tickets/{ticket.pk}/care", headers=CARD).content.decode().count("<html") == 0


def test_the_ticket_asks_nothing_more_for_the_steps(
    vera: Client, world: World, django_assert_num_queries
):
    care = care_of(world)
    vera.get(f"/tickets/{care.ticket_id}")
    with django_assert_num_queries(10):
        page = vera.get(f"/tickets/{care.ticket_id}").content.decode()
    assert f'hx-get="/tickets/{care.ticket_id}/care" hx-trigger="load"' in page


def test_the_card_costs_the_same_however_much_was_told(
    vera: Client, world: World, django_assert_num_queries
):
    bare, full = care_of(world, "anna"), care_of(world)
    for _time in range(3):
        note_sent(reply(world, full, outlook(world, full).text).pk)
    outlook(world, full)
    for care in (bare, full):
        with django_assert_num_queries(8):
            vera.get(f"/tickets/{care.ticket_id}/care", headers=CARD)


def test_what_is_prepared_stands_in_the_draft(vera: Client, world: World):
    care = care_of(world)
    response = vera.post(f"/tickets/{care.ticket_id}/care/outlook", outlook_as_typed())
    assert response["Location"] == f"/tickets/{care.ticket_id}#reply"
    draft = Draft.objects.get(ticket=care.ticket)
    assert "O que aconteceu: O servidor recusou a senha." in draft.text
    card = vera.get(f"/tickets/{care.ticket_id}/care", headers=CARD).content.decode()
    assert "Not sent yet" in card
    vera.post(f"/tickets/{care.ticket_id}/replies", {"text": draft.text, "sheet": "s"})
    note_sent(Message.objects.get(kind="reply").pk)
    card = vera.get(f"/tickets/{care.ticket_id}/care", headers=CARD).content.decode()
    assert "Not sent yet" not in card
    assert "Next news" in card
    assert "Tell them news" in card


def test_what_is_missing_is_said_with_all_that_was_typed(vera: Client, world: World):
    care = care_of(world)
    place = f"/tickets/{care.ticket_id}/care/outlook"
    response = vera.post(place, outlook_as_typed(next_news_at="", cause="Um disco."))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Say when the customer hears from you again." in page
    assert "Um disco." in page
    wrong = vera.post(place, outlook_as_typed(estimate_at="tomorrow"), headers=CARD)
    assert "Look at what is marked." in wrong.content.decode()


def test_none_found_is_said_by_two(vera: Client, world: World):
    care = care_of(world)
    place = f"/tickets/{care.ticket_id}/care/alternative"
    assert vera.post(place, {"none": "said"}).status_code == 303
    assert vera.post(place, {"none": "said"}).status_code == 422
    vera.force_login(world.sam)
    card = vera.post(place, {"none": "said"}, headers=CARD).content.decode()
    assert "Vera Orlova and Sam Stone looked for one and found none." in card


def test_something_to_make_good_is_given_once(vera: Client, world: World):
    care = care_of(world)
    place = f"/tickets/{care.ticket_id}/care/compensation"
    said = {"kind": "month_free", "amount": "20", "currency": "USD", "reason": "A lost day"}
    told = {f"compensation-{name}": value for name, value in said.items()}
    assert vera.post(place, told).status_code == 303
    assert vera.post(place, told).status_code == 422
    gesture = Gesture.objects.get()
    assert (gesture.kind, gesture.once_for) == ("month_free", f"care:{care.pk}")


def test_the_steps_of_a_step(vera: Client, world: World):
    care = care_of(world)
    first, third = care.steps.get(number=1), care.steps.get(number=3)
    place = "/care/steps/{}".format
    assert vera.post(place(first.pk), {"act": "told"}).status_code == 422
    assert vera.post(place(third.pk), {"act": "none_fits", "reason": "Theirs"}).status_code == 303
    vera.force_login(world.sam)
    vera.post(place(first.pk), {"act": "give", "agent": "me"})
    first.refresh_from_db()
    assert first.owner == world.sam
    assert vera.post(place(first.pk), {"act": "x"}).status_code == 404
    vera.post(f"/tickets/{care.ticket_id}/care/closing", {"reason": "Their firewall"})
    assert Care.objects.get().closed_because == "Their firewall"


def test_watched_over_from_the_card(vera: Client, world: World):
    care = care_of(world)
    told = {"aftercare-story": "Lost a day.", "aftercare-weeks": ""}
    vera.post(f"/tickets/{care.ticket_id}/care/aftercare", told)
    card = vera.get(f"/tickets/{care.ticket_id}/care", headers=CARD).content.decode()
    assert "Lost a day." in card
    inbox = vera.get("/inbox/open").content.decode()
    assert inbox.count("In our care") == 1
    alone = care_of(world, "mary")
    response = vera.post(f"/tickets/{alone.ticket_id}/care/aftercare", told)
    assert response.status_code == 422


def test_four_columns_of_those_still_owed(vera: Client, world: World, django_assert_num_queries):
    care_of(world, incident_id=5)
    vera.get("/care/")
    with django_assert_num_queries(6):
        one = vera.get("/care/").content.decode()
    care = care_of(world, "anna")
    note_sent(reply(world, care, outlook(world, care).text).pk)
    care_of(world, "mary")
    with django_assert_num_queries(6):
        page = vera.get("/care/").content.decode()
    assert (one.count('class="care-one"'), page.count('class="care-one"')) == (3, 8)
    assert "promised to 1 customer" in page
    narrowed = vera.get("/care/?incident=5").content.decode()
    assert narrowed.count('class="care-one"') == 3
    assert vera.get("/care/?incident=x").status_code == 404
    world.bruno.save()
    vera.force_login(world.bruno)
    assert vera.get("/care/?mine=1").content.decode().count('class="care-one"') == 0


def test_a_column_goes_on_where_it_is_longer_than_the_page(vera: Client, world: World):
    cares = [care_of(world, name) for name in ("joao", "anna", "mary")]
    pages = [owed_steps(world.vera, size=2)[0]]
    while pages[-1].next:
        after = Step.objects.get(pk=pages[-1].next)
        columns = owed_steps(world.vera, size=2, after=after)
        assert len(columns[1].steps) == 2
        pages.append(columns[0])
    assert [[step.care_id for step in page.steps] for page in pages] == [
        [cares[0].pk, cares[1].pk],
        [cares[2].pk],
    ]
    assert [(page.count, page.is_later) for page in pages] == [(3, False), (3, True)]
    shown = vera.get(f"/care/?mine=&after={pages[0].next}").content.decode()
    assert shown.count('class="care-one"') == 1 + 3 + 3
    assert vera.get("/care/?after=x").status_code == 404


def begin(world: World) -> Aftercare:
    ticket = ticket_of(world)
    return start_aftercare(ticket.company, story="Lost a day.", ticket=ticket, by=world.vera)


def test_the_watch_list_and_its_question(vera: Client, world: World, django_assert_num_queries):
    aftercare = begin(world)
    with django_assert_num_queries(7):
        page = vera.get("/care/watched").content.decode()
    assert ("Lost a day." in page, "Ask them" in page) == (True, True)
    asking = vera.get(f"/care/watched?ask={aftercare.pk}").content.decode()
    assert "Está tudo certo de novo?" in asking
    place = f"/care/watched/{aftercare.pk}/check"
    assert vera.post(place, {"text": ""}).status_code == 422
    assert vera.post(place, {"text": "Tudo certo?"}).status_code == 303
    assert Check.objects.get().message.text == "Tudo certo?"
    assert vera.post(place, {"text": "Tudo certo?"}).status_code == 404


def test_ended_by_hand_and_how(vera: Client, world: World):
    aftercare = begin(world)
    place = f"/care/watched/{aftercare.pk}"
    assert vera.post(f"{place}/ending", {"reason": ""}).status_code == 422
    assert vera.post(f"{place}/ending", {"reason": "They are well"}).status_code == 303
    assert "How did it end?" in vera.get("/care/watched").content.decode()
    vera.post(f"{place}/outcome", {"outcome": "stayed"})
    aftercare.refresh_from_db()
    assert aftercare.outcome == "stayed"
    assert "How did it end?" not in vera.get("/care/watched").content.decode()


def test_who_may_not_is_refused(world: World, client: Client):
    care = care_of(world)
    mine = write(world, world.anna).ticket
    mine.assignee = world.gus
    mine.save()
    client.force_login(world.gus)
    assert client.get(f"/tickets/{mine.pk}/care").status_code == 403
    assert client.get("/care/").status_code == 403
    assert client.post(f"/care/steps/{care.steps.first().pk}", {"act": "told"}).status_code == 403
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    told = {"alternative-alternative": "By hand"}
    place = f"/tickets/{care.ticket_id}/care/alternative"
    assert client.post(place, told).status_code == 403
