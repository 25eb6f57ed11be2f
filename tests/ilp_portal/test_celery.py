"""Celery only wakes the engine: no local hour, no task for later, nothing about anybody in the broker."""

import re

from ilp_portal.celery import app
from tests import project

OURS = ("outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal")
FOR_LATER = re.compile(r"\b(crontab|solar|countdown|eta)\s*[=(]")  # RELIABILITY 2.1 has what became of these
WAKES = re.compile(r"\.(delay|apply_async|send_task)\(([^)]*)\)")


def sources() -> dict[str, str]:
    files = [file for name in OURS for file in (project.ROOT / name).rglob("*.py")]
    return {str(file.relative_to(project.ROOT)): file.read_text(encoding="utf-8") for file in files}


def test_clock_knows_spans_of_real_time_only_and_hands_nothing_over():
    entries = app.conf.beat_schedule.values()
    assert {type(entry["schedule"]) for entry in entries} == {float}
    assert [entry for entry in entries if entry.get("args") or entry.get("kwargs")] == []
    needed = {"outreach.tasks.tick", "events.tasks.sweep_reminders", "events.tasks.move_waiting_lists"}
    assert {entry["task"] for entry in entries} >= needed


def test_no_task_is_left_in_the_broker_for_later():
    assert {name: found for name, text in sources().items() if (found := FOR_LATER.findall(text))} == {}


def test_who_wakes_the_engine_says_nothing_about_anybody():
    found = {(name, *match) for name, text in sources().items() for match in WAKES.findall(text)}
    assert found == {
        ("outreach/outbox.py", "apply_async", "expires=30, retry=False"),
        ("campaigns/imports/work.py", "apply_async", "args=[pk], retry=False"),  # the number of an import
    }
