"""Servers that rounds may break: each round has a database of its own, copied from one that is migrated already."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from psycopg2 import sql

from scripts import services

TEMPLATE = "faults_template"


def at(address: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def execute(address: str, statement: sql.Composable | str) -> None:
    """One statement outside of any transaction, as CREATE DATABASE wants it."""
    session = psycopg2.connect(address)
    try:
        session.autocommit = True
        session.cursor().execute(statement)
    finally:
        session.close()


def new_database(server: str, name: str) -> str:
    """The address of a fresh copy of the template."""
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
    for attempt in range(20):
        try:
            execute(server, create)
            break
        except psycopg2.errors.ObjectInUse:  # another round copies it at this moment
            if attempt == 19:
                raise
            time.sleep(0.3)
    return at(server, name)


class OwnPostgres:
    """A PostgreSQL that may be stopped as by a power cut (`-m immediate` is SIGQUIT to its first process)."""

    def __init__(self, template_server: str, stack: ExitStack):
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ilp-own-")))
        os.chmod(folder, 0o711)  # the user postgres has to pass through
        self.stack, self.home = stack, folder / "postgres"
        self.address = stack.enter_context(services.postgres(folder))
        binaries = services.postgres_binaries()
        dump = subprocess.run(
            [binaries / "pg_dump", at(template_server, TEMPLATE)], check=True, capture_output=True
        ).stdout
        subprocess.run(
            [binaries / "psql", "-q", self.address], check=True, input=dump, stdout=subprocess.DEVNULL, timeout=60
        )

    def restart_immediately(self) -> None:
        first = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{first}/cmdline").read_bytes().split(b"\0")[:-1]
        command = [word.decode() for word in command]
        os.kill(first, signal.SIGQUIT)
        port, binaries = int(command[command.index("-p") + 1]), Path(command[0]).parent
        deadline = time.monotonic() + services.WAIT
        while services.ready(binaries, port) or (self.home / "data" / "postmaster.pid").exists():
            if time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not end")
            time.sleep(0.02)
        who = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        log = self.home / "log"
        server = self.stack.enter_context(services.running(command, log, signal.SIGINT, **who))
        services.until(lambda: services.ready(binaries, port), server, log)


class OwnRedis:
    """A Redis that ends, comes back empty at the same port, or is emptied."""

    def __init__(self, folder: Path):
        folder.mkdir()
        self.folder, self.port = folder, services.free_port()
        self.address, self.stack = f"redis://{services.HOST}:{self.port}/0", ExitStack()
        self.start()

    def start(self) -> None:
        command = [shutil.which("redis-server"), "--port", str(self.port), "--bind", services.HOST]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.server = self.stack.enter_context(services.running(command, self.folder / "log", signal.SIGKILL))
        services.until(lambda: services.listens(self.port), self.server, self.folder / "log")

    def stop(self) -> None:
        self.stack.close()

    def flush(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()

    def tell(self, number: int) -> None:
        self.server.send_signal(number)

    def heal(self) -> None:
        """Whatever befell it: it answers again."""
        if self.server.poll() is None:
            self.tell(signal.SIGCONT)
        else:
            self.start()


def template_server() -> str:
    """The server on which the migrated template lies."""
    return os.environ["FAULT_SERVER"]
