"""The portal on one machine without services: what has to be there before it starts, and the programs it is made of.

SQLite, a broker of files and a mailbox of files, all under var/ (settings.VAR_DIR). Only for trying the portal; how it
runs in production stands in docker-compose.yml.
"""

import datetime as dt
import fcntl
import hashlib
import http.client
import io
import json
import os
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ilp_portal.fonts import build_fonts

HOST = "127.0.0.1"
# What the loaded record depends on; a change in any of it loads again (which keeps what staff edited)
RECORD_FILES = ("content/*.yaml", "ilp_portal/record/*.py", "ilp_portal/management/commands/load_history.py")
DEMO_FILES = ("ilp_portal/demo.py", "ilp_portal/management/commands/load_demo.py")


class NotPossible(Exception):
    """The portal cannot start here; the text says why and what to do."""


def lock(var: Path) -> TextIO:
    """Hold var/ for this process as long as the returned file stays open; the kernel lets go when it ends."""
    var.mkdir(parents=True, exist_ok=True)
    file = (var / "serve.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        where = file.read().strip() or "another process"
        remedy = "Stop it first, or give this one its own folder: make run VAR_DIR=/tmp/portal PORT=8001"
        raise NotPossible(f"The portal already runs from {var} ({where}).\n{remedy}") from error
    file.truncate(0)
    file.write(f"process {os.getpid()}")
    file.flush()
    return file


def need_port(port: int) -> None:
    """Raise NotPossible when something else answers on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            remedy = f"Choose another one: make run PORT={port + 1}"
            raise NotPossible(f"Port {port} of {HOST} cannot be used ({error.strerror}).\n{remedy}") from error


def set_up(say: Callable[[str], None], *, today: dt.date) -> None:
    """Bring var/ to the state of this checkout: fonts, tables, record, demo. A step that is done is skipped."""
    settings.BROKER_DIR.joinpath("queue").mkdir(parents=True, exist_ok=True)
    settings.BROKER_DIR.joinpath("control").mkdir(exist_ok=True)
    if build_fonts(settings.VAR_DIR / "static" / "fonts"):
        say("Fonts made.")
    executor = MigrationExecutor(connection)
    behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if behind:
        say("Making the tables ...")
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    unheard = io.StringIO()  # the sign-ins are told when the portal is ready
    steps = [
        ("load_history", RECORD_FILES, "", "record", None),
        ("load_demo", DEMO_FILES, today.isoformat(), "demo", unheard),
    ]
    for command, patterns, day, what, out in steps:
        changed = stamp_differs(command, patterns, day)
        if behind or changed:
            say(f"Loading the {what} ...")
            call_command(command, stdout=out)
            write_stamp(command, patterns, day)
    connection.close()


def stamp_differs(name: str, patterns: Iterable[str], day: str) -> bool:
    """True when a file behind the step `name`, or the day, is not what it was when the step was done last."""
    file = _stamp(name)
    return not file.exists() or file.read_text(encoding="utf-8") != _fingerprint(patterns, day)


def write_stamp(name: str, patterns: Iterable[str], day: str) -> None:
    _stamp(name).parent.mkdir(exist_ok=True)
    _stamp(name).write_text(_fingerprint(patterns, day), encoding="utf-8")


def _stamp(name: str) -> Path:
    return settings.VAR_DIR / "stamps" / name


def _fingerprint(patterns: Iterable[str], day: str) -> str:
    digest = hashlib.sha256(day.encode())
    for pattern in patterns:
        for file in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def web_program(port: int) -> list[str]:
    """gunicorn with one process: several would only queue for the one writer of SQLite."""
    options = ["--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "6", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *options, "ilp_portal.wsgi"]


def background_programs() -> dict[str, list[str]]:
    """Celery's worker and clock, and the loop that sends what Celery could not: name and command of each.

    The worker has no children (pool solo). The clock is a program of its own because a worker that is killed would
    leave an inner clock behind.
    """
    celery = [sys.executable, "-m", "celery", "--app", "ilp_portal", "--quiet"]
    lonely = ["--without-mingle", "--without-gossip", "--without-heartbeat"]  # a broker of files has no broadcasts
    schedule = ["--schedule", str(settings.VAR_DIR / "beat-schedule"), "--pidfile="]
    return {
        "worker": [*celery, "worker", "--pool", "solo", "--loglevel", "WARNING", *lonely],
        "clock": [*celery, "beat", "--loglevel", "WARNING", *schedule],
        "loop": [sys.executable, "manage.py", "run_outbox"],
    }


def answers(port: int) -> bool:
    """True when the portal says that it and its database are well."""
    asked = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        asked.close()


def sign_ins() -> dict[str, str]:
    """Addresses and passwords of the demo, as load_demo left them; empty without a demo."""
    file = settings.VAR_DIR / "demo-passwords.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
