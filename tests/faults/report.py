"""The table of all rounds and its sum, on the screen and as docs/evidence/faults.md."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

from tests import project

COLUMNS = ("planned", "once", "copies", "most", "faults", "unknown", "shown", "lost", "stale")
SUMMED = ("planned", "once", "copies", "faults", "lost", "stale")
EVIDENCE = project.ROOT / "docs" / "evidence" / "faults.md"


def rows(folder: Path) -> list[dict]:
    """In the order of the matrix: F2 before F10."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")]
    return sorted(found, key=lambda row: (int(row["id"].split()[0].removeprefix("F")), row["id"]))


def sum_line(found: list[dict]) -> str:
    total = {name: sum(row[name] for row in found) for name in SUMMED}
    words = {"once": "sent once"}
    return ", ".join(f"{words.get(name, name)} {total[name]}" for name in SUMMED)


def table(folder: Path) -> str:
    """For people who watch; the last line is the sum."""
    found = rows(folder)
    wide = max([5, *(len(row["id"]) for row in found)])
    lines = ["", "round".ljust(wide) + "".join(name.rjust(9) for name in COLUMNS) + "  seconds"]
    for row in found:
        lines.append(row["id"].ljust(wide) + "".join(f"{row[name]:9}" for name in COLUMNS) + f"{row['seconds']:9.0f}")
        lines += [f"    {note}" for note in row["notes"]]
    return "\n".join([*lines, "", sum_line(found)])


def write_evidence(folder: Path) -> None:
    found = rows(folder)
    asked = ["git", "-C", str(project.ROOT), "log", "-1", "--format=%h"]
    commit = subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip() or "unknown"
    python = ".".join(map(str, sys.version_info[:3]))
    lines = [
        "# Faults",
        "",
        f"`make test-faults`, {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, "
        f"{os.cpu_count()} cores, Python {python}.",
        "",
        f"**{sum_line(found)}**",
        "",
        "| round | what happened | " + " | ".join(COLUMNS) + " | seconds |",
        "| --- | --- |" + " ---: |" * (len(COLUMNS) + 1),
    ]
    for row in found:
        what = "; ".join([row["what"], *row["notes"]])
        numbers = " | ".join(str(row[name]) for name in COLUMNS)
        lines.append(f"| {row['id']} | {what} | {numbers} | {row['seconds']:.0f} |")
    EVIDENCE.parent.mkdir(exist_ok=True)
    EVIDENCE.write_text("\n".join([*lines, "", *EXPLAINED, ""]), encoding="utf-8")


EXPLAINED = """\
Every process is real: workers run the loop of `manage.py run_outbox` and are ended with SIGKILL, PostgreSQL and Redis
are private servers, mail goes through a socket to a mail server that is faulty on purpose. Shortened for the rounds:
the lease (4 s instead of 90), the waits between two tries, the poll of the loop. The code is the portal's.

- **planned**: messages in the outbox. **once**: accepted by the mail server exactly once. **copies**: accepted again.
  **most**: how often the most repeated message was accepted. A copy needs an outcome that nobody could know: every
  round checks that no message was accepted more often than 1 + its counter of unknown outcomes.
- **faults**: kills, restarts, stops and what the mail server did wrong. **unknown**: of these, connections lost
  between the first byte of the text and the answer to it.
- **shown**: ended as unconfirmed and had not arrived; the ledger shows them, and staff press "send again".
- **lost**: confirmed people with a mailbox who got nothing, and messages that claim to be sent and did not arrive, have
  failed, or have no end.
- **stale**: confirmed people whose last accepted mail tells a place that is no longer true.""".splitlines()
