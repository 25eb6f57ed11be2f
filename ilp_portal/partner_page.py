"""What a partner organization sees by its link: who helps this term, their hours, what waits for its answer, events.

It shows no address of anybody, no note (one may hold private remarks) and nothing of accompaniments: no event, and of
hours the kind is not said, nor can it be told from others of which it is not said. A fixed number of statements.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from campaigns import partner_answers, weeks
from campaigns.models import Campaign, HourEntry, PartnerLink, PartnerWord, Placement
from coordinators.models import Coordinator, Term
from events.models import Event, Qualification
from outreach import sealing

SHOWN_WEEKS = 8
MOST_LINES = 100  # of one page; the oldest first, so the rest comes after them
NEXT_EVENTS = 10
USUAL_DAYS = 2  # weekdays named as usual, each worked at least twice in the weeks that are shown
UNTOLD = HourEntry.Activity.ACCOMPANIMENT


@dataclass
class Helper:
    """One coordinator at the organization's campaigns: first name, campaigns, trainings with their last days."""

    person: Coordinator
    name: str = ""
    campaigns: list[Campaign] = field(default_factory=list)
    trained: list[Qualification] = field(default_factory=list)
    worked: list[tuple[dt.date, int]] = field(default_factory=list)

    def minutes_in(self, monday: dt.date) -> int:
        return sum(minutes for day, minutes in self.worked if weeks.monday_of(day) == monday)

    @property
    def minutes(self) -> int:
        return sum(minutes for _day, minutes in self.worked)

    def usual_days(self, since: dt.date) -> list[str]:
        """The weekdays on which this person mostly works, in words."""
        seen = Counter(sorted(day.weekday() for day in {day for day, _minutes in self.worked if day >= since}))
        often = sorted(number for number, times in seen.most_common(USUAL_DAYS) if times > 1)
        monday = weeks.monday_of(since)
        return [formats.date_format(monday + dt.timedelta(days=number), "l") for number in often]


@dataclass(frozen=True)
class Line:
    """One line of hours that waits for an answer. `word` is what the organization said of it last."""

    entry: HourEntry
    name: str
    word: PartnerWord | None

    @property
    def pair(self) -> str:
        return f"{self.entry.pk}.{self.entry.revision}"

    @property
    def activity(self) -> str:
        """An accompaniment reads like any other work."""
        untold = self.entry.activity == UNTOLD
        return (HourEntry.Activity.OTHER if untold else HourEntry.Activity(self.entry.activity)).label

    @property
    def is_doubted(self) -> bool:
        return self.word is not None and self.word.settled_at is None

    @property
    def is_corrected(self) -> bool:
        """After the word."""
        return self.word is not None and self.word.revision != self.entry.revision

    @property
    def was_looked_at(self) -> bool:
        """By staff, who left the line as it is."""
        return self.word is not None and self.word.settled_by_id is not None


@dataclass(frozen=True)
class Week:
    """One row of the table: (name, minutes) of each helper in their order, and of all."""

    label: str
    cells: list[tuple[str, int]]

    @property
    def minutes(self) -> int:
        return sum(minutes for _name, minutes in self.cells)


@dataclass(frozen=True)
class View:
    """The whole page."""

    link: PartnerLink
    term: Term | None
    helpers: list[Helper]
    weeks: list[Week]
    lines: list[Line]
    more: int
    events: list[Event]
    today: dt.date

    @property
    def to_approve(self) -> list[Line]:
        return [line for line in self.lines if not line.is_doubted]

    @property
    def pairs(self) -> str:
        return " ".join(line.pair for line in self.to_approve)

    @property
    def minutes(self) -> int:
        """Of what "approve all" approves."""
        return sum(line.entry.minutes for line in self.to_approve)

    @property
    def has_campaigns(self) -> bool:
        """More than one, so that each has to be named."""
        rows = [line.entry.placement.campaign_id for line in self.lines]
        return len({*rows, *(one.pk for helper in self.helpers for one in helper.campaigns)}) > 1

    @property
    def term_minutes(self) -> int:
        return sum(helper.minutes for helper in self.helpers)

    @property
    def people(self) -> list[tuple[Helper, list[str]]]:
        since = weeks.monday_of(self.today) - SHOWN_WEEKS * weeks.WEEK
        return [(helper, helper.usual_days(since)) for helper in self.helpers]


