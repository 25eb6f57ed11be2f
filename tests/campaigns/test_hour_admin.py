"""Staff read and approve hours in the admin."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.models import HourChange, HourEntry, WeekNote
from coordinators import roles
from tests.factories import AppointmentFactory, CampaignFactory, HourEntryFactory, PlacementFactory, TermFactory

pytestmark = pytest.mark.django_db
LIST = {"en": "/admin/campaigns/hourentry/", "es": "/es/admin/campaigns/hourentry/"}


@pytest.fixture
def entry(placement, monday):
    return HourEntryFactory(placement=placement, worked_on=monday)


def approve(client, *entries, path=LIST["en"]):
    seen = [f"{entry.pk}.{entry.revision}" for entry in entries]
    chosen = {"action": "approve", "_selected_action": [entry.pk for entry in entries], "seen": seen}
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


def test_line_carries_its_revision_and_one_that_was_corrected_since_is_left(client, staff, entry, correct):
    client.force_login(staff)
    assert f'name="seen" value="{entry.pk}.1"' in client.get(LIST["en"]).text
    correct(entry, minutes=600)
    page = approve(client, entry)
    entry.refresh_from_db()
    assert (entry.approved_by, entry.revision) == (None, 2)
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


def test_list_is_filtered_by_term_and_searched_by_campaign(client, staff, entry, coordinator, term):
    past = TermFactory(slug="2025-2026", label="2025-26", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    appointment = AppointmentFactory(coordinator=coordinator, term=past)
    old = HourEntryFactory(
        placement=PlacementFactory(appointment=appointment, campaign=CampaignFactory(title_es="Otra"))
    )
    client.force_login(staff)
    by_term = client.get(LIST["en"], {"placement__appointment__term__id__exact": past.pk})
    by_campaign = client.get(LIST["en"], {"q": entry.placement.campaign.title_es})
    assert (shown(by_term), shown(by_campaign)) == ([old], [entry])


def test_trail_of_an_entry_is_read_in_the_admin(client, staff, entry, correct):
    correct(entry, minutes=90)
    client.force_login(staff)
    assert "was 1 h, now 1.5 h" in client.get(f"{LIST['en']}{entry.pk}/change/").text


@pytest.fixture
def kept(coordinator, entry, correct, now):
    """A row of everything that staff read and nobody writes there."""
    correct(entry, minutes=90)
    appointment = coordinator.appointments.get()
    WeekNote.objects.create(appointment=appointment, monday=entry.worked_on, reflection="Tired and glad.")
    return [HourChange, WeekNote]


@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_staff_read_what_belongs_to_hours_and_change_nothing(client, request, kept, role):
    client.force_login(request.getfixturevalue(role))
    for model in kept:
        path, row = f"/admin/campaigns/{model._meta.model_name}/", model.objects.get()
        reads = [client.get(path), client.get(f"{path}{row.pk}/change/"), client.get(f"{path}?q=coordinator")]
        writes = [client.post(f"{path}{row.pk}/{verb}/", {"post": "yes"}) for verb in ("change", "delete")]
        assert [answer.status_code for answer in (*reads, *writes)] == [200, 200, 200, 403, 403]
        assert (client.get(f"{path}add/").status_code, model.objects.count()) == (403, 1)


def test_reflection_is_read_by_its_writer_and_staff_and_by_no_other_coordinator(client, kept, other_coordinator, staff):
    paths = ["/hours/2026-11-16/", "/desk/hours/", "/admin/campaigns/weeknote/", "/start/"]
    client.force_login(other_coordinator.user)
    assert ["Tired and glad." in client.get(path, follow=True).text for path in paths] == [False] * 4
    client.force_login(staff)
    assert "Tired and glad." in client.get(paths[2]).text


def test_account_of_a_coordinator_cannot_approve_by_any_path(client, coordinator, other_coordinator):
    theirs = HourEntryFactory(placement=other_coordinator.appointments.get().placements.get())
    client.force_login(coordinator.user)
    assert approve(client, theirs).status_code == 403
    theirs.refresh_from_db()
    assert theirs.approved_at is None
