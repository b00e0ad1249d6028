"""Keeping the desk's programs running, with nothing in memory but this."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_LONGEST_PAUSE = 60.0
# Who lived this long has not died of how it was started.
_HEALTHY_AFTER = 60.0
_SECONDS_TO_STOP = 20.0


@dataclass
class Program:
    """One of the desk's programs and how it has fared."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    pause: float = 0.0
    quick_ends: int = 0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, lifeline: int, now: float) -> None:
        """Start it; its input ends when this process does."""
        self.begun = now
        self.process = subprocess.Popen(
            [sys.executable, "-m", "whydesk", self.name, "--supervised"],
            stdin=lifeline,
            start_new_session=True,
        )

    def note_end(self, now: float) -> str:
        """Reckon when to start it again, and say what happened."""
        assert self.process is not None
        code = self.process.returncode
        self.process = None
        if now - self.begun > _HEALTHY_AFTER:
            self.pause, self.quick_ends = 0.0, 0
        self.pause = min(_LONGEST_PAUSE, self.pause * 2 or 0.5)
        self.quick_ends += 1
        self.begun = now + self.pause
        how = f"was killed (signal {-code})" if code < 0 else f"ended by itself (code {code})"
        if self.quick_ends >= 5:
            return (
                f"{self.name} {how}, {self.quick_ends} times in a row; its last lines above say "
                f"why. It is started again in {self.pause:.0f} s. whydesk doctor may know more."
            )
        return f"{self.name} {how}; it is started again."


class Supervisor:
    """Starts the programs, restarts those that die, and stops them together."""

    def __init__(
        self,
        names: Sequence[str],
        *,
        say: Callable[[str], None],
        keep_database: Callable[[], None],
    ) -> None:
        self.programs = [Program(name) for name in names]
        self.say = say
        self.keep_database = keep_database
        self.orders = 0
        self.is_stopping = False
        self._lifeline, self._held = os.pipe()
        self._alarm, self._ring = socket.socketpair()

    def listen_for_orders(self) -> None:
        """Stop at the first SIGTERM, SIGINT or SIGHUP, and at once at the second."""
        self._ring.setblocking(False)
        signal.set_wakeup_fd(self._ring.fileno())
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note_order)
        # Its handler does nothing; the wake-up is what matters.
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _note_order(self, *_: object) -> None:
        self.orders += 1
        if self.orders > 1 and not self.is_stopping:
            # The first order waits for a database that recovers; the second does not.
            raise KeyboardInterrupt

    def run(self, *, is_open: Callable[[], bool], when_open: Callable[[], None]) -> None:
        """Keep everything running until told to stop."""
        for program in self.programs:
            program.start(self._lifeline, time.monotonic())
        told = False
        while not self.orders:
            self._sleep(1.0 if told else 0.1)
            self.keep_database()
            self._look_after(time.monotonic())
            if not told and is_open():
                told = True
                when_open()

    def _look_after(self, now: float) -> None:
        for program in self.programs:
            if program.process is None:
                if now >= program.begun:
                    program.start(self._lifeline, now)
            elif not program.is_running and not self.orders:
                self.say(program.note_end(now))

    def stop(self) -> None:
        """End every program: kindly, and after a while not."""
        self.is_stopping = True
        for number, patience in ((signal.SIGTERM, _SECONDS_TO_STOP), (signal.SIGKILL, 5.0)):
            self._signal_all(number)
            until = time.monotonic() + patience
            while time.monotonic() < until and self.orders < 2:
                if not any(program.is_running for program in self.programs):
                    return
                self._sleep(0.2)

    def _signal_all(self, number: signal.Signals) -> None:
        for program in self.programs:
            if program.process is not None and program.is_running:
                program.process.send_signal(number)

    def _sleep(self, seconds: float) -> None:
        """Sleep, unless a signal comes."""
        if select.select([self._alarm], [], [], seconds)[0]:
            self._alarm.recv(4096)
