"""How long it takes until all due times are reckoned anew after the hours have changed.

In a process of its own beside a desk of its own: `python -m bench.promises 20000`.
"""

import sys
import time
from typing import TYPE_CHECKING

import psutil

from bench.processes import cpu_ms, family
from whydesk.config.opening import desk_opened

if TYPE_CHECKING:
    from whydesk.desk.models import Recount

_TOGETHER = 500
_BEFORE = [*["09:00-18:00"] * 5, "", ""]
_AFTER = [*["08:00-12:00 13:00-17:00"] * 5, "", ""]
# All wait for us, since up to two weeks; what we answered once, they were not content with.
_WAITING = """
UPDATE tickets_ticket SET status = 'open', created_at = now() - (id % 20160) * interval '1 minute',
    waits_since = now() - (id % 20160) * interval '1 minute', snoozed_until = NULL;
UPDATE tickets_message m SET at = t.created_at + interval '30 minutes' * (m.id % 3)
FROM tickets_ticket t WHERE t.id = m.ticket_id;
DELETE FROM desk_pause;
INSERT INTO desk_pause (ticket_id, state, since, until)
SELECT id, 'waiting', created_at + interval '30 minutes', created_at + interval '60 minutes'
FROM tickets_ticket WHERE id % 3 = 0;
"""


def main(count: int) -> None:
    with desk_opened():
        _fill(count)
        _measure()


def _fill(count: int) -> None:
    """Have so many open tickets, each of three messages, with what is promised on them."""
    from django.db import connection

    from bench.loading import load
    from whydesk.desk.opening import keep_hours
    from whydesk.desk.promising import keep_promises
    from whydesk.people.actors import DESK
    from whydesk.tickets.models import Ticket

    load(count)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
    keep_hours(week=_BEFORE, time_zone="Europe/Lisbon", country="PT", by=DESK)
    keys = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, count, _TOGETHER):
        keep_promises(keys[start : start + _TOGETHER])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _measure() -> None:
    from whydesk.desk.models import Due
    from whydesk.desk.opening import keep_hours
    from whydesk.people.actors import DESK

    before = dict(Due.objects.values_list("pk", "due_at"))
    began = time.perf_counter()
    keep_hours(week=_AFTER, time_zone="Europe/Lisbon", country="PT", by=DESK)
    print(f"The hours are kept after {time.perf_counter() - began:.2f} s")
    recount, wall, cpu = _recounted()
    after = dict(Due.objects.values_list("pk", "due_at"))
    moved = sum(before[key] != at for key, at in after.items())
    print(f"{recount.counted:,} tickets, {len(after):,} dues, {moved:,} of them moved:")
    print(f"  {wall:.1f} s, {cpu / 1000:.1f} s CPU of the job and the database")


def _recounted() -> "tuple[Recount, float, float]":
    """Do what the job of the worker does; return it, the seconds it took and its CPU in ms."""
    from whydesk.config.environment import read_settings
    from whydesk.desk.models import Recount
    from whydesk.desk.recounting import recount_some

    recount = Recount.objects.get(finished_at=None)
    postmaster = read_settings()["WHYDESK_DATA"] / "postgres" / "postmaster.pid"
    server = int(postmaster.read_text().split()[0])
    pids = [psutil.Process().pid, *(process.pid for process in family(server))]
    cpu, began = cpu_ms(pids), time.perf_counter()
    while recount_some(recount.pk):
        pass
    wall, cpu = time.perf_counter() - began, cpu_ms(pids) - cpu
    recount.refresh_from_db()
    return recount, wall, cpu


if __name__ == "__main__":
    main(int(sys.argv[1]))
