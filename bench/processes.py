"""Computing time and memory of processes, as the kernel counts them."""

from pathlib import Path

import psutil


def family(root: int) -> list[psutil.Process]:
    """Return the process and all that it started."""
    process = psutil.Process(root)
    return [process, *process.children(recursive=True)]


def cpu_ms(pids: list[int]) -> float:
    """Return the computing time of the processes so far, in milliseconds, all threads."""
    return sum(_nanoseconds(pid) for pid in pids) / 1e6


def _nanoseconds(pid: int) -> int:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def memory_mb(pids: list[int]) -> float:
    """Return the proportional share of memory of the processes, in MB."""
    return sum(_share(pid) for pid in pids) / 1024


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
