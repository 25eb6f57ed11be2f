"""The Sunday nudge: one friendly mail a week, when the week is short of what the term asks. Never twice, and never when
the person said that nothing (more) comes.

The hour is the reader's own: Sunday at `User.nudge_at` in `User.time_zone`. It ends when the quiet hours begin. It
carries three ways out: the same as last week, the sheet, nothing this week; see sunday.py.
"""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from coordinators.models import Appointment, User
from outreach import outbox
from outreach.kinds import Kind, Letter, Skip
from outreach.models import Message
from outreach.quiet import QUIET_FROM

from . import sunday, targets, weeks
from .durations import as_hours
from .models import HourEntry, WeekNote
from .readers import APPOINTMENT, appointments, rule_text
from .topic import HOURS, mark_of

KIND = "campaigns.nudge"
SUNDAY = 6  # date.weekday()


def due_at(user: User, day: dt.date) -> dt.datetime:
    """The instant of the person's own hour on that Sunday."""
    return dt.datetime.combine(day, user.nudge_at, zoneinfo.ZoneInfo(user.time_zone)).astimezone(dt.UTC)


def not_after(user: User, day: dt.date) -> dt.datetime:
    """The instant at which the quiet hours begin there; a choice ends at 20:30, so half an hour at least is left."""
    return dt.datetime.combine(day, QUIET_FROM, zoneinfo.ZoneInfo(user.time_zone)).astimezone(dt.UTC)


def is_time(user: User, now: dt.datetime) -> bool:
    """True from the person's hour on Sunday until the quiet hours."""
    day = now.astimezone(zoneinfo.ZoneInfo(user.time_zone)).date()
    return day.weekday() == SUNDAY and due_at(user, day) <= now < not_after(user, day)


@transaction.atomic
def plan(*, now: dt.datetime) -> int:
    """Plan the nudge of everybody whose hour has come and whose week is short; a second run adds none."""
    last_day = weeks.weekday_somewhere(now, SUNDAY)
    if last_day is None:
        return 0
    monday = weeks.monday_of(last_day)
    logged = HourEntry.objects.in_week(monday).minutes_by_appointment()
    finished = set(WeekNote.objects.finished(monday).values_list("appointment", flat=True))
    return outbox.plan(
        message(appointment, monday)
        for appointment in Appointment.objects.asked_for_hours(monday)
        if is_time(appointment.coordinator.user, now)
        and appointment.pk not in finished
        and targets.of_term(appointment.term).is_short(logged.get(appointment.pk, 0))
    )


def message(appointment: Appointment, monday: dt.date) -> Message:
    """The outbox row; its key is appointment and week, so that a second planning adds nothing."""
    user, last_day = appointment.coordinator.user, monday + dt.timedelta(days=6)
    return Message(
        kind=KIND,
        subject_type=APPOINTMENT,
        subject_id=appointment.pk,
        rule=monday.isoformat(),
        due_at=due_at(user, last_day),
        not_after=not_after(user, last_day),
    )


def facts(message: Message) -> Letter:
    """What is true now, just before sending. Raises Skip when there is nothing to say any more."""
    monday = dt.date.fromisoformat(message.rule)
    found = Appointment.objects.filter(pk=message.subject_id).select_related("coordinator__user", "term")
    appointment = found.prefetch_related("term__breaks").first()
    user = appointment.coordinator.user if appointment else None
    if user is None or not user.is_active or not user.nudge:
        raise Skip(Message.State.SUPPRESSED, "not wanted")
    target = targets.of_week(monday, term=appointment.term, breaks=appointment.term.breaks.all())
    if target is None:
        raise Skip(Message.State.SUPPRESSED, "nothing asked of this week")
    if WeekNote.objects.finished(monday).filter(appointment=appointment).exists():
        raise Skip(Message.State.SUPPRESSED, "week is finished")
    link = sunday.Link(appointment, monday, message.due_at, now=message.due_at)
    if not target.is_short(link.minutes):
        raise Skip(Message.State.SUPPRESSED, "week is full")
    message.mark, words = mark_of(user), _words(link, target)
    return Letter(to=user.email, language=user.language, template="hours_nudge", context=words, zone=user.time_zone)


def _words(link: sunday.Link, target: targets.Target) -> dict:
    user, monday, token = link.user, link.monday, sunday.token_of(link)
    with translation.override(user.language):
        return {
            "week": weeks.label(monday),
            "hours": as_hours(link.minutes),
            "missing": as_hours(target.missing(link.minutes)),
            "at_least": target.at_least,
            "at_most": target.at_most,
            "same_url": sunday.url(token, sunday.SAME, user.language) if link.offer else "",
            "week_url": settings.BASE_URL + reverse("campaigns:hours_week", args=[monday]),
            "nothing_url": sunday.url(token, sunday.NOTHING, user.language),
            "settings_url": settings.BASE_URL + reverse("start_settings"),
        }


NUDGE = Kind(
    name=KIND,
    facts=facts,
    priority=7,
    max_uncertain=0,
    label=gettext_lazy("Sunday reminder of hours"),
    topic=HOURS,
    readers=appointments,
    rule_text=rule_text,
)
