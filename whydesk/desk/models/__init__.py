"""When the desk is open, what it promises, and whose turn it is."""

from whydesk.desk.models.promises import (
    BrokenPromise,
    Due,
    OpeningHours,
    OwnDay,
    Pause,
    PromiseRule,
    Recount,
    Stop,
)
from whydesk.desk.models.urgency import Overruling, Reweighing, Standing, UrgencyWeights

__all__ = [
    "BrokenPromise",
    "Due",
    "OpeningHours",
    "Overruling",
    "OwnDay",
    "Pause",
    "PromiseRule",
    "Recount",
    "Reweighing",
    "Standing",
    "Stop",
    "UrgencyWeights",
]