def load(link: PartnerLink, *, now: dt.datetime) -> View:
    today = weeks.today(now)
    term = Term.objects.filter(starts_on__lte=today).order_by("-starts_on").first()
    helpers = _helpers(link, term, today) if term else []
    waiting = partner_answers.waiting(link)
    entries = list(_with_people(waiting)[: MOST_LINES + 1])
    shown = entries[:MOST_LINES]
    more = waiting.count() - MOST_LINES if len(entries) > MOST_LINES else 0
    names = first_names({*(one.person for one in helpers), *(_person(entry) for entry in shown)})
    for helper in helpers:
        helper.name = names[helper.person.pk]
    helpers.sort(key=lambda one: (one.name, one.person.pk))
    words = PartnerWord.objects.filter(link__partner=link.partner_id).about(entry.pk for entry in shown)
    last = {word.entry_id: word for word in words}
    return View(
        link=link,
        term=term,
        helpers=helpers,
        weeks=_weeks(helpers, term, today),
        lines=[Line(entry, names[_person(entry).pk], last.get(entry.pk)) for entry in shown],
        more=more,
        events=list(coming(link, now)[:NEXT_EVENTS]),
        today=today,
    )


def _with_people(entries: QuerySet) -> QuerySet:
    known = ("placement__campaign", "placement__appointment__coordinator__user")
    return entries.select_related(*known).order_by("worked_on", "pk")


def _person(entry: HourEntry) -> Coordinator:
    return entry.placement.appointment.coordinator


def coming(link: PartnerLink, now: dt.datetime) -> QuerySet:
    """What strangers may see of the organization's own events and those of its campaigns, so no accompaniment."""
    mine = Q(partners=link.partner_id) | Q(campaign__in=_campaigns(link))
    rows = Event.objects.public().upcoming(now)
    return rows.filter(pk__in=Event.objects.filter(mine).order_by().values("pk"))


def _campaigns(link: PartnerLink) -> QuerySet:
    return link.partner.campaign_rows.filter(role="partner").values("campaign")


def _helpers(link: PartnerLink, term: Term, today: dt.date) -> list[Helper]:
    placed = Placement.objects.filter(campaign__in=_campaigns(link), appointment__term=term)
    helpers: dict[int, Helper] = {}
    for place in placed.select_related("campaign", "appointment__coordinator__user"):
        person = place.appointment.coordinator
        helpers.setdefault(person.pk, Helper(person)).campaigns.append(place.campaign)
    worked = partner_answers.lines(link).in_term(term).order_by("worked_on", "pk")
    for pk, day, minutes in worked.values_list("placement__appointment__coordinator", "worked_on", "minutes"):
        helpers[pk].worked.append((day, minutes))
    for pk, rows in _trainings([one.person for one in helpers.values()], today).items():
        helpers[pk].trained = rows
    return list(helpers.values())


def _trainings(people: list[Coordinator], today: dt.date) -> dict[int, list[Qualification]]:
    """By person; found by the keyed hash of the account's own address, so of nobody without an account."""
    contacts = {sealing.contact_index(one.user.email): one.pk for one in people if one.user}
    held = Qualification.objects.valid_on(today).filter(contact_bi__in=contacts).select_related("training")
    found = defaultdict(list)
    for row in held.order_by("training__slug"):
        found[contacts[bytes(row.contact_bi)]].append(row)
    return found


def _weeks(helpers: list[Helper], term: Term | None, today: dt.date) -> list[Week]:
    """The last weeks of the term, the newest first, those before anybody worked left out."""
    if term is None or not any(helper.worked for helper in helpers):
        return []
    newest = weeks.monday_of(min(today, term.ends_on))
    first = min(day for helper in helpers for day, _minutes in helper.worked)
    mondays = [newest - number * weeks.WEEK for number in range(SHOWN_WEEKS)]
    rows = [
        Week(weeks.label(monday), [(one.name, one.minutes_in(monday)) for one in helpers])
        for monday in mondays
        if monday >= weeks.monday_of(first)
    ]
    return rows if not rows or rows[0].minutes else rows[1:]  # a week that has just begun


def first_names(people: set[Coordinator]) -> dict[int, str]:
    """What the organization calls each: the first name that the person goes by, with a letter more where two share it.

    The organization knows them in person, so this asks for no consent to be named in public; whoever had the name
    taken down there has none here either.
    """
    whole = {one.pk: ((one.user.name if one.user else "") or one.name).split() or ["–"] for one in people}
    shared = Counter(words[0] for words in whole.values())
    names = {}
    for one in people:
        first, last = whole[one.pk][0], whole[one.pk][-1]
        name = f"{first} {last[:1]}." if shared[first] > 1 and first != last else first
        names[one.pk] = one.name if one.is_demo else _("A coordinator") if one.taken_down_at else name
    return names
