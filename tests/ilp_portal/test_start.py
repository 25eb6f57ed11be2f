"""The page after signing in, and one's own settings."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import CampaignPartner
from coordinators import roles
from coordinators.models import User
from events.models import Event
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    ContactFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    PlacementFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
START = {"en": "/start/", "es": "/es/mi-inicio/"}


@pytest.fixture
def sign_in(client, frozen):
    """The browser of somebody."""

    def go(user):
        client.force_login(user)
        return client

    return go


@pytest.fixture
def contact(campaign):
    partner = PartnerFactory()
    CampaignPartner.objects.create(campaign=campaign, partner=partner)
    return ContactFactory(partner=partner, phone="202-555-0100")


@pytest.mark.parametrize("name", ["start", "start_settings"])
def test_visitor_is_asked_to_sign_in(client, db, name, language):
    with translation.override(language):
        assert client.get(reverse(name)).url == f"{reverse('account_login')}?next={reverse(name)}"


def test_coordinator_sees_own_campaigns_with_the_contact(sign_in, coordinator, campaign, contact, language):
    elsewhere = CampaignFactory()
    hidden = ContactFactory(partner=PartnerFactory())
    CampaignPartner.objects.create(campaign=elsewhere, partner=hidden.partner)
    page = sign_in(coordinator.user).get(START[language])
    assert page.context["campaigns"] == [campaign]
    shown = [value in page.text for value in (contact.name, contact.email, contact.phone)]
    assert (shown, hidden.email in page.text, hidden.name in page.text) == ([True] * 3, False, False)


def test_contact_at_an_institution_that_a_campaign_addresses_is_not_shown(sign_in, coordinator, campaign, contact):
    CampaignPartner.objects.update(role=CampaignPartner.Role.INSTITUTION)
    assert contact.email not in sign_in(coordinator.user).get("/start/").text


@pytest.mark.parametrize(("day", "shown"), [("2027-08-14", True), ("2027-08-15", False)])
def test_contacts_end_with_the_access(sign_in, frozen, coordinator, contact, day, shown):
    frozen.move_to(dt.datetime.fromisoformat(f"{day}T17:00+00:00"))
    page = sign_in(coordinator.user).get("/start/")
    assert (page.status_code, contact.email in page.text) == (200, shown)


def test_contacts_of_a_term_that_has_not_begun_are_not_shown(sign_in, contact, campaign):
    coming = TermFactory(slug="2027-2028", starts_on=dt.date(2027, 8, 1), ends_on=dt.date(2028, 7, 31))
    placement = PlacementFactory(appointment=AppointmentFactory(term=coming), campaign=campaign)
    page = sign_in(placement.appointment.coordinator.user).get("/start/")
    assert (page.context["campaigns"], contact.email in page.text) == ([], False)


def test_who_is_invited_before_the_term_reads_when_it_begins(sign_in, campaign, language):
    coming = TermFactory(slug="2027-2028", starts_on=dt.date(2027, 8, 1), ends_on=dt.date(2028, 7, 31))
    placement = PlacementFactory(appointment=AppointmentFactory(term=coming), campaign=campaign)
    page = sign_in(placement.appointment.coordinator.user).get(START[language])
    day = {"en": "August 1, 2027", "es": "1 de agosto de 2027"}[language]
    assert [words in page.text for words in (day, campaign.get_absolute_url())] == [True, True]
    assert page.context["coming"] == [campaign]


def test_term_ahead_is_not_told_to_who_serves_now(sign_in, coordinator):
    later = TermFactory(slug="2027-2028", starts_on=dt.date(2027, 8, 1), ends_on=dt.date(2028, 7, 31))
    AppointmentFactory(term=later, coordinator=coordinator)
    page = sign_in(coordinator.user).get("/start/")
    assert (page.context["sheet"].next_term, len(page.context["campaigns"])) == (None, 1)


def test_week_stands_against_its_target(sign_in, coordinator, other_coordinator, monday):
    HourEntryFactory(placement=coordinator.appointments.get().placements.get(), worked_on=monday, minutes=90)
    HourEntryFactory(placement=other_coordinator.appointments.get().placements.get(), worked_on=monday, minutes=600)
    page = sign_in(coordinator.user).get("/start/")
    assert (page.context["sheet"].minutes, "<b>1.5 h</b> of 5–10 h" in page.text) == (90, True)


def test_next_events_are_those_of_my_campaigns_that_are_public_and_ahead(sign_in, coordinator, campaign, now):
    mine = EventFactory(campaign=campaign)
    EventFactory(campaign=CampaignFactory())
    EventFactory(campaign=campaign, status=Event.Status.DRAFT)
    past = {"starts_at": now - dt.timedelta(hours=3), "ends_at": now - dt.timedelta(hours=1), "held_on": now.date()}
    EventFactory(campaign=campaign, **past)
    assert list(sign_in(coordinator.user).get("/start/").context["events"]) == [mine]


@pytest.mark.parametrize("rows", [1, 3])
def test_start_needs_the_same_queries_for_more_of_everything(sign_in, coordinator, django_assert_num_queries, rows):
    appointment = coordinator.appointments.get()
    for _ in range(rows):
        placement = PlacementFactory(appointment=appointment, campaign=CampaignFactory(partner=PartnerFactory()))
        ContactFactory.create_batch(rows, partner=placement.campaign.partner_rows.get().partner)
        EventFactory(campaign=placement.campaign)
        HourEntryFactory(placement=placement)
    browser = sign_in(coordinator.user)
    with django_assert_num_queries(16):
        assert len(browser.get("/start/").context["events"]) == rows


def test_staff_see_the_sections_they_can_open_and_what_waits(sign_in, staff, coordinator, language):
    HourEntryFactory.create_batch(2, placement=coordinator.appointments.get().placements.get())
    page = sign_in(staff).get(START[language])
    prefix = "/es" if language == "es" else ""
    links = [f'href="{prefix}/admin/{path}/"' in page.text for path in ("campaigns/campaign", "partners/partner")]
    assert (page.context["to_approve"], links) == (2, [True, True])
    assert f"{prefix}/admin/coordinators/user/add" not in page.text


def test_staff_who_coordinate_do_not_count_their_own_hours_as_waiting(sign_in, coordinator):
    roles.give(coordinator.user, "staff")
    HourEntryFactory(placement=coordinator.appointments.get().placements.get())
    page = sign_in(coordinator.user).get("/start/")
    assert (page.context["to_approve"], len(page.context["campaigns"])) == (0, 1)


def test_coordinator_sees_no_staff_section(sign_in, coordinator):
    page = sign_in(coordinator.user).get("/start/")
    assert (page.context["sections"], "/admin/" in page.text) == ([], False)


def test_person_with_neither_finds_a_friendly_page(sign_in, language):
    page = sign_in(UserFactory(role="coordinator")).get(START[language])
    assert (page.status_code, 'class="empty"' in page.text) == (200, True)


# ── settings ──


@pytest.fixture
def plain():
    """The settings form as the page sends it."""
    return {"name": "Person", "language": "en", "time_zone": "America/New_York", "nudge": "on", "nudge_at": "18:00:00"}


def test_settings_are_kept_and_the_page_goes_on_in_the_chosen_language(sign_in, coordinator, plain):
    changed = {**plain, "name": "P.", "language": "es", "time_zone": "America/El_Salvador", "nudge_at": "08:30:00"}
    del changed["nudge"]
    answer = sign_in(coordinator.user).post(reverse("start_settings"), changed)
    user = User.objects.get(pk=coordinator.user.pk)
    kept = (user.name, user.language, user.time_zone, user.nudge, user.nudge_at)
    assert kept == ("P.", "es", "America/El_Salvador", False, dt.time(8, 30))
    assert answer.url == "/es/mi-inicio/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
        ("nudge_at", "07:59:00"),
        ("nudge_at", "20:31:00"),
        ("nudge_at", "25:00"),
        ("nudge_at", ""),
        ("name", "x" * 81),
        ("name", "\x00"),
    ],
)
def test_setting_that_cannot_be_is_told_at_its_field(sign_in, coordinator, plain, field, value):
    page = sign_in(coordinator.user).post(reverse("start_settings"), {**plain, field: value})
    before = User.objects.get(pk=coordinator.user.pk)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert (before.language, before.time_zone, before.nudge_at) == ("en", "America/New_York", dt.time(18, 0))


def test_hour_that_staff_set_between_the_half_hours_stays_on_offer(sign_in, coordinator, plain):
    User.objects.update(nudge_at=dt.time(18, 20), time_zone="US/Eastern")
    page = sign_in(User.objects.get(pk=coordinator.user.pk)).get(reverse("start_settings"))
    assert (page.context["form"]["nudge_at"].value(), "US/Eastern" in page.text) == ("18:20:00", True)


def test_settings_change_no_role_and_no_address(sign_in, coordinator, plain):
    more = {**plain, "is_staff": "on", "is_superuser": "on", "email": "other@tests.example", "groups": "1"}
    sign_in(coordinator.user).post(reverse("start_settings"), more)
    user = User.objects.get(pk=coordinator.user.pk)
    assert (user.is_staff, user.is_superuser, user.email) == (False, False, coordinator.user.email)


def test_only_staff_choose_the_monday_digest(sign_in, coordinator, staff, plain):
    pages = [sign_in(user).get(reverse("start_settings")).text for user in (coordinator.user, staff)]
    assert ['name="digest"' in page for page in pages] == [False, True]
    sign_in(coordinator.user).post(reverse("start_settings"), {**plain, "digest": ""})
    sign_in(staff).post(reverse("start_settings"), plain)
    assert [User.objects.get(pk=one.pk).digest for one in (coordinator.user, staff)] == [True, False]
