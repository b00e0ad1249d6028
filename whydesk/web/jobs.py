"""Mail that carries a way into the desk: it needs the addresses of screens, so it is sent here."""

from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import override

from whydesk.history.reactions import reacts
from whydesk.mailroom.informing import NoSender, send_to_agent
from whydesk.people.events import PasswordLinkAsked, PersonInvited
from whydesk.people.models import Agent
from whydesk.people.queries import open_invitations
from whydesk.web.links import joining_link, password_link


@reacts(to=PersonInvited)
def mail_invitation(invitation_id: int) -> None:
    """Mail the link; without a mailbox it is passed on by hand, as the screen says."""
    invitation = open_invitations().select_related("invited_by").filter(pk=invitation_id).first()
    if invitation is None:
        return
    host = invitation.invited_by.name if invitation.invited_by else "Whydesk"
    with override(invitation.language), suppress(NoSender):
        text = _(
            "{name} invited you to answer customers together. Your role: {role}.\n\n"
            "Open this link, say who you are, and you are in:\n\n{link}\n\n"
            "It works for two weeks and once only."
        )
        send_to_agent(
            invitation.email,
            subject=_("{name} invites you to the desk").format(name=host),
            text=text.format(
                name=host, role=invitation.get_role_display(), link=joining_link(invitation)
            ),
            language=invitation.language,
        )


@reacts(to=PasswordLinkAsked)
def mail_password_link(email: str) -> None:
    """Mail the link if the address is an agent's; to everyone else nothing is sent."""
    agent = Agent.objects.filter(email=email, is_active=True).first()
    if agent is None:
        return
    with override(agent.language), suppress(NoSender):
        text = _(
            "Somebody, probably you, asked for a new password at the desk. "
            "Choose it here:\n\n{link}\n\n"
            "The link works for three days and once only. "
            "If it was not you, nothing has changed and nothing is to be done."
        )
        send_to_agent(
            agent.email,
            name=agent.name,
            subject=_("A new password for the desk"),
            text=text.format(link=password_link(agent)),
            language=agent.language,
        )
