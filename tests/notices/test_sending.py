import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from io import StringIO

import pytest
import time_machine

from tests.mailroom.sink import smtp_sink
from tests.notices.happening import CALM, URGENT, assigned, choose
from tests.notices.telegram import CHAT, TOKEN, Telegram
from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.mailroom.sending import send_delivery
from whydesk.notices.failing import note_mail_stopped
from whydesk.notices.models import Dispatch, Notice, QuietHours, Way
from whydesk.notices.sending import due_ways, send_due
from whydesk.notices.telling import tell
from whydesk.notices.trying import try_way

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def log_of_the_desk() -> Iterator[StringIO]:
    """Give all that would be logged where everything is."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def happen(world: World, *tickets: int) -> None:
    for ticket in tickets:
        tell([world.sam.pk], topic=URGENT, event=assigned(world, world.sam, ticket=ticket))


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


def test_telegram_is_sent_one_message_with_the_words_and_the_link(
    world: World, telephone: Way, messenger: Telegram, settings
):
    settings.PUBLIC_URL = "https://desk.example"
    happen(world, 7)
    send_due(telephone.pk)
    assert [(one["chat_id"], one["text"]) for one in messenger.taken] == [
        (int(CHAT), "#7: Ada King gave this to Sam Stone\r\nhttps://desk.example/tickets/7")
    ]
    assert states() == ["sent"]
    send_due(telephone.pk)
    assert len(messenger.taken) == 1


def test_the_words_are_in_the_language_of_the_reader(
    world: World, messenger: Telegram, telephone: Way
):
    Way.objects.filter(pk=telephone.pk).update(agent=world.vera)
    choose(world.vera, URGENT, telephone.key)
    tell([world.vera.pk], topic=URGENT, event=assigned(world, world.vera))
    send_due(telephone.pk)
    assert (
        messenger.texts[0].splitlines()[0] == "#7: Ada King назначает ответственного: Vera Orlova"
    )


def test_what_is_due_together_goes_together(world: World, telephone: Way, messenger: Telegram):
    happen(world, *range(1, 13))
    send_due(telephone.pk)
    assert [text.count("gave this to") for text in messenger.texts] == [10, 2]


def test_an_hour_without_telegram_loses_nothing_and_sends_nothing_twice(
    world: World, telephone: Way, messenger: Telegram
):
    messenger.refuses = (502, "Bad Gateway")
    tries = 0
    for minute in range(61):
        with time_machine.travel(MONDAY + timedelta(minutes=minute), tick=False):
            if minute % 20 == 0:
                happen(world, minute)
                send_due(telephone.pk)
            for way_id in due_ways():
                tries += 1
                send_due(way_id)
    assert (messenger.taken, set(states())) == ([], {"waiting"})
    assert tries < 15
    messenger.refuses = None
    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        for _minute in range(2):
            for way_id in due_ways():
                send_due(way_id)
    assert [text.count("gave this to") for text in messenger.texts] == [4]
    assert set(states()) == {"sent"}


def test_a_failing_way_is_told_to_its_owner_with_the_reason_and_no_secret(
    world: World, telephone: Way, messenger: Telegram, log_of_the_desk: StringIO
):
    messenger.refuses = (401, f"Unauthorized {TOKEN}")
    happen(world, 7)
    for hours in range(3):
        with time_machine.travel(MONDAY + timedelta(hours=hours, days=365), tick=False):
            send_due(telephone.pk)
    telephone.refresh_from_db()
    assert telephone.failures == 3
    assert telephone.error == (
        "The messenger did not take the message.\n"
        "Failed to send Telegram notification to …: Unauthorized …:…, error=401."
    )
    notice = Notice.objects.get(event="way.failed")
    assert (notice.agent, notice.is_on_screen) == (world.sam, True)
    kept = [str(entry.data) for entry in Entry.objects.all()] + [notice.data["reason"]]
    assert not any(TOKEN.partition(":")[2] in said for said in [*kept, log_of_the_desk.getvalue()])


def test_a_server_that_is_away_is_tried_again_at_once_when_the_way_works(
    world: World, telephone: Way, messenger: Telegram, settings
):
    there = settings.ENVIRONMENT
    settings.ENVIRONMENT = {**there, "WHYDESK_TELEGRAM_URL": "http://127.0.0.1:9"}
    happen(world, 7)
    send_due(telephone.pk)
    telephone.refresh_from_db()
    assert (states(), telephone.error) == (["waiting"], "The messenger could not be reached.")
    settings.ENVIRONMENT = there
    assert try_way(telephone, by=world.sam) == ""
    send_due(telephone.pk)
    assert [text.split(":")[0][:8] for text in messenger.texts] == ["This is ", "#7"]


def test_a_connection_lost_in_the_middle_is_unclear_and_not_sent_again(
    world: World, telephone: Way, messenger: Telegram
):
    messenger.hangs_up = True
    happen(world, 7)
    send_due(telephone.pk)
    send_due(telephone.pk)
    assert (states(), len(messenger.taken)) == (["unclear"], 1)


def test_what_a_dead_sender_left_is_unclear(world: World, telephone: Way, messenger: Telegram):
    happen(world, 7)
    Dispatch.objects.update(state="handing_over")
    assert due_ways() == [telephone.pk]
    send_due(telephone.pk)
    assert (states(), messenger.taken) == (["unclear"], [])


def test_what_was_seen_meanwhile_is_not_sent(world: World, telephone: Way, messenger: Telegram):
    happen(world, 7)
    Notice.objects.update(seen_at=MONDAY)
    send_due(telephone.pk)
    assert (states(), messenger.taken) == (["needless"], [])


def test_a_try_that_falls_into_quiet_hours_waits_for_their_end(
    world: World, telephone: Way, messenger: Telegram
):
    with time_machine.travel(MONDAY, tick=False):
        happen(world, 7)
    QuietHours.objects.create(agent=world.sam, since="22:00", until="08:00")
    with time_machine.travel(MONDAY.replace(hour=23), tick=False):
        send_due(telephone.pk)
    assert Dispatch.objects.get().next_try_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert messenger.taken == []


def test_notices_by_mail_leave_by_the_post_of_the_desk_in_one_mail(world: World, settings):
    choose(world.sam, CALM, "mail")
    for ticket in (7, 8):
        tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam, ticket=ticket))
    send_due(world.sam.ways.get().pk)
    assert states() == ["sent", "sent"]
    delivery = Delivery.objects.get()
    with smtp_sink() as sink:
        url = f"smtp://127.0.0.1:{sink.port}"
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, "WHYDESK_SMTP_URL": url}
        send_delivery(delivery.pk)
    [taken] = sink.taken
    mail = message_from_bytes(taken.content or b"", policy=default)
    assert (taken.rcpt_tos, mail["Subject"]) == (["sam@desk.example"], "2 things happened")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "#7: Ada King gave this to Sam Stone",
        "#8: Ada King gave this to Sam Stone",
    ]


def test_without_a_mailbox_mail_waits_and_says_why(world: World):
    Mailbox.objects.all().delete()
    choose(world.sam, CALM, "mail")
    tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam))
    way = world.sam.ways.get()
    send_due(way.pk)
    way.refresh_from_db()
    assert (states(), way.error) == (
        ["waiting"],
        "The desk has no mailbox that mail could come from.",
    )


def test_too_many_mails_at_once_gather_for_a_while(world: World):
    choose(world.sam, CALM, "mail")
    for ticket in range(1, 23):
        tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam, ticket=ticket))
        send_due(world.sam.ways.get().pk)
    assert (states().count("sent"), states().count("waiting")) == (20, 2)
    assert world.sam.ways.get().failures == 0


def test_a_mail_that_stopped_is_a_failing_way(world: World):
    choose(world.sam, CALM, "mail")
    tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam))
    way = world.sam.ways.get()
    send_due(way.pk)
    note_mail_stopped(Delivery.objects.get().pk, "The mail server refused the mail.")
    way.refresh_from_db()
    assert (states(), bool(way.failing_since)) == (["failed"], True)
    assert Notice.objects.filter(event="way.failed").count() == 1
