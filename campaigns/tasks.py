"""One line over an action each; ids in the log, never a person."""

from celery import shared_task
from django.utils import timezone

from . import nudges


@shared_task(ignore_result=True)
def plan_nudges() -> None:
    """Every five minutes: plan the Sunday nudges whose hour has come."""
    nudges.plan(now=timezone.now())
