"""Hand-overs: drafted from the data, written by those who leave, read by those who come, seen by nobody else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import hand_overs
from campaigns.models import HandOver, HandOverRead, Outcome, Placement
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
JULY = dt.datetime(2027, 7, 20, 16, 0, tzinfo=dt.UTC)
CHANGED = {"did_en": "We won heat.", "did_es": "", "threads_en": "The boiler.", "threads_es": "La caldera."}
THREADS_EN = [
    *("1 line of hours has a question.", "1 line of hours waits for approval."),
    *("Events to come:", "- July 25, 2027: March"),
]
THREADS_ES = [
    *("1 línea de horas tiene una pregunta.", "1 línea de horas espera aprobación."),
    *("Próximos eventos:", "- 25 de julio de 2027: Marcha"),
]


@pytest.fixture
def path(frozen, term, campaign, coordinator):
    frozen.move_to(JULY)
    return f"/hand-over/{campaign.slug}/2026-2027/"


@pytest.fixture
def later(term):
    return TermFactory(slug="2027-2028", label="2027-28", starts_on="2027-08-01", ends_on="2028-07-31")


def placed(term, campaign):
    """The account of one more coordinator, on the campaign in that term."""
    appointment = AppointmentFactory(term=term, coordinator__user=UserFactory(role="coordinator"))
    PlacementFactory(appointment=appointment, campaign=campaign)
    return appointment.coordinator.user


def asked(client, user, path: str) -> int:
    client.force_login(user)
    return client.get(path).status_code


def test_who_may_see_it(client, path, campaign, term, later, staff, coordinator, frozen):
    people = {
        "staff": staff,
        "writer": coordinator.user,
        "next": placed(later, campaign),
        "other campaign": placed(term, CampaignFactory()),
        "next of another": placed(later, CampaignFactory()),
        "staff without a right": UserFactory(is_staff=True),
    }
    before = {who: asked(client, user, path) for who, user in people.items()}
    HandOver.objects.create(campaign=campaign, term=term, written_at=JULY, ready_at=JULY, **CHANGED)
    after = {who: asked(client, user, path) for who, user in people.items()}
    frozen.move_to(dt.datetime(2027, 8, 15, 16, 0, tzinfo=dt.UTC))  # past the access of those who leave
    assert before == dict.fromkeys(people, 404) | {"staff": 200, "writer": 200}
    assert after == before | {"next": 200}
    assert {who: asked(client, user, path) for who, user in people.items()} == after | {"writer": 404}
    client.logout()
    assert client.get(path).status_code == 302


def test_readers_change_nothing_and_tick_once(client, path, campaign, term, later, staff, coordinator):
    reader = placed(later, campaign)
    client.force_login(reader)
    assert client.post(f"{path}read/").status_code == 404  # not handed over yet
    row = HandOver.objects.create(campaign=campaign, term=term, written_at=JULY, ready_at=JULY, **CHANGED)
    assert client.post(path, CHANGED | {"do": "back"}).status_code == 404
    assert "We won heat." in client.get("/es" + path.replace("hand-over", "relevo")).text  # with a note, not left out
    assert path in client.get("/start/").text
    assert [client.post(f"{path}read/").status_code for _press in range(2)] == [302, 302]
    read = HandOverRead.objects.get()
    assert (read.hand_over, read.appointment.coordinator.user) == (row, reader)
    client.force_login(coordinator.user)  # who wrote it does not tick it
    assert (client.post(f"{path}read/").status_code, read.appointment.coordinator.name in client.get(path).text) == (
        404,
        False,
    )
    client.force_login(staff)
    for page in (path, "/desk/hand-overs/?term=2026-2027"):
        assert read.appointment.coordinator.name in client.get(page).text
    assert "read by 1 of 1" in client.get("/desk/hand-overs/").text


def test_writer_saves_hands_over_and_takes_back(client, path, coordinator):
    client.force_login(coordinator.user)
    assert path in client.get("/start/").text
    client.post(path, CHANGED | {"do": "save"})
    row = HandOver.objects.get()
    assert (row.did_en, row.threads_es, row.ready_at) == ("We won heat.", "La caldera.", None)
    client.post(path, CHANGED | {"do": "ready", "seen": row.written_at.isoformat()})
    row.refresh_from_db()
    assert row.ready_at == JULY
    client.post(path, {"do": "back"})
    row.refresh_from_db()
    assert (row.ready_at, row.did_en) == (None, "We won heat.")


@pytest.mark.parametrize(
    ("prefix", "contact", "overtaken"),
    [
        ("", "This looks like a phone number", "Somebody else wrote here"),
        ("/es", "Esto parece ser", "otra persona escribió"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(client, path, coordinator, prefix, contact, overtaken):
    client.force_login(coordinator.user)
    path = prefix + path.replace("hand-over", "relevo" if prefix else "hand-over")
    page = client.post(path, CHANGED | {"did_en": "Call 202-555-0143", "do": "save"}).text
    assert (contact in page, "La caldera." in page, HandOver.objects.count()) == (True, True, 0)
    assert client.post(path, CHANGED | {"did_en": "", "did_es": " ", "do": "ready"}).status_code == 200
    client.post(path, CHANGED | {"do": "save"})
    page = client.post(path, CHANGED | {"did_en": "Older words", "do": "save"}).text
    assert (overtaken in page, "Older words" in page, HandOver.objects.get().did_en) == (True, True, "We won heat.")
    for odd in ("\x00", "🦋" * 7000, "9" * 30):
        assert client.post(path, CHANGED | {"did_en": odd, "seen": odd}).status_code == 200


def test_draft_says_what_the_data_say_in_both_languages(path, campaign, term):
    day = dt.date(2027, 3, 1)
    Outcome.objects.create(campaign=campaign, happened_on=day, precision="day", text_en="Heat.", text_es="Calefacción.")
    EventFactory(campaign=campaign, term=term, held_on=day, starts_at=None, ends_at=None, signup_open=False)
    EventFactory(campaign=campaign, kind="accompaniment", title_en="Secret", title_es="Secreto", held_on=day)
    for _n in range(3):
        HourEntryFactory(placement__campaign=campaign, placement__appointment__term=term, minutes=600, approved_at=JULY)
    HourEntryFactory(placement=Placement.objects.first())
    HourEntryFactory(placement=Placement.objects.first(), asked_at=JULY, question="Which day?")
    ahead = dt.datetime(2027, 7, 25, 16, 0, tzinfo=dt.UTC)
    times = {"starts_at": ahead, "ends_at": ahead + dt.timedelta(hours=1), "held_on": ahead.date()}
    EventFactory(campaign=campaign, title_en="March", title_es="Marcha", **times)
    texts = hand_overs.draft(hand_overs.Facts.load(campaign, term, JULY))
    for words in ("4 coordinators", "about 30 approved hours", "March 1, 2027: Heat.", "Rally"):
        assert words in texts["did_en"]
    assert "Calefacción." in texts["did_es"]
    assert texts["threads_en"].splitlines() == THREADS_EN
    assert texts["threads_es"].splitlines() == THREADS_ES
    assert [word for text in texts.values() for word in ("Secret", "Coordinator ", "Person ") if word in text] == []


def test_hours_of_two_are_not_told(path, campaign, term):
    HourEntryFactory.create_batch(2, placement=Placement.objects.get(), minutes=600, approved_at=JULY)
    facts = hand_overs.Facts.load(campaign, term, JULY)
    assert (facts.hours, "hours" in hand_overs.draft(facts)["did_en"]) == (None, False)


def test_contacts_are_read_live(client, path, campaign, coordinator):
    contact = ContactFactory(partner=PartnerFactory(), phone="202-555-0100")
    campaign.partner_rows.create(partner=contact.partner)
    client.force_login(coordinator.user)
    assert "202-555-0100" in client.get(path).text
    contact.delete()
    assert "202-555-0100" not in client.get(path).text


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_one_and_three(client, path, campaign, term, later, staff):
    """The list for more campaigns; the page for more partners, contacts, events and people who read it."""
    client.force_login(staff)
    ours = HandOver.objects.create(campaign=campaign, term=term, written_at=JULY, ready_at=JULY)
    counts = []
    for more in (1, 2):
        for _n in range(more):
            other = HandOver.objects.create(campaign=CampaignFactory(), term=term, written_at=JULY, ready_at=JULY)
            for row in (ours, other):
                user = placed(later, row.campaign)
                HandOverRead.objects.create(
                    hand_over=row, appointment=user.coordinator.appointments.get(), read_at=JULY
                )
            campaign.partner_rows.create(partner=ContactFactory().partner)
            EventFactory(campaign=campaign, term=term)
        client.get("/desk/hand-overs/")
        counts.append([queries(client, page) for page in ("/desk/hand-overs/", path)])
    assert counts[0] == counts[1]
