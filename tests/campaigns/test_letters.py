"""Letters of service: which hours they count, who makes them, how they are withdrawn."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from campaigns import letter_fonts, letters
from campaigns.models import ServiceLetter
from tests.factories import AppointmentFactory, HourEntryFactory, PlacementFactory, TermFactory

YEAR = dt.date(2026, 8, 1), dt.date(2027, 7, 31)


@pytest.fixture
def issue(coordinator, now):
    """issue(first, last) makes a letter of the coordinator on Wednesday, November 18, 2026."""

    def issue(first=YEAR[0], last=YEAR[1], at=now, person=coordinator):
        return letters.issue(person=person, first=first, last=last, now=at)

    return issue


@pytest.fixture
def long_ago(coordinator):
    """The same person in 2012-13, in the era of the Day Laborer Exchange, before there was a log."""
    days = {"starts_on": dt.date(2012, 8, 1), "ends_on": dt.date(2013, 7, 31)}
    term = TermFactory(slug="2012-2013", label="2012-13", era="dle", **days)
    AppointmentFactory(coordinator=coordinator, term=term)
    return term


def test_letter_counts_approved_hours_alone(issue, placement, other_coordinator, now):
    HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    HourEntryFactory(placement=placement, minutes=45)
    others = PlacementFactory(appointment=other_coordinator.appointments.get())
    HourEntryFactory(placement=others, minutes=600, approved_at=now)
    letter = issue()
    assert (letter.minutes, letter.terms, letter.unlogged) == (90, "2026-27", "")


def test_letter_ends_today_in_a_running_term(issue):
    letter = issue()
    assert (letter.starts_on, letter.ends_on) == (dt.date(2026, 8, 1), dt.date(2026, 11, 18))


def test_letter_of_some_days_counts_those_days(issue, placement, now):
    for day, minutes in ((10, 60), (11, 120), (12, 30), (13, 15)):
        HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, day), minutes=minutes, approved_at=now)
    letter = issue(dt.date(2026, 11, 11), dt.date(2026, 11, 12))
    assert (letter.minutes, letter.starts_on, letter.ends_on) == (150, dt.date(2026, 11, 11), dt.date(2026, 11, 12))


def test_letter_without_approved_hours_speaks_of_the_role_alone(issue, placement):
    HourEntryFactory(placement=placement, minutes=90)
    letter = issue()
    assert (letter.minutes, letter.terms, letter.unlogged) == (None, "2026-27", "")


def test_letter_says_which_of_its_terms_have_no_hours(issue, placement, long_ago, now):
    HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    letter = issue(dt.date(2010, 1, 1), YEAR[1])
    assert (letter.terms, letter.unlogged, letter.minutes) == ("2012-13, 2026-27", "2012-13", 90)
    assert letter.starts_on == dt.date(2012, 8, 1)


def test_letter_counts_no_hours_of_a_demo(issue, placement, now):
    HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    demo = PlacementFactory(appointment=placement.appointment, is_demo=True)
    HourEntryFactory(placement=demo, minutes=600, approved_at=now)
    assert issue().minutes == 90


def test_letter_of_a_time_without_a_term_is_refused(issue, long_ago):
    for first, last in ((dt.date(2014, 1, 1), dt.date(2015, 1, 1)), (dt.date(2026, 12, 1), dt.date(2026, 12, 2))):
        with pytest.raises(ValidationError):
            issue(first, last)
    assert not ServiceLetter.objects.exists()


def test_double_click_makes_one_letter(issue, placement, now):
    first = issue()
    assert issue(at=now + dt.timedelta(minutes=1)) == first
    HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    assert issue().minutes == 90
    assert issue(at=now + dt.timedelta(days=1)).ends_on == dt.date(2026, 11, 19)
    assert ServiceLetter.objects.count() == 3


def test_letter_stays_as_it_was_issued(issue, placement, now):
    entry = HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    letter = issue()
    entry.delete()
    letter.refresh_from_db()
    assert letter.minutes == 90


def test_page_makes_a_letter_and_says_what_still_waits(mine, placement, now):
    HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    HourEntryFactory(placement=placement, minutes=45)
    page = mine.get("/hours/letters/").content.decode()
    assert "0.75 h still wait for approval and stand in no letter." in page
    assert "2026–27: 1.5 h approved, 0.75 h waiting" in page
    page = mine.post("/hours/letters/", {"term": "2026-2027"}, follow=True).content.decode()
    letter = ServiceLetter.objects.get()
    assert letter.code_display in page
    assert "0.75 h of that time still wait for approval" in page


@pytest.mark.parametrize(
    ("fields", "at", "words"),
    [
        ({}, "term", "Choose a year, or write the days from and to."),
        ({"term": "2025-2026"}, "term", "Choose one of your own years."),
        ({"term": "\x00"}, "term", "Choose one of your own years."),
        ({"term": "2026-2027", "starts_on": "2026-09-01"}, "term", "Choose “From one day to another”"),
        ({"term": "days"}, "starts_on", "Write the day."),
        ({"term": "days", "starts_on": "0001-01-01", "ends_on": "9999-12-31"}, "ends_on", "not come yet"),
        ({"term": "days", "starts_on": "10" * 30, "ends_on": "🦋"}, "starts_on", "That is no day."),
        ({"term": "days", "starts_on": "2026-09-02", "ends_on": "2026-09-01"}, "ends_on", "before the first"),
        ({"term": "days", "starts_on": "0001-01-01", "ends_on": "0001-01-02"}, "starts_on", "no term of yours"),
    ],
)
def test_page_says_at_the_field_what_is_wrong(mine, fields, at, words):
    response = mine.post("/hours/letters/", fields)
    assert words in " ".join(response.context["form"].errors[at])
    assert not ServiceLetter.objects.exists()


def test_page_takes_days(mine):
    mine.post("/hours/letters/", {"term": "days", "starts_on": "0001-01-01", "ends_on": "2026-09-30"})
    assert ServiceLetter.objects.get().ends_on == dt.date(2026, 9, 30)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_letter_and_for_many(mine, issue, placement, rows, django_assert_num_queries):
    for number in range(rows):
        HourEntryFactory.create_batch(rows, placement=placement)
        issue(last=dt.date(2026, 9, 1 + number))
    mine.get("/hours/letters/")
    with django_assert_num_queries(7):  # session, account, person, two sums, terms, letters
        page = mine.get("/hours/letters/")
    assert len(page.context["letters"]) == rows


def test_person_of_ten_years_ago_reads_hours_and_makes_letters(client, coordinator, placement, frozen, now):
    HourEntryFactory(placement=placement, minutes=90, approved_at=now)
    frozen.move_to(dt.datetime(2037, 11, 18, 17, tzinfo=dt.UTC))
    client.force_login(coordinator.user)
    assert client.get("/hours/2026-11-16/").status_code == 200
    assert client.get("/hours/export/csv/").status_code == 200
    assert client.post("/hours/letters/", {"term": "2026-2027"}).status_code == 302
    letter = ServiceLetter.objects.get()
    assert (letter.minutes, letter.ends_on) == (90, YEAR[1])
    assert client.get(f"/hours/letters/{letter.pk}/pdf/")["Content-Type"] == "application/pdf"


def test_page_without_a_term_offers_no_form(client, staff, frozen):
    client.force_login(staff)
    assert client.get("/hours/letters/").context["form"] is None
    assert client.post("/hours/letters/", {"term": "2026-2027"}).status_code == 200


def test_letters_of_another_are_not_there(client, issue, other_coordinator, staff):
    letter = issue()
    for person in (other_coordinator.user, staff):
        client.force_login(person)
        for path in (f"/hours/letters/{letter.pk}/pdf/", f"/hours/letters/{letter.pk}/withdraw/"):
            assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
        assert letter.code_display not in client.get("/hours/letters/").content.decode()
    assert ServiceLetter.objects.valid().get() == letter


def test_withdrawing_asks_first_and_acts_by_post(mine, issue):
    letter = issue()
    path = f"/hours/letters/{letter.pk}/withdraw/"
    assert letter.code_display in mine.get(path).content.decode()
    assert ServiceLetter.objects.valid().exists()
    assert "Letter withdrawn." in mine.post(path, follow=True).content.decode()
    assert not ServiceLetter.objects.valid().exists()
    assert [mine.get(path).status_code, mine.get(f"/hours/letters/{letter.pk}/pdf/").status_code] == [404, 404]


def test_name_that_cannot_be_printed_is_told_before_a_letter_is_made(mine, coordinator):
    type(coordinator).objects.update(name="Núñez Đặng ሀገር")
    page = mine.post("/hours/letters/", {"term": "2026-2027"}).content.decode()
    assert "Your name has signs that our letter cannot print" in page
    assert "These: ሀርገ." in page
    assert not ServiceLetter.objects.exists()


def test_names_of_many_alphabets_of_latin_letters_can_be_printed():
    assert letter_fonts.unprintable("Łukasz Nguyễn Ōta Željko Ñandú O’Brien-Smith") == ""
