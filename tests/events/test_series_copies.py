"""A second event like the first: its words, hours on the wall and shifts on another day, and nothing of its people."""

import datetime as dt

import pytest

from events import clock, copies
from events.models import Event, ReminderRule, Rsvp
from partners.models import Citation
from tests.events.conftest import START
from tests.factories import EventFactory, PartnerFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MAY = dt.date(2027, 5, 8)


@pytest.fixture
def rally(person):
    event = EventFactory(slug="rally-2026-12-05", summary_es="Traiga agua.", languages=["es"], access=["seats"])
    event.partners.add(PartnerFactory(name="Partner of the rally"))
    event.rules.create(hours_before=5)
    event.shifts.create(
        role_en="Welcome", role_es="Bienvenida", starts_at=START, ends_at=START + dt.timedelta(hours=1), capacity=2
    )
    Citation.objects.create(record=event, source=SourceFactory())
    person(of=event)
    Event.objects.filter(pk=event.pk).update(revision=4, seats_taken=1, record_note="Quokka")
    event.refresh_from_db()
    return event


def test_duplicate_is_a_draft_with_the_words_and_the_hours_on_the_wall(rally, now):
    copy = copies.duplicate(rally, held_on=MAY, now=now)
    copy.refresh_from_db()
    assert (copy.status, copy.slug, copy.held_on) == ("draft", "rally-2027-05-08", MAY)
    assert (copy.summary_es, copy.languages, copy.access) == ("Traiga agua.", ["es"], ["seats"])
    assert [partner.name for partner in copy.partners.all()] == ["Partner of the rally"]
    assert copy.starts_at == dt.datetime(2027, 5, 8, 15, tzinfo=dt.UTC)  # 11:00 am in summer time
    assert copy.times_short == rally.times_short


def test_duplicate_brings_shifts_and_rules_along_and_leaves_them_with_the_first(rally, now):
    copy = copies.duplicate(rally, held_on=MAY, now=now)
    (shift,) = copy.shifts.all()
    assert (shift.role_es, shift.starts_at, shift.capacity) == ("Bienvenida", copy.starts_at, 2)
    assert shift.ends_at - shift.starts_at == dt.timedelta(hours=1)
    assert [rule.key for rule in copy.rules.all()] == ["5h"]
    assert (rally.shifts.count(), ReminderRule.objects.filter(event=rally).count()) == (1, 1)


def test_duplicate_knows_nothing_of_people_revisions_and_sources(rally, now):
    copy = copies.duplicate(rally, held_on=MAY, now=now)
    copy.refresh_from_db()
    assert (copy.revision, copy.seats_taken, copy.record_note, copy.revised_facts) == (0, 0, "", None)
    assert (copy.rsvps.count(), copy.citations.count(), hasattr(copy, "key")) == (0, 0, False)
    assert (Rsvp.objects.count(), rally.citations.count()) == (1, 1)


def test_addresses_of_copies_differ(rally, now):
    slugs = [copies.duplicate(rally, held_on=MAY, now=now).slug for _ in range(3)]
    assert slugs == ["rally-2027-05-08", "rally-2027-05-08-2", "rally-2027-05-08-3"]
    assert len(copies.duplicate(EventFactory(slug="x" * 80), held_on=MAY, now=now).slug) <= 80


def test_copy_of_a_demo_stays_one_and_copy_without_hours_has_none(now):
    assert copies.duplicate(EventFactory(is_demo=True), held_on=MAY, now=now).is_demo
    bare = EventFactory(starts_at=None, ends_at=None, signup_open=False)
    assert copies.duplicate(bare, held_on=MAY, now=now).starts_at is None


@pytest.mark.parametrize(
    ("hour", "day", "fault"),
    [(1, dt.date(2026, 11, 1), clock.HourTwice), (2, dt.date(2027, 3, 14), clock.HourMissing)],
)
def test_day_without_that_hour_or_with_two_of_them_makes_no_event(now, hour, day, fault):
    start = dt.datetime(2026, 12, 5, hour + 5, 30, tzinfo=dt.UTC)
    event = EventFactory(starts_at=start, ends_at=start + dt.timedelta(hours=3))
    with pytest.raises(fault):
        copies.duplicate(event, held_on=day, now=now)
    assert Event.objects.count() == 1


def test_duplicate_takes_the_second_of_two_hours_with_its_shifts(now):
    start = dt.datetime(2026, 12, 5, 6, 30, tzinfo=dt.UTC)
    event = EventFactory(starts_at=start, ends_at=start + dt.timedelta(hours=3))
    event.shifts.create(role="Door", starts_at=start, ends_at=start + dt.timedelta(minutes=15))
    copy = copies.duplicate(event, held_on=dt.date(2026, 11, 1), now=now, fold=1)
    assert copy.starts_at == dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)
    assert copy.shifts.get().starts_at == copy.starts_at
