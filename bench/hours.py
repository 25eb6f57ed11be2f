"""Hours beside their limits: the pages that list them, and saving one, on a PostgreSQL that waits for the disk."""

import datetime as dt
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from scripts.services import postgres

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "100"))  # of each kind in a round
PEOPLE = os.environ.get("BENCH_PEOPLE", "300")
ONLY = os.environ.get("BENCH_ONLY", "")  # how the name of a comparison begins; empty: all of them
WARM_UP = 10
TOKEN = "b" * 32  # a CSRF secret of our own, as cookie and header
TERM = "/hours/term/"
FORM = "application/x-www-form-urlencoded"


class Ask(NamedTuple):
    """One request: how, where, as whom, with what, and what it has to answer."""

    method: str
    path: str
    session: str = ""
    body: str = ""
    status: int = http.HTTPStatus.OK
    seen: str = ""  # by script, that looks again at the desk's home: the marks of the parts that it has


class Spent(NamedTuple):
    """Milliseconds of CPU a request, and the 95th of 100 times on the wall clock."""

    cpu: float
    late: float


@contextmanager
def filled(folder: Path) -> Iterator[dict]:
    """A PostgreSQL with the years in it, for this process and its children; gives what bench/hours_rows.py printed."""
    os.chmod(folder, 0o711)  # the user postgres has to pass through
    with postgres(folder, durable=True) as database:
        os.environ |= {"DEBUG": "1", "VAR_DIR": str(folder), "DATABASE_URL": database}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "ilp_portal.settings"}
        for made in (["migrate"], ["createcachetable"]):
            subprocess.run([sys.executable, "manage.py", *made, "-v", "0"], check=True)
        command = [sys.executable, "-m", "bench.hours_rows", PEOPLE]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        yield json.loads(found.splitlines()[-1])


def measure(host: str, port: int, cpu: Callable[[], float], rows: dict) -> None:
    """`cpu` gives the seconds that the server has spent. The same connection asks all, in turns."""
    connection = http.client.HTTPConnection(host, port, timeout=120)
    many = partial(_many, connection, cpu)
    hundred, week, desk = Ask("GET", "/bench/rows"), f"/hours/{rows['monday']}/", "/desk/hours/totals/"
    last = (dt.date.fromisoformat(rows["monday"]) - dt.timedelta(days=7)).isoformat()
    a_page, home = "goal 2.00 a page of 100", Ask("GET", "/desk/", rows["staff"])
    sides = {
        "my hours, 100 entries": (Ask("GET", f"/hours/{last}/", rows["long"]), hundred, "goal 1.50"),
        "my week, 10 years": (Ask("GET", week, rows["ten"]), Ask("GET", week, rows["one"]), "goal 1.00"),
        "my week": (Ask("GET", week, rows["one"]), hundred, "goal 1.50"),
        "my term, 10 years": (Ask("GET", TERM, rows["ten"]), Ask("GET", TERM, rows["one"]), "goal 1.00"),
        "totals, this term": (Ask("GET", desk, rows["staff"]), hundred, a_page),
        "totals, 40 weeks": (Ask("GET", f"{desk}?term={rows['full']}", rows["staff"]), hundred, a_page),
        "hours to approve": (Ask("GET", "/desk/hours/", rows["staff"]), hundred, a_page),
        "desk, its home": (home, hundred, "no goal"),
        "desk, nothing new": (_again(connection, home), hundred, "no goal"),
    }
    for name, (page, limit, goal) in sides.items():
        if not name.startswith(ONLY):
            continue
        _compare(name, partial(many, cycle([page])), partial(many, cycle([limit])), goal)
        if figures := _send(connection, page).count(b"<td"):
            print(f"{name:<22} {figures:8d} figures on the page", flush=True)
    if "saving an entry".startswith(ONLY):
        _measure_saving(many, rows)
    connection.close()


def _again(connection, home: Ask) -> Ask:
    """What script asks half a minute later, when it has every part of the page."""
    marks = re.findall(rb'data-mark="(\w+)"', _send(connection, home))
    return home._replace(seen=b" ".join(marks).decode())


def _measure_saving(many: Callable, rows: dict) -> None:
    insert = Ask("POST", "/bench/insert", body=urlencode({"placement": rows["placement"], "day": rows["today"]}))
    _compare("saving an entry", partial(many, _savings(rows)), partial(many, cycle([insert])), "goal 2.00")


def _savings(rows: dict) -> Iterator[Ask]:
    """Each of a person after the other, so that nobody's day is full."""
    for session, campaign in cycle(rows["people"]):
        words = {"day": rows["today"], "campaign": campaign, "time": "0.25", "activity": "meeting", "note": "Call"}
        body = urlencode(words | {"key": uuid.uuid4()})
        yield Ask("POST", f"/hours/{rows['monday']}/", session, body, http.HTTPStatus.FOUND)


def _compare(name: str, work: Callable, limit: Callable, goal: str) -> None:
    """In turns; ratios are of the two that were measured one after the other, and their median is what counts."""
    for side in (work, limit):
        side(WARM_UP)
    pairs = [(work(REQUESTS), limit(REQUESTS)) for _round in range(ROUNDS)]
    for field, unit in (("cpu", "ms CPU"), ("late", "ms p95")):
        own, beside = ([getattr(pair[side], field) for pair in pairs] for side in (0, 1))
        ratio = statistics.median(one / other for one, other in zip(own, beside, strict=True))
        figures = f"{statistics.median(own):8.2f} {unit}  limit {statistics.median(beside):8.2f}"
        print(f"{name:<22} {figures}   ratio {ratio:6.2f} ({goal})", flush=True)


def _many(connection, cpu: Callable[[], float], asks: Iterator[Ask], times: int) -> Spent:
    before, took = cpu(), []
    for _ in range(times):
        began = time.perf_counter()
        _send(connection, next(asks))
        took.append((time.perf_counter() - began) * 1000)
    return Spent((cpu() - before) / times * 1000, sorted(took)[int(len(took) * 0.95)])


def _send(connection, ask: Ask) -> bytes:
    cookies = {"sessionid": ask.session, "csrftoken": TOKEN}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value)}
    if not ask.session:
        headers = {}
    if ask.seen:
        headers |= {"HX-Request": "true", "Desk-Seen": ask.seen}
    if ask.method == "POST":
        headers |= {"Content-Type": FORM, "X-CSRFToken": TOKEN}
    connection.request(ask.method, ask.path, ask.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != ask.status:
        raise SystemExit(f"{ask.path} answered {answer.status}; nothing was measured.")
    return body
