"""A year of hours as it truly goes, and ten of them: made in a second by bulk_create, with the same rows each time.

Everybody has a way of their own (WAYS): steady, over ten hours, quiet now and then, silent for weeks, one campaign
or two. Hours older than a month are approved; of the younger some were asked about.
"""

import datetime as dt
import itertools
from dataclasses import dataclass, field

from campaigns import weeks
from campaigns.models import Campaign, CampaignPartner, HourEntry, Placement, WeekNote
from coordinators import roles
from coordinators.models import Appointment, Break, Coordinator, Term, User
from partners.models import Partner
from tests.factories import JOINED, CampaignFactory, PartnerFactory, TermFactory, UserFactory

WEEKS = 40
ONE_DAY = dt.timedelta(days=1)
SUMMER = {"name_en": "Summer", "name_es": "Verano"}
PAUSES = (  # names, first week and weeks
    ({"name_en": "Thanksgiving", "name_es": "Acción de Gracias"}, 12, 1),
    ({"name_en": "Finals and winter break", "name_es": "Exámenes y receso de invierno"}, 15, 4),
    ({"name_en": "Spring break", "name_es": "Receso de primavera"}, 27, 1),
)
APPROVED_AFTER, ASKED_EVERY = 4, 9  # weeks; every so many-th of the younger entries
EMBLEMS = ("home", "walk", "road")
ACTIVITIES = ("meeting", "outreach", "accompaniment", "research", "preparation")
# minutes of each entry of a week, by the number of the week; empty means none
WAYS = {
    "steady": lambda week: [120, 120, 90],
    "busy": lambda week: [240, 240, 180, 90] if week % 4 == 0 else [180, 180, 120],  # 12.5 h every fourth week
    "quiet": lambda week: [] if week % 5 == 2 else [150, 180],
    "silent": lambda week: [] if week % 13 >= 10 else [120, 90, 105],  # three weeks in a row without a word
    "short": lambda week: [60, 90] if week % 3 else [180, 135],
}


@dataclass(frozen=True)
class Person:
    """One coordinator: the account, and by the first year of each term the appointment with its placements."""

    user: User
    coordinator: Coordinator
    way: str
    appointments: dict[int, Appointment] = field(default_factory=dict)
    placements: dict[int, list[Placement]] = field(default_factory=dict)


@dataclass(frozen=True)
class Year:
    """One term. `mondays` are its 40 weeks; `last_day` is the Sunday of the last one."""

    term: Term
    mondays: list[dt.date]
    breaks: list[Break]
    campaigns: list[Campaign]
    partners: list[Partner]
    people: list[Person]
    staff: User

    @property
    def last_day(self) -> dt.date:
        return weeks.days_of(self.mondays[-1])[-1]

    def of(self, way: str) -> Person:
        """The first person of that way."""
        return next(person for person in self.people if person.way == way)


def realistic_year(first: int = 2026, *, people: int = 10, until: dt.date | None = None) -> Year:
    """The term that begins in August of `first`: 3 campaigns, 40 weeks from the end of August, breaks
    between them and around.

    `until` is the last day on which anybody logged anything; without it the year is full. The first campaign has two
    partners. Two of three people work on two campaigns.
    """
    return _year(first, *_ground(), _people(people), until=until)


def ten_years(last: int = 2026, *, people: int = 5, until: dt.date | None = None) -> list[Year]:
    """Ten terms of the same people on the same campaigns, the newest one first."""
    ground, everybody = _ground(), _people(people)
    return [_year(first, *ground, everybody, until=until) for first in range(last, last - 10, -1)]


def _ground() -> tuple[list[Campaign], list[Partner], User]:
    partners = [PartnerFactory() for _number in range(3)]
    campaigns = [CampaignFactory(emblem=emblem, partner=one) for emblem, one in zip(EMBLEMS, partners, strict=True)]
    CampaignPartner.objects.create(campaign=campaigns[0], partner=partners[1])
    return campaigns, partners, UserFactory(role="staff", is_staff=True)


