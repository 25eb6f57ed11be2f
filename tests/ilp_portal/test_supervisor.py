"""Real processes: what the supervisor promises is about them."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from ilp_portal import supervisor as module
from ilp_portal.supervisor import Supervisor
from tests.processes import lives, soon

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
ORPHAN_MAKER = """
import sys
from ilp_portal.supervisor import Supervisor
supervisor = Supervisor(sys.stdout)
supervisor.add("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
supervisor.say(str(supervisor.children[0].process.pid))
supervisor.run()
"""


@pytest.fixture
def supervised():
    supervisor = Supervisor(io.StringIO())
    yield supervisor
    supervisor.stop()


def run_until(supervisor: Supervisor, true) -> bool:
    """Let the supervisor work until it comes true, half a minute at most; returns whether it did."""
    deadline = time.monotonic() + 30
    supervisor.run(until=lambda: true() or time.monotonic() > deadline)
    return true()


def written(supervisor: Supervisor) -> list[str]:
    return supervisor.out.getvalue().splitlines()


def test_output_of_a_child_stands_under_its_name(supervised):
    supervised.add("web", [sys.executable, "-uc", "print('one'); print('two'); import time; time.sleep(60)"])
    assert run_until(supervised, lambda: len(written(supervised)) >= 2)
    assert written(supervised) == ["web    | one", "web    | two"]


def test_child_that_dies_is_started_again_after_growing_pauses(supervised):
    supervised.add("loop", [sys.executable, "-c", "raise SystemExit(3)"])
    supervised.children[0].pause = 0.01
    assert run_until(supervised, lambda: len(written(supervised)) >= 3)
    assert written(supervised) == ["loop ended with 3 and is started again in 0 s"] * 3
    assert supervised.children[0].pause == 0.08


def test_child_that_lived_long_starts_again_after_the_first_pause(supervised, monkeypatch):
    monkeypatch.setattr(module, "SETTLED", 0.0)
    supervised.add("loop", SLEEPER)
    supervised.children[0].pause = 16.0
    os.kill(supervised.children[0].process.pid, signal.SIGKILL)
    assert run_until(supervised, lambda: bool(written(supervised)))
    assert written(supervised) == ["loop ended with -9 and is started again in 1 s"]


def test_stop_ends_every_child(supervised):
    supervised.add("web", SLEEPER)
    supervised.add("loop", SLEEPER)
    numbers = [child.process.pid for child in supervised.children]
    supervised.stop()
    assert [lives(number) for number in numbers] == [False, False]


def test_stop_kills_a_child_that_does_not_listen(supervised, monkeypatch):
    monkeypatch.setattr(module, "GRACE", 0.3)
    supervised.add("deaf", [sys.executable, "-c", DEAF])
    assert run_until(supervised, lambda: bool(written(supervised)))
    number = supervised.children[0].process.pid
    supervised.stop()
    assert not lives(number)
    assert written(supervised)[-1] == "deaf does not stop and is killed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_the_run(supervised, number):
    with supervised.signals():
        supervised.add("web", SLEEPER)
        os.kill(os.getpid(), number)
        assert supervised.run() is False
    assert supervised.children[0].process is None


def test_kill_of_the_supervisor_leaves_no_child():
    with subprocess.Popen([sys.executable, "-c", ORPHAN_MAKER], stdout=subprocess.PIPE, text=True) as running:
        child = int(running.stdout.readline())
        was_alive = lives(child)
        running.kill()
    assert (was_alive, soon(lambda: not lives(child))) == (True, True)
