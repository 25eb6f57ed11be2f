"""`.ci/run` leaves out no part of the tests, and its closing lines come from every one of them."""

import re

from scripts import run_tests
from scripts.pytest_rules import MARKERS
from tests import project

RUN = (project.ROOT / ".ci" / "run").read_text(encoding="utf-8")
PARTS = {"test"} | {f"test-{marker}" for marker in MARKERS}


def targets() -> dict[str, str]:
    """The part of scripts.run_tests by the target of the Makefile that runs it."""
    makefile = (project.ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^(test[\w-]*):.*\n\t.*scripts\.run_tests (\w+)$", makefile, re.MULTILINE))


def test_every_part_of_the_tests_has_its_target():
    assert targets() == {"test": "fast"} | {f"test-{marker}": marker for marker in MARKERS}


def test_every_part_runs_once_in_a_lane_and_is_counted_at_the_end():
    lanes = " ".join(re.findall(r"^lane (?!\(\)).*(?= &$)", RUN, re.MULTILINE))
    counted = RUN.splitlines()[-1]
    for where in (lanes, counted):
        found = re.findall(r"(?<![\w-])test(?:-\w+)?(?![\w-])", where)
        assert (set(found), len(found)) == (PARTS, len(PARTS))
    assert "check" in lanes.split()


def test_files_that_postgresql_reads_exist():
    assert len(run_tests.on_postgresql()) > 40
