"""Measure speed and memory: `python -m bench [start] [pages] [mail]`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.desk import choose_environment, running_desk, temporary_folder
from bench.mail import measure_mail
from bench.pages import measure_pages
from bench.processes import memory_mb

SIZES = (20_000, 100_000)
MAILS = 2000


def main(wanted: list[str]) -> None:
    if not wanted or "start" in wanted:
        _start()
    if not wanted or "pages" in wanted:
        _pages()
    if not wanted or "mail" in wanted:
        _mail()


def _start() -> None:
    with temporary_folder() as folder:
        began = time.perf_counter()
        with running_desk(choose_environment(folder), "--demo") as desk:
            print(f"First start with the demo to a page: {time.perf_counter() - began:.1f} s")
            time.sleep(45)
            print(f"Memory of the idle stack: {memory_mb(desk.pids):.0f} MB (proportional share)")


def _fill(settings: dict[str, str], count: int) -> dict[str, str]:
    """Fill a new database, which runs meanwhile for this alone."""
    environment = os.environ | settings
    done = subprocess.run(
        [sys.executable, "-m", "bench.fill", str(count)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
    )
    return dict(json.loads(done.stdout))


def _pages() -> None:
    first: dict[str, float] = {}
    for size in SIZES:
        with temporary_folder() as folder:
            settings = choose_environment(folder)
            seen = _fill(settings, size)
            with running_desk(settings) as desk:
                time.sleep(5)
                costs = measure_pages(desk, seen["cookie"], int(seen["ticket"]))
        print(f"{size:,} tickets; server CPU ms for one page, p50 (p95), web and database:")
        for name, cost in costs.items():
            ratio = f", {cost.p50 / first[name]:.2f} times the smaller" if name in first else ""
            first.setdefault(name, cost.p50)
            print(f"  {name:20} {cost.p50:6.1f} ({cost.p95:.1f}), {cost.size:,} bytes{ratio}")


def _mail() -> None:
    with temporary_folder() as folder:
        settings = choose_environment(folder)
        _fill(settings, 0)
        with running_desk(settings) as desk:
            flow = measure_mail(desk, MAILS)
    print(f"{MAILS:,} mails: accepted {flow.accepted:.0f} a second, readable {flow.readable:.0f};")
    print(f"  yes after {flow.p50:.0f} ms (p99 {flow.p99:.0f}); {flow.cpu:.1f} ms CPU for each")


if __name__ == "__main__":
    main(sys.argv[1:])
