"""Each guard of the engine, taken out of a copy of the portal, turns a test red. Otherwise nothing would guard it.

A patch names the code that it takes out word for word: it fails when that code is no longer there exactly once.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from scripts.migrated import KEPT
from tests import project

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", "docs", "faults")
KEY = 'fields=("subject_type", "subject_id", "kind", "rule", "revision"), name="message_planned_once"'


@dataclass(frozen=True)
class Mutation:
    """`patches` are (file, code, what stands there instead); `tests` are those that have to notice."""

    patches: tuple[tuple[str, str, str], ...]
    tests: tuple[str, ...]


MUTATIONS = {
    "the gate lets through what it could not extend": Mutation(
        (
            (
                "outreach/gate.py",
                "    if claims.extend(message, token, lately(), letter.told, stop):\n        return made",
                "    claims.extend(message, token, lately(), letter.told, stop)\n    return made",
            ),
        ),
        ("tests/outreach/test_gate.py",),
    ),
    "the gate does not read the truth again": Mutation(
        (("events/letters.py", "    if rsvp.state not in (states or SIGNED_UP):", "    if False:"),),
        ("tests/events/test_notices.py", "-k", "told_nothing"),
    ),
    "the gate does not look at the revision": Mutation(
        (("events/letters.py", "    if message.revision < rsvp.event.revision:", "    if False:"),),
        ("tests/events/test_notices.py", "-k", "older_facts"),
    ),
    "what is planned has no unique key": Mutation(
        (
            ("outreach/models/message.py", f"models.UniqueConstraint(\n                {KEY}\n            ),", ""),
            (
                "outreach/migrations/0001_initial.py",
                f"models.UniqueConstraint(\n                        {KEY}\n                    ),",
                "",
            ),
        ),
        ("tests/outreach/test_outbox.py",),
    ),
    "a lease that ran out still counts": Mutation(
        (("outreach/claims.py", " AND state = 'claimed' AND lease_until > %(now)s", " AND state = 'claimed'"),),
        ("tests/outreach/test_gate.py", "-k", "closed"),
    ),
    "unknown outcomes are not counted": Mutation(
        (
            ("outreach/claims.py", "uncertain + CASE state WHEN 'sending' THEN 1 ELSE 0 END", "uncertain"),
            ("outreach/claims.py", 'F("uncertain") + int(uncertain)', 'F("uncertain")'),
        ),
        ("tests/outreach/test_claims.py",),
    ),
    "a token of somebody else is good enough": Mutation(
        (
            (
                "outreach/models/message.py",
                "self.filter(pk=message.pk, token=token, state__in=",
                "self.filter(pk=message.pk, state__in=",
            ),
            ("outreach/claims.py", "WHERE id = %(id)s AND token = %(token)s AND", "WHERE id = %(id)s AND"),
        ),
        ("tests/outreach/test_gate.py", "tests/outreach/test_engine.py", "-k", "another or taken_for_dead"),
    ),
}


ALL = os.environ.get("FAULT_ROUND") != "short"
IN_SHORT = list(MUTATIONS) if ALL else list(MUTATIONS)[:2]  # each is a run of pytest with its own database


@pytest.mark.parametrize("name", IN_SHORT)
def test_guard_taken_out_turns_a_test_red(name, tmp_path):
    mutation, copy = MUTATIONS[name], tmp_path / "portal"
    shutil.copytree(project.ROOT, copy, ignore=LEFT_OUT)
    shutil.copytree(KEPT, copy / KEPT.name)  # migrations that are patched have another name there, and are run
    for file, code, instead in mutation.patches:
        text = (copy / file).read_text(encoding="utf-8")
        assert text.count(code) == 1, f"{file} does not hold this exactly once: {code}"
        (copy / file).write_text(text.replace(code, instead), encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("FAULT_", "PYTEST_", "LEFT_OUT"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *mutation.tests],
        check=False,
        cwd=copy,
        env=kept | {"DEBUG": "1", "VAR_DIR": str(tmp_path / "var"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    red = re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE)
    print(f"{name}: red {', '.join(sorted(set(red)))}", file=sys.stderr)
    assert (done.returncode, bool(red)) == (pytest.ExitCode.TESTS_FAILED, True), done.stdout + done.stderr
