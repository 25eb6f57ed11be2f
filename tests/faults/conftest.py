"""Rounds of faults with real processes (`make test-faults`). Each test is a round with everything of its own.

scripts/run_tests.py gives FAULT_SERVER (a PostgreSQL with a migrated template), FAULT_SQLITE (a migrated file),
FAULT_FOLDER (where rows of the table are left) and FAULT_ROUND, short or whole.
"""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults import report, rounds, servers


@pytest.hookimpl(tryfirst=True)  # before scripts.pytest_rules counts them
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)


def pytest_terminal_summary(terminalreporter):
    if "FAULT_FOLDER" in os.environ:
        folder = Path(os.environ["FAULT_FOLDER"])
        if "FAULT_EVIDENCE" in os.environ:
            report.write_evidence(folder)
        terminalreporter.write_line(report.table(folder))


@pytest.fixture
def part():
    """How often, in this round: part(500) is 500 in the whole one and 25 in the short one."""
    whole = os.environ.get("FAULT_ROUND") == "whole"
    return lambda number, short=None: number if whole else short or max(number // 20, 1)


@pytest.fixture
def stack():
    with ExitStack() as held:
        yield held


@pytest.fixture
def begin(stack, tmp_path):
    """begin("F1 PostgreSQL", "what happens") is a round that is ready; `database` "sqlite" or an address."""

    def make(name: str, what: str, *, database: str = "", plan: dict | None = None, **variables: str) -> rounds.Round:
        if database == "sqlite":
            (tmp_path / "var").mkdir()
            shutil.copy(os.environ["FAULT_SQLITE"], tmp_path / "var" / "portal.sqlite3")
            address = ""
        else:
            short = "".join(filter(str.isalnum, name)).lower()
            address = database or servers.new_database(os.environ["FAULT_SERVER"], short)
        surroundings = rounds.environment(tmp_path, address, **variables)
        return rounds.Round(rounds.Row(name, what), tmp_path, stack, surroundings, plan or {})

    return make
