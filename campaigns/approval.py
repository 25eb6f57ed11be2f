"""What staff read before they approve: the hours of each person and week."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import pgettext_lazy

from coordinators.models import Coordinator, Term, User

from . import durations, targets, trail, weeks
from .models import HourEntry, PartnerWord, WeekNote
from .totals import MondayOf, by_appointment_and_week

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
DIGITS = 16  # of a stamp: up to the year 2286
GROUPS_A_PAGE = 12  # one person's week each, so some 50 lines
PERSON = "placement__appointment__coordinator"


class State(models.TextChoices):
    """What may stand in the address."""

    WAITING = "waiting", pgettext_lazy("hours", "Waiting")
    DOUBTED = "doubted", pgettext_lazy("hours", "Partner: not right")
    ASKED = "sent-back", pgettext_lazy("hours", "Sent back")
    APPROVED = "approved", pgettext_lazy("lines of hours", "Approved")

    def of(self, entries: QuerySet) -> QuerySet:
        """Those of the entries that are in this state."""
        if self is self.DOUBTED:
            return entries.pending().filter(Exists(PartnerWord.objects.waiting().filter(entry=OuterRef("pk"))))
        return {self.WAITING: entries.waiting, self.ASKED: entries.asked, self.APPROVED: entries.approved}[self]()


def narrowed(*, state: State, campaign: str = "", person: str = "", week: dt.date | None = None) -> QuerySet:
    """Entries in the state: of the campaign with that slug, the person with that id, the week that holds the day."""
    entries = state.of(HourEntry.objects.all())
    if campaign:
        entries = entries.filter(placement__campaign__slug=campaign)
    if person:
        entries = entries.filter(**{PERSON: person})
    return entries.in_week(weeks.monday_of(week)) if week else entries


@dataclass
class Line:
    entry: HourEntry
    steps: list[trail.Step]

    @property
    def pair(self) -> str:
        """What an approval carries: the entry and the revision that was read."""
        return f"{self.entry.pk}.{self.entry.revision}"

    @property
    def words(self) -> list[PartnerWord]:
        """What partner organizations say against it, where nobody settled it; needs `groups`."""
        return self.entry.open_words


@dataclass
class Group:
    """One person's week. `minutes` are those of the whole week, whatever their state and campaign."""

    person: Coordinator
    monday: dt.date
    today: dt.date
    lines: list[Line]
    minutes: int
    target: targets.Target | None
    note: WeekNote | None
    is_own: bool

    @property
    def label(self) -> str:
        return weeks.label(self.monday, year=self.monday.year != self.today.year)

    @property
    def pairs(self) -> str:
        return " ".join(line.pair for line in self.lines)

    @property
    def over(self) -> int:
        """Minutes beyond what the term asks at most; 0 where nothing is asked."""
        is_over = self.target is not None and self.target.is_over(self.minutes)
        return self.minutes - self.target.at_most * durations.HOUR if is_over else 0

    @property
    def reflection(self) -> str:
        return self.note.reflection if self.note else ""


def counts() -> dict[str, int]:
    """How many entries wait, how many were sent back, and of how many a partner says that they are not right."""
    doubted = Exists(PartnerWord.objects.waiting().filter(entry=OuterRef("pk")))
    open_ones = {"waiting": Q(asked_at=None), "asked": Q(asked_at__isnull=False), "doubted": Q(doubted)}
    return HourEntry.objects.pending().aggregate(**{name: Count("pk", filter=one) for name, one in open_ones.items()})


def stamp(at: dt.datetime) -> str:
    """The instant of an approval for an address, in microseconds since 1970."""
    return str((at - EPOCH) // dt.timedelta(microseconds=1))


def instant(text: str) -> dt.datetime | None:
    """The instant of a stamp; None for what is none."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return EPOCH + dt.timedelta(microseconds=int(text)) if is_one else None


def pages(entries: QuerySet) -> Paginator:
    """The (Monday, person's id) of the entries, the newest week first, in pages."""
    keys = entries.annotate(monday=MondayOf("worked_on")).order_by("-monday", f"{PERSON}__name", PERSON)
    return Paginator(keys.values_list("monday", PERSON, f"{PERSON}__name").distinct(), GROUPS_A_PAGE)


def groups(page: Page, entries: QuerySet, *, user, today: dt.date) -> list[Group]:
    """The groups of one page with all that belongs to them, in a fixed number of queries."""
    keys = [(monday, person) for monday, person, _name in page]
    if not keys:
        return []
    mondays, people = {monday for monday, _ in keys}, {person for _, person in keys}
    span = (min(mondays), max(mondays) + weeks.WEEK - dt.timedelta(days=1))
    within = {f"{PERSON}__in": people, "worked_on__range": span}
    found: dict[tuple, list[HourEntry]] = {key: [] for key in keys}
    words = Prefetch("partner_words", PartnerWord.objects.waiting().with_partners(), to_attr="open_words")
    for entry in entries.filter(**within).with_all_named().prefetch_related(words):
        key = weeks.monday_of(entry.worked_on), entry.placement.appointment.coordinator_id
        found.get(key, []).append(entry)
    notes = WeekNote.objects.filter(appointment__coordinator__in=people, monday__in=mondays)
    around = _Around(
        minutes=by_appointment_and_week(HourEntry.objects.filter(**within)),
        notes={(note.appointment_id, note.monday): note for note in notes},
        steps=trail.steps_of(entry for rows in found.values() for entry in rows),
        user=user,
        today=today,
    )
    return [around.group(key[0], rows) for key, rows in found.items() if rows]


@dataclass(frozen=True)
class _Around:
    """What belongs to the weeks of a page: minutes and notes by appointment and Monday, steps by entry, who reads."""

    minutes: dict[tuple[int, dt.date], int]
    notes: dict[tuple[int, dt.date], WeekNote]
    steps: dict[int, list[trail.Step]]
    user: User
    today: dt.date

    def group(self, monday: dt.date, rows: list[HourEntry]) -> Group:
        appointments = {row.placement.appointment_id: row.placement.appointment for row in rows}
        *_earlier, appointment = appointments.values()
        return Group(
            person=appointment.coordinator,
            monday=monday,
            today=self.today,
            lines=[Line(row, self.steps.get(row.pk, [])) for row in rows],
            minutes=sum(self.minutes.get((pk, monday), 0) for pk in appointments),
            target=_target(appointment.term, monday),
            note=next((self.notes[pk, monday] for pk in appointments if (pk, monday) in self.notes), None),
            is_own=appointment.coordinator.user_id == self.user.pk,
        )


def _target(term: Term, monday: dt.date) -> targets.Target | None:
    return targets.of_week(monday, term=term, breaks=term.breaks.all())
