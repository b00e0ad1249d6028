"""What each reason for urgency weighs on this desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from whydesk.desk.choices import Reason
from whydesk.desk.models import UrgencyWeights
from whydesk.desk.urgency import DEFAULTS, NEW_FOR_DAYS


@dataclass(frozen=True)
class Weights:
    """Minutes of waiting for each reason, and how many days a customer is new."""

    minutes: Mapping[Reason, int]
    new_days: int = NEW_FOR_DAYS


def the_weights() -> Weights:
    """Return the weights as somebody set them, or those of a new desk."""
    own = UrgencyWeights.objects.first()
    if own is None:
        return Weights(DEFAULTS)
    minutes = {reason: own.minutes.get(reason, DEFAULTS[reason]) for reason in Reason}
    return Weights(minutes, own.new_days)
