"""Measure speed and memory: `python -m bench [part ...]`.

The parts are start, pages, mail, understanding, promises and wishes; without any, all of them.
"""

import subprocess
import sys
import time

from bench.desk import ROOT, fill, new_desk, pids_of, wait_for_page, wait_for_rest
from bench.mail import measure_mail
from bench.pages import measure_pages, measure_queues
from bench.processes import memory_mb
from bench.wishes import (
    fill_wishes,
    measure_boards,
    measure_deciding,
    measure_typing,
    wait_until_quiet,
)

SIZES = (20_000, 100_000)
MAILS = 2000
PROMISED = 20_000


def main(wanted: list[str]) -> None:
    parts = {
        "start": _start,
        "pages": _pages,
        "mail": _mail,
        "understanding": _understanding,
        "promises": _promises,
        "wishes": _wishes,
    }
    for name in wanted or parts:
        parts[name]()


def _start() -> None:
    with new_desk() as desk:
        began = time.perf_counter()
        with desk.started("--demo") as running:
            wait_for_page(running)
            print(f"First start with the demo to a page: {time.perf_counter() - began:.1f} s")
            time.sleep(60)
            memory = memory_mb(pids_of(running))
            print(f"Memory while there is something to read: {memory:.0f} MB (proportional share)")
            wait_for_rest(running)
            memory = memory_mb(pids_of(running))
            print(f"Memory of the idle stack: {memory:.0f} MB (proportional share)")


def _pages() -> None:
    first: dict[str, float] = {}
    for size in SIZES:
        with new_desk() as desk:
            seen = fill(desk, size)
            with desk.started() as running:
                wait_for_page(running)
                time.sleep(5)
                costs = measure_pages(running, seen["cookie"], seen["ticket"])
        print(f"{size:,} tickets; server CPU ms for one page, p50 (p95), web and database:")
        for name, cost in costs.items():
            ratio = f", {cost.p50 / first[name]:.2f} times the smaller" if name in first else ""
            first.setdefault(name, cost.p50)
            print(f"  {name:20} {cost.p50:6.1f} ({cost.p95:.1f}), {cost.size:,} bytes{ratio}")


def _queues() -> None:
    """Measure lists ordered by urgency where everything is open."""
    with new_desk() as desk:
        seen = fill(desk, SIZES[-1], "open")
        with desk.started() as running:
            wait_for_page(running)
            time.sleep(5)
            costs = measure_queues(running, seen["cookie"])
    print(f"{SIZES[-1]:,} open tickets; server CPU ms for one page, p50 (p95):")
    for name, cost in costs.items():
        print(f"  {name:20} {cost.p50:6.1f} ({cost.p95:.1f}), {cost.size:,} bytes")


def _mail() -> None:
    with new_desk() as desk:
        fill(desk, 0)
        with desk.started() as running:
            wait_for_page(running)
            flow = measure_mail(running, MAILS)
    print(f"{MAILS:,} mails: accepted {flow.accepted:.0f} a second, readable {flow.readable:.0f};")
    print(f"  yes after {flow.p50:.0f} ms (p99 {flow.p99:.0f}); {flow.cpu:.1f} ms CPU for each")


def _understanding() -> None:
    """Measure in a process of its own, beside a desk with many tickets."""
    with new_desk() as desk:
        fill(desk, SIZES[-1])
        environment = desk.environment
        subprocess.run([sys.executable, "-m", "bench.understanding"], env=environment, check=True)


def _promises() -> None:
    """Measure in a process of its own, which does what the worker does."""
    with new_desk() as desk:
        command = [sys.executable, "-m", "bench.promises", str(PROMISED)]
        subprocess.run(command, env=desk.environment, check=True, cwd=ROOT)


def _wishes() -> None:
    with new_desk() as desk:
        seen = fill_wishes(desk)
        with desk.started() as running:
            wait_for_page(running)
            wait_until_quiet(running)
            costs = measure_boards(running, seen)
            typing = measure_typing(running, seen)
            deciding = measure_deciding(running, seen)
    print("10,000 wishes, 100,000 voices; server CPU ms for one page, p50 (p95):")
    for name, cost in costs.items():
        print(f"  {name:20} {cost.p50:6.1f} ({cost.p95:.1f}), {cost.size:,} bytes")
    print(f"Suggestions after {typing.p50:.0f} ms (p95 {typing.p95:.0f}),", end=" ")
    print(f"{typing.cpu:.0f} ms CPU; {typing.found:.1f} each")
    print(f"Decided for {deciding.callbacks:,} after {deciding.decided:.2f} s,", end=" ")
    print(f"their callbacks made after {deciding.made:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
