"""Being checked in offers hours to a coordinator and gives what a training gives; a mistake takes both back."""

import datetime as dt

import pytest

from campaigns import proposals
from campaigns.models import HourProposal
from events.models import Event, Qualification, ShiftPlace, Training
from outreach import sealing
from tests.events.presses import DOOR, arrived, mistake, press
from tests.factories import EventFactory, ShiftFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 5)


@pytest.fixture
def event(db, campaign):
    return EventFactory(campaign=campaign, title_en="Rally with tenants", title_es="Manifestación con inquilinos")


@pytest.fixture
def mine(person, coordinator):
    """The coordinator's own sign-up."""
    return person(coordinator.user.email.upper())


def offered() -> list[tuple]:
    rows = HourProposal.objects.open().values_list("worked_on", "minutes", "activity", "note", "origin")
    return list(rows)


def test_coordinator_who_is_checked_in_is_offered_the_hours(event, mine):
    press(event, arrived(mine))
    assert offered() == [(DAY, 90, "rally", "Rally with tenants", f"events.attendance:{event.pk}")]
    press(event, arrived(mine))
    assert len(offered()) == 1


def test_note_is_in_the_language_of_the_coordinator(event, mine, coordinator):
    coordinator.user.language = "es"
    coordinator.user.save()
    press(event, arrived(mine))
    assert offered()[0][3] == "Manifestación con inquilinos"


def test_shift_counts_instead_of_the_event_rounded_to_quarters(event, mine):
    shift = ShiftFactory(event=event, starts_at=event.starts_at, ends_at=event.starts_at + dt.timedelta(minutes=52))
    ShiftPlace.objects.create(shift=shift, rsvp=mine, taken_at=DOOR)
    press(event, arrived(mine))
    assert offered()[0][1] == 45


@pytest.mark.parametrize(("minutes", "told"), [(1, 15), (22, 15), (23, 30), (3000, 1440)])
def test_hours_of_any_event_can_be_logged(event, mine, minutes, told):
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + dt.timedelta(minutes=minutes))
    press(event, arrived(mine))
    assert offered()[0][1] == told


def test_mistake_takes_the_offer_back_and_another_press_makes_it_again(event, mine):
    press(event, arrived(mine))
    press(event, mistake(mine))
    assert offered() == []
    press(event, arrived(mine))
    assert len(offered()) == 1


def test_what_the_coordinator_answered_stays_answered(event, mine):
    press(event, arrived(mine))
    proposals.set_aside(proposal=HourProposal.objects.get(), now=DOOR)
    press(event, mistake(mine))
    press(event, arrived(mine))
    assert (offered(), HourProposal.objects.count()) == ([], 1)


def test_nobody_else_is_offered_anything(event, person, coordinator, other_coordinator):
    """A reader without an account, a coordinator on no campaign of this event, an event of no campaign."""
    other = EventFactory(campaign=None)
    press(event, arrived(person("reader@tests.example")))
    press(other, arrived(person(coordinator.user.email, of=other)))
    assert HourProposal.objects.count() == 0


def test_note_of_an_accompaniment_says_no_more_than_its_kind(event, mine):
    Event.objects.filter(pk=event.pk).update(kind="accompaniment")
    press(event, arrived(mine))
    assert offered()[0][2:4] == ("accompaniment", "Accompaniment")


# --- trainings --------------------------------------------------------------------------------------------------------
@pytest.fixture
def training(event):
    made = Training.objects.create(slug="accompany", name_en="Accompaniment", name_es="Acompañar", months_valid=12)
    Event.objects.filter(pk=event.pk).update(training=made)
    return made


def held() -> list[tuple]:
    return list(Qualification.objects.values_list("earned_on", "expires_on", "expired_before"))


def earlier(rsvp, training, earned: dt.date, expires: dt.date) -> Qualification:
    hashed = sealing.contact_index(rsvp.contact)
    return Qualification.objects.create(contact_bi=hashed, training=training, earned_on=earned, expires_on=expires)


def test_training_gives_its_qualification_and_a_mistake_takes_it_back(event, person, training):
    rsvp = person()
    press(event, arrived(rsvp))
    assert held() == [(DAY, dt.date(2027, 12, 5), None)]
    press(event, mistake(rsvp))
    assert held() == []


def test_training_renews_and_a_mistake_gives_the_old_day_back(event, person, training):
    rsvp = person()
    earlier(rsvp, training, dt.date(2026, 1, 10), dt.date(2027, 1, 10))
    press(event, arrived(rsvp))
    assert held() == [(dt.date(2026, 1, 10), dt.date(2027, 12, 5), dt.date(2027, 1, 10))]
    press(event, arrived(rsvp))
    press(event, mistake(rsvp))
    assert held() == [(dt.date(2026, 1, 10), dt.date(2027, 1, 10), None)]


def test_training_after_the_old_one_ran_out_begins_anew(event, person, training):
    rsvp = person()
    earlier(rsvp, training, dt.date(2025, 12, 4), DAY - dt.timedelta(days=1))
    press(event, arrived(rsvp))
    assert held() == [(DAY, dt.date(2027, 12, 5), None)]


def test_training_never_shortens_what_somebody_has(event, person, training):
    rsvp = person()
    earlier(rsvp, training, dt.date(2026, 11, 1), dt.date(2029, 11, 1))
    press(event, arrived(rsvp))
    press(event, mistake(rsvp))
    assert held() == [(dt.date(2026, 11, 1), dt.date(2029, 11, 1), None)]


def test_month_that_is_shorter_ends_on_its_last_day(event, person, training):
    Training.objects.update(months_valid=3)
    starts = dt.datetime(2026, 11, 30, 16, 0, tzinfo=dt.UTC)
    Event.objects.filter(pk=event.pk).update(starts_at=starts, held_on=starts.date())
    press(event, arrived(person()))
    assert held()[0][1] == dt.date(2027, 2, 28)


def test_other_session_of_the_same_day_keeps_what_it_gave(event, person, training):
    second = EventFactory(training=training)
    here, there = person(), person(of=second)
    press(event, arrived(here))
    press(second, arrived(there))
    press(second, mistake(there))
    assert held() == [(DAY, dt.date(2027, 12, 5), None)]
