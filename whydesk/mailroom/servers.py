"""Which server mail leaves by."""

from django.conf import settings

from whydesk.mail.transport import Server, parse_server
from whydesk.mailroom.models import Mailbox, SmtpAccount


def server_for(mailbox: Mailbox) -> Server:
    """Return the mailbox's own server, or the desk's, or the folder of a desk without one."""
    account = SmtpAccount.objects.filter(mailbox=mailbox).first()
    if account:
        return Server(
            host=account.host,
            port=account.port,
            security=account.security,
            username=account.username,
            password=account.password,
        )
    url: str = settings.ENVIRONMENT["WHYDESK_SMTP_URL"]
    return parse_server(url) if url else Server(folder=settings.DATA / "outbox")
