"""One line over an action each; ids in the log, never a person."""

from celery import shared_task
from django.utils import timezone

from . import privacy
from .backup import making


@shared_task(ignore_result=True)
def purge_personal_data() -> None:
    privacy.purge(now=timezone.now())


@shared_task(ignore_result=True)
def back_up_when_due() -> None:
    making.make_when_due(now=timezone.now())
