"""The public status page."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from django.utils import timezone

from tests.incidents.people import TEXTS, attached, declared, soon, told
from tests.world import World
from whydesk.incidents.declaring import show_incident
from whydesk.incidents.ending import end_incident
from whydesk.incidents.informing import send_update
from whydesk.incidents.models import Incident, Posting, Subscription
from whydesk.incidents.posting import post_everywhere
from whydesk.incidents.writing_up import change_write_up, publish_write_up
from whydesk.mailroom.models import Delivery
from whydesk.web.middleware import POLICY


@pytest.fixture
def public(world: World) -> Incident:
    incident = declared(world, is_public=True, next_news_at=soon(1))
    attached(world, incident, world.anna)
    return incident


def news(incident: Incident, world: World, **texts: str) -> None:
    told(send_update(incident, texts=TEXTS | texts, next_news_at=soon(2), by=world.sam))


def page(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"/status{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def link_in_mail() -> str:
    mail = message_from_bytes(bytes(Delivery.objects.latest("pk").raw), policy=default)
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"http://[^/]+(/status/[a-z]+/\S+)", text)
    assert found
    return found[1]


def test_all_is_well_where_nothing_is_public(world: World, client: Client):
    incident = declared(world)
    attached(world, incident, world.anna)
    news(incident, world)
    text = page(client)
    assert "All is well." in text
    for secret in ("Mail is late", "Mail does not leave", TEXTS["en"], "Ромашка", "Sam Stone"):
        assert secret not in text


def test_what_is_public_is_told_in_the_reader_s_language(
    public: Incident, world: World, client: Client
):
    news(public, world)
    russian = page(client, **{"accept-language": "ru"})
    assert "Почта опаздывает" in russian
    assert TEXTS["ru"] in russian
    english = page(client, "?lang=en", **{"accept-language": "ru"})
    assert "Mail is late" in english
    assert "Sending does not." in english
    for secret in ("Ромашка", "Анна", "Sam Stone", "Mail does not leave", "All is well"):
        assert secret not in english


def test_what_was_said_while_it_was_not_public_stays_so(world: World, client: Client):
    incident = declared(world)
    attached(world, incident, world.anna)
    news(incident, world, en="Between us.")
    show_incident(incident, by=world.sam)
    news(Incident.objects.get(), world, en="For all.")
    text = page(client)
    assert "For all." in text
    assert "Between us." not in text


def test_a_merged_incident_is_not_shown_twice(public: Incident, world: World, client: Client):
    into = declared(world, title="Other")
    Incident.objects.filter(pk=public.pk).update(state="merged", merged_into=into)
    assert "All is well." in page(client)


def test_the_page_is_strict_and_may_be_kept_for_a_moment(public: Incident, client: Client):
    response = client.get("/status")
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["Cache-Control"] == "public, max-age=30"
    assert "Accept-Language" in response.headers["Vary"]
    assert "<script>" not in response.content.decode()


def test_an_incident_that_is_over_shows_what_happened(
    public: Incident, world: World, client: Client
):
    end_incident(public, back="fully", lost="No.", texts=TEXTS, by=world.sam)
    parts = {"happened": "A disk was full.", "cause": "Logs.", "change": "An alarm."}
    change_write_up(public, language="en", **parts, by=world.sam)
    assert "A disk was full." not in page(client)
    publish_write_up(public, by=world.sam)
    text = page(client)
    assert "All is well." in text
    assert "A disk was full." in text


def test_the_feed_has_an_entry_for_every_update(public: Incident, world: World, client: Client):
    news(public, world)
    response = client.get("/status/feed.atom?lang=ru")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = response.content.decode()
    assert feed.count("<entry>") == 1
    assert TEXTS["ru"] in feed
    assert "Sam" not in feed


def test_news_comes_by_mail_only_after_a_yes(public: Incident, world: World, client: Client):
    there = client.post("/status/subscriptions?lang=ru", {"email": "Olga@home.example"})
    assert there.headers["Location"] == "/status?asked=1&lang=ru#by-mail"
    link = link_in_mail()
    news(public, world)
    update = public.updates.get()
    post_everywhere(update.pk)
    assert not Posting.objects.exists()
    assert Subscription.objects.get().confirmed_at is None
    assert client.get(link).status_code == 200
    assert Subscription.objects.get().confirmed_at is None
    client.post(link)
    post_everywhere(update.pk)
    post_everywhere(update.pk)
    [posting] = Posting.objects.all()
    assert posting.delivery.recipients == ["olga@home.example"]


def test_one_click_ends_it(public: Incident, world: World, client: Client):
    client.post("/status/subscriptions", {"email": "olga@home.example"})
    client.post(link_in_mail())
    news(public, world)
    post_everywhere(public.updates.get().pk)
    raw = bytes(Delivery.objects.latest("pk").raw).decode()
    found = re.search(r"List-Unsubscribe:\r\n <http://[^/]+([^>]+)>", raw)
    assert found
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert client.get(found[1]).status_code == 200
    stranger = Client(enforce_csrf_checks=True)
    stranger.post(found[1], {"List-Unsubscribe": "One-Click"})
    assert Subscription.objects.get().ended_at is not None


def test_news_that_is_not_public_goes_to_no_subscriber(world: World, client: Client):
    Subscription.objects.create(
        email="olga@home.example", language="en", confirmed_at=timezone.now()
    )
    incident = declared(world)
    attached(world, incident, world.anna)
    news(incident, world)
    post_everywhere(incident.updates.get().pk)
    assert not Posting.objects.exists()


def test_a_wrong_address_is_refused_and_a_forged_link_opens_nothing(world: World, client: Client):
    assert client.post("/status/subscriptions", {"email": "nobody"}).status_code == 422
    assert client.get("/status/confirmation/forged").status_code == 404
    assert client.post("/status/unsubscription/forged").status_code == 404


def test_who_reads_it_already_is_not_asked_again(world: World, client: Client):
    Subscription.objects.create(
        email="olga@home.example",
        language="en",
        confirmed_at=timezone.now() - timedelta(days=3),
    )
    there = client.post("/status/subscriptions", {"email": "olga@home.example"})
    assert there.status_code == 303
    assert not Delivery.objects.exists()


def test_the_page_costs_as_much_for_three_as_for_one(
    public: Incident, world: World, client: Client, django_assert_num_queries
):
    news(public, world)
    client.get("/status")
    with django_assert_num_queries(6):
        client.get("/status")
    for contact in (world.joao, world.mary):
        incident = declared(world, is_public=True)
        attached(world, incident, contact)
        news(incident, world)
    with django_assert_num_queries(6):
        client.get("/status")
