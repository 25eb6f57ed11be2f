"""Imports of hours: seconds and memory of a sheet of 5,000 and of 50,000 rows, on a PostgreSQL of its own.

Each run is a process of its own that does what a Celery worker does, and nothing else: the task looks the sheet
through, reads it in, takes it back. Its peak of memory is the kernel's.
"""

import csv
import datetime as dt
import io
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import production
from scripts.services import Missing, postgres

ROOT = Path(__file__).resolve().parent.parent
SIZES, KINDS = (5_000, 50_000), ("csv", "xlsx")
PEOPLE, YEARS, FIRST_YEAR = 20, 8, 2018
GOAL = 120.0  # seconds from the file to the hours (issue 5)
HEAD = ("Email", "Date", "Hours", "Campaign", "Activity", "Note")
ACTIVITIES = ("meeting", "research", "outreach", "rally", "training")


def main() -> int:
    try:
        with tempfile.TemporaryDirectory(prefix="ilp-bench-") as name:
            return measure(Path(name))
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1


def measure(folder: Path) -> int:
    os.chmod(folder, 0o711)  # the user postgres has to pass through
    with postgres(folder, durable=True) as database:
        variables = production.environment(
            folder / "var",
            DATABASE_URL=database,
            DJANGO_SETTINGS_MODULE="ilp_portal.settings",
            LOG_LEVEL="ERROR",
            STATIC_MANIFEST="0",
            PATH=os.environ["PATH"],
        )
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], check=True, env=variables, cwd=ROOT)
        run = [sys.executable, "-m", "bench.imports"]
        for kind, rows in itertools.product(KINDS, SIZES):
            subprocess.run([*run, "send", kind, str(rows)], check=True, env=variables, cwd=ROOT)
            subprocess.run([*run, "work", kind, str(rows)], check=True, env=variables, cwd=ROOT)
    return 0


# --- in processes of their own ----------------------------------------------------------------------------------------
def send(kind: str, rows: int) -> None:
    """Somebody of staff sends the sheet, whose columns are known."""
    from django.utils import timezone

    from campaigns.imports import beginning
    from campaigns.imports.table import Table
    from coordinators import roles
    from coordinators.models import User

    staff, _ = User.objects.get_or_create(email="staff@bench.example", defaults={"name": "Staff"})
    roles.give(staff, roles.STAFF)
    people()
    content = as_xlsx(rows) if kind == "xlsx" else as_csv(rows)
    table = Table.open(content)
    beginning.take_in(by=staff, content=content, table=table, name=f"{rows}.{kind}", now=timezone.now())


def people() -> None:
    """Twenty coordinators on three campaigns in each of eight years."""
    from campaigns.models import Campaign, Placement
    from coordinators.models import Appointment, Coordinator, Term, User

    campaigns = [
        Campaign.objects.get_or_create(slug=f"bench-{n}", defaults={"title_en": f"Bench {n}", "scope": "ilp"})[0]
        for n in range(3)
    ]
    for year, number in itertools.product(range(FIRST_YEAR, FIRST_YEAR + YEARS), range(PEOPLE)):
        span = {"starts_on": dt.date(year, 8, 1), "ends_on": dt.date(year + 1, 7, 31)}
        label = f"{year}-{(year + 1) % 100:02}"
        term, _ = Term.objects.get_or_create(slug=f"{year}-{year + 1}", defaults={"label": label, **span})
        user, _ = User.objects.get_or_create(email=f"person{number}@bench.example")
        name = {"name": f"Person {number}", "slug": f"bench-person-{number}"}
        person, _ = Coordinator.objects.get_or_create(user=user, defaults=name)
        appointment, _ = Appointment.objects.get_or_create(coordinator=person, term=term)
        for campaign in campaigns:
            Placement.objects.get_or_create(appointment=appointment, campaign=campaign)


def lines(rows: int):
    """Every row is work of its own: people in turn, three campaigns and five activities a day."""
    first = dt.date(FIRST_YEAR, 8, 1)
    for n in range(rows):
        day, rest = divmod(n, PEOPLE * 15)
        person, kind = divmod(rest, 15)
        note = f"Row {n} of the bench, with some words about what was done"
        activity = ACTIVITIES[kind % 5]
        yield (
            f"person{person}@bench.example",
            first + dt.timedelta(days=day),
            "1.25",
            f"Bench {kind // 5}",
            activity,
            note,
        )


def as_csv(rows: int) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([HEAD, *lines(rows)])
    return buffer.getvalue().encode()


def as_xlsx(rows: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in [HEAD, *lines(rows)]:
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def work(kind: str, rows: int) -> None:
    """What a worker does, step by step."""
    from django.utils import timezone

    from campaigns import tasks
    from campaigns.imports.work import begin
    from campaigns.models import HourImport

    sent = HourImport.objects.latest("pk")
    before, found, spent = megabytes(), [], [time.process_time()]
    for state, was in (("checking", "uploaded"), ("running", "ready"), ("undoing", "done")):
        counts = {} if state == "undoing" else {"added": 0}
        begin(sent, state, now=timezone.now(), was=[was], **counts)
        began = time.perf_counter()
        tasks.work_on_import(sent.pk)
        found.append(time.perf_counter() - began)
        spent.append(time.process_time())
        sent.refresh_from_db()
        if state == "running" and (sent.state, sent.added) != ("done", rows):
            raise SystemExit(f"{sent.state}: {sent.added} of {rows} rows came; nothing was measured.")
    looked, read, undone = found
    own = spent[2] - spent[0]
    print(
        f"import {kind:<4} {rows:6d} rows  looked through {looked:6.1f} s, read in {read:6.1f} s, "
        f"together {looked + read:6.1f} s (goal {GOAL:.0f}), own CPU {own:6.1f} s, undone {undone:6.1f} s; "
        f"memory {before:4.0f} MB before, {megabytes():4.0f} MB at most",
        flush=True,
    )


def megabytes() -> float:
    """The most that this process has held until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    import django

    django.setup()
    {"send": send, "work": work}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
