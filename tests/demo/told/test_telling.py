from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count, Max, Min

from tests.demo.told.conftest import NOW
from whydesk.customers.models import Address, Company, Contact, Domain
from whydesk.demo.stories import read_stories
from whydesk.demo.telling import Told, tell
from whydesk.history.events import sentence_of
from whydesk.history.models import Entry, Subject
from whydesk.history.timelines import entries_about
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.actors import Role
from whydesk.people.models import Agent, Team
from whydesk.tickets.files import open_file
from whydesk.tickets.models import Attachment, Message, Participant, Ticket
from whydesk.tickets.queries import Queue, count_queues, in_queue, visible_to
from whydesk.tickets.search import search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]

EVERYTHING = (
    Address,
    Agent,
    Attachment,
    Company,
    Contact,
    Delivery,
    Domain,
    Entry,
    Mailbox,
    Message,
    Participant,
    Subject,
    Team,
    Ticket,
)


def count_everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def ticket(subject: str) -> Ticket:
    return Ticket.objects.get(subject=subject)


def test_every_story_is_a_ticket_with_all_its_messages(told: Told) -> None:
    stories = read_stories()
    assert (told.is_new, told.tickets) == (True, len(stories))
    assert Counter(Ticket.objects.values_list("status", flat=True)) == Counter(
        story.status for story in stories
    )
    assert Message.objects.count() == told.messages == sum(len(one.lines) for one in stories)
    assert Attachment.objects.count() == sum(
        len(line.files) for story in stories for line in story.lines
    )


def test_telling_twice_adds_nothing_and_says_so(told: Told) -> None:
    before = count_everything()
    again = tell(NOW + timedelta(days=1))
    assert count_everything() == before
    assert str(again).startswith("The demo company is here already, nothing was added.")
    assert again.password == told.password


def test_one_of_each_role_signs_in_with_the_password_that_is_shown(told: Told) -> None:
    assert sorted(login.role for login in told.logins) == sorted(Role.values)
    for login in told.logins:
        row = next(row for row in str(told).splitlines() if login.email in row)
        assert row.split()[-1] == told.password
    assert Agent.objects.get(email="marta@farol.example").check_password(told.password)


def test_the_password_follows_from_the_secret_key(told: Told, settings: Any) -> None:
    settings.SECRET_KEY = "of another desk"
    assert tell(NOW).password != told.password


def test_counters_are_what_they_count(told: Told) -> None:
    for agent in Agent.objects.all():
        seen = visible_to(agent)
        counted = {queue: seen.filter(in_queue(Queue(queue), agent)).count() for queue in Queue}
        counts = count_queues(agent)
        assert counts == {queue: counted[Queue(queue)] for queue in counts}


def test_every_queue_has_something_in_it(told: Told) -> None:
    counts = count_queues(Agent.objects.get(email="vera@farol.example"))
    assert [queue for queue, tickets in counts.items() if not tickets] == []


def test_numbers_follow_time(told: Told) -> None:
    # What rules are made of stands in timelines of their own, beside nothing else.
    entries = Entry.objects.exclude(event__regex=r"^(automations?|saved_reply)\.")
    for rows, column in ((Ticket.objects, "created_at"), (Message.objects, "at"), (entries, "at")):
        times = list(rows.order_by("pk").values_list(column, flat=True))
        assert times == sorted(times)


def test_nothing_happens_in_the_future(told: Told) -> None:
    assert Message.objects.filter(at__gt=NOW).count() == 0
    assert Entry.objects.filter(at__gt=NOW).count() == 0
    assert Ticket.objects.filter(snoozed_until__lte=NOW).count() == 0


def test_the_newest_words_of_a_ticket_are_its_customers(told: Told) -> None:
    total = ticket("Пропали часы в отчёте Итоги")
    assert total.snippet == "Вернула, сошлось. Папе закрыла доступ к статусам )"
    spans = total.messages.aggregate(first=Min("at"), last=Max("at"))
    assert (total.created_at, total.updated_at) == (spans["first"], spans["last"])


def test_a_customer_waits_since_the_first_word_left_unanswered(told: Told) -> None:
    burning = ticket("my messages don't go out!!!")
    newest = burning.messages.filter(kind="incoming").latest("at")
    assert (burning.status, newest.text, burning.waits_since) == ("open", "go", newest.at)
    assert ticket("SPF").waits_since is None


def test_a_thread_hangs_together_by_its_ids(told: Told) -> None:
    ids = list(
        ticket("Метод API для времени создания и изменения заявок")
        .messages.exclude(kind="note")
        .order_by("at")
        .values_list("message_id", "references")
    )
    assert len(ids) == 6
    for index, (_message_id, references) in enumerate(ids):
        assert references == [message_id for message_id, _references in ids[:index]]


