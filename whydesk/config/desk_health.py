"""What doctor sees in the database: its fitness, the mail, the workers."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from psycopg import OperationalError

from whydesk.config.doctor import Finding
from whydesk.config.opening import missing_migrations, refuse_unsuitable_server
from whydesk.config.static import collected, fingerprint
from whydesk.config.trouble import DatabaseTrouble
from whydesk.mailroom.models import Delivery, ImapAccount, Letter, SmtpAccount


def examine_desk() -> Iterator[Finding]:
    try:
        refuse_unsuitable_server()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        yield Finding(f"The database does not answer: {reason}", "Start it, or mend DATABASE_URL.")
        return
    except DatabaseTrouble as trouble:
        yield Finding("The database cannot be used.", str(trouble))
        return
    yield Finding("The database answers, is new enough and has pgvector.")
    yield _examine_clock()
    if missing := missing_migrations():
        yield Finding(
            f"Migrations that the database has not had: {len(missing)}.", "Run: whydesk migrate"
        )
        return
    yield Finding("The database is up to date.")
    yield _examine_static()
    yield _examine_secrets()
    yield from _examine_mailboxes()
    yield from _examine_letters()
    yield from _examine_deliveries()
    yield from _examine_workers()


def _examine_clock() -> Finding:
    with connection.cursor() as cursor:
        begun = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - (begun + time.time()) / 2)
    if apart > 5:
        return Finding(
            f"The clocks of this machine and of the database are {apart:.0f} s apart.",
            "Set both by NTP: waiting times and promises are reckoned with them.",
        )
    return Finding("The clocks agree.")


def _examine_static() -> Finding:
    if collected() != fingerprint():
        return Finding(
            "The static files are not those of this version.", "Restart whydesk web or start."
        )
    return Finding("The static files are in place.")


def _examine_secrets() -> Finding:
    """A password that reads as empty was written with another key."""
    lost = [
        str(account.mailbox)
        for kind in (ImapAccount, SmtpAccount)
        for account in kind.objects.select_related("mailbox").exclude(password="")
        if not account.password
    ]
    if lost:
        return Finding(
            f"The passwords of {', '.join(sorted(set(lost)))} were kept with another secret key.",
            "Bring back the file secret-key or WHYDESK_SECRET_KEY, or type the passwords again.",
        )
    return Finding("The secret key opens every password.")


def _examine_mailboxes() -> Iterator[Finding]:
    broken = ImapAccount.objects.exclude(error="").select_related("mailbox")
    for account in broken:
        yield Finding(
            f"{account.mailbox} cannot be fetched: {account.error}",
            "Mend the account under Settings, Mailboxes.",
        )
    if not broken:
        yield Finding("Every mailbox that is fetched can be.")


def _examine_letters() -> Iterator[Finding]:
    parked = Letter.objects.filter(state=Letter.State.PARKED).count()
    if parked:
        yield Finding(
            f"Mails that could not be read: {parked}.",
            "Look at them under Mail; each can be tried again.",
        )
    before = timezone.now() - timedelta(minutes=10)
    late = Letter.objects.filter(state=Letter.State.WAITING, accepted_at__lt=before).count()
    if late:
        yield Finding(
            f"Mails that have waited over ten minutes: {late}.", "See that a worker runs."
        )
    if not parked and not late:
        yield Finding("All mail that came has been read.")


def _examine_deliveries() -> Iterator[Finding]:
    states = Delivery.State
    stopped = Delivery.objects.filter(state__in=[states.FAILED, states.UNCLEAR]).count()
    if stopped:
        yield Finding(
            f"Answers that did not leave, or perhaps did not: {stopped}.",
            "The queue Undeliverable shows them with the reason.",
        )
    before = timezone.now() - timedelta(hours=1)
    stuck = Delivery.objects.filter(
        state__in=[states.QUEUED, states.SENDING, states.HANDING_OVER], created_at__lt=before
    )
    if stuck.exists():
        last = stuck.exclude(error="").values_list("error", flat=True).last()
        yield Finding(
            f"Answers that have waited over an hour to leave: {stuck.count()}.",
            f"The last reason: {last}" if last else "See that a worker runs.",
        )
    if not stopped and not stuck:
        yield Finding("No answer waits to leave.")


def _examine_workers() -> Iterator[Finding]:
    alive_since = timezone.now() - timedelta(seconds=60)
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=alive_since).count()
    if alive:
        yield Finding(f"Workers that are alive: {alive}.")
    else:
        yield Finding("No worker is alive.", "Run whydesk start, or whydesk worker.")
    doing = ProcrastinateJob.objects.filter(status="doing")
    stalled = doing.exclude(worker__last_heartbeat__gte=alive_since).count()
    if stalled:
        yield Finding(
            f"Jobs that a dead worker has left: {stalled}.",
            "The next worker takes them up; if they stay, look into its log.",
        )
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if failed:
        yield Finding(
            f"Jobs given up after several tries: {failed}.",
            "The log of the worker says why: look for “ended with status: Error”.",
        )
