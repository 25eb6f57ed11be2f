"""One line over an action each; ids in the log, never a person."""

from celery import shared_task

from . import engine


@shared_task(ignore_result=True)
def run_outbox() -> None:
    """Send what is due."""
    engine.run_once()
