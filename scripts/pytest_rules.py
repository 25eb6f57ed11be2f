"""Rules of this project's test runs, as a pytest plugin: what is skipped counts as failed, what is left out is counted.

Loaded by scripts.run_tests with `-p scripts.pytest_rules`.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

MARKERS = ("services", "browser", "site", "faults")
NOT_RUN = ("skipped", "xfailed", "xpassed")


@pytest.hookimpl(tryfirst=True)  # before -m takes tests away
def pytest_collection_modifyitems(config, items):
    counts = Counter(marker for item in items for marker in MARKERS if item.get_closest_marker(marker))
    if file := os.environ.get("LEFT_OUT_FILE"):
        Path(file).write_text(json.dumps(counts), encoding="utf-8")
    if os.environ.get("DATABASE_TESTS_ONLY"):
        rest = [item for item in items if not uses_database(item)]
        items[:] = [item for item in items if uses_database(item)]
        config.hook.pytest_deselected(items=rest)


def uses_database(item) -> bool:
    """Whether the test, or a fixture of it, asks for the database."""
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and exitstatus == pytest.ExitCode.OK and any(reporter.stats.get(kind) for kind in NOT_RUN):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    for kind in NOT_RUN:
        for report in terminalreporter.stats.get(kind, []):
            terminalreporter.write_line(f"Counts as failed, because it was {kind}: {report.nodeid}", red=True)
