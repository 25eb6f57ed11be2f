"""The parts of the tests: `fast` needs nothing, `services` PostgreSQL and Redis, `browser` Chromium, `faults` time,
`site` Chromium, npm and Java.

Usage: python -m scripts.run_tests fast|services|browser|site|faults [arguments for pytest]
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from glob import glob
from pathlib import Path

from scripts import migrated
from scripts.services import Missing, database_and_redis, postgres, postgres_binaries

WORKERS = ["-n", "2", "--dist", "load"]  # neighbors stay together: fixtures of a module are mostly made once
EVERYWHERE = "not services and not browser and not site and not faults"  # tests that need nothing but a database
# Where PostgreSQL may answer otherwise than SQLite: constraints, locks, claims, searches, orders, counts.
# The other tests read pages and texts; `make test-services WHOLE=1` runs all of them on PostgreSQL.
ON_POSTGRESQL = {
    "outreach": ["bad_messages", "claims", "clock", "commands", "engine", "gate", "limits", "outbox", "statements"],
    "partners": ["partner_filters"],
    "coordinators": ["application_races", "people", "roles", "slug_races"],
    "campaigns": [
        *("approval", "campaign_filters", "check_in", "erasure", "hours_actions", "hours_constraints", "hours_totals"),
        *("opening_races", "proposals", "public_hours", "record_races", "sync", "totals", "trail"),
        *("answer_races", "week_notes"),
    ],
    "tables": ["applying", "import_races"],
    "campaigns/imports": ["import_work"],
    "events": [
        "admin_delete",
        "changes",
        "erasure",
        "event_list",
        "reminders",
        "seat_races",
        "sign_up",
        "statements",
        "sweep",
    ],
    "ilp_portal": ["health_deep", "history_filters", "pagecache", "purge", "report_frozen"],
    "./ilp_portal": ["search", "what_we_hold"],
    ".": ["privacy"],
}
# Of these files, tests of many rows whose number of queries Django decides: it asks both databases as often
ALIKE = [
    f"--deselect=tests/campaigns/test_hours_totals.py::test_page_costs_the_same_{how}"
    for how in ("for_three_people_and_a_hundred", "over_ten_years")
]
LONG = "faulthandler_timeout=1500"  # seconds; a round may take minutes
MOSTLY_WAIT = ["-n", "4", "--dist", "load", "--maxschedchunk", "1"]  # on two cores: programs that start, due mail
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The same engine without windows: each new visitor costs it a third of the processor time, but it finds fewer of the
# machine's own fonts, so that it is not for what a reader sees before ours have come
SHELL = "chromium-headless-shell"
# A test run answers to nothing that happens to be set on this machine
FOREIGN = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DEFAULT_FROM_EMAIL")


def main(part: str, *more: str) -> int:
    """Run one part; returns pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="ilp-tests-") as folder:
        left_out = Path(folder) / "left-out.json"
        kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in FOREIGN}
        environment = kept | {"DEBUG": "1", "VAR_DIR": folder, "LEFT_OUT_FILE": str(left_out)}
        try:
            parts = {"fast": fast, "services": services, "browser": browser, "site": site, "faults": faults}
            code = parts[part](environment, more)
        except Missing as missing:
            print(missing, file=sys.stderr)
            return 1
        if part == "fast" and left_out.exists():
            print(what_was_left_out(json.loads(left_out.read_text(encoding="utf-8"))))
        return code


def fast(environment: dict[str, str], more: tuple[str, ...]) -> int:
    return pytest(environment, *WORKERS, "-m", EVERYWHERE, *more)


def services(environment: dict[str, str], more: tuple[str, ...]) -> int:
    """The service tests, each worker with a database and a broker of its own; then the others that use the database."""
    with database_and_redis() as addresses:
        if "DATABASE_URL" not in os.environ:  # the server is ours
            environment |= {"TEST_TEMPLATE": template(addresses["DATABASE_URL"], "migrated", environment)}
        print("Tests of the services, on PostgreSQL and Redis:", flush=True)
        chosen = more or ["tests/services"]
        code = pytest(environment | addresses, *MOSTLY_WAIT, "-m", "services", *chosen)
        if code:
            return code
        print("Other tests that use the database, on PostgreSQL:", flush=True)
        database = {"DATABASE_URL": addresses["DATABASE_URL"], "DATABASE_TESTS_ONLY": "1"}
        chosen = more or ([] if os.environ.get("WHOLE") else [*ALIKE, *on_postgresql()])
        return pytest(environment | database, *WORKERS, "-m", EVERYWHERE, *chosen)


