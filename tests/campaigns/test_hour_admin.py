"""Staff read and approve hours in the admin."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.models import HourEntry
from coordinators import roles
from tests.factories import AppointmentFactory, CampaignFactory, HourEntryFactory, PlacementFactory, TermFactory

pytestmark = pytest.mark.django_db
LIST = {"en": "/admin/campaigns/hourentry/", "es": "/es/admin/campaigns/hourentry/"}


@pytest.fixture
def entry(placement, monday):
    return HourEntryFactory(placement=placement, worked_on=monday)


def approve(client, *entries, path=LIST["en"]):
    chosen = {"action": "approve", "_selected_action": [entry.pk for entry in entries]}
    return client.post(path, chosen, follow=True)


def shown(page) -> list[HourEntry]:
    return list(page.context["cl"].result_list)


def test_staff_approve_what_they_selected(client, staff, frozen, now, entry, placement, language):
    other = HourEntryFactory(placement=placement)
    client.force_login(staff)
    page = approve(client, entry, path=LIST[language])
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.approved_by, entry.approved_at, other.approved_at) == (staff, now, None)
    assert [message.level_tag for message in page.context["messages"]] == ["info"]


def test_nobody_approves_own_hours(client, coordinator, entry, other_coordinator):
    theirs = HourEntryFactory(placement=other_coordinator.appointments.get().placements.get())
    roles.give(coordinator.user, "staff")
    client.force_login(coordinator.user)
    page = approve(client, entry, theirs)
    entry.refresh_from_db()
    theirs.refresh_from_db()
    assert (entry.approved_by, theirs.approved_by) == (None, coordinator.user)
    assert [message.level_tag for message in page.context["messages"]] == ["info", "warning"]


def test_approval_needs_its_permission(client, staff, entry):
    group = staff.groups.get()
    group.permissions.remove(group.permissions.get(codename="approve_hourentry"))
    client.force_login(staff)
    approve(client, entry)
    entry.refresh_from_db()
    assert (client.get(LIST["en"]).status_code, entry.approved_at) == (200, None)


@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_entry_is_read_only_in_the_admin(client, request, entry, role):
    client.force_login(request.getfixturevalue(role))
    row = f"{LIST['en']}{entry.pk}/"
    answers = [client.post(f"{row}change/", {"minutes": 600}), client.post(f"{row}delete/", {"post": "yes"})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert client.get(f"{row}change/").status_code == 200
    assert HourEntry.objects.get().minutes == 60


@pytest.mark.parametrize(("choice", "expected"), [("no", {"waits"}), ("yes", {"done"}), ("junk", {"waits", "done"})])
def test_list_is_filtered_by_approval(client, staff, placement, choice, expected):
    HourEntryFactory(placement=placement, note="waits")
    HourEntryFactory(placement=placement, note="done", approved_by=staff, approved_at=timezone.now())
    client.force_login(staff)
    assert {entry.note for entry in shown(client.get(LIST["en"], {"approved": choice}))} == expected


def test_list_is_filtered_by_term_and_campaign(client, staff, entry, coordinator, term):
    past = TermFactory(slug="2025-2026", label="2025-26", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    appointment = AppointmentFactory(coordinator=coordinator, term=past)
    old = HourEntryFactory(placement=PlacementFactory(appointment=appointment, campaign=CampaignFactory()))
    client.force_login(staff)
    by_term = client.get(LIST["en"], {"placement__appointment__term__id__exact": past.pk})
    by_campaign = client.get(LIST["en"], {"placement__campaign__id__exact": entry.placement.campaign_id})
    assert (shown(by_term), shown(by_campaign)) == ([old], [entry])


def test_account_of_a_coordinator_cannot_approve_by_any_path(client, coordinator, other_coordinator):
    theirs = HourEntryFactory(placement=other_coordinator.appointments.get().placements.get())
    client.force_login(coordinator.user)
    assert approve(client, theirs).status_code == 403
    theirs.refresh_from_db()
    assert theirs.approved_at is None
