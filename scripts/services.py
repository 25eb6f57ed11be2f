"""Private PostgreSQL and Redis from installed binaries, in a temporary folder, gone when the block ends.

Both listen on loopback at free ports. PostgreSQL refuses to run as root, so root starts it as the user postgres.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ilp_portal.supervisor import die_with_parent

WAIT = 30.0  # seconds a server may take until it answers
HOST = "127.0.0.1"
HELD: list[socket.socket] = []  # the sockets of free_port(): bound, but nobody listens on them
# A server for tests outlives no power cut. Every commit is still handed to the kernel, so that it outlives a kill.
FLEETING = ("fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "jit=off")


class Missing(Exception):
    """A program that is needed is not installed; the text says how to get it."""


@contextmanager
def database_and_redis() -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL: those of the environment where given, private servers otherwise."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    with tempfile.TemporaryDirectory(prefix="ilp-") as folder:
        os.chmod(folder, 0o711)  # the user postgres has to pass through
        with postgres(Path(folder), given) as database, redis(Path(folder), given) as broker:
            yield {"DATABASE_URL": database, "REDIS_URL": broker}


@contextmanager
def postgres(folder: Path, given: dict[str, str] | None = None, *, durable: bool = False) -> Iterator[str]:
    """The address of an empty database. Unless `durable`, a commit does not wait for the disk: quicker, for tests."""
    if given and "DATABASE_URL" in given:
        yield given["DATABASE_URL"]
        return
    binaries, port, password = postgres_binaries(), free_port(), secrets.token_hex(12)
    home, who = folder / "postgres", {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    home.mkdir()
    (home / "password").write_text(password)
    if who:
        for path in (home, home / "password"):
            shutil.chown(path, **who)
    setup = [binaries / "initdb", "-D", home / "data", "-U", "ilp", "-A", "scram-sha-256", "-E", "UTF8"]
    setup += ["--locale", "C.UTF-8", "--no-sync", "--pwfile", home / "password"]
    subprocess.run([*map(str, setup)], check=True, stdout=subprocess.DEVNULL, cwd=home, **who)
    options = [f"--{option}" for option in (f"listen_addresses={HOST}", *(() if durable else FLEETING))]
    command = [binaries / "postgres", "-D", home / "data", "-p", str(port), "-k", home, *options]
    with running(command, home / "log", signal.SIGINT, **who) as server:
        until(lambda: ready(binaries, port), server, home / "log")
        yield f"postgres://ilp:{password}@{HOST}:{port}/postgres"


@contextmanager
def redis(folder: Path, given: dict[str, str] | None = None) -> Iterator[str]:
    """The address of an empty Redis that keeps nothing on disk."""
    if given and "REDIS_URL" in given:
        yield given["REDIS_URL"]
        return
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        raise Missing("redis-server is not installed. On Debian: apt install redis-server; or set REDIS_URL.")
    home = folder / "redis"
    home.mkdir()
    options = ["--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no", "--dir", home]
    with running([program, *options], home / "log", signal.SIGTERM) as server:
        until(lambda: listens(port), server, home / "log")
        yield f"redis://{HOST}:{port}/0"


def postgres_binaries() -> Path:
    """The folder of the newest installed server. Debian keeps it out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise Missing("PostgreSQL is not installed. On Debian: apt install postgresql; or set DATABASE_URL.")
    return found[-1].parent if found else Path(on_path).resolve().parent


@contextmanager
def running(command: list, log: Path, stop: int, *, cwd: Path | None = None, **who: str) -> Iterator[subprocess.Popen]:
    """A program that ends with the block, at the latest with this process."""
    parent = os.getpid()
    with log.open("wb") as sink:
        started = subprocess.Popen(
            [*map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd=cwd or log.parent,
            preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 no thread is running yet
            **who,
        )
    try:
        yield started
    finally:
        started.send_signal(stop)
        try:
            started.wait(timeout=10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def until(well, server: subprocess.Popen, log: Path) -> None:
    """Wait until the server is well; its log is the error when it ends or takes too long."""
    deadline = time.monotonic() + WAIT
    while not well():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.args[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def ready(binaries: Path, port: int) -> bool:
    asked = [str(binaries / "pg_isready"), "-q", "-h", HOST, "-p", str(port)]
    return subprocess.run(asked, check=False).returncode == 0


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """A port that nobody else is given as long as this process lives, however late or often a server opens it."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server that sets this too may listen beside it
    held.bind((HOST, 0))
    HELD.append(held)
    return held.getsockname()[1]
