"""The Monday digest: one mail to everybody of staff who wants it, about the week that ended. Never twice.

It comes at 9:00 where the reader is, and never before the week is over in New York. It names people, since staff have
to know whom to ask; so it goes to accounts that may see all hours, and its subject says nothing.
"""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from coordinators.mail import readers
from coordinators.models import Term, User
from outreach import outbox
from outreach.kinds import Kind, Letter, Skip
from outreach.models import Message
from outreach.quiet import QUIET_FROM

from . import check_in, targets, weeks
from .durations import as_hours
from .models import HourEntry
from .readers import rule_text
from .topic import DIGEST, mark_of

KIND = "campaigns.digest"
SUBJECT_TYPE = "coordinators.user"
MONDAY = 0  # date.weekday()
AT = dt.time(9, 0)  # local


def due_at(user: User, day: dt.date) -> dt.datetime:
    """The reader's 9:00 on that Monday, or the end of Sunday in New York where that is later."""
    local = dt.datetime.combine(day, AT, zoneinfo.ZoneInfo(user.time_zone))
    return max(local, dt.datetime.combine(day, dt.time(), weeks.HOME_ZONE)).astimezone(dt.UTC)


def not_after(user: User, day: dt.date) -> dt.datetime:
    """The instant at which the quiet hours of that Monday begin there."""
    return dt.datetime.combine(day, QUIET_FROM, zoneinfo.ZoneInfo(user.time_zone)).astimezone(dt.UTC)


@transaction.atomic
def plan(*, now: dt.datetime) -> int:
    """Plan the digest of everybody whose hour has come; a second run adds none."""
    day = weeks.weekday_somewhere(now, MONDAY)
    if day is None:
        return 0
    return outbox.plan(
        message(user, day) for user in User.objects.wanting_digest() if due_at(user, day) <= now < not_after(user, day)
    )


def message(user: User, day: dt.date) -> Message:
    """The outbox row of the Monday `day`, about the week before; its key is account and week."""
    return Message(
        kind=KIND,
        subject_type=SUBJECT_TYPE,
        subject_id=user.pk,
        rule=(day - weeks.WEEK).isoformat(),
        due_at=due_at(user, day),
        not_after=not_after(user, day),
    )


def facts(message: Message) -> Letter:
    """What is true now, just before sending. Raises Skip when there is nothing to say any more."""
    monday = dt.date.fromisoformat(message.rule)
    user = User.objects.wanting_digest().filter(pk=message.subject_id).first()
    if user is None or not user.has_perm("campaigns.view_hourentry"):
        raise Skip(Message.State.SUPPRESSED, "not wanted")
    term = Term.objects.on(monday).prefetch_related("breaks").first()
    target = targets.of_week(monday, term=term, breaks=term.breaks.all() if term else [])
    found = check_in.load(monday + weeks.WEEK)
    if target is None or not found.people:
        raise Skip(Message.State.SUPPRESSED, "nothing asked of this week")
    message.mark, words = mark_of(user), _words(user, target, found)
    words |= _waiting(user, message.due_at)
    return Letter(to=user.email, language=user.language, template="hours_digest", context=words, zone=user.time_zone)


def _words(user: User, target: targets.Target, found: check_in.CheckIn) -> dict:
    with translation.override(user.language):
        return {
            "week": found.label,
            "people": found.people,
            "logged": [person.name for person in found.logged],
            "quiet": len(found.quiet),
            "silent": [person.name for person in found.silent],
            "over": [(person.name, as_hours(minutes)) for person, minutes in found.over],
            "at_most": target.at_most,
            "totals_url": settings.BASE_URL + reverse("campaigns:hours_totals"),
            "approval_url": settings.BASE_URL + reverse("campaigns:approval_list"),
            "settings_url": settings.BASE_URL + reverse("start_settings"),
        }


def _waiting(user: User, now: dt.datetime) -> dict:
    """How many entries wait for a person who may approve them, and for how many days the first has waited."""
    if not user.has_perm("campaigns.approve_hourentry"):
        return {"waiting": 0, "days": 0}
    found = HourEntry.objects.waiting().not_of(user).aggregate(waiting=Count("pk"), since=Min("logged_at"))
    return {"waiting": found["waiting"], "days": max(0, (now - found["since"]).days) if found["since"] else 0}


DIGEST_OF_WEEK = Kind(
    name=KIND,
    facts=facts,
    priority=8,
    max_uncertain=0,
    label=gettext_lazy("Monday digest of hours"),
    topic=DIGEST,
    readers=readers,
    rule_text=rule_text,
)
