"""Rules act on what happens, each once, and end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.automations.conftest import Rules, do_jobs, forget_jobs, happened_at, says
from tests.world import World
from whydesk.automations.conditions import Conditions
from whydesk.automations.following import MOST_AN_HOUR, MOST_DEEP, follow_rules
from whydesk.automations.models import Firing, Rule
from whydesk.automations.writing import switch_off
from whydesk.care.models import Aftercare
from whydesk.desk.models import Overruling
from whydesk.desk.overruling import set_urgency
from whydesk.history.models import Entry
from whydesk.incidents.models import Incident
from whydesk.notices.models import Notice
from whydesk.people.going_away import go_away
from whydesk.people.models import Agent, Team
from whydesk.people.settling import deactivate_agent
from whydesk.people.teaming import dissolve_team
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import add_tag, assign_ticket

VIP_AT_NIGHT = Conditions(account_kinds=("vip",), hours="outside")
NIGHT, DAY, SUNDAY = "2026-11-17T23:40", "2026-11-17T11:00", "2026-11-15T11:00"


def outcomes() -> list[tuple[int, str]]:
    return list(Firing.objects.order_by("pk").values_list("rule", "outcome"))


def reread(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.parametrize(("hour", "told"), [(NIGHT, 1), (DAY, 0), (SUNDAY, 1)])
def test_a_vip_who_writes_outside_working_hours_is_told_of(
    desk: World, rule: Rules, lead: Agent, hour: str, told: int
):
    rule("customer_writes", VIP_AT_NIGHT, tell=("leads",))
    message = says(desk)
    happened_at(message, hour)
    do_jobs()
    notices = Notice.objects.filter(agent=lead, event="message.received")
    assert notices.count() == Firing.objects.count() == told
    assert [one.noun_id for one in notices] == [message.ticket_id] * told


def test_nobody_is_called_for_others(desk: World, rule: Rules):
    rule("customer_writes", Conditions(account_kinds=("trial",)), tell=("leads",))
    says(desk)
    do_jobs()
    assert (Firing.objects.count(), Notice.objects.count()) == (0, 0)


def test_machines_do_not_write(desk: World, rule: Rules):
    rule("customer_writes", tag="heard")
    message = says(desk, automatic="out_of_office")
    do_jobs()
    assert reread(message.ticket).tags == []


def test_a_job_run_twice_acts_once(desk: World, rule: Rules):
    written = rule("ticket_opens", tell=("leads",), tag="new")
    message = says(desk)
    entry = Entry.objects.get(event="message.received")
    do_jobs()
    follow_rules([entry.pk])
    assert outcomes() == [(written.pk, "followed")]
    assert Entry.objects.filter(event="automation.followed").count() == 1
    assert reread(message.ticket).tags == ["new"]


def test_a_crash_between_the_act_and_its_log_leaves_neither_and_the_next_run_acts_once(
    desk: World, rule: Rules, lead: Agent
):
    rule("ticket_opens", tell=("leads",), tag="new")
    message = says(desk)
    forget_jobs()
    entry = Entry.objects.get(event="message.received")
    with pytest.raises(PowerCut), connection.execute_wrapper(cut_at_the_log):
        follow_rules([entry.pk])
    assert reread(message.ticket).tags == []
    assert (Firing.objects.count(), Notice.objects.count()) == (0, 0)
    for _run in range(3):
        follow_rules([entry.pk])
    assert reread(message.ticket).tags == ["new"]
    assert Firing.objects.get().done == [
        {"act": "tell", "outcome": "done", "detail": lead.name},
        {"act": "tag", "outcome": "done", "detail": "new"},
    ]
    assert list(Notice.objects.values_list("agent", flat=True)) == [lead.pk]
    acted = Entry.objects.filter(event__in=("ticket.tagged", "automation.followed"))
    assert sorted(acted.values_list("event", flat=True)) == ["automation.followed", "ticket.tagged"]


class PowerCut(Exception):
    """The machine stops."""


def cut_at_the_log(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let everything happen that a rule does, and end just before it is written down."""
    if sql.startswith('UPDATE "automations_firing" SET "done"'):
        raise PowerCut
    return execute(sql, params, many, context)


