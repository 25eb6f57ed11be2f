"""What an event of each kind is usually like: the values with which the form of a new one begins."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Event

Kind = Event.Kind
BOTH = ("en", "es")


@dataclass(frozen=True)
class Defaults:
    """Hours are those of the wall. `exact_hours_before` only where the exact place is not public. `soon`: planned at
    noon for six o'clock, so the form begins with today."""

    starts: dt.time
    minutes: int
    place_public: bool = True
    exact_hours_before: int | None = None
    capacity: int | None = None
    guests_most: int = 0
    signup_open: bool = True
    soon: bool = False
    languages: tuple[str, ...] = BOTH
    interpretation: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    bring: str | Promise = ""


TABLE: dict[str, Defaults] = {
    Kind.RALLY: Defaults(
        dt.time(18), 90, guests_most=5, soon=True, bring=_("Water, comfortable shoes and, if you like, a sign.")
    ),
    Kind.MARCH: Defaults(
        dt.time(12), 120, guests_most=5, soon=True, bring=_("Water, comfortable shoes and, if you like, a sign.")
    ),
    Kind.TRAINING: Defaults(
        *(dt.time(18, 30), 120),
        place_public=False,
        exact_hours_before=24,
        capacity=30,
        bring=_("Something to write with."),
    ),
    Kind.PANEL: Defaults(dt.time(18), 90, capacity=80, guests_most=2),
    Kind.FORUM: Defaults(dt.time(18), 120, guests_most=4),
    Kind.MEETING: Defaults(dt.time(18), 60, place_public=False),
    Kind.ACCOMPANIMENT: Defaults(dt.time(9), 180, place_public=False),
    Kind.CLINIC: Defaults(
        *(dt.time(10), 240),
        place_public=False,
        exact_hours_before=24,
        capacity=40,
        guests_most=1,
        bring=_("Letters and papers that you want somebody to look at."),
    ),
    Kind.HEARING: Defaults(dt.time(9), 120, guests_most=2, bring=_("Many public buildings ask for an ID at the door.")),
    Kind.COMMUNITY_DAY: Defaults(
        dt.time(11), 240, guests_most=9, access=("children",), bring=_("Something to share, and water.")
    ),
    Kind.ANNOUNCEMENT: Defaults(dt.time(11), 60, signup_open=False),
}


def defaults(kind: str, now: dt.datetime) -> dict:
    """By column or field of the form. The day is today where there is still time for it, else it is left to choose."""
    usual = TABLE[kind]
    local = now.astimezone(Event(time_zone=settings.TIME_ZONE).zone)
    values = {
        name: getattr(usual, name)
        for name in ("place_public", "exact_hours_before", "capacity", "guests_most", "signup_open")
    }
    values |= {name: list(getattr(usual, name)) for name in ("languages", "interpretation", "access")}
    values |= {
        "start_time": usual.starts,
        "held_on": local.date() if usual.soon and local.time() < usual.starts else None,
    }
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            values[f"bring_{code}"] = str(usual.bring)
    return values


def usual_end(kind: str, start: dt.datetime) -> dt.datetime:
    """When an event of this kind usually ends that begins at `start`."""
    return start + dt.timedelta(minutes=TABLE[kind].minutes)


@dataclass(frozen=True)
class Said:
    """A kind, and what is usual for it, in words."""

    kind: str
    label: str | Promise
    usual: list[str]


def said() -> list[Said]:
    """All kinds as the page lists them on which staff choose one."""
    return [Said(str(kind), Kind(kind).label, _words(usual)) for kind, usual in TABLE.items()]


def _words(usual: Defaults) -> list[str]:
    hours = Decimal(usual.minutes) / 60
    found = [ngettext("%(n)s hour", "%(n)s hours", ceil(hours)) % {"n": number_format(hours.normalize())}]
    if usual.exact_hours_before:
        n = usual.exact_hours_before
        found.append(ngettext("exact place %(n)d hour before", "exact place %(n)d hours before", n) % {"n": n})
    elif not usual.place_public:
        found.append(_("exact place for confirmed people only"))
    if usual.capacity:
        found.append(ngettext("%(n)d place", "%(n)d places", usual.capacity) % {"n": usual.capacity})
    if usual.guests_most:
        n = usual.guests_most
        found.append(ngettext("up to %(n)d guest", "up to %(n)d guests", n) % {"n": n})
    return [str(words) for words in (*found, *([] if usual.signup_open else [_("without sign-up")]))]
