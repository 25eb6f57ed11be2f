"""One line over an action each; ids in the log, never a person."""

from celery import shared_task
from django.utils import timezone

from . import digest, nudges
from .imports import work


@shared_task(ignore_result=True)
def plan_nudges() -> None:
    """Every five minutes: plan the Sunday nudges whose hour has come."""
    nudges.plan(now=timezone.now())


@shared_task(ignore_result=True)
def plan_digests() -> None:
    """Every five minutes: plan the Monday digests whose hour has come."""
    digest.plan(now=timezone.now())


@shared_task(ignore_result=True)
def work_on_import(pk: int) -> None:
    """Go on with one import of hours, from where it stands."""
    work.do(pk, now=timezone.now())


@shared_task(ignore_result=True)
def wake_imports() -> None:
    """Every minute: have imports taken up again whose worker died."""
    work.wake_stuck(now=timezone.now())