def test_what_it_did_is_in_the_log_and_in_the_history_of_the_ticket(
    desk: World, rule: Rules, lead: Agent
):
    written = rule("ticket_opens", tell=("leads",), route_to=Team.objects.create(name="Night").pk)
    message = says(desk)
    do_jobs()
    firing = Firing.objects.get()
    assert (firing.rule, firing.ticket) == (written, message.ticket)
    assert firing.done == [
        {"act": "tell", "outcome": "done", "detail": lead.name},
        {"act": "route_to", "outcome": "done", "detail": "Night"},
    ]
    routed = Entry.objects.get(event="ticket.routed")
    assert (routed.actor_kind, routed.actor_id, routed.actor_name) == ("rule", firing.pk, "Whydesk")


def test_one_act_that_cannot_be_done_does_not_keep_the_others_from_it(desk: World, rule: Rules):
    rule("ticket_closed", snooze="4", tag="done")
    ticket = says(desk).ticket
    Ticket.objects.filter(pk=ticket.pk).update(status="closed", waits_since=None)
    forget_jobs()
    entry_id = close_entry(ticket)
    follow_rules([entry_id])
    assert [(one["act"], one["outcome"]) for one in Firing.objects.get().done] == [
        ("tag", "done"),
        ("snooze", "refused"),
    ]
    assert (reread(ticket).status, reread(ticket).tags) == ("closed", ["done"])


def close_entry(ticket: Ticket) -> int:
    data = {"ticket_id": ticket.pk, "contact_id": ticket.contact_id, "company_id": None}
    return Entry.objects.create(
        event="ticket.closed", data=data, actor_kind="desk", actor_name="x"
    ).pk


def test_rules_follow_in_their_order_and_see_what_was_done_before(desk: World, rule: Rules):
    first = rule("ticket_opens", tag="a")
    second = rule("ticket_opens", Conditions(tags=("a",)), tag="b")
    message = says(desk)
    do_jobs()
    assert reread(message.ticket).tags == ["a", "b"]
    assert outcomes() == [(first.pk, "followed"), (second.pk, "followed")]


def test_a_rule_does_not_follow_on_what_it_did_itself(desk: World, rule: Rules):
    """It tags whatever is tagged: once, for the tag that a person put on."""
    written = rule("ticket_tagged", tag="seen")
    ticket = says(desk).ticket
    add_tag(ticket, tag="crm", by=desk.vera)
    do_jobs()
    assert reread(ticket).tags == ["crm", "seen"]
    assert outcomes() == [(written.pk, "followed"), (written.pk, "own_doing")]


def test_two_rules_that_follow_one_another_come_to_an_end(desk: World, rule: Rules):
    """Each gives the ticket away when it is given to somebody."""
    there = rule("ticket_assigned", assign_to=desk.sam.pk)
    back = rule("ticket_assigned", assign_to=desk.bruno.pk)
    assign_ticket(says(desk).ticket, to=desk.vera, by=desk.ada)
    do_jobs()
    assert outcomes() == [
        (there.pk, "followed"),
        (back.pk, "followed"),
        (there.pk, "own_doing"),
        (back.pk, "followed"),
        (there.pk, "followed"),
        (back.pk, "own_doing"),
        (there.pk, "own_doing"),
        (back.pk, "own_doing"),
    ]


def test_a_chain_of_rules_is_three_deep_at_most(desk: World, rule: Rules):
    for number in range(MOST_DEEP + 1):
        before = (f"t{number - 1}",) if number else ("begin",)
        rule(
            "ticket_tagged",
            Conditions(tags=before, untagged=(f"t{number}",)),
            tag=f"t{number}",
        )
    ticket = says(desk).ticket
    # Rules see what those before them did, so each waits here for an event of its own.
    Rule.objects.update(position=0)
    for one in Rule.objects.all():
        Rule.objects.filter(pk=one.pk).update(position=100 - one.pk % 100)
    add_tag(ticket, tag="begin", by=desk.vera)
    do_jobs()
    assert reread(ticket).tags == ["begin", "t0", "t1", "t2"]
    assert outcomes()[-1][1] == "too_deep"


