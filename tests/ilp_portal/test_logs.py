"""No person in a line: neither in gunicorn's own, nor in the words of a fault."""

import logging
import runpy
import sys

from celery.app.trace import build_tracer
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from campaigns.tasks import work_on_import
from ilp_portal.celery import app
from ilp_portal.logs import NobodyInServerLines, PlacesWithoutWords


def line_of(message: str, *args, formatter: logging.Formatter, fault: Exception | None = None) -> str:
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, message, args, None)
    if fault:
        try:
            raise ValueError("canaria@tests.example") from fault
        except ValueError:
            record.exc_info = sys.exc_info()
    NobodyInServerLines().filter(record)
    return formatter.format(record)


def test_gunicorn_names_neither_sender_nor_address():
    plain = logging.Formatter("%(message)s")
    broken = "Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'GET /sign-up/1.token HTTP/x'"
    assert line_of(broken, formatter=plain) == "Invalid request"
    assert (
        line_of("Error handling request %s %s", "GET", "/sign-up/1.token", formatter=plain) == "Error handling request"
    )
    assert line_of("Booting worker with pid: %s", 7, formatter=plain) == "Booting worker with pid: 7"


def test_gunicorn_starts_with_that_filter():
    runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    assert any(isinstance(each, NobodyInServerLines) for each in logging.getLogger("gunicorn.error").filters)


def test_a_fault_is_told_by_place_and_type():
    text = line_of("Fault", formatter=PlacesWithoutWords("%(message)s"), fault=ValidationError("avedepaso"))
    assert "test_logs.py" in text
    assert [line for line in text.splitlines() if not line.startswith(" ")] == [
        "Fault",
        "builtins.ValueError",
        "caused by",
        "django.core.exceptions.ValidationError",
    ]


def test_a_task_that_fails_quotes_no_row(monkeypatch, caplog):
    def fail(pk, *, now):
        raise IntegrityError("new row violates a check\nDETAIL:  Failing row contains (1, Met with avedepaso).")

    monkeypatch.setattr("campaigns.imports.work.do", fail)
    build_tracer(work_on_import.name, work_on_import, app=app)("1", (1,), {}, request={"id": "1"})
    [line] = [record.getMessage() for record in caplog.records if record.name == "celery.app.trace"]
    assert line == "Task campaigns.tasks.work_on_import[1] raised unexpected: IntegrityError"