def _people(count: int) -> list[Person]:
    group = roles.Group.objects.get(name=roles.COORDINATOR)
    number = User.objects.count()
    wanted = [f"year-{number + n}" for n in range(count)]
    users = User.objects.bulk_create(
        [User(email=f"{slug}@tests.example", name=slug, date_joined=JOINED) for slug in wanted]
    )
    User.groups.through.objects.bulk_create([User.groups.through(user=user, group=group) for user in users])
    names = [f"Coordinator {chr(65 + n % 26)}{n // 26 or ''}" for n in range(count)]
    rows = zip(names, wanted, users, strict=True)
    made = Coordinator.objects.bulk_create([Coordinator(name=n, slug=slug, user=user) for n, slug, user in rows])
    return [Person(one.user, one, way) for one, way in zip(made, itertools.cycle(WAYS), strict=False)]


def _year(first, campaigns, partners, staff, people, *, until) -> Year:
    days = {"starts_on": dt.date(first, 8, 1), "ends_on": dt.date(first + 1, 7, 31)}
    term = TermFactory(slug=f"{first}-{first + 1}", label=f"{first}-{(first + 1) % 100:02}", **days)
    begins = weeks.monday_of(dt.date(first, 8, 31))
    mondays = [begins + n * weeks.WEEK for n in range(WEEKS)]
    pauses = [(names, mondays[at], mondays[at] + n * weeks.WEEK - ONE_DAY) for names, at, n in PAUSES]
    pauses += [(SUMMER, term.starts_on, begins - ONE_DAY), (SUMMER, mondays[-1] + weeks.WEEK, term.ends_on)]
    breaks = [Break(term=term, starts_on=start, ends_on=end, **names) for names, start, end in pauses if start <= end]
    Break.objects.bulk_create(breaks)
    year = Year(term, mondays, breaks, campaigns, partners, people, staff)
    _place(year, first)
    last = min(until, year.last_day) if until else year.last_day
    HourEntry.objects.bulk_create([entry for person in people for entry in _entries(year, person, first, last)])
    WeekNote.objects.bulk_create([note for person in people for note in _notes(year, person, first, last)])
    return year


def _place(year: Year, first: int) -> None:
    """One campaign for every third person, two for the others."""
    made = Appointment.objects.bulk_create(
        [Appointment(coordinator=person.coordinator, term=year.term) for person in year.people]
    )
    for number, (person, appointment) in enumerate(zip(year.people, made, strict=True)):
        mine = [year.campaigns[(number + n) % 3] for n in range(1 if number % 3 == 2 else 2)]
        person.appointments[first] = appointment
        person.placements[first] = [Placement(appointment=appointment, campaign=campaign) for campaign in mine]
    Placement.objects.bulk_create([place for person in year.people for place in person.placements[first]])


def _weeks_of(year: Year, person: Person):
    """(number, Monday, minutes of each entry) of the weeks that no break touches."""
    for number, monday in enumerate(year.mondays):
        if not any(pause.starts_on <= monday <= pause.ends_on for pause in year.breaks):
            yield number, monday, WAYS[person.way](number)


def _entries(year: Year, person: Person, first: int, last: dt.date):
    places = person.placements[first]
    for number, monday, week in _weeks_of(year, person):
        for place, minutes in enumerate(week):
            day = monday + dt.timedelta(days=place * 2 % 7)
            if day <= last:
                entry = HourEntry(placement=places[place % len(places)], worked_on=day, minutes=minutes)
                entry.activity = ACTIVITIES[(number + place) % len(ACTIVITIES)]
                entry.logged_at = dt.datetime.combine(day, dt.time(22), dt.UTC)
                _answer(entry, year.staff, (last - monday) // weeks.WEEK, number + place)
                yield entry


def _answer(entry: HourEntry, staff: User, age: int, number: int) -> None:
    """What staff did by the last day: approve what is a month old, ask about some of the rest."""
    if age >= APPROVED_AFTER:
        entry.approved_by, entry.approved_at = staff, entry.logged_at + dt.timedelta(days=9)
    elif number % ASKED_EVERY == 0:
        entry.asked_by, entry.asked_at = staff, entry.logged_at + dt.timedelta(days=2)
        entry.question = "Was this the Monday meeting?"


def _notes(year: Year, person: Person, first: int, last: dt.date):
    """Who is of the quiet way says so; everybody writes a sentence every sixth week."""
    appointment = person.appointments[first]
    for number, monday, week in _weeks_of(year, person):
        is_quiet = person.way == "quiet" and not week
        if monday <= last and (is_quiet or (number % 6 == 0 and week)):
            words = "" if is_quiet else "Good turnout; we start earlier next time."
            yield WeekNote(appointment=appointment, monday=monday, quiet=is_quiet, reflection=words)
