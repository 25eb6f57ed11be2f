"""The Sunday nudge: one friendly mail a week, when the week is short of what the term asks. Never twice.

The hour is the reader's own: Sunday at `User.nudge_at` in `User.time_zone`. It ends when the quiet hours begin.
"""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordinators.models import Appointment, User
from outreach.kinds import Kind, Letter, Reader, Skip
from outreach.models import Message
from outreach.quiet import QUIET_FROM

from . import targets, weeks
from .durations import as_hours
from .models import HourEntry
from .topic import HOURS, mark_of

KIND = "campaigns.nudge"
SUBJECT_TYPE = "coordinators.appointment"
SUNDAY = 6  # date.weekday()


def sunday_somewhere(now: dt.datetime) -> dt.date | None:
    """The Sunday that it is in some time zone at `now`, or None. There is never more than one."""
    ends = (now.astimezone(dt.UTC) + dt.timedelta(hours=hours) for hours in (-12, 14))  # the widest zones of the world
    return next((end.date() for end in ends if end.weekday() == SUNDAY), None)


def due_at(user: User, sunday: dt.date) -> dt.datetime:
    """The instant of the person's own hour on that Sunday."""
    return dt.datetime.combine(sunday, user.nudge_at, zoneinfo.ZoneInfo(user.time_zone)).astimezone(dt.UTC)


def not_after(user: User, sunday: dt.date) -> dt.datetime:
    """The instant at which the quiet hours begin there; a choice ends at 20:30, so half an hour at least is left."""
    return dt.datetime.combine(sunday, QUIET_FROM, zoneinfo.ZoneInfo(user.time_zone)).astimezone(dt.UTC)


def is_time(user: User, now: dt.datetime) -> bool:
    """True from the person's hour on Sunday until the quiet hours."""
    sunday = now.astimezone(zoneinfo.ZoneInfo(user.time_zone)).date()
    return sunday.weekday() == SUNDAY and due_at(user, sunday) <= now < not_after(user, sunday)


def message(appointment: Appointment, monday: dt.date) -> Message:
    """The outbox row; its key is appointment and week, so that a second planning adds nothing."""
    user, sunday = appointment.coordinator.user, monday + dt.timedelta(days=6)
    return Message(
        kind=KIND,
        subject_type=SUBJECT_TYPE,
        subject_id=appointment.pk,
        rule=monday.isoformat(),
        due_at=due_at(user, sunday),
        not_after=not_after(user, sunday),
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
    minutes = HourEntry.objects.of_user(user).in_week(monday).total_minutes()
    if not target.is_short(minutes):
        raise Skip(Message.State.SUPPRESSED, "week is full")
    message.mark, words = mark_of(user), _words(user, monday, target, minutes)
    return Letter(to=user.email, language=user.language, template="hours_nudge", context=words, zone=user.time_zone)


def _words(user: User, monday: dt.date, target: targets.Target, minutes: int) -> dict:
    with translation.override(user.language):
        return {
            "week": weeks.label(monday),
            "hours": as_hours(minutes),
            "missing": as_hours(target.missing(minutes)),
            "at_least": target.at_least,
            "at_most": target.at_most,
            "week_url": settings.BASE_URL + reverse("campaigns:hours_week", args=[monday]),
            "settings_url": settings.BASE_URL + reverse("start_settings"),
        }


def readers(ids: set[int]) -> dict[int, Reader]:
    """Appointments by id, as the number of the coordinator and the language of the account."""
    found = Appointment.objects.filter(pk__in=ids).values_list("pk", "coordinator_id", "coordinator__user__language")
    known = {pk: Reader(_("Coordinator %(number)d") % {"number": who}, tongue or "") for pk, who, tongue in found}
    return {pk: known.get(pk) or Reader(_("Appointment %(number)d") % {"number": pk}, "", "") for pk in ids}


def rule_text(rule: str) -> str:
    try:
        return _("for the week of %(week)s") % {"week": weeks.label(dt.date.fromisoformat(rule), year=True)}
    except ValueError:
        return ""


NUDGE = Kind(
    name=KIND,
    facts=facts,
    priority=7,
    max_uncertain=0,
    label=gettext_lazy("Sunday reminder of hours"),
    topic=HOURS,
    readers=readers,
    rule_text=rule_text,
)