def test_an_answer_has_left_as_a_mail_with_the_right_header(told: Told) -> None:
    answer = Message.objects.filter(kind="reply", agent__email="vera@farol.example").earliest("at")
    assert answer.delivery is not None
    assert (answer.delivery.state, answer.delivery.sent_at) == ("sent", answer.at)
    assert f"Message-ID: <{answer.message_id}>".encode() in bytes(answer.delivery.raw)
    assert Delivery.objects.filter(state__in=("queued", "sending", "handing_over")).count() == 0


def test_what_came_back_is_tied_to_its_answer(told: Told) -> None:
    bounce = Message.objects.get(ticket__subject="Доступ для нового диспетчера", automatic="bounce")
    assert bounce.about is not None
    assert bounce.about.delivery is not None
    assert bounce.about.delivery.state == "bounced"
    assert bounce.about.delivery.error.startswith("Причина: 452 4.2.2 Mailbox full")
    assert bounce.contact is not None
    assert bounce.contact.addresses.get().email == "mailer-daemon@severtransit.example"
    assert list(Ticket.objects.filter(undelivered=True)) == [bounce.ticket]


def test_a_quoting_mail_keeps_its_new_words_apart(told: Told) -> None:
    quoting = Message.objects.get(
        text="Да, правильно. Пять лет с вами, ни разу не пришлось просить дважды."
    )
    assert quoting.body_text.startswith(f"{quoting.text}\n\n")
    assert "\n> Андрей, приняла. Допсоглашение у вас в ЭДО" in quoting.body_text


def test_html_is_safe_and_its_remote_picture_waits(told: Told) -> None:
    digest = Message.objects.get(ticket__subject="Weekly digest: 5 ideas for happier customers")
    assert ' data-src="https://pictures.example/banner.png"' in digest.html
    assert ' src="' not in digest.html


def test_files_are_where_their_digest_says(told: Told) -> None:
    drawing = Attachment.objects.get(filename="desenho.png")
    with open_file(drawing.digest) as file:
        content = file.read()
    assert (len(content), content[1:4]) == (drawing.size, b"PNG")


def test_a_timeline_tells_the_ticket_from_the_first_word_to_the_last(told: Told) -> None:
    shown = entries_about("ticket", ticket("SPF").pk)
    assert [
        (entry.actor_name, sentence_of(entry.event, entry.data)) for entry in reversed(shown)
    ] == [
        ("Кирилл Жданов", "wrote"),
        ("Oleg Tikhonov", "gave this to Oleg Tikhonov"),
        ("Oleg Tikhonov", "added the tag dns"),
        ("Oleg Tikhonov", "added the tag почта"),
        ("Oleg Tikhonov", "replied"),
        ("Вера Соколова", "replied"),
        ("Кирилл Жданов", "wrote"),
        ("Вера Соколова", "closed this"),
    ]


def test_every_message_stands_in_history_once(told: Told) -> None:
    spoken = ("message.received", "reply.queued", "note.written", "call.noted")
    spoken += ("incident.customer_informed",)
    numbers = Entry.objects.filter(event__in=spoken).values_list("data__message_id", flat=True)
    assert sorted(numbers) == sorted(Message.objects.values_list("pk", flat=True))


def test_whoever_writes_takes_part(told: Told) -> None:
    parts = Participant.objects.filter(ticket__subject="Mill names in Gujarati")
    assert [part.contact.name for part in parts] == ["Sunil Mehta"]
    alone = Ticket.objects.annotate(parts=Count("participants")).filter(parts=0).count()
    assert alone > 250


def test_words_are_found_by_the_stem_of_their_language(told: Told) -> None:
    oleg = Agent.objects.get(email="oleg@farol.example")
    found = {
        word: [hit.ticket.subject for hit in search(oleg, word).hits]
        for word in ("плёнками", "padarias", "hospices")
    }
    assert found == {
        "плёнками": ["Можно ли менять цвет статусов?"],
        "padarias": ["Boleto vencido"],
        "hospices": ["Could Farol ring a bell", "Charity rate renewal"],
    }


def test_a_mailbox_has_its_team_and_the_teams_their_people(told: Told) -> None:
    box = Mailbox.objects.get(address="pomosch@farol.example")
    assert (box.language, box.team and box.team.name) == ("ru", "First line")
    assert {team.name: team.members.count() for team in Team.objects.all()} == {
        "Customer success": 2,
        "First line": 7,
        "Product": 2,
        "Second line": 3,
    }


def test_contacts_are_known_since_their_first_message(told: Told) -> None:
    ray = Address.objects.get(email="ray@lakesidecare.example").contact
    assert ray.created_at == NOW - timedelta(minutes=95)
    assert (ray.company and ray.company.kind, ray.language) == ("trial", "en")
