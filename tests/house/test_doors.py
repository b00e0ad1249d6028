"""Every address that changes something, and who may knock there."""

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

import whydesk.web
from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.mailroom.models import Delivery, Letter
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import send_reply

# Open to whoever comes, since that is what they are for.
OPEN_TO_ALL = {
    "sign_in",
    "sign_out",
    "password_link",
    "new_password",
    "welcome",
    "joining",
    "health",
    "ask",
    "ask_mailbox",
    "help",
    "help_article",
    # Opened from a message on a telephone; the address itself is signed.
    "acknowledgement",
    "status",
    "status_feed",
    "status_subscriptions",
    "status_confirmation",
    "status_unsubscription",
    # A calendar cannot sign in; the address itself is signed.
    "review_feed",
}
# What only changes things: each refuses GET.
ONLY_POST = {
    "incident_selection",
    "suggestion_dismissal",
    "incident_offer",
    "incident_action",
    "incident_tickets",
    "incident_removal",
    "incident_asking",
    "incident_visibility",
    "incident_news",
    "incident_latecomers",
    "incident_reopening",
    "incident_merging",
    "incident_actions",
    "selection",
    "ticket_status",
    "ticket_snooze",
    "ticket_tags",
    "ticket_replies",
    "ticket_notes",
    "ticket_draft",
    "ticket_uploads",
    "ticket_upload_removal",
    "markdown",
    "delivery_tries",
    "delivery_arrival",
    "person_account",
    "absence",
    "absence_ending",
    "invitations",
    "invitation_removal",
    "team_removal",
    "new_mailbox_checks",
    "mailbox_checks",
    "mailbox_removal",
    "all_unread_tries",
    "unread_tries",
    "own_password",
    "appearance",
    "notices_seen",
    "notice_acknowledgement",
    "ways",
    "way_tries",
    "way_removal",
    "on_call_removal",
    "sign_out",
    "corrections",
    "coaching",
    "ticket_proposals",
    "care_outlook",
    "care_alternative",
    "care_compensation",
    "care_aftercare",
    "care_closing",
    "care_step",
    "care_check",
    "care_ending",
    "care_outcome",
    "asking_answer",
    "callback_assignment",
    "callback_batch",
    "callback_call",
    "callback_draft",
    "callback_coaching",
    "callback_wording",
    "callback_mail",
    "callback_mood",
    "callback_outcome",
    "ticket_wishes",
    "ticket_inquiries",
    "wish_story",
    "wish_notes",
    "wish_comments",
    "wish_mergings",
    "wish_split",
    "wish_apart",
    "inquiry_assignment",
    "inquiry_result",
    "capability_answers",
    "capability_readers",
    "review_agenda",
    "review_move",
    "review_beginning",
    "review_ending",
    "review_minutes",
    "review_item",
    "review_item_answers",
    "review_item_decision",
    "review_item_postponement",
    "wish_pin",
    "rule_switch",
    "rule_place",
    "rule_removal",
    "saved_reply_removal",
    "desk_own_days",
    "team_own_days",
    "own_day_removal",
    "hours_removal",
    "promise_rule_place",
    "promise_rule_removal",
    "stop_retirement",
    "ticket_resumption",
    "broken_reason",
    "ticket_gestures",
    "goodwill_limits",
    "goodwill_limit_removal",
    "goodwill_budgets",
    "gesture_verdict",
    "gesture_reversal",
    "gesture_outcomes",
}
# What a role without the capability may not do: everyone here sees all tickets and may only
# write notes.
NOT_FOR_PRODUCT = {
    "ticket_assignment": {"agent": "me"},
    "ticket_status": {"status": "closed"},
    "ticket_snooze": {"until": "tomorrow"},
    "ticket_tags": {"tags": "x"},
    "ticket_urgency": {"minutes": "0", "reason": "x"},
    "weights": {},
    "care_times": {},
    "ticket_replies": {"text": "x"},
    "delivery_tries": {},
    "delivery_arrival": {},
    "calls": {"email": "a@b.example", "subject": "x", "text": "x"},
    "all_unread_tries": {},
    "unread_tries": {},
    "invitations": {"email": "a@b.example", "role": "agent", "language": "en"},
    "person": {"name": "x"},
    "person_account": {},
    "absence": {},
    "absence_ending": {},
    "teams": {"name": "x"},
    "team": {"name": "x"},
    "team_removal": {},
    "ticket_gestures": {},
    "goodwill_limits": {},
    "goodwill_limit_removal": {},
    "goodwill_budgets": {},
    "new_mailbox": {"address": "new@desk.example", "name": "x", "language": "en"},
    "desk_hours": {"time_zone": "UTC"},
    "desk_own_days": {"own-day": "2026-12-24"},
    "new_promise_rule": {"promises": ["solution"]},
    "stops": {"name": "x"},
    "ticket_resumption": {},
}
# The verbs of the ORM that change rows; dictionaries have the last one too.
WRITES = {
    "save",
    "delete",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "asave",
    "adelete",
    "acreate",
    "aupdate",
    "update",
}


