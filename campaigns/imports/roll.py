"""Whom and which campaign a row means, out of what is loaded once: its size grows with people, never with rows."""

import datetime as dt
import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from django.conf import settings
from django.utils import translation

from campaigns.models import Campaign, HourEntry, Placement
from coordinators.models import Coordinator

from .folding import fold, same_name


class Unfit(Exception):
    """A row that fits nobody or nothing. `code` is one of reasons.TEXTS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Place(NamedTuple):
    """One placement with the days of its term, and whether hours may be read into it."""

    pk: int
    appointment: int
    coordinator: int
    campaign: int
    starts: dt.date
    ends: dt.date
    is_open: bool


@dataclass
class Roll:
    """People by email address and name, campaigns by title and slug, placements by person."""

    own: int | None = None  # the coordinator whose sheet it is; None: of staff, for many
    people: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    campaigns: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    places: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of_staff(cls) -> Self:
        roll = cls()
        roll._take(Coordinator.objects.all(), Campaign.objects.all(), Placement.objects.all(), opened=None)
        return roll

    @classmethod
    def of_coordinator(cls, user, today: dt.date) -> Self:
        """Own placements only, open while their term gives access; of other campaigns it knows nothing."""
        person = Coordinator.objects.of_user(user).get()
        roll = cls(own=person.pk)
        own = Placement.objects.of_user(user)
        opened = set(own.open_on(today).values_list("pk", flat=True))
        campaigns = Campaign.objects.filter(pk__in=own.values("campaign"))
        roll._take(Coordinator.objects.filter(pk=person.pk), campaigns, own, opened=opened)
        return roll

    def _take(self, people, campaigns, placements, *, opened: set[int] | None) -> None:
        for pk, name, email in people.values_list("pk", "name", "user__email"):
            self.people[same_name(name)].add(pk)
            if email:
                self.people[same_name(email)].add(pk)
        for pk, *names in campaigns.values_list("pk", "title_en", "title_es", "slug"):
            for name in filter(None, names):
                self.campaigns[fold(name)].add(pk)
        rows = placements.values_list(
            *("pk", "appointment", "appointment__coordinator", "campaign"),
            *("appointment__term__starts_on", "appointment__term__ends_on"),
        )
        for row in rows:
            self.places[row[2]].append(Place(*row, is_open=opened is None or row[0] in opened))

    def person(self, text: str) -> int:
        if not text:
            if self.own is None:
                raise Unfit("person_missing")
            return self.own
        found = self.people.get(same_name(text), set())
        if len(found) == 1:
            return next(iter(found))
        if self.own is not None:
            raise Unfit("person_other")
        raise Unfit("person_twice" if found else "person_unknown")

    def place(self, coordinator: int, campaign: str, day: dt.date) -> Place:
        """Without a campaign it is the one of that day, where there is only one."""
        known = self.campaigns.get(fold(campaign), set()) if campaign else set()
        if campaign and len(known) != 1:
            raise Unfit("campaign_twice" if known else "campaign_unknown")
        of_day = [place for place in self.places.get(coordinator, ()) if place.starts <= day <= place.ends]
        if not of_day:
            raise Unfit("day_outside")
        found = [place for place in of_day if place.campaign in known] if campaign else of_day
        if len(found) != 1:
            raise Unfit("not_placed" if campaign else "campaign_missing")
        if not found[0].is_open:
            raise Unfit("term_closed")
        return found[0]


@functools.cache
def activities() -> dict[str, str]:
    """{what people write: value}: the labels of both languages, each word of "Meeting or call", and the values."""
    found = {fold(value): value for value in HourEntry.Activity.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for value, label in HourEntry.Activity.choices:
                pieces = re.split(r"\s(?:or|o|u)\s", str(label))
                for text in (str(label), *pieces):
                    found.setdefault(fold(text), value)
    return found
