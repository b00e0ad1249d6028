"""Telling leads what waits for their yes, and whoever asked what they said."""

from whydesk.goodwill.events import GestureApproved, GestureDeclined, GestureWaits
from whydesk.goodwill.models import Gesture, Verdict
from whydesk.goodwill.topics import VERDICT, WAITS_FOR_YES
from whydesk.notices.telling import tell
from whydesk.people.actors import ROLES, Can
from whydesk.people.models import Agent


def tell_leads(gesture: Gesture, event: GestureWaits) -> None:
    """Tell everybody who may say yes."""
    roles = [role for role, may in ROLES.items() if Can.APPROVE_GOODWILL in may]
    leads = Agent.objects.filter(role__in=roles, is_active=True).exclude(pk=gesture.by_id)
    tell(list(leads.values_list("pk", flat=True)), topic=WAITS_FOR_YES, event=event)


def tell_giver(verdict: Verdict, event: GestureApproved | GestureDeclined) -> None:
    """Tell whoever asked what a lead said, unless it was themselves."""
    giver = verdict.gesture.by_id
    if giver != verdict.by_id:
        tell([giver], topic=VERDICT, event=event)
