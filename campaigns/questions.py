"""The mail that says: staff sent hours back with a word. The word itself stays in the portal.

One mail a person for everything that is asked within half an hour; what was answered meanwhile is not told.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from coordinators.models import Appointment
from outreach import outbox
from outreach.kinds import Kind, Letter, Skip
from outreach.models import Message

from . import weeks
from .models import HourEntry
from .readers import APPOINTMENT, appointments

KIND = "campaigns.question"
JOINED = dt.timedelta(minutes=30)  # from the first question on; later ones come along
LIFETIME = dt.timedelta(days=7)  # a question that waits for so long was found on the sheet


def plan(appointment_ids: Iterable[int], *, at: dt.datetime) -> int:
    """Plan the mail to each of these appointments, unless one waits already. Returns how many are new.

    Called in the transaction that asks.
    """
    ids = set(appointment_ids)
    waiting = Message.objects.about(APPOINTMENT, ids).queued().filter(kind=KIND)
    ids -= set(waiting.values_list("subject_id", flat=True))
    return outbox.plan(_message(pk, at) for pk in ids)


def _message(appointment_id: int, at: dt.datetime) -> Message:
    due = at + JOINED
    return Message(
        kind=KIND,
        subject_type=APPOINTMENT,
        subject_id=appointment_id,
        rule=at.astimezone(dt.UTC).isoformat(timespec="seconds"),  # what is asked from here on is told
        due_at=due,
        not_after=due + LIFETIME,
    )


def facts(message: Message) -> Letter:
    """What was asked since the mail was planned and is not answered. Raises Skip when nothing is."""
    found = Appointment.objects.filter(pk=message.subject_id).select_related("coordinator__user").first()
    user = found.coordinator.user if found else None
    if user is None or not user.is_active:
        raise Skip(Message.State.SUPPRESSED, "no active account")
    since = dt.datetime.fromisoformat(message.rule)
    asked = HourEntry.objects.asked().filter(placement__appointment=found, asked_at__gte=since)
    days = list(asked.order_by("worked_on").values_list("worked_on", flat=True))
    if not days:
        raise Skip(Message.State.SUPERSEDED, "answered")
    return Letter(user.email, user.language, "hours_question", _words(user.language, days), zone=user.time_zone)


def _words(language: str, days: list[dt.date]) -> dict:
    mondays = sorted({weeks.monday_of(day) for day in days})
    with translation.override(language):
        pages = [
            {"label": weeks.label(monday), "url": settings.BASE_URL + reverse("campaigns:hours_week", args=[monday])}
            for monday in mondays
        ]
    return {"count": len(days), "weeks": pages}


QUESTION = Kind(
    name=KIND,
    facts=facts,
    priority=5,
    label=gettext_lazy("Question about hours"),
    readers=appointments,
)
