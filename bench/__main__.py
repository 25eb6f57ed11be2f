"""`make bench`: prints each figure, the limit measured in the same rounds, and their ratio.

`python -m bench pages` and `python -m bench outbox` measure one part alone; so do `starts`, `made` and `kept` (of the
pages), `claiming`, `planning` and `sending` (of the outbox), and `hours` and `imports` (of hours).
"""

import datetime as dt
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import hours, imports, kept, outbox
from scripts.pictures import serve
from scripts.services import free_port, listens, running, until

ROUNDS, REQUESTS, WARM_UP = 5, 60, 20  # rounds; requests a page in each; requests before the first round
HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")  # a second in the units of /proc
PAGES = {
    "healthz": ("/healthz", "/bench/bare"),
    "home": ("/", "/bench/rows"),
    "history": ("/history/", "/bench/rows"),
    "campaigns": ("/campaigns/", "/bench/rows"),
    "events": ("/events/", "/bench/rows"),
}


def main(*wanted: str) -> int:
    parts = {"pages": portal, "outbox": outbox.main, "hours": logged, "imports": imports.main}
    parts |= {name: partial(portal, name) for name in ("starts", "made", "kept")}
    parts |= {name: partial(outbox.main, name) for name in ("claiming", "planning", "sending")}
    if unknown := set(wanted) - set(parts):
        raise SystemExit(f"Known parts: {', '.join(parts)}; not {', '.join(sorted(unknown))}.")
    print(
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} cores, medians of at least {ROUNDS} rounds", flush=True
    )
    return max(parts[name]() for name in wanted or ("pages", "outbox", "hours", "imports"))


def portal(*wanted: str) -> int:
    """Starts, pages that are made, and pages that are kept."""
    with tempfile.TemporaryDirectory(prefix="ilp-bench-") as folder:
        if not wanted or "starts" in wanted:
            starts(Path(folder))
        else:
            prepared(Path(folder))
        with web(Path(folder)) as (port, process_id):
            if not wanted or "made" in wanted:
                pages(port, process_id)
            if not wanted or "kept" in wanted:
                kept.measure(HOST, port, partial(cpu, process_id))
    return 0


def logged() -> int:
    """The pages of hours and saving an entry, on a PostgreSQL of their own."""
    with tempfile.TemporaryDirectory(prefix="ilp-bench-") as name:
        folder = Path(name)
        with hours.filled(folder) as rows, web(folder) as (port, process_id):
            hours.measure(HOST, port, partial(cpu, process_id), rows)
    return 0


def prepared(folder: Path) -> None:
    """What a first start leaves in the folder."""
    portal, _ = serve(folder)
    portal.terminate()
    portal.wait(timeout=20)


def starts(folder: Path) -> None:
    """Time from the command to ready, with an empty and with a prepared folder, beside one start of Django."""
    limit = statistics.median(timed(check, folder) for _ in range(ROUNDS))
    for name in ("first ready", "second ready"):
        began = time.monotonic()
        portal, _ = serve(folder)
        line(name, time.monotonic() - began, limit)
        portal.terminate()
        portal.wait(timeout=20)


def check(folder: Path) -> None:
    variables = os.environ | {"DEBUG": "1", "VAR_DIR": str(folder)}
    subprocess.run([sys.executable, "manage.py", "check"], check=True, env=variables, stdout=subprocess.DEVNULL)


def timed(call, *given) -> float:
    began = time.monotonic()
    call(*given)
    return time.monotonic() - began


@contextmanager
def web(folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process id of a web server with one worker on the prepared folder."""
    os.environ |= {"DEBUG": "1", "VAR_DIR": str(folder), "PYTHONPATH": os.getcwd()}
    port = free_port()
    options = [
        "--config",
        os.path.abspath("gunicorn.conf.py"),
        "--bind",
        f"{HOST}:{port}",
        "--workers",
        "1",
        "--threads",
        "1",
    ]
    command = [sys.executable, "-m", "gunicorn", *options, "--chdir", os.getcwd(), "bench.limits_wsgi"]
    with running(command, folder / "web.log", signal.SIGTERM) as server:
        until(lambda: listens(port), server, folder / "web.log")
        yield port, server.pid


def pages(port: int, process_id: int) -> None:
    """CPU milliseconds of each page and of its limit, taken in turns."""
    for name, (page, limit) in PAGES.items():
        for path in (page, limit):
            ask(port, path, WARM_UP)
        spent = {page: [], limit: []}
        for _ in range(ROUNDS):
            for path, found in spent.items():
                before = cpu(process_id)
                ask(port, path, REQUESTS)
                found.append((cpu(process_id) - before) / REQUESTS * 1000)
        line(name, statistics.median(spent[page]), statistics.median(spent[limit]), "ms CPU")


def ask(port: int, path: str, times: int) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    for _ in range(times):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{path} answered {answer.status}; nothing was measured.")
    connection.close()


def cpu(process_id: int) -> float:
    """Seconds of CPU that the process and its children have spent."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    stats = [Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split() for number in (process_id, *children)]
    return sum(int(one[11]) + int(one[12]) for one in stats) / TICKS


def line(name: str, figure: float, limit: float, unit: str = "s") -> None:
    print(f"{name:<14} {figure:8.2f} {unit:<7} limit {limit:8.2f}   ratio {figure / limit:6.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
