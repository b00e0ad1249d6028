"""The screens of incidents."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.incidents.people import TEXTS, attached, customer, declared, reported, soon, told
from tests.web.customers import write
from tests.world import World
from whydesk.incidents.ending import end_incident
from whydesk.incidents.informing import send_update
from whydesk.incidents.models import Action, Affected, Incident, Offer, Suggestion, Update
from whydesk.incidents.picking import pick_companies
from whydesk.incidents.suggesting import suggest
from whydesk.tickets.models import Ticket


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def only() -> Incident:
    return Incident.objects.get()


FORM = {
    "title": "Mail does not leave",
    "severity": "partly",
    "since": "2026-01-10T11:58",
    "public_title_en": "Mail is late",
    "broken_ru": "Почта не уходит.",
}


def test_an_incident_is_declared_from_those_ticked_in_the_inbox(sam: Client, world: World):
    tickets = [reported(world, world.anna), reported(world, world.joao)]
    keys = [ticket.pk for ticket in tickets]
    there = sam.post("/incidents/selection", {"ticket": keys}).headers["Location"]
    page = sam.get(there)
    assert page.context["tickets"] == tickets
    response = sam.post("/incidents/new", {**FORM, "ticket": keys, "is_public": "on"})
    assert (response.status_code, response.headers["Location"]) == (303, f"/incidents/{only().pk}")
    assert (only().affected, only().tickets, only().is_public) == (2, 2, True)
    said = only().wordings.values_list("language", "title", "broken")
    assert list(said) == [("en", "Mail is late", ""), ("ru", "", "Почта не уходит.")]


def test_what_is_missing_is_said_and_what_was_typed_stays(sam: Client):
    page = sam.post("/incidents/new", {**FORM, "title": ""})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Give the incident a name." in text
    assert "Mail is late" in text


def test_a_suggestion_is_taken_with_its_tickets(sam: Client, world: World):
    tickets = [reported(world, one) for one in (world.anna, world.joao, world.mary)]
    suggestion = suggest(tickets[0], tickets[1:])
    assert "3 customers write of the same trouble" in sam.get("/incidents/").content.decode()
    page = sam.get(f"/incidents/new?suggestion={suggestion.pk}")
    assert page.context["tickets"] == tickets
    keys = [ticket.pk for ticket in tickets]
    sam.post("/incidents/new", {**FORM, "ticket": keys, "suggestion": suggestion.pk})
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.incident, only().tickets) == ("taken", only(), 3)


def test_a_suggestion_is_dismissed(sam: Client, world: World):
    suggestion = suggest(reported(world, world.anna), [])
    sam.post(f"/incidents/suggestions/{suggestion.pk}/dismissal")
    assert Suggestion.objects.get().state == "dismissed"


def test_the_composer_names_the_languages_and_sends_to_all(sam: Client, world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    page = sam.get(f"/incidents/{incident.pk}/updates").content.decode()
    assert page.count("1 customer reads it") == 1
    missing = sam.post(f"/incidents/{incident.pk}/updates", {"text_en": "Soon."})
    assert missing.status_code == 422
    assert "Русский (1)" in missing.content.decode()
    assert "Soon." in missing.content.decode()
    sent = sam.post(
        f"/incidents/{incident.pk}/updates",
        {"text_en": "Soon.", "text_ru": "Скоро.", "next_news_at": f"{soon(5):%Y-%m-%dT%H:%M}"},
    )
    assert sent.status_code == 303
    assert dict(Update.objects.get().texts.values_list("language", "text")) == {
        "en": "Soon.",
        "ru": "Скоро.",
    }
    assert only().next_news_at is not None


def test_the_page_counts_down_to_the_promised_news(sam: Client, world: World):
    incident = declared(world, next_news_at=soon(0.5))
    assert "Next news in" in sam.get(f"/incidents/{incident.pk}").content.decode()
    Incident.objects.update(next_news_at=timezone.now() - timedelta(minutes=5))
    assert (
        'class="countdown countdown-late"' in sam.get(f"/incidents/{incident.pk}").content.decode()
    )


def test_customers_are_added_by_name_by_account_and_by_ticket(sam: Client, world: World):
    incident = declared(world)
    customer("Gold", kind="vip")
    at = f"/incidents/{incident.pk}"
    sam.post(f"{at}/affected", {"name": "gold"})
    sam.post(f"{at}/affected", {"kind": ["trial"]})
    sam.post(f"{at}/tickets", {"ticket": f"#{reported(world, world.mary).pk}"})
    assert (only().affected, only().tickets) == (3, 1)
    gold = Affected.objects.get(company__name="Gold")
    sam.post(f"{at}/removal", {"customer": gold.pk})
    assert only().affected == 2
    page = sam.post(f"{at}/affected", {"name": "Nobody"}, follow=True)
    assert "There is no company of just this name." in page.content.decode()


def test_who_was_told_and_who_was_not_is_listed(sam: Client, world: World):
    incident = declared(world)
    attached(world, incident, world.anna)
    pick_companies(incident, [customer("Silent")], by=world.sam)
    told(send_update(incident, texts=TEXTS, next_news_at=None, by=world.sam))
    names = [row.why for row in sam.get(f"/incidents/{incident.pk}").context["rows"]]
    assert names == ["", "no_address"]
    shown = sam.get(f"/incidents/{incident.pk}/affected?only=untold").context["rows"]
    assert [row.affected.company.name for row in shown] == ["Silent"]
    progress = sam.get(f"/incidents/{incident.pk}/progress").context["progress"]
    assert (progress.total, progress.done, progress.is_under_way) == (2, 1, True)


def test_an_offer_is_taken_beside_the_ticket(sam: Client, world: World):
    incident = declared(world)
    ticket = reported(world, world.anna)
    offer = Offer.objects.create(incident=incident, ticket=ticket)
    assert "This may tell of" in sam.get(f"/tickets/{ticket.pk}/incident").content.decode()
    sam.post(f"/incidents/offers/{offer.pk}", {"answer": "take", "next": f"/tickets/{ticket.pk}"})
    assert "Mail does not leave" in sam.get(f"/tickets/{ticket.pk}/incident").content.decode()
    assert only().tickets == 1


def test_it_is_over_after_two_questions_and_may_be_opened_again(sam: Client, world: World):
    incident = declared(world)
    at = f"/incidents/{incident.pk}"
    assert sam.post(f"{at}/ending", {"text_en": "It works."}).status_code == 422
    sam.post(f"{at}/ending", {"back": "fully", "lost": "Nothing.", "text_en": "It works."})
    assert only().state == "over"
    sam.post(f"{at}/reopening")
    assert only().state == "open"


def test_the_write_up_has_actions_with_an_owner_and_a_day(sam: Client, world: World):
    incident = declared(world)
    end_incident(incident, back="fully", lost="No.", texts={"en": "Over."}, by=world.sam)
    at = f"/incidents/{incident.pk}"
    parts = {"happened_en": "A disk was full.", "cause_en": "Logs.", "change_en": "An alarm."}
    assert sam.post(f"{at}/write-up", {"publish": "1"}).status_code == 422
    sam.post(f"{at}/write-up", {**parts, "publish": "1"})
    assert only().write_up.published_at is not None
    sam.post(f"{at}/actions", {"text": "Alarm", "owner": world.vera.pk, "due_on": "2026-01-11"})
    [action] = Action.objects.all()
    assert "late" in sam.get(f"{at}/write-up").content.decode()
    sam.post(f"/incidents/actions/{action.pk}", {"done": "1"})
    action.refresh_from_db()
    assert action.done_at is not None


def test_one_incident_is_merged_into_another_and_set_apart(sam: Client, world: World):
    into = declared(world, title="All mail")
    incident = declared(world, reported(world, world.anna))
    sam.post(f"/incidents/{incident.pk}/merging", {"into": into.pk})
    assert Incident.objects.get(pk=into.pk).affected == 1
    sam.post(f"/incidents/{incident.pk}/merging", {"apart": "1"})
    assert Incident.objects.get(pk=into.pk).affected == 0


def test_a_guest_sees_no_incident(world: World, client: Client):
    incident = declared(world)
    client.force_login(world.gus)
    assert client.get("/incidents/").status_code == 403
    assert client.get(f"/incidents/{incident.pk}").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(sam: Client, world: World, number: int):
    incident = declared(world)
    people = (world.anna, world.joao, world.mary)[:number]
    for contact in people:
        attached(world, incident, contact)
        told(
            send_update(
                incident, texts={**TEXTS, "en": str(contact.pk)}, next_news_at=None, by=world.sam
            )
        )
    sam.get("/incidents/")
    with CaptureQueriesContext(connection) as page:
        sam.get(f"/incidents/{incident.pk}")
    with CaptureQueriesContext(connection) as listed:
        sam.get("/incidents/")
    assert (len(page), len(listed)) == (16, 5)


def test_the_rail_shows_that_something_goes_on(sam: Client, world: World):
    declared(world)
    write(world, world.anna)
    page = sam.get("/inbox/open").content.decode()
    assert 'class="rail-dot">1<span class="unseen"> going on' in page
    assert Ticket.objects.count() == 1
