"""Rules act on what happens."""

from whydesk.automations.erasing import forget_in_log
from whydesk.automations.events import RehearsalBegun
from whydesk.automations.following import follow_rules
from whydesk.automations.rehearsing import rehearse_some
from whydesk.automations.whens import EVENTS
from whydesk.customers.erasing import forgets
from whydesk.customers.models import Erasure
from whydesk.history.reactions import reacts

# Somebody waits for what a rule does: whoever is called at night, or the customer.
_AT_ONCE = 10
_LATER = -5


@reacts(to=EVENTS, queue="rules", priority=_AT_ONCE, together=True)
def follow(entry_ids: list[int]) -> None:
    follow_rules(entry_ids)


@reacts(to=RehearsalBegun, queue="rules", priority=_LATER)
def rehearse(rehearsal_id: int) -> None:
    while rehearse_some(rehearsal_id):
        pass


@forgets
def forget_on_whom_they_acted(erasure: Erasure) -> None:
    forget_in_log(erasure)
