"""One line over an action each; ids in the log, never a person."""

from celery import shared_task

from . import engine
from .clock import db_now
from .models import Pulse


@shared_task(ignore_result=True)
def run_outbox() -> None:
    """Send what is due: somebody has just planned something."""
    engine.run_once()


@shared_task(ignore_result=True)
def tick() -> None:
    """Send what is due: the clock says so. Only this one counts as its sign of life, so that a clock that fell silent
    is seen even while nudges keep the engine busy."""
    Pulse.beat(Pulse.Duty.TICK, db_now())
    engine.run_once()
