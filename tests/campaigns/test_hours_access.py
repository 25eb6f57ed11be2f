"""Who reaches which hours, and until when."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaigns.models import HourEntry
from tests.factories import AppointmentFactory, HourEntryFactory, PlacementFactory, TermFactory, UserFactory

pytestmark = pytest.mark.django_db
WEEK = "/hours/2026-11-16/"
NEVER = 10**30


@pytest.fixture
def entry(placement, monday):
    return HourEntryFactory(placement=placement, worked_on=monday, note="Mine")


@pytest.fixture
def theirs(other_coordinator, monday):
    return HourEntryFactory(
        placement=other_coordinator.appointments.get().placements.get(), worked_on=monday, note="Theirs"
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["hours_now", "hours_week", "hour_edit", "hour_delete"])
def test_visitor_is_asked_to_sign_in(client, entry, name, method, language):
    args = {"hours_now": [], "hours_week": [entry.worked_on]}.get(name, [entry.pk])
    with translation.override(language):
        path = reverse(f"campaigns:{name}", args=args)
        answer = getattr(client, method)(path)
        assert (answer.url, HourEntry.objects.count()) == (f"{reverse('account_login')}?next={path}", 1)
    assert (
        client.get(f"/es{path.replace('hours/entry', 'horas/registro').replace('hours', 'horas')}").status_code != 200
    )


@pytest.mark.parametrize("page", ["", "delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_entry_of_another_coordinator_is_not_there(mine, theirs, entry_form, page, method):
    answer = getattr(mine, method)(f"/hours/entry/{theirs.pk}/{page}", entry_form() if method == "post" else None)
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.note) == (404, "Theirs")


@pytest.mark.parametrize("page", ["", "delete/"])
def test_staff_read_hours_in_the_admin_and_change_none_here(client, frozen, staff, theirs, page):
    client.force_login(staff)
    assert client.post(f"/hours/entry/{theirs.pk}/{page}").status_code == 404
    assert HourEntry.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("pk", [0, 999, 2**63, NEVER])
def test_entry_that_does_not_exist_is_not_there(mine, pk):
    assert [mine.get(f"/hours/entry/{pk}/").status_code, mine.post(f"/hours/entry/{pk}/delete/").status_code] == [
        404,
        404,
    ]


def test_entry_is_not_deleted_by_get(mine, entry):
    assert mine.get(f"/hours/entry/{entry.pk}/delete/").status_code == 200
    assert HourEntry.objects.filter(pk=entry.pk).exists()


def test_edit_needs_its_token(entry, coordinator, frozen):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator.user)
    answers = [strict.post(path).status_code for path in (WEEK, f"/hours/entry/{entry.pk}/delete/")]
    assert (answers, HourEntry.objects.count()) == ([403, 403], 1)


def test_hours_of_the_term_stay_open_for_fourteen_days_after_it(mine_on, entry_form):
    mine = mine_on("2027-08-14")
    mine.post("/hours/2027-07-26/", entry_form(day="2027-07-30"))
    assert HourEntry.objects.values_list("worked_on", flat=True).get() == dt.date(2027, 7, 30)


def test_former_coordinator_reads_own_hours_and_changes_nothing(mine_on, entry, entry_form):
    mine = mine_on("2027-08-15")
    page = mine.get(WEEK)
    assert (page.status_code, page.context["form"], "Mine" in page.text) == (200, None, True)
    assert f"/hours/entry/{entry.pk}/" not in page.text
    attempts = [
        mine.post(WEEK, entry_form()),
        mine.get(f"/hours/entry/{entry.pk}/"),
        mine.post(f"/hours/entry/{entry.pk}/", entry_form()),
        mine.post(f"/hours/entry/{entry.pk}/delete/"),
    ]
    assert ([a.status_code for a in attempts], HourEntry.objects.get().note) == ([404] * 4, "Mine")


def test_former_coordinator_is_led_from_today_to_the_last_week(mine_on, entry):
    mine = mine_on("2027-10-20")
    page = mine.get("/hours/2027-10-18/")
    assert (page.context["form"], page.context["sheet"].last_week) == (None, dt.date(2027, 7, 26))
    assert 'href="/hours/2027-07-26/"' in page.text


def test_coordinator_of_two_terms_changes_only_the_one_that_is_open(mine, coordinator, entry_form):
    past = TermFactory(slug="2025-2026", label="2025-26", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    placement = PlacementFactory(appointment=AppointmentFactory(coordinator=coordinator, term=past))
    old = HourEntryFactory(placement=placement, worked_on=dt.date(2025, 11, 17))
    assert mine.get("/hours/2025-11-17/").context["form"] is None
    assert mine.get(f"/hours/entry/{old.pk}/").status_code == 404
    assert mine.get(WEEK).context["form"] is not None


def test_deactivated_coordinator_is_signed_out(mine, coordinator):
    coordinator.user.is_active = False
    coordinator.user.save()
    assert mine.get(WEEK).url == f"/account/login/?next={WEEK}"


def test_person_without_term_is_told_and_can_add_nothing(client, frozen, entry_form, language):
    client.force_login(UserFactory(role="coordinator"))
    path = {"en": WEEK, "es": "/es/horas/2026-11-16/"}[language]
    assert (client.get(path).status_code, client.get(path).context["form"]) == (200, None)
    assert client.post(path, entry_form()).status_code == 404


def test_person_without_placement_is_told_and_can_add_nothing(client, frozen, term, entry_form):
    appointment = AppointmentFactory(term=term)
    client.force_login(appointment.coordinator.user)
    page = client.get(WEEK)
    assert (page.context["form"], page.context["sheet"].term) == (None, term)
    assert client.post(WEEK, entry_form()).status_code == 404
