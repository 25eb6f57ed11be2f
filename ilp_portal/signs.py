"""Signs of life of worker and clock: each touches a file of its own, and its container's health check looks how old it
is (scripts/ask_alive.py). A broker that is away stops both, and so does a program that hangs."""

from pathlib import Path

from celery import signals
from django.conf import settings


def file(name: str) -> Path:
    return settings.VAR_DIR / f"{name}.alive"


@signals.heartbeat_sent.connect
def worker_lives(**_) -> None:
    """Every two seconds, from the worker's own loop."""
    file("worker").touch()


@signals.beat_init.connect
def clock_began(**_) -> None:
    signals.after_task_publish.connect(clock_lives)


def clock_lives(**_) -> None:
    """Whenever the clock has handed a task to the broker: every ten seconds."""
    file("clock").touch()
