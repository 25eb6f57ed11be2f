"""One line over an action each; ids in the log, never a person."""

from celery import shared_task
from django.utils import timezone

from . import partner_digest, privacy
from .backup import making


@shared_task(ignore_result=True)
def purge_personal_data() -> None:
    privacy.purge(now=timezone.now())


@shared_task(ignore_result=True)
def plan_partner_digests() -> None:
    """Four times an hour: plan the digests of partner organizations on the first Monday of a month."""
    partner_digest.plan(now=timezone.now())


@shared_task(ignore_result=True)
def back_up_when_due() -> None:
    making.make_when_due(now=timezone.now())