def doors() -> dict[str, URLPattern]:
    """Return every named address of the desk."""
    found = (pattern for pattern in get_resolver().url_patterns)
    return {pattern.name: pattern for pattern in found if isinstance(pattern, URLPattern)}


def address(name: str, keys: dict[str, object]) -> str:
    wanted = doors()[name].pattern.converters
    return reverse(name, kwargs={key: keys.get(key, "x") for key in wanted})


@pytest.fixture
def keys(world: World) -> dict[str, object]:
    """Make one of everything, all with the same key where an address asks for one."""
    ticket = Ticket.objects.get(pk=write(world, world.anna).ticket_id)
    reply = send_reply(ticket, text="Soon", by=world.sam)
    for model, pk in ((Ticket, ticket.pk), (Delivery, reply.delivery_id), (Agent, world.vera.pk)):
        assert model.objects.filter(pk=pk).exists()
    return {"pk": ticket.pk, "key": world.vera.pk, "slug": "mine", "what": "smtp"}


def test_what_changes_things_refuses_to_be_looked_at(
    keys: dict[str, object], world: World, client: Client
):
    client.force_login(world.ada)
    # A stream of live news does not end, and is only looked at.
    looked_at = doors().keys() - {"live"}
    refused = {name for name in looked_at if client.get(address(name, keys)).status_code == 405}
    assert refused == ONLY_POST


def test_a_stranger_is_asked_to_sign_in_at_every_door(keys: dict[str, object], client: Client):
    for name in sorted(doors().keys() - OPEN_TO_ALL):
        for ask in (client.get, client.post):
            response = ask(address(name, keys))
            there = response.headers.get("Location", "").partition("?")[0]
            assert (name, response.status_code, there) == (name, 302, "/sign-in")


def test_a_post_without_its_token_is_refused(keys: dict[str, object], world: World):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ada)
    for name in sorted(ONLY_POST):
        assert (name, client.post(address(name, keys)).status_code) == (name, 403)


@pytest.mark.parametrize("name", sorted(NOT_FOR_PRODUCT))
def test_a_role_without_the_capability_is_refused(
    keys: dict[str, object], world: World, client: Client, name: str
):
    delivery = Delivery.objects.get()
    letter = Letter.objects.create(door="smtp", raw=b"x", digest=b"x" * 32, state="parked")
    of_name = {"delivery": delivery.pk, "unread": letter.pk, "team": world.first_line.pk}
    own = next((key for start, key in of_name.items() if name.startswith(start)), None)
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    place = address(name, {**keys, "pk": own, "key": own} if own else keys)
    assert (name, client.post(place, NOT_FOR_PRODUCT[name]).status_code) == (name, 403)


def test_screens_never_write_with_the_orm():
    folder = Path(whydesk.web.__file__).parent
    wrong = [
        f"{place.name}: {call}"
        for place in sorted(folder.rglob("*.py"))
        for call in writes_in(place.read_text())
    ]
    assert wrong == []


def test_a_write_is_seen_wherever_it_stands():
    source = "ticket.save()\nTicket.objects.filter(pk=1).update(a=1)\nseen.update(found)\n"
    assert writes_in(source) == ["ticket.save", "Ticket.objects.filter(pk=1).update"]


def writes_in(source: str) -> list[str]:
    """Return the calls that would change rows."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in WRITES
        if call.attr != "update" or "objects" in ast.unparse(call)
    ]
