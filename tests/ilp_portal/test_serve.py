"""`make run` from the outside: the real command, its real programs, their real end."""

import datetime as dt
import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone

from campaigns import weeks
from ilp_portal import demo, embedded
from scripts.services import free_port
from tests.processes import descendants, lives, soon

ROOT = Path(__file__).resolve().parents[2]
LAST_LINE = "Ctrl-C stops everything."
PROGRAMS = 4  # web, worker, clock, loop


def environment(folder: Path, port: int) -> dict[str, str]:
    """As on a fresh machine: nothing is set but what `make run` sets."""
    return {"PATH": os.environ["PATH"], "DEBUG": "1", "VAR_DIR": str(folder), "PORT": str(port), "LANG": "C.UTF-8"}


class Serving:
    """One run of the command in its own process group, as a terminal would start it."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.log = folder / "serve.log"
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=environment(folder, self.port),
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def says(self, text: str) -> bool:
        """Whether it says that before it ends, within a minute and a half."""
        soon(lambda: text in self.log.read_text() or self.process.poll() is not None, 90)
        return text in self.log.read_text()

    def all_run(self) -> bool:
        """Web has one more process, the one that answers."""
        return len(descendants(self.process.pid)) == PROGRAMS + 1

    def end(self, number: int) -> list[int]:
        """Send the signal to the command alone; what is left of it and its children afterwards."""
        numbers = [self.process.pid, *descendants(self.process.pid)]
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        soon(lambda: not any(map(lives, numbers)))
        return [number for number in numbers if lives(number)]


def is_day_for_long() -> bool:
    """Whether it stays this day for as long as the starts take: on a new day the demo is loaded again."""
    now = timezone.now()
    return weeks.today(now) == weeks.today(now + dt.timedelta(minutes=3))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """var/ after a first start."""
    assert soon(is_day_for_long, 80)
    var = tmp_path_factory.mktemp("var")
    first = Serving(var)
    assert first.says(LAST_LINE), first.log.read_text()
    first.end(signal.SIGKILL)
    return var


@contextmanager
def ready(folder: Path, place: Path):
    """A second start, on a copy of the prepared folder."""
    running = Serving(shutil.copytree(folder, place / "var"))
    try:
        assert running.says(LAST_LINE), running.log.read_text()
        yield running
    finally:
        running.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def serving(folder, tmp_path_factory):
    """For the tests that leave it running."""
    with ready(folder, tmp_path_factory.mktemp("serving")) as running:
        yield running


def get(port: int, path: str) -> int:
    asked = http.client.HTTPConnection(embedded.HOST, port, timeout=60)
    asked.request("GET", path)
    return asked.getresponse().status


def test_serve_runs_every_program_in_one_process_group(serving):
    assert soon(serving.all_run), serving.log.read_text()
    groups = {os.getpgid(number) for number in descendants(serving.process.pid)}
    assert groups == {serving.process.pid}
    assert [get(serving.port, path) for path in ("/healthz", "/", "/es/")] == [200, 200, 200]


def test_serve_tells_address_mailbox_and_sign_ins(serving):
    lines = serving.log.read_text().split()
    address = f"http://127.0.0.1:{serving.port}"
    wanted = [f"{address}/", f"{address}/es/", f"{address}/mailbox/", *demo.ACCOUNTS]
    assert [word for word in wanted if word not in lines] == []
    (partner,) = (word for word in lines if word.startswith(f"{address}/es/organizacion/"))
    assert get(serving.port, partner.removeprefix(address)) == 200


def test_second_start_skips_what_is_done(serving):
    text = serving.log.read_text()
    assert [step for step in ("Fonts", "Making", "Loading") if step in text] == []


def test_serve_starts_again_what_dies(serving):
    assert soon(serving.all_run)
    before = descendants(serving.process.pid)
    for number in before:
        os.kill(number, signal.SIGKILL)
    assert soon(lambda: serving.all_run() and not before & descendants(serving.process.pid), 30)
    assert soon(lambda: embedded.answers(serving.port), 30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_serve_leaves_nothing_behind(tmp_path, folder, number):
    with ready(folder, tmp_path) as running:
        assert soon(running.all_run)
        assert running.end(number) == []
        assert not embedded.answers(running.port)


def refused(folder: Path, port: int, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        check=False,
        cwd=ROOT,
        env=environment(folder, port) | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    return done.stderr


def test_serve_names_the_port_that_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind((embedded.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(tmp_path, port)
    assert f"Port {port} of 127.0.0.1 cannot be used (Address already in use)." in said
    assert f"make run PORT={port + 1}" in said


def test_serve_refuses_a_folder_that_is_in_use(tmp_path):
    with (tmp_path / "serve.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("process 7")
        held.flush()
        assert f"The portal already runs from {tmp_path} (process 7)." in refused(tmp_path, 8000)


def test_serve_needs_debug(tmp_path):
    production = {
        "DEBUG": "0",
        "SECRET_KEY": "not-used-anywhere-else-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "ilp.example.edu",
        "BASE_URL": "https://ilp.example.edu",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "DEFAULT_FROM_EMAIL": "ilp@ilp.example.edu",
    }
    assert "Set DEBUG=1" in refused(tmp_path, 8000, **production)