def test_a_rule_that_acts_again_and_again_is_stopped_and_its_author_told(
    desk: World, rule: Rules, lead: Agent
):
    written = rule("customer_writes", tag="x")
    ticket = says(desk).ticket
    do_jobs()
    for _time in range(MOST_AN_HOUR):
        says(desk, ticket=reread(ticket))
        do_jobs()
    stopped = Rule.objects.get(pk=written.pk)
    assert (stopped.is_on, stopped.stopped_at is not None) == (False, True)
    assert outcomes().count((written.pk, "followed")) == MOST_AN_HOUR
    assert outcomes()[-1] == (written.pk, "too_often")
    assert Notice.objects.get(event="automation.stopped").agent == desk.ada


def test_once_an_hour_has_passed_a_rule_acts_again(desk: World, rule: Rules):
    written = rule("customer_writes", tag="x")
    ticket = says(desk).ticket
    do_jobs()
    for _time in range(MOST_AN_HOUR - 1):
        says(desk, ticket=reread(ticket))
        do_jobs()
    Firing.objects.update(at=timezone.now() - timedelta(minutes=61))
    says(desk, ticket=reread(ticket))
    do_jobs()
    assert outcomes() == [(written.pk, "followed")] * (MOST_AN_HOUR + 1)


def test_a_rule_that_is_off_does_nothing(desk: World, rule: Rules):
    switch_off(rule("ticket_opens", tag="x"), by=desk.ada)
    message = says(desk)
    do_jobs()
    assert (reread(message.ticket).tags, outcomes()) == ([], [])


def test_a_rule_knows_nothing_of_what_was_before_it_was_switched_on(desk: World, rule: Rules):
    written = rule("ticket_opens", tag="x")
    Rule.objects.filter(pk=written.pk).update(on_since=timezone.now() + timedelta(minutes=1))
    message = says(desk)
    do_jobs()
    assert reread(message.ticket).tags == []


def test_mail_of_an_older_desk_makes_nothing_happen(desk: World, rule: Rules):
    rule("ticket_opens", tag="x")
    message = says(desk)
    type(message).objects.update(at=timezone.now() - timedelta(days=3))
    do_jobs()
    assert reread(message.ticket).tags == []


def test_a_rule_whose_person_has_left_rests(desk: World, rule: Rules):
    written = rule("ticket_opens", assign_to=desk.sam.pk, tag="x")
    deactivate_agent(desk.sam, by=desk.ada)
    message = says(desk)
    do_jobs()
    assert outcomes() == [(written.pk, "rested")]
    assert (reread(message.ticket).assignee, reread(message.ticket).tags) == (None, [])


def test_nobody_who_is_away_is_given_a_ticket_by_a_rule_and_the_log_says_so(
    desk: World, rule: Rules
):
    rule("ticket_opens", assign_to=desk.sam.pk, tag="x")
    go_away(desk.sam, until=timezone.now() + timedelta(days=3), by=desk.sam)
    message = says(desk)
    do_jobs()
    assert (reread(message.ticket).assignee, reread(message.ticket).tags) == (None, ["x"])
    away = "They are away: the ticket was left as it was."
    assert Firing.objects.get().done == [
        {"act": "assign_to", "outcome": "refused", "detail": away},
        {"act": "tag", "outcome": "done", "detail": "x"},
    ]


def test_the_next_is_called_where_a_lead_is_away(desk: World, rule: Rules, lead: Agent):
    rule("ticket_opens", tell=("leads",))
    go_away(lead, until=timezone.now() + timedelta(days=3), by=lead)
    says(desk)
    do_jobs()
    assert Notice.objects.get(event="message.received").agent == desk.ada


