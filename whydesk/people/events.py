"""What can happen to the people at the desk."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class FirstAdminJoined(Event):
    name = "agent.first_admin_joined"
    about = ("agent",)
    sentence = _("opened the desk")

    agent_id: int


@dataclass(frozen=True)
class SignedIn(Event):
    name = "agent.signed_in"
    about = ("agent",)
    sentence = _("signed in")

    agent_id: int


@dataclass(frozen=True)
class PasswordLinkAsked(Event):
    """Somebody asked for a way back in; whether the address is known is not said here."""

    name = "password.link_asked"
    about = ()
    sentence = _("asked for a link to choose a new password")

    email: str


@dataclass(frozen=True)
class PasswordChanged(Event):
    name = "agent.password_changed"
    about = ("agent",)
    sentence = _("chose a new password")

    agent_id: int


@dataclass(frozen=True)
class ProfileChanged(Event):
    name = "agent.profile_changed"
    about = ("agent",)
    sentence = _("changed their profile")

    agent_id: int
    fields: list[str]


@dataclass(frozen=True)
class PersonInvited(Event):
    name = "invitation.sent"
    about = ("invitation",)
    sentence = _("invited %(email)s")

    invitation_id: int
    email: str
    role: str


@dataclass(frozen=True)
class InvitationWithdrawn(Event):
    name = "invitation.withdrawn"
    about = ("invitation",)
    sentence = _("took back the invitation of %(email)s")

    invitation_id: int
    email: str


@dataclass(frozen=True)
class InvitationAccepted(Event):
    name = "invitation.accepted"
    about = ("invitation", "agent")
    sentence = _("joined the desk")

    invitation_id: int
    agent_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    name = "agent.role_changed"
    about = ("agent",)
    sentence = _("gave %(to)s another role")

    agent_id: int
    to: str
    was: str
    role: str


@dataclass(frozen=True)
class AgentDeactivated(Event):
    name = "agent.deactivated"
    about = ("agent",)
    sentence = _("closed the account of %(who)s")

    agent_id: int
    who: str


@dataclass(frozen=True)
class AgentReactivated(Event):
    name = "agent.reactivated"
    about = ("agent",)
    sentence = _("opened the account of %(who)s again")

    agent_id: int
    who: str


@dataclass(frozen=True)
class AgentAway(Event):
    """`day` is the first day back; `puts_back`: their tickets are left to whoever is free."""

    name = "agent.away"
    about = ("agent",)
    sentence = _("noted that %(who)s is away until %(day)s")

    agent_id: int
    who: str
    day: str
    puts_back: bool


@dataclass(frozen=True)
class AgentBack(Event):
    name = "agent.back"
    about = ("agent",)
    sentence = _("noted that %(who)s is back")

    agent_id: int
    who: str


@dataclass(frozen=True)
class TeamFormed(Event):
    name = "team.formed"
    about = ("team",)
    sentence = _("formed the team %(team)s")

    team_id: int
    team: str


@dataclass(frozen=True)
class TeamChanged(Event):
    name = "team.changed"
    about = ("team",)
    sentence = _("changed the team %(team)s")

    team_id: int
    team: str
    member_ids: list[int]


@dataclass(frozen=True)
class TeamDissolved(Event):
    name = "team.dissolved"
    about = ("team",)
    sentence = _("dissolved the team %(team)s")

    team_id: int
    team: str


@dataclass(frozen=True)
class TeamsOfAgentChanged(Event):
    name = "agent.teams_changed"
    about = ("agent",)
    sentence = _("changed the teams of %(who)s")

    agent_id: int
    who: str
    team_ids: list[int]
