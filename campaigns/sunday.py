"""The link of the Sunday mail: which week of whom it opens without signing in, for how long, and what it may do there.

A token is signed over appointment, week, mark of the account and the instant of the mail. It says nothing about the
person, and it dies with the appointment: the mark is in it because a restored database gives numbers away again.
"""

import datetime as dt
import zoneinfo
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from coordinators.models import Appointment, User
from coordinators.models.term import ACCESS_AFTER_TERM

from . import actions, proposals, week_notes, weeks
from .models import Campaign, HourEntry, WeekNote
from .topic import mark_of

SIGNER = {"salt": "campaigns.sunday", "sep": "."}
LIFETIME = dt.timedelta(days=7)  # from the person's own hour on Sunday
SAME, NOTHING = WAYS = ("same", "nothing")


class Past(Exception):
    """The link was good and is no more: its seven days are over, or its term gives no access."""


@dataclass
class Link:
    """What a valid token opens: one week of one appointment, at the instant `now`."""

    appointment: Appointment
    monday: dt.date
    sent_at: dt.datetime
    now: dt.datetime

    @property
    def until(self) -> dt.datetime:
        return self.sent_at + LIFETIME

    @property
    def user(self) -> User:
        return self.appointment.coordinator.user

    @property
    def label(self) -> str:
        return weeks.label(self.monday)

    @property
    def last_day(self) -> dt.date:
        """The day on which the link ends, where the person is."""
        return self.until.astimezone(zoneinfo.ZoneInfo(self.user.time_zone)).date()

    @cached_property
    def _rows(self) -> list[HourEntry]:
        mine = HourEntry.objects.filter(placement__appointment=self.appointment)
        two_weeks = mine.worked_between(self.monday - weeks.WEEK, self.monday + weeks.WEEK - dt.timedelta(days=1))
        return list(two_weeks.select_related("placement__campaign", "placement__appointment"))

    @property
    def entries(self) -> list[HourEntry]:
        return [entry for entry in self._rows if entry.worked_on >= self.monday]

    @property
    def last_week(self) -> list[HourEntry]:
        return [entry for entry in self._rows if entry.worked_on < self.monday]

    @property
    def minutes(self) -> int:
        """Of this appointment in the week."""
        return sum(entry.minutes for entry in self.entries)

    @cached_property
    def offer(self) -> list[proposals.Repeat]:
        """What "same as last week" would add now."""
        today = weeks.today(self.now)
        return proposals.repeats(
            self.last_week, self.entries, monday=self.monday, term=self.appointment.term, today=today
        )

    @property
    def offer_by_campaign(self) -> list[tuple[Campaign, int]]:
        return by_campaign([one.source for one in self.offer])

    @property
    def offer_minutes(self) -> int:
        return sum(one.source.minutes for one in self.offer)

    @cached_property
    def added(self) -> list[HourEntry]:
        """What it added since the mail was sent and can be taken back: nobody corrected, approved or asked since."""
        keys = {proposals.Repeat(entry, entry.worked_on + weeks.WEEK).key for entry in self.last_week}
        return [
            entry
            for entry in self.entries
            if entry.client_key in keys
            and entry.logged_at >= self.sent_at
            and (entry.revision, entry.approved_at, entry.asked_at) == (1, None, None)
        ]

    @property
    def added_by_campaign(self) -> list[tuple[Campaign, int]]:
        return by_campaign(self.added)

    @property
    def added_minutes(self) -> int:
        return sum(entry.minutes for entry in self.added)

    @cached_property
    def is_finished(self) -> bool:
        """True once the person said that nothing (more) comes this week."""
        return WeekNote.objects.finished(self.monday).filter(appointment=self.appointment).exists()


def token_of(link: Link) -> str:
    """The same for every try to send one mail."""
    mark, seconds = mark_of(link.user), int(link.sent_at.timestamp())
    return Signer(**SIGNER).sign_object([link.appointment.pk, link.monday.isoformat(), mark, seconds])


def url(token: str, way: str, language: str) -> str:
    """The page in that language, with the question of `way` first."""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse('campaigns:sunday', args=[token])}?way={way}"


def find(token: str, now: dt.datetime) -> Link | None:
    """None alike for a forged token, for one whose appointment is gone and for an account that is not active.

    Raises Past for one that was good.
    """
    try:
        pk, day, mark, seconds = Signer(**SIGNER).unsign_object(token)
        monday, sent_at = dt.date.fromisoformat(day), dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (BadSignature, ValueError, TypeError):
        return None
    if now >= sent_at + LIFETIME:
        raise Past
    appointment = Appointment.objects.filter(pk=pk).select_related("coordinator__user", "term").first()
    user = appointment.coordinator.user if appointment else None
    if user is None or not user.is_active or mark_of(user) != mark:
        return None
    if weeks.today(now) > appointment.term.ends_on + ACCESS_AFTER_TERM:
        raise Past
    return Link(appointment, monday, sent_at, now)


def repeat(link: Link) -> int:
    """Add what is offered. Returns how many entries were left out, because their day would be too long."""
    wanted = len(link.offer)
    return wanted - len(week_notes.repeat_week(appointment=link.appointment, monday=link.monday, now=link.now))


def finish(link: Link) -> None:
    """A week without hours is called quiet, one with hours done: in both nobody asks again."""
    said = {"done": True} if link.entries else {"quiet": True}
    week_notes.note_week(appointment=link.appointment, monday=link.monday, now=link.now, **said)


@transaction.atomic
def take_back(link: Link) -> None:
    """Delete what the link added, with its trail; what is corrected or deleted at this moment stays as it is."""
    for entry in link.added:
        with suppress(actions.Stale):
            actions.delete_hours(entry=entry, by=link.user, now=link.now, revision=entry.revision)


def resume(link: Link) -> None:
    """The week is neither quiet nor done."""
    week_notes.note_week(appointment=link.appointment, monday=link.monday, now=link.now, quiet=False, done=False)


def by_campaign(rows: list[HourEntry]) -> list[tuple[Campaign, int]]:
    """Minutes of each campaign in these entries, by its title; no day, no activity, no note."""
    campaigns = {row.placement.campaign_id: row.placement.campaign for row in rows}
    minutes = Counter()
    for row in rows:
        minutes[row.placement.campaign_id] += row.minutes
    return sorted(((campaigns[pk], total) for pk, total in minutes.items()), key=lambda pair: pair[0].title)