def test_a_rule_whose_team_is_gone_rests(desk: World, rule: Rules):
    team = Team.objects.create(name="Night")
    written = rule("ticket_opens", route_to=team.pk)
    dissolve_team(team, by=desk.ada)
    says(desk)
    do_jobs()
    assert outcomes() == [(written.pk, "rested")]


def test_a_rule_that_still_has_somebody_to_tell_tells_them(desk: World, rule: Rules):
    rule("ticket_opens", tell_people=(desk.sam.pk, desk.bruno.pk))
    deactivate_agent(desk.sam, by=desk.ada)
    says(desk)
    do_jobs()
    told = Notice.objects.filter(event="message.received").values_list("agent", flat=True)
    assert list(told) == [desk.bruno.pk]


def test_in_turn_the_first_is_told_and_the_next_waits(desk: World, rule: Rules, lead: Agent):
    rule("ticket_opens", tell=("leads",), tell_people=(desk.sam.pk,), tell_minutes=10)
    says(desk)
    do_jobs()
    notice = Notice.objects.get(event="message.received")
    assert (notice.agent, notice.chain, notice.topic) == (desk.sam, [lead.pk], "rule.call")
    assert notice.passes_on_at is not None


def test_where_nobody_is_on_call_the_leads_are_told(desk: World, rule: Rules, lead: Agent):
    rule("ticket_opens", tell=("on_call",))
    says(desk)
    do_jobs()
    assert Firing.objects.get().done == [{"act": "tell", "outcome": "done", "detail": lead.name}]


def test_what_happens_while_there_are_no_rules_costs_two_queries(
    desk: World, django_assert_num_queries
):
    says(desk)
    entry = Entry.objects.get(event="message.received")
    with django_assert_num_queries(2):
        follow_rules([entry.pk])


def test_a_message_of_a_vip_is_reacted_to_before_all_else(desk: World):
    says(desk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs ORDER BY priority DESC, id LIMIT 1"
        )
        assert cursor.fetchone() == ("automations.jobs.follow",)


def test_tickets_that_tell_of_the_same_are_one_incident(desk: World, rule: Rules):
    rule("ticket_opens", incident="partly")
    first, second = says(desk), says(desk)
    for entry in Entry.objects.filter(event="message.received"):
        follow_rules([entry.pk])
    incident = Incident.objects.get()
    assert (incident.title, incident.severity, incident.tickets) == ("Mail", "partly", 2)
    assert set(Firing.objects.values_list("ticket", "incident")) == {
        (first.ticket_id, incident.pk),
        (second.ticket_id, incident.pk),
    }


def test_a_rule_says_how_urgent_a_ticket_is_unless_a_person_has(desk: World, rule: Rules):
    rule("ticket_opens", urgency=120)
    rule("customer_writes", urgency=60)
    message = says(desk)
    set_urgency(message.ticket, minutes=300, reason="They wait at the gate", by=desk.vera)
    do_jobs()
    assert Overruling.objects.get(ended_at=None).minutes == 300
    Overruling.objects.all().delete()
    says(desk, ticket=reread(message.ticket))
    do_jobs()
    assert Overruling.objects.get(ended_at=None).minutes == 60


def test_a_company_is_watched_over_with_the_rule_as_its_story(desk: World, rule: Rules):
    rule("ticket_opens", aftercare=3)
    says(desk)
    do_jobs()
    aftercare = Aftercare.objects.get()
    assert aftercare.company_id == desk.anna.company_id
    assert aftercare.story == (
        "A rule began it: When a ticket opens, watch over the company for 3 weeks."
    )


def test_a_ticket_is_put_aside_until_the_desk_opens(
    desk: World, rule: Rules, monkeypatch: pytest.MonkeyPatch
):
    rule("ticket_opens", snooze="opening")
    message = says(desk)
    night = datetime(2026, 12, 5, 23, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    do_jobs()
    assert reread(message.ticket).snoozed_until == datetime(2026, 12, 7, 9, tzinfo=UTC)
