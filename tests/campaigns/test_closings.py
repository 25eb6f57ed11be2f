"""A closed year: its page as it was, names as they are, letters told of once, access by the rule alone."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from campaigns import closings
from campaigns.models import Placement
from coordinators import actions
from coordinators.models import Appointment, Coordinator
from outreach.engine import run_once
from outreach.models import Message
from partners.models import AuditEntry
from tests.factories import AppointmentFactory, CampaignFactory, CoordinatorFactory, EventFactory, HourEntryFactory
from tests.factories.record import MilestoneFactory

pytestmark = pytest.mark.django_db
PAGE, CLOSE, DESK = "/coordinators/2026-2027/", "/desk/terms/2026-2027/close/", "/desk/terms/2026-2027/"
OVER = dt.datetime(2027, 8, 3, 16, 0, tzinfo=dt.UTC)  # Tuesday noon in New York, three days after the last one
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def over(frozen, term, campaign, coordinator):
    """The year is over; it had a campaign, a milestone, an event and a coordinator who shows in full."""
    frozen.move_to(OVER)
    term.campaigns.add(campaign)
    MilestoneFactory(term=term, title_en="The council votes"), EventFactory(term=term, title_en="The march")
    Coordinator.objects.update(name_basis="project-page", shown_as="full", name="Coordinator of the year")
    return term


def read(client) -> str:
    return client.get(PAGE).content.decode()


def test_closed_page_stays_after_late_edits(client, over, campaign):
    before = closings.close(term=over, now=OVER) and read(client)
    campaign.title_en, campaign.title_es = "Another title", "Otro título"
    campaign.save()
    over.campaigns.set([CampaignFactory(title_en="Late campaign")])
    over.events.all().delete(), over.milestones.update(title_en="Rewritten")
    EventFactory(term=over, title_en="Late event")
    page = read(client)
    for words in (
        "Closed on August 3, 2027",
        campaign.get_absolute_url(),
        "The council votes",
        "1 campaign",
        "1 event",
    ):
        assert (words in before, words in page) == (True, True)
    for words in ("Another title", "Late campaign", "Rewritten", "Late event"):
        assert words not in page
    assert "Campaña" in client.get("/es/coordinacion/2026-2027/").content.decode()


def test_name_taken_down_vanishes_from_a_closed_page_at_once(client, over, coordinator):
    closings.close(term=over, now=OVER)
    assert "Coordinator of the year" in read(client)
    actions.take_down(person=coordinator, now=OVER)
    page = read(client)
    assert ("Coordinator of the year" in page, "1 coordinator" in page) == (False, True)


def test_year_that_was_claimed_later_counts_its_coordinator(client, over):
    closings.close(term=over, now=OVER)
    assert "1 coordinator<" in read(client)
    late = CoordinatorFactory(name="Coordinator of later", name_basis="consent", shown_as="full")
    AppointmentFactory(term=over, coordinator=late)
    page = read(client)
    assert ("Coordinator of later" in page, "2 coordinators<" in page) == (True, True)


def test_campaign_hidden_since_is_counted_and_not_shown(client, over, campaign):
    closings.close(term=over, now=OVER)
    type(campaign).objects.update(is_public=False)
    page = read(client)
    assert (campaign.title_en in page, "1 campaign" in page) == (False, True)


def test_nothing_is_closed_before_its_last_day_is_over(over, client, staff, frozen):
    last = dt.datetime(2027, 8, 1, 3, 30, tzinfo=dt.UTC)  # 11:30 pm of July 31 in New York
    with pytest.raises(ValidationError):
        closings.close(term=over, now=last)
    frozen.move_to(last)
    client.force_login(staff)
    assert "A term is closed after its last day, July 31, 2027." in client.get(CLOSE).text
    client.post(CLOSE)
    over.refresh_from_db()
    assert (over.closed_at, Message.objects.count()) == (None, 0)


def test_page_says_what_will_happen_and_what_waits(over, client, staff):
    placement = Placement.objects.get()
    HourEntryFactory.create_batch(2, placement=placement)
    HourEntryFactory(placement=placement, asked_at=OVER, asked_by=staff, question="Which day?")
    client.force_login(staff)
    page = client.get(CLOSE).text
    for words in ("2 lines of hours wait", "One line was sent back", "One campaign is not handed over"):
        assert words in page
    assert ("until August 14, 2027" in page, "In an hour 1 coordinator gets a mail" in page) == (True, True)
    assert client.post(CLOSE).url == DESK
    assert AuditEntry.objects.filter(action="coordinators.close_term", actor=staff).count() == 1


def test_closing_changes_nothing_about_access(over, coordinator):
    days = [dt.date(2027, 8, 14), dt.date(2027, 8, 15)]
    mine = Appointment.objects.of_user(coordinator.user)
    before = [mine.open_on(day).exists() for day in days]
    closings.close(term=over, now=OVER)
    assert [mine.open_on(day).exists() for day in days] == before == [True, False]


def deliver(frozen, now) -> list[str]:
    frozen.move_to(now)
    run_once()
    return list(Message.objects.values_list("state", flat=True))


@pytest.mark.parametrize(
    ("tongue", "subject", "words", "address"),
    [
        ("en", "Your letter of service is ready", "August 14", "/hours/letters/"),
        ("es", "Su carta de servicio está lista", "14 de agosto", "/es/horas/cartas/"),
    ],
)
def test_each_coordinator_is_told_once_without_hours(over, coordinator, frozen, tongue, subject, words, address):
    type(coordinator.user).objects.update(language=tongue)
    HourEntryFactory(placement=Placement.objects.get(), minutes=615)
    assert [closings.close(term=over, now=OVER) for _press in range(2)] == [True, False]
    assert deliver(frozen, OVER + HOUR) == ["sent"]
    closings.reopen(term=over)
    closings.close(term=over, now=OVER + 2 * HOUR)
    assert deliver(frozen, OVER + 5 * HOUR) == ["sent"]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([coordinator.user.email], subject)
    for part in (" ".join(text.split()) for text in (sent.body, sent.alternatives[0].content)):
        assert [word in part for word in (words, "2026–27", address)] == [True] * 3
        assert [word in part for word in ("10.25", "615", coordinator.name)] == [False] * 3


def test_mistake_undone_within_the_hour_is_told_to_nobody_and_later_to_all(over, client, staff, frozen):
    closings.close(term=over, now=OVER)
    client.force_login(staff)
    client.post("/desk/terms/2026-2027/reopen/")
    over.refresh_from_db()
    assert (over.closed_at, over.frozen, deliver(frozen, OVER + HOUR)) == (None, {}, ["superseded"])
    closings.close(term=over, now=OVER + 2 * HOUR)
    assert (deliver(frozen, OVER + 3 * HOUR), len(mail.outbox)) == (["sent"], 1)


def test_closed_year_is_read_not_edited(over, client, staff):
    closings.close(term=over, now=OVER)
    client.force_login(staff)
    assert "This year is closed" in client.get(DESK).text
    values = {"starts_on": "2026-08-02", "ends_on": "2027-07-01", "breaks-TOTAL_FORMS": 0, "breaks-INITIAL_FORMS": 0}
    assert (client.post(DESK, values).status_code, client.get(CLOSE).status_code) == (200, 404)
    over.refresh_from_db()
    assert over.ends_on == dt.date(2027, 7, 31)


def test_letter_page_marks_the_year_as_closed(over, client, coordinator):
    client.force_login(coordinator.user)
    assert "2026–27 (closed)" not in client.get("/hours/letters/").text
    closings.close(term=over, now=OVER)
    assert "2026–27 (closed)" in client.get("/hours/letters/").text


def test_home_of_the_desk_names_what_is_to_close_and_to_hand_over(over, client, staff):
    client.force_login(staff)
    page = client.get("/desk/").text
    assert ("One year is over and not closed" in page, "One campaign is not handed over" in page) == (True, True)
    closings.close(term=over, now=OVER)
    assert "over and not closed" not in client.get("/desk/").text
