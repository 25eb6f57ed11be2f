"""Fills a database for bench/hours.py and prints whom to ask as, as JSON. Run as `python -m bench.hours_rows 300`."""

import datetime as dt
import json
import sys
from importlib import import_module

import django

LONG_WEEK = 100  # entries of the person of "my hours, 100 entries"
QUARTER = 15  # minutes of each of them


def main(people: str) -> None:
    from django.utils import timezone

    from campaigns import weeks
    from tests.factories import SourceFactory
    from tests.factories.years import realistic_year, ten_years

    today = weeks.today(timezone.now())
    first = today.year if today.month >= 8 else today.year - 1
    SourceFactory.create_batch(100)
    year = realistic_year(first, people=int(people), until=today)
    full = realistic_year(first - 11, people=int(people))  # 40 whole weeks, before the ten years
    one, ten = realistic_year(first, people=1, until=today), ten_years(first, people=1, until=today)[0]
    long = realistic_year(first, people=1, until=today - dt.timedelta(days=14)).people[0]
    _log(long.placements[first][0], weeks.monday_of(today) - weeks.WEEK)
    print(
        json.dumps(
            {
                "today": today.isoformat(),
                "monday": weeks.monday_of(today).isoformat(),
                "staff": session(year.staff),
                "one": session(one.people[0].user),
                "ten": session(ten.people[0].user),
                "long": session(long.user),
                "full": full.term.slug,
                "placement": year.people[0].placements[first][0].pk,  # for the limit, which fills the day
                "people": [(session(p.user), p.placements[first][0].campaign_id) for p in year.people[1:]],
            }
        )
    )


def _log(place, monday: dt.date) -> None:
    """A week of 100 entries."""
    from campaigns.models import HourEntry

    days = [monday + dt.timedelta(days=n % 7) for n in range(LONG_WEEK)]
    HourEntry.objects.bulk_create([HourEntry(placement=place, worked_on=day, minutes=QUARTER) for day in days])


def session(user) -> str:
    """The key of a session in which the person is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store.create()
    return store.session_key


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
