"""The portal's processes in one round: Django is loaded once, and every worker is a fork of that, so that five hundred
killed workers can be replaced in milliseconds.

Usage: python -m tests.faults.company, with the portal's environment. It reads one order a line as JSON from its input
and answers each with a line: start (a process that goes on by itself), call (a process waited for, with its result),
signal, ended (which processes ended, and how).
"""

import datetime as dt
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable

import django
from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from ilp_portal.supervisor import die_with_parent

# Seconds. A round cannot wait half a minute for a second try; what is tested does not depend on how long it is.
BACKOFF, BREAKER_PAUSE = (0.5, 1, 1, 1), 1.0
SETTLE = dt.timedelta(seconds=2)  # five minutes in production
BATCH = 10  # twenty in production, where the lease is thirty times as long


def main() -> None:
    django.setup()
    from events import planning
    from outreach import claims, engine

    claims.BACKOFF, engine.CONNECT_PAUSE = BACKOFF, BREAKER_PAUSE
    settings.OUTBOX["BATCH"], planning.SETTLE = BATCH, SETTLE
    from tests.faults import acts

    read_ahead()
    children: set[int] = set()
    answer({"ready": os.getpid()})
    for line in sys.stdin:
        order = json.loads(line)
        work = getattr(acts, order["act"]) if "act" in order else None
        match order["do"]:
            case "start":
                children.add(pid := fork(work, order["values"]))
                answer({"value": pid})
            case "call":
                answer(call(work, order["values"]))
            case "signal":
                answer({"value": tell(order["pid"], order["number"], children)})
            case "ended":
                answer({"value": ended(children)})


def read_ahead() -> None:
    """Addresses, words and mails are read once here, not by every child again; then nothing of it is copied for one."""
    templates = settings.BASE_DIR / "templates"
    for file in (templates / "email").rglob("*.*"):
        get_template(str(file.relative_to(templates)))
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext(reverse("events:rsvp_create", args=["rally"]))
    gc.collect()
    gc.freeze()


def answer(what: dict) -> None:
    print(json.dumps(what), flush=True)


def fork(work: Callable, values: dict, result: int | None = None) -> int:
    """A child that does the work and ends; what it returns goes to the pipe `result` as JSON."""
    parent = os.getpid()
    if pid := os.fork():
        return pid
    code = 1
    try:
        die_with_parent(parent)
        os.dup2(2, 1)
        os.close(0)
        DNS_NAME._fqdn = f"worker-{os.getpid()}.tests.example"  # the mail server knows whom it talks to
        value = work(**values)
        if result is not None:
            os.write(result, json.dumps(value, default=str).encode())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def call(work: Callable, values: dict) -> dict:
    read, write = os.pipe()
    pid = fork(work, values, write)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        text = pipe.read()
    _, status = os.waitpid(pid, 0)
    return {"value": json.loads(text)} if text else {"code": os.waitstatus_to_exitcode(status)}


def ended(children: set[int]) -> dict[int, int]:
    """The exit codes of the children that ended since the last question."""
    found = {pid: status for pid, status in (os.waitpid(pid, os.WNOHANG) for pid in children) if pid}
    children.difference_update(found)
    return {pid: os.waitstatus_to_exitcode(status) for pid, status in found.items()}


def tell(pid: int, number: int, children: set[int]) -> bool:
    """Signal a child of ours; one that was killed is waited for, so that its number means nobody else."""
    if pid not in children:
        return False
    os.kill(pid, number)
    if number == signal.SIGKILL:
        os.waitpid(pid, 0)
        children.remove(pid)
    return True


if __name__ == "__main__":
    main()
