"""Runs several programs as one: what dies is started again, what is told to stop stops, nothing is left behind.

One thread, one process group. Every child is bound to this process (PR_SET_PDEATHSIG on Linux), so that even a
kill -9 of the supervisor leaves no orphan. A child that has children of its own has to bind them the same way; see
gunicorn.conf.py.
"""

import ctypes
import ctypes.util
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LIBC = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True) if sys.platform == "linux" else None
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a dead child is started again; doubles each time
SETTLED = 60.0  # seconds a child has to live before its next death counts as the first one
GRACE = 8.0  # seconds between SIGTERM and SIGKILL
TICK = 0.2  # seconds; how late a death or a signal may be noticed


def die_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Ask the kernel to send this process the signal `number` when its parent, the process `parent`, ends.

    Does nothing where the kernel is not Linux.
    """
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


@dataclass
class Child:
    """One program that is to run all the time; `process` is None while it waits to be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    pause: float = FIRST_PAUSE
    started_at: float = 0.0  # monotonic, like start_at
    start_at: float = 0.0
    rest: bytes = field(default=b"", repr=False)  # an unfinished line of its output


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, out: TextIO, environment: dict[str, str] | None = None):
        self.out = out
        self.environment = os.environ | (environment or {})
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.stopping = False

    def add(self, name: str, command: list[str]) -> None:
        """Start a program now and keep it running."""
        child = Child(name, command)
        self.children.append(child)
        self._start(child)

    def run(self, until: Callable[[], bool] = lambda: False) -> bool:
        """Look after the children until `until` says True (returns True) or a signal says stop (returns False)."""
        while not self.stopping:
            if until():
                return True
            self._tick()
        return False

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Within this block Ctrl-C, SIGTERM and a closed terminal stop everything; so does leaving the block."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._asked_to_stop) for number in numbers}
        try:
            yield
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        """SIGTERM to every child, SIGKILL to what is still there after GRACE seconds."""
        self.stopping = True
        for child in self._running():
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        while self._running() and time.monotonic() < deadline:
            self._tick()
        for child in self._running():
            self.say(f"{child.name} does not stop and is killed")
            child.process.kill()
            child.process.wait()

    def say(self, line: str) -> None:
        self.out.write(f"{line}\n")
        self.out.flush()

    def _asked_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _running(self) -> list[Child]:
        return [child for child in self.children if child.process is not None]

    def _tick(self) -> None:
        for key, _ in self.selector.select(TICK):
            self._read(key.data)
        for child in self.children:
            if child.process is None:
                if not self.stopping and time.monotonic() >= child.start_at:
                    self._start(child)
            elif child.process.poll() is not None:
                self._ended(child)

    def _start(self, child: Child) -> None:
        parent = os.getpid()

        def bind() -> None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; only we answer it
            die_with_parent(parent)

        child.process = subprocess.Popen(  # noqa: S603 the commands are ours
            child.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=bind,  # noqa: PLW1509 safe, since this program has one thread
        )
        child.started_at = time.monotonic()
        os.set_blocking(child.process.stdout.fileno(), False)
        self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _read(self, child: Child) -> None:
        """Pass on the whole lines of what the child wrote, each under the child's name."""
        chunk = child.process.stdout.read(65536)
        if chunk == b"":  # closed; without this the selector would report it for ever
            self.selector.unregister(child.process.stdout)
            return
        *lines, child.rest = (child.rest + (chunk or b"")).split(b"\n")
        for line in lines:
            self.say(f"{child.name:<6} | {line.decode(errors='replace')}")

    def _ended(self, child: Child) -> None:
        code, pipe = child.process.returncode, child.process.stdout
        if pipe in {key.fileobj for key in self.selector.get_map().values()}:
            self._read(child)
        if pipe in {key.fileobj for key in self.selector.get_map().values()}:
            self.selector.unregister(pipe)
        pipe.close()
        child.process, child.rest = None, b""
        if self.stopping:
            return
        now = time.monotonic()
        if now - child.started_at > SETTLED:
            child.pause = FIRST_PAUSE
        self.say(f"{child.name} ended with {code} and is started again in {child.pause:.0f} s")
        child.start_at, child.pause = now + child.pause, min(child.pause * 2, LONGEST_PAUSE)
