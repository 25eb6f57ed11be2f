"""What the tests of hours share: a signed-in coordinator, and a form as the page sends it."""

import datetime as dt
import uuid

import pytest

from campaigns import actions, sunday
from campaigns.models import HourEntry, Placement
from tests.campaigns import sunday_mail
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory


@pytest.fixture
def placement(coordinator):
    return Placement.objects.get(appointment__coordinator=coordinator)


@pytest.fixture
def mine(client, frozen, coordinator):
    """The browser of the coordinator, on Wednesday, November 18, 2026."""
    client.force_login(coordinator.user)
    return client


@pytest.fixture
def mine_on(client, frozen, coordinator):
    """The same browser at noon of another day, signed in then."""

    def go(day: str):
        frozen.move_to(dt.datetime.fromisoformat(f"{day}T17:00+00:00"))
        client.force_login(coordinator.user)
        return client

    return go


@pytest.fixture
def entry_form(placement):
    """The fields of one entry; name what is different."""

    def fill(**changes) -> dict:
        plain = {"day": "2026-11-17", "campaign": str(placement.campaign_id), "time": "1.5", "activity": "meeting"}
        return {**plain, "note": "Planning call", "key": str(uuid.uuid4()), **changes}

    return fill


@pytest.fixture
def placements(coordinator, frozen):
    """Two campaigns, with 1.5 h and 3.5 h last week; it is Sunday, an hour after the mail."""
    first = Placement.objects.get()
    second = PlacementFactory(appointment=first.appointment, campaign=CampaignFactory(title_en="Zines"))
    for placement, day, minutes in ((first, 9, 90), (second, 11, 120), (second, 15, 90)):
        worked = {"worked_on": dt.date(2026, 11, day), "minutes": minutes, "note": "Call about the letter"}
        HourEntryFactory(placement=placement, **worked)
    frozen.move_to(sunday_mail.SENT + dt.timedelta(hours=1))
    return first, second


@pytest.fixture
def sunday_path(coordinator, placements):
    return f"/sunday/{sunday.token_of(sunday_mail.link_of(coordinator))}/?way=same"


@pytest.fixture
def entry(placement, monday):
    return HourEntryFactory(placement=placement, worked_on=monday, minutes=120, note="Planning")


@pytest.fixture
def theirs(other_coordinator, monday):
    return HourEntryFactory(placement=other_coordinator.appointments.get().placements.get(), worked_on=monday)


@pytest.fixture
def desk(client, frozen, staff):
    """The browser of staff, on Wednesday, November 18, 2026."""
    client.force_login(staff)
    return client


@pytest.fixture
def correct(now):
    """The owner of an entry corrects it; name what is different."""

    def change(entry: HourEntry, **changes) -> HourEntry:
        kept = {name: getattr(entry, name) for name in ("placement", "worked_on", "minutes", "activity", "note")}
        owner = entry.placement.appointment.coordinator.user
        return actions.change_hours(entry=entry, by=owner, now=now, **{**kept, **changes})

    return change
