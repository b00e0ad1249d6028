"""A message by itself: the letter in its frame, the whole text, the bytes, the delivery."""

import pytest
from django.test import Client

from tests.tickets.letters import receive_mail
from tests.web.customers import write
from tests.world import World
from whydesk.mailroom.models import Delivery
from whydesk.tickets.models import Message
from whydesk.tickets.receiving import ReceivedFile
from whydesk.tickets.replying import send_reply

HTML = '<p>Hello</p><img data-src="https://track.example/a.png"><img src="cid:pic%401">'


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def test_a_letter_stands_in_a_frame_where_nothing_runs_or_loads(world: World, sam: Client):
    message = write(world, world.anna, html=HTML)
    page = sam.get(f"/messages/{message.pk}/html")
    policy = dict(
        part.strip().partition(" ")[::2] for part in page["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    }
    assert page["Referrer-Policy"] == "no-referrer"
    assert ' src="https://track.example' not in page.content.decode()
    assert 'href="?pictures=1"' in page.content.decode()


def test_pictures_load_once_they_are_asked_for(world: World, sam: Client):
    message = write(world, world.anna, html=HTML)
    page = sam.get(f"/messages/{message.pk}/html?pictures=1")
    assert "img-src 'self' data: https: http:;" in page["Content-Security-Policy"]
    assert '<img src="https://track.example/a.png">' in page.content.decode()
    assert 'href="?pictures=1"' not in page.content.decode()


def test_a_picture_sent_inside_is_shown_from_the_attachments(world: World, sam: Client):
    picture = ReceivedFile("a.png", "image/png", b"png", content_id="<pic@1>")
    message = write(world, world.anna, html=HTML, files=[picture])
    page = sam.get(f"/messages/{message.pk}/html").content.decode()
    assert f'<img src="/attachments/{message.attachments.get().pk}">' in page
    assert "cid:" not in page


def test_the_whole_text_is_one_click_away(world: World, sam: Client):
    message = write(world, world.anna, text="New", body_text="New\n\n> <old> words")
    part = sam.get(f"/messages/{message.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "&gt; &lt;old&gt; words" in part
    assert "<html" not in part
    assert "&gt; &lt;old&gt; words" in sam.get(f"/messages/{message.pk}").content.decode()


def test_a_letter_can_be_saved_as_it_came(world: World, sam: Client):
    message = receive_mail("Hello there")
    response = sam.get(f"/messages/{message.pk}/raw")
    assert response.content == bytes(message.letter.raw)
    assert response["Content-Type"] == "message/rfc822"
    assert response["Content-Disposition"] == f'attachment; filename="message-{message.pk}.eml"'


def test_what_did_not_come_by_mail_has_no_bytes(world: World, sam: Client):
    message = write(world, world.anna)
    assert sam.get(f"/messages/{message.pk}/raw").status_code == 404


@pytest.mark.parametrize("part", ["", "/html", "/raw"])
def test_a_message_is_for_those_who_may_see_its_ticket(world: World, client: Client, part: str):
    message = receive_mail("Secret")
    client.force_login(world.gus)
    assert client.get(f"/messages/{message.pk}{part}").status_code == 404


def bounced(world: World, state: str) -> Message:
    message = write(world, world.anna)
    reply = send_reply(message.ticket, text="Soon", by=world.sam)
    Delivery.objects.filter(pk=reply.delivery_id).update(state=state, error="550", tries=3)
    return reply


def test_a_mail_that_came_back_can_be_sent_again(world: World, sam: Client):
    reply = bounced(world, "bounced")
    response = sam.post(f"/deliveries/{reply.delivery_id}/tries")
    assert response["Location"] == f"/tickets/{reply.ticket_id}#message-{reply.pk}"
    assert Delivery.objects.get().state == "queued"


def test_a_mail_that_perhaps_arrived_can_be_called_arrived(world: World, sam: Client):
    reply = bounced(world, "unclear")
    sam.post(f"/deliveries/{reply.delivery_id}/arrival")
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize("act", ["tries", "arrival"])
def test_a_delivery_is_for_those_who_may_see_its_ticket(world: World, client: Client, act: str):
    reply = bounced(world, "unclear")
    client.force_login(world.gus)
    assert client.post(f"/deliveries/{reply.delivery_id}/{act}").status_code == 404
    assert Delivery.objects.get().state == "unclear"
