"""One line over an action each; ids in the log, never a person."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task(ignore_result=True)
def sweep_reminders() -> None:
    actions.sweep_reminders(now=timezone.now())


@shared_task(ignore_result=True)
def move_waiting_lists() -> None:
    actions.move_waiting_lists(now=timezone.now())
