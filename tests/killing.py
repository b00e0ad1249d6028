"""Ending other processes at once."""

import os
import select
import signal


def kill(pid: int) -> None:
    """Kill a process and wait for its end: until then its sockets take what is said to it."""
    process = os.pidfd_open(pid)
    signal.pidfd_send_signal(process, signal.SIGKILL)
    select.select([process], [], [])
    os.close(process)
