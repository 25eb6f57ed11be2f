"""Nobody is written to from 21:00 to 8:00 on their own clock, except who has to be."""

import datetime as dt
import zoneinfo

import pytest
from django.core import mail

from outreach import outbox, quiet
from outreach.engine import run_once
from outreach.kinds import Letter
from outreach.models import Message

pytestmark = pytest.mark.django_db
State = Message.State
NEW_YORK, LOS_ANGELES = zoneinfo.ZoneInfo("America/New_York"), zoneinfo.ZoneInfo("America/Los_Angeles")
NINE_PM = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)  # Wednesday 21:00 in New York, 18:00 in Los Angeles
EIGHT_AM = dt.datetime(2026, 11, 19, 13, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("instant", "zone", "ends"),
    [
        (NINE_PM - SECOND, NEW_YORK, None),
        (NINE_PM, NEW_YORK, EIGHT_AM),
        (NINE_PM, LOS_ANGELES, None),
        (EIGHT_AM - SECOND, NEW_YORK, EIGHT_AM),
        (EIGHT_AM, NEW_YORK, None),
        (EIGHT_AM, LOS_ANGELES, EIGHT_AM + dt.timedelta(hours=3)),
        # the nights on which the clocks change, 10 and 12 hours long
        (dt.datetime(2026, 3, 8, 2, 0, tzinfo=dt.UTC), NEW_YORK, dt.datetime(2026, 3, 8, 12, 0, tzinfo=dt.UTC)),
        (dt.datetime(2026, 11, 1, 1, 0, tzinfo=dt.UTC), NEW_YORK, dt.datetime(2026, 11, 1, 13, 0, tzinfo=dt.UTC)),
    ],
)
def test_quiet_hours_end_at_eight_on_the_readers_clock(instant, zone, ends):
    assert quiet.over_at(instant, zone) == ends
    assert quiet.is_quiet(instant, zone) is (ends is not None)


@pytest.fixture
def at_night(frozen, kind, message):
    """Plan one message at 21:00 in New York: at_night(zone=..., urgent=...) with a kind's options in `about`."""
    frozen.move_to(NINE_PM)

    def plan(about=(), not_after=NINE_PM + dt.timedelta(days=1), **letter) -> Message:
        kind(facts=lambda row: Letter("reader@tests.example", "en", "tests_note", **letter), **dict(about))
        outbox.plan([message(due_at=NINE_PM, not_after=not_after)])
        run_once()
        return Message.objects.get()

    return plan


def test_message_at_night_waits_until_eight_and_counts_no_try(at_night, frozen):
    waits = at_night()
    assert (waits.state, waits.reason, waits.next_at, waits.attempts) == (State.QUEUED, "quiet hours", EIGHT_AM, 0)
    assert (waits.token, waits.lease_until, mail.outbox) == (None, None, [])
    frozen.move_to(EIGHT_AM - SECOND)
    assert run_once() == 0
    frozen.move_to(EIGHT_AM)
    run_once()
    assert Message.objects.values_list("state", "attempts").get() == (State.SENT, 1)


def test_message_that_the_morning_finds_too_late_expires(at_night):
    late = at_night(not_after=EIGHT_AM - SECOND)
    assert (late.state, late.reason, late.finished_at) == (State.EXPIRED, "quiet hours", NINE_PM)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "passes", [{"zone": "America/Los_Angeles"}, {"urgent": True}, {"about": {"quiet": False}}], ids=str
)
def test_message_goes_at_night_where_it_may(at_night, passes):
    assert at_night(**passes).state == State.SENT
