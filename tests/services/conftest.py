"""Real PostgreSQL, Redis and SMTP, and the portal's own programs as docker-compose.yml starts them, without Docker.

`make test-services` starts PostgreSQL and Redis and gives their addresses. A test that asks for `programs` gets:

    programs.start("worker")            the command of that compose service, under production settings
    programs.run("migrate")             the same, waited for; returns what it printed
    programs.get("/healthz")            an answer of the service "web", as its proxy would ask for it

All of them share the test's own database, so rows made with the factories are theirs too. Mail goes to `smtp_sink`.
"""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis as redis_client
from django.conf import settings as project_settings
from django.db import connection

from ilp_portal.supervisor import die_with_parent
from scripts import production
from scripts.services import free_port, listens
from tests import project
from tests.processes import descendants, lives, soon

HOST = "ilp.example.edu"
PATIENCE = 240  # seconds for anything that takes three on a machine with nothing else to do


@pytest.hookimpl(tryfirst=True)  # before scripts.pytest_rules counts them
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.services)


@pytest.fixture
def broker():
    """The address of an empty Redis: of its numbered databases the one of this worker."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    address = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    with redis_client.Redis.from_url(address) as client:
        client.flushdb()
        yield address
        client.flushdb()


@pytest.fixture
def committed(transactional_db, django_db_serialized_rollback):
    """Rows are really written, for other programs to see; what migrations put in is there too."""


@pytest.fixture
def production_environment(committed, broker, smtp_sink, tmp_path) -> dict[str, str]:
    """What the compose file gives its programs, with the addresses of this test."""
    server = connection.settings_dict
    login = f"{server['USER']}:{server['PASSWORD']}@" if server["USER"] else ""
    return production.environment(
        tmp_path / "var",
        PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        SECRET_KEY=project_settings.SECRET_KEY,
        DATABASE_URL=f"postgres://{login}{server['HOST']}:{server['PORT']}/{server['NAME']}",
        REDIS_URL=broker,
        EMAIL_URL=f"smtp://127.0.0.1:{smtp_sink.port}",
        OUTBOX_LEASE_SECONDS="5",
        STATIC_MANIFEST="0",
        PYTHONUNBUFFERED="1",
    )


OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def alone() -> bool:
    """Whether no other program has a session in the database: a commit may outlive the program that was killed."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return cursor.fetchone() == (0,)


class Programs:
    """The running programs of one test; all of them end with it."""

    def __init__(self, environment: dict[str, str], folder: Path):
        self.environment, self.folder = environment, folder
        self.web_port, self.mail_port = free_port(), free_port()
        self.running: dict[str, subprocess.Popen] = {}

    def command(self, name: str, what: str = "command") -> list[str]:
        """The command of a compose service, or its health check, at free ports of loopback."""
        service = project.compose()["services"][name]
        words = service["command"] if what == "command" else service["healthcheck"]["test"][1:]
        words = [*words, str(self.web_port)] if "scripts.ask_healthz" in words else words
        ports = {"0.0.0.0:8000": f"127.0.0.1:{self.web_port}", "0.0.0.0:8025": f"127.0.0.1:{self.mail_port}"}
        ports |= {"/tmp/beat-schedule": str(self.folder / "beat-schedule"), "8025": str(self.mail_port)}
        written = re.compile("|".join(map(re.escape, ports)))  # in one go: a port of ours may hold 8025 too
        return [written.sub(lambda found: ports[found[0]], word) for word in words]

    def run(self, name: str, what: str = "command") -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(name, what),
            check=False,
            cwd=project.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def start(self, name: str) -> subprocess.Popen:
        parent = os.getpid()
        with self.log(name).open("ab") as sink:
            self.running[name] = subprocess.Popen(
                self.command(name),
                cwd=project.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 it takes no lock
            )
        return self.running[name]

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        asked = http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=PATIENCE)
        asked.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"} | headers)
        return asked.getresponse()

    def answers(self) -> bool:
        return soon(lambda: listens(self.web_port), 60) and self.get("/healthz").status == http.HTTPStatus.OK

    def stop(self, name: str, number: int = signal.SIGTERM) -> int:
        """Send the signal and wait; returns the exit code."""
        process = self.running.pop(name)
        process.send_signal(number)
        return process.wait(timeout=PATIENCE)

    def kill(self, name: str) -> set[int]:
        """kill -9 of it and of its children, and wait until they are gone. Returns the children."""
        family = descendants(self.running[name].pid)
        self.stop(name, signal.SIGKILL)  # first, since it would replace them
        for child in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        assert soon(lambda: not any(map(lives, family)))
        return family


@pytest.fixture
def programs(production_environment, tmp_path):
    started = Programs(production_environment, tmp_path)
    yield started
    for name in list(started.running):
        started.kill(name)
    assert soon(alone)  # or its rows could not be taken away
