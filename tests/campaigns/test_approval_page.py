"""What staff read on the page of hours to approve, how they narrow it, and what it costs."""

import datetime as dt
from urllib.parse import urlencode

import pytest

from campaigns import actions
from campaigns.models import HourEntry, WeekNote
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    HourEntryFactory,
    PlacementFactory,
)

pytestmark = pytest.mark.django_db
LIST = {"en": "/desk/hours/", "es": "/es/mesa/horas/"}
ACT = "/desk/hours/decide/"


# --- what is read -----------------------------------------------------------------------------------------------------
def test_week_over_the_target_and_silence_are_marked_kindly(desk, placement, other_coordinator, monday):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=3), minutes=12 * 60)
    page = desk.get(LIST["en"])
    (group,) = page.context["groups"]
    check = page.context["check_in"]
    assert (group.over, check.silent) == (120, [other_coordinator])
    assert check.over == [(placement.appointment.coordinator, 720)]
    appointment = other_coordinator.appointments.get()
    AppointmentFactory()  # without a campaign nobody can log
    assert desk.get(LIST["en"]).context["check_in"].silent == [other_coordinator]
    WeekNote.objects.create(appointment=appointment, monday=monday - dt.timedelta(days=7), quiet=True)
    assert desk.get(LIST["en"]).context["check_in"].silent == []


def test_too_much_is_said_of_whoever_has_no_account_too(desk, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=3), minutes=12 * 60)
    person = placement.appointment.coordinator
    type(person).objects.filter(pk=person.pk).update(user=None)
    check = desk.get(LIST["en"]).context["check_in"]
    assert (check.over, check.logged) == ([(person, 720)], [person])
    HourEntry.objects.all().delete()
    assert person not in desk.get(LIST["en"]).context["check_in"].silent


def test_overload_counts_the_whole_week_and_not_what_waits(desk, staff, placement, monday):
    approved = {"approved_by": staff, "approved_at": dt.datetime(2026, 11, 17, tzinfo=dt.UTC)}
    HourEntryFactory(placement=placement, worked_on=monday, minutes=600, **approved)
    HourEntryFactory(placement=placement, worked_on=monday, minutes=60)
    (group,) = desk.get(LIST["en"]).context["groups"]
    assert (len(group.lines), group.minutes, group.over) == (1, 660, 60)


def test_trail_of_a_line_says_what_it_was(desk, staff, entry, now, language, correct):
    actions.approve_hours(entries=HourEntry.objects.all(), by=staff, at=now)
    correct(entry, minutes=90, note="At the school")
    page = desk.get(LIST[language])
    said = {
        "en": ["Hours: was 2 h, now 1.5 h.", "Note: was “Planning”, now “At the school”.", "had approved it on"],
        "es": ["Horas: antes 2 h, ahora 1.5 h.", "antes «Planning», ahora «At the school»", "lo había aprobado"],
    }
    assert [words in page.text for words in said[language]] == [True] * 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"waits", "elsewhere", "earlier"}),
        ("?state=approved", {"done"}),
        ("?state=sent-back", {"asked"}),
        ("?campaign=other", {"elsewhere"}),
        ("?week=2026-11-11", {"earlier"}),
        ("?state=junk&campaign=junk&person=junk&week=junk", {"waits", "elsewhere", "earlier"}),
        ("?week=0001-01-01", {"waits", "elsewhere", "earlier"}),
        ("?week=9999-12-31", {"waits", "elsewhere", "earlier"}),
    ],
)
def test_list_is_narrowed_by_its_filters(desk, staff, now, placement, monday, query, found):
    HourEntryFactory(placement=placement, worked_on=monday, note="waits")
    HourEntryFactory(placement=placement, worked_on=monday, note="done", approved_by=staff, approved_at=now)
    HourEntryFactory(placement=placement, worked_on=monday, note="asked", asked_at=now, question="Why?")
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=7), note="earlier")
    HourEntryFactory(placement=PlacementFactory(campaign=CampaignFactory(slug="other")), note="elsewhere")
    page = desk.get(LIST["en"] + query)
    assert {line.entry.note for group in page.context["groups"] for line in group.lines} == found


def test_list_is_narrowed_to_one_person(desk, entry, theirs):
    person = theirs.placement.appointment.coordinator
    assert [group.person for group in desk.get(f"{LIST['en']}?person={person.pk}").context["groups"]] == [person]


def test_empty_list_says_so(desk, language):
    words = {"en": "Nothing waits for you", "es": "No hay nada pendiente para usted"}
    assert words[language] in desk.get(LIST[language]).text


def test_no_address_breaks_the_page(desk, entry):
    queries = [
        f"?page={10**30}",
        "?page=junk",
        f"?done={10**30}",
        "?done=1",
        f"?person={10**30}",
        f"?{urlencode({'done': '💬'})}",
    ]
    assert [desk.get(LIST["en"] + query).status_code for query in queries] == [200] * len(queries)


@pytest.mark.parametrize("name", ["seen", "approve", "undo"])
def test_no_form_breaks_the_page(desk, entry, name):
    texts = ["junk", "1", "1.", f"{10**30}.1", "1." + "9" * 30, "\x00", "💬", "-1.1", "1.1 " * 5000, "\ud800"]
    bodies = [urlencode({name: text}, errors="surrogatepass") for text in texts]
    form = "application/x-www-form-urlencoded"
    assert {desk.post(ACT, body, content_type=form).status_code for body in bodies} == {302}


def test_address_of_a_faulty_form_leads_back_to_the_list(desk):
    assert desk.get(f"{ACT}?state=approved").url == "/desk/hours/?state=approved"


# --- how much it costs ------------------------------------------------------------------------------------------------
def weeks_of_people(count: int, monday: dt.date, correct) -> None:
    for n in range(count):
        placement = PlacementFactory(appointment=AppointmentFactory(coordinator=CoordinatorFactory()))
        entry = HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=7 * (n % 3)), note=str(n))
        correct(entry, minutes=75)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_page_needs_the_same_queries_however_many_rows(desk, monday, correct, django_assert_num_queries, rows):
    weeks_of_people(rows, monday, correct)
    with django_assert_num_queries(19):
        desk.get(LIST["en"])


@pytest.mark.parametrize("rows", [1, 200])
def test_bulk_needs_the_same_queries_however_many_lines(staff, placement, monday, now, django_assert_num_queries, rows):
    HourEntryFactory.create_batch(rows, placement=placement, worked_on=monday, minutes=15)
    seen = HourEntry.objects.as_seen(dict.fromkeys(HourEntry.objects.values_list("pk", flat=True), 1))
    with django_assert_num_queries(6):  # the lock, the hours, words of partners, the log, and the savepoint of a test
        assert actions.approve_hours(entries=seen, by=staff, at=now) == rows
