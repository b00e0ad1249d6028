"""Telling people what was decided."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.wishes.people import make_product, somebody, wish_of
from tests.world import World
from whydesk.people.going_away import go_away
from whydesk.tickets.models import Message
from whydesk.wishes.choices import Outcome
from whydesk.wishes.deciding import decide
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.models import Asking, Callback
from whydesk.wishes.terms import Terms


@pytest.fixture
def callback(world: World) -> Callback:
    wish = wish_of(world, world.joao)
    terms = Terms(Outcome.NEVER, reason="Nobody else asked for it.")
    decision = decide(wish, terms, after=None, by=make_product())
    make_callbacks(decision.pk)
    return Callback.objects.get()


def states() -> list[str]:
    return list(Callback.objects.order_by("pk").values_list("state", flat=True))


def test_one_sees_whom_to_tell_with_their_words_and_the_draft(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.vera)
    page = client.get("/callbacks/").content.decode()
    assert "João Prado" in page
    assert "Can the colour be changed?" in page
    assert "Nobody else asked for it." in page


def test_a_text_that_is_sent_stands_on_the_ticket_where_they_asked(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.vera)
    answer = client.post(f"/callbacks/{callback.pk}/mail", {"text": "Não faremos isso."})
    assert answer.status_code == 303
    assert states() == ["told"]
    reply = Message.objects.get(kind="reply")
    assert (reply.ticket_id, reply.text) == (callback.ticket_id, "Não faremos isso.")


def test_an_empty_text_is_not_sent_and_the_page_says_why(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.vera)
    answer = client.post(f"/callbacks/{callback.pk}/mail", {"text": " "})
    assert (answer.status_code, states()) == (422, ["due"])


def test_what_is_written_is_kept(world: World, client: Client, callback: Callback):
    client.force_login(world.vera)
    assert client.post(f"/callbacks/{callback.pk}/draft", {"text": "Half"}).status_code == 204
    callback.refresh_from_db()
    assert callback.draft == "Half"


def test_a_call_is_noted_with_how_it_went(world: World, client: Client, callback: Callback):
    client.force_login(world.vera)
    client.post(f"/callbacks/{callback.pk}/call", {"went": "sad", "note": "Understood."})
    callback.refresh_from_db()
    assert (callback.state, callback.went, callback.note) == ("told", "sad", "Understood.")


def test_giving_up_needs_a_reason(world: World, client: Client, callback: Callback):
    client.force_login(world.vera)
    address = f"/callbacks/{callback.pk}/outcome"
    assert client.post(address, {"state": "dropped"}).status_code == 422
    assert client.post(address, {"state": "not_reached"}).status_code == 303
    assert client.post(address, {"state": "dropped", "note": "Gone."}).status_code == 303
    assert states() == ["dropped"]
    assert client.post(address, {"state": "dancing"}).status_code == 404


def test_after_one_look_all_that_is_ticked_goes_out(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.sam)
    answer = client.post("/callbacks/batch", {"callback": [str(callback.pk)]}, follow=True)
    assert "1 answer is on its way." in answer.content.decode()


def test_whoever_may_not_see_the_ticket_tells_nobody(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.gus)
    assert client.post(f"/callbacks/{callback.pk}/mail", {"text": "Hi"}).status_code == 404
    assert states() == ["due"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    world: World, client: Client, callback: Callback, count: int, django_assert_num_queries
):
    for _ in range(count - 1):
        wish = wish_of(world, somebody())
        terms = Terms(Outcome.NEVER, reason="No.")
        make_callbacks(decide(wish, terms, after=None, by=make_product()).pk)
    client.force_login(world.vera)
    client.get("/callbacks/")
    # Session, reader, callbacks, their wordings, who could tell instead, answers that somebody
    # has to read, and how those took it who were told.
    with django_assert_num_queries(7):
        assert client.get("/callbacks/").content.decode().count("callback-link") == count


def test_an_answer_that_nobody_could_read_is_read_by_a_person(
    world: World, client: Client, callback: Callback
):
    asking = Asking.objects.create(
        decision=callback.decision,
        voice=callback.voice,
        kind="still_matters",
        due_on=callback.due_at.date(),
        trouble="by phone",
    )
    client.force_login(world.sam)
    assert "Does it still matter?" in client.get("/callbacks/?everyone=1").content.decode()
    client.post(f"/askings/{asking.pk}/answer", {"answer": "yes"})
    asking.refresh_from_db()
    assert asking.answer == "yes"
    assert client.post(f"/askings/{asking.pk}/answer", {"answer": "perhaps"}).status_code == 303
    client.force_login(world.gus)
    assert client.post(f"/askings/{asking.pk}/answer", {"answer": "no"}).status_code == 404


def test_what_a_customer_wants_stands_on_their_page(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.vera)
    for address in (f"companies/{world.joao.company_id}", f"contacts/{world.joao.pk}"):
        page = client.get(f"/{address}/").content.decode()
        assert "Colour of the status" in page
        assert "Can the colour be changed?" in page


def test_a_reason_in_another_language_is_put_into_theirs(
    world: World, client: Client, callback: Callback
):
    world.vera.language = "en"
    world.vera.save()
    client.force_login(world.vera)
    page = client.get("/callbacks/").content.decode()
    assert "The reason is not in their language yet" in page
    said = {"reason": "Ninguém mais pediu."}
    answer = client.post(f"/callbacks/{callback.pk}/wording", said)
    assert answer.status_code == 303
    page = client.get("/callbacks/").content.decode()
    assert "Ninguém mais pediu." in page
    assert "The reason is not in their language yet" not in page


def test_the_points_of_a_call_stand_beside_it(world: World, client: Client, callback: Callback):
    client.force_login(world.sam)
    page = client.get("/callbacks/?everyone=1").content.decode()
    assert "<li>Why: Nobody else asked for it.</li>" in page


def test_a_callback_is_left_to_somebody_else_who_is_here(
    world: World, client: Client, callback: Callback
):
    go_away(world.sam, until=timezone.now() + timedelta(days=3), by=world.sam)
    client.force_login(world.vera)
    page = client.get("/callbacks/")
    assert [agent.name for agent in page.context["tellers"]] == [
        *("Ada King", "Bruno Dias", "Vera Orlova")
    ]
    address = f"/callbacks/{callback.pk}/assignment"
    assert page.content.decode().count(f'action="{address}"') == 1
    for agent, status in ((world.sam.pk, 422), ("", 404), (world.bruno.pk, 303)):
        assert client.post(address, {"agent": agent}).status_code == status
    callback.refresh_from_db()
    assert callback.assignee == world.bruno
    assert client.get("/callbacks/").context["current"] is None
    client.force_login(world.bruno)
    assert client.get("/callbacks/").context["current"] == callback
    assert client.get("/notices/").content.decode().count("Colour of the status") == 1


def test_how_somebody_took_it_is_noted_once_they_have_answered_and_taken_back(
    world: World, client: Client, callback: Callback
):
    client.force_login(world.vera)
    client.post(f"/callbacks/{callback.pk}/call", {"note": "Told."})
    mine = client.get("/callbacks/").content.decode()
    address = f"/callbacks/{callback.pk}/mood"
    assert mine.count(f'action="{address}"') == 1
    answer = client.post(address, {"went": "sad"}, follow=True).content.decode()
    # What is left of the form is the one that undoes it.
    assert (answer.count(f'action="{address}"'), answer.count('name="went"')) == (1, 0)
    for went, kept in (("furious", "sad"), ("", "")):
        assert client.post(address, {"went": went}).status_code == 303
        callback.refresh_from_db()
        assert callback.went == kept


def test_nobody_took_it_who_was_not_told(world: World, client: Client, callback: Callback):
    client.force_login(world.sam)
    page = client.post(f"/callbacks/{callback.pk}/mood", {"went": "sad"}, follow=True)
    assert "They have not been told yet." in page.content.decode()
    client.force_login(world.gus)
    for act in ("mood", "assignment"):
        assert client.post(f"/callbacks/{callback.pk}/{act}").status_code == 404
