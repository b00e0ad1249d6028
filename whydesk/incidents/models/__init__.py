"""Incidents, whom they affect, what these are told, and what we learn."""

from whydesk.incidents.models.affected import Affected, Attached, Offer, Suggested, Suggestion
from whydesk.incidents.models.after import Action, WriteUp, WriteUpText
from whydesk.incidents.models.incidents import Ending, Incident, Merging, MissedNews, Wording
from whydesk.incidents.models.status import Posting, Subscription
from whydesk.incidents.models.updates import Telling, Update, UpdateText

__all__ = [
    "Action",
    "Affected",
    "Attached",
    "Ending",
    "Incident",
    "Merging",
    "MissedNews",
    "Offer",
    "Posting",
    "Subscription",
    "Suggested",
    "Suggestion",
    "Telling",
    "Update",
    "UpdateText",
    "Wording",
    "WriteUp",
    "WriteUpText",
]