def template(server: str, name: str, environment: dict[str, str]) -> str:
    """The name of a database that is migrated, to be copied by the server itself."""
    create = [postgres_binaries() / "psql", "-q", server, "-c", f"CREATE DATABASE {name}"]
    subprocess.run(create, check=True)
    migrated.migrate(environment, f"{server.rpartition('/')[0]}/{name}")
    return name


def on_postgresql() -> list[str]:
    """The files of ON_POSTGRESQL. Raises Missing for a name that has no file any more."""
    names = [f"tests/{folder}/test_{name}.py" for folder, names in ON_POSTGRESQL.items() for name in names]
    if gone := [name for name in names if not glob(name)]:
        raise Missing(f"scripts/run_tests.py names tests that are gone: {', '.join(gone)}")
    return sorted({file for name in names for file in glob(name)})


def faults(environment: dict[str, str], more: tuple[str, ...]) -> int:
    """Rounds of faults, whole or a small part of each. More arguments choose tests, and leave the evidence as it is."""
    which = os.environ.get("FAULT_ROUND") or "whole"
    if which not in ("short", "whole"):
        print(f"FAULT_ROUND is {which!r}. Use ROUND=short or ROUND=whole.", file=sys.stderr)
        return 1
    folder = Path(environment["VAR_DIR"])
    os.chmod(folder, 0o711)  # the user postgres has to pass through
    with postgres(folder) as server:
        environment |= {"FAULT_ROUND": which, "FAULT_SERVER": server, "FAULT_FOLDER": str(folder / "rows")}
        environment["FAULT_SQLITE"] = str(folder / "template.sqlite3")
        (folder / "rows").mkdir()
        template(server, "faults_template", environment)
        with closing(sqlite3.connect(environment["FAULT_SQLITE"])) as file:
            migrated.copy_into(file)
        if which == "whole" and not more:
            environment["FAULT_EVIDENCE"] = "1"  # the whole of it is written down: docs/evidence/faults.md
        return pytest(environment, *MOSTLY_WAIT, "-s", "-o", LONG, "-m", "faults", *(more or ["tests/faults"]))


def browser(environment: dict[str, str], more: tuple[str, ...]) -> int:
    environment |= {"CHROMIUM": chromium(SHELL), "TEST_DATABASE": "file"}
    chosen = more or ["tests/browser"]
    return pytest(environment, *WORKERS, "--reuse-db", "-m", "browser", *chosen)  # or Django deletes the file first


def site(environment: dict[str, str], more: tuple[str, ...]) -> int:
    """The pages of one portal, started as in production and read by every test. See scripts/site."""
    from scripts.site import judges, portal  # what they need takes a second that the other parts do not need

    environment |= {"CHROMIUM": chromium()}
    judges.install()
    with tempfile.TemporaryDirectory(prefix="ilp-site-") as folder, portal.served(Path(folder)) as address:
        return pytest(environment | {"SITE": address}, *WORKERS, "-m", "site", *(more or ["tests/site"]))


def chromium(*rather: str) -> str:
    """The browser to drive: CHROMIUM, or the first one that is installed, what the caller would rather have before."""
    wanted = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else [*rather, *BROWSERS]
    found = next(filter(None, map(shutil.which, wanted)), None)
    if found is None:
        raise Missing(
            "Chromium is not installed. On Debian: apt install chromium-headless-shell; or set CHROMIUM to its path."
        )
    return found


def pytest(environment: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-p", "scripts.pytest_rules", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, check=False, env=environment).returncode


def what_was_left_out(counts: dict[str, int]) -> str:
    left = {name: counts.get(name, 0) for name in ("services", "browser", "site", "faults")}
    return "Left out: " + ", ".join(f"{number} tests of make test-{name}" for name, number in left.items()) + "."


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
