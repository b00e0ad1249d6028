"""What was given to make good, what bounds it, and what came of it."""

from whydesk.goodwill.models.bounds import Budget, CaseUse, Limit, MonthUse
from whydesk.goodwill.models.counts import OutcomeTally, Tally
from whydesk.goodwill.models.ledger import Claim, Gesture, Outcome, Reversal, Verdict

__all__ = [
    "Budget",
    "CaseUse",
    "Claim",
    "Gesture",
    "Limit",
    "MonthUse",
    "Outcome",
    "OutcomeTally",
    "Reversal",
    "Tally",
    "Verdict",
]
