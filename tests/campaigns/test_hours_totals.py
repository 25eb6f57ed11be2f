"""Everybody's hours, as staff read them."""

import csv
import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns import totals
from campaigns.models import HourEntry, WeekNote
from campaigns.totals import Total
from partners.models import AuditEntry
from tests.factories import HourEntryFactory, PartnerFactory
from tests.factories.years import realistic_year, ten_years

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/desk/hours/totals/", "/desk/hours/totals/table/"
TODAY = dt.date(2026, 11, 18)
MOST_QUERIES = 11  # and one more where a second factor is asked of staff: the goal is 12


@pytest.fixture
def fresh(monkeypatch):
    """Whoever asks signed in a moment ago."""
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: True)


@pytest.fixture
def desk(client, frozen, staff):
    client.force_login(staff)
    return client


def cells(page) -> dict[str, list[str]]:
    """The map as it is read aloud: by person, each cell."""
    found = {}
    for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', page.content.decode(), re.S):
        if "<td" in row and "data-label" in row:
            plain = [re.sub(r"<span aria-hidden.*?</span>|<[^>]+>", "", cell) for cell in row.split("<td")[1:]]
            found[re.search(r">([^<]+)</a>", row)[1]] = [cell.split(">", 1)[1].strip() for cell in plain]
    return found


def test_map_says_every_week_in_figures_and_words(desk, placement, coordinator, term):
    for day, minutes in (("2026-10-26", 660), ("2026-11-02", 120), ("2026-11-09", 450)):
        HourEntryFactory(placement=placement, worked_on=day, minutes=minutes)
    WeekNote.objects.create(appointment=placement.appointment, monday=dt.date(2026, 10, 19), quiet=True)
    found = cells(desk.get(PAGE))[coordinator.name]
    assert found[0] == "nothing expected"
    assert found[-7:] == ["silent", "quiet", "11  over", "2  under", "7.5", "not over yet", "20.5"]


def test_filters_and_period_narrow_the_sums(desk, placement, term):
    one, other = PartnerFactory(), HourEntryFactory(placement__appointment=placement.appointment, activity="rally")
    placement.campaign.partner_rows.create(partner=one)
    HourEntryFactory(placement=placement, worked_on="2026-11-02", minutes=120)
    HourEntryFactory(placement=placement, worked_on="2026-11-09", minutes=240, activity="rally")
    asked = {
        "": 420,
        "activity=rally": 300,
        f"campaign={other.placement.campaign.slug}": 60,
        f"partner={one.slug}": 360,
        "first=2026-11-03": 300,
        "last=2026-11-03": 120,
        "first=2026-11-03&last=2026-11-15&activity=rally": 240,
        "campaign=nothing": 0,
        "partner=nothing": 0,
    }
    assert {query: desk.get(f"{PAGE}?{query}").context["desk"].total.minutes for query in asked} == asked
    narrowed = desk.get(f"{PAGE}?activity=rally").context["desk"]
    assert (narrowed.sums.terms, narrowed.parts) == ([(term, Total(300, 0))], {"activity": "rally"})
    assert desk.get(f"{PAGE}?first=2026-11-03").context["desk"].sums.terms == [(term, Total(420, 0))]


ODD = ["\ud800", "😀" * 400, "' OR 1=1", "0001-01-01", "9999-12-31", str(10**30), "2026-02-30", "-1", "２０２６-11-16"]


def test_odd_words_are_said_at_their_field(desk, placement):
    HourEntryFactory(placement=placement)
    names = ("term", "campaign", "partner", "activity", "first", "last", "page")
    for word in ODD:
        answer = desk.get(PAGE, dict.fromkeys(names, word.encode("utf-8", "surrogatepass")))
        found = answer.context["desk"].form.errors
        assert (answer.status_code, {*names[:4]} - {*found}) == (200, set()), word
    late = desk.get(PAGE, {"first": "2026-11-09", "last": "2026-11-02"}).context["desk"]
    assert (list(late.form.errors), late.total.minutes) == (["last"], 60)
    assert list(desk.get(PAGE, {"first": "2026-02-30"}).context["desk"].form.errors) == ["first"]


def test_page_answers_in_both_languages(desk, placement, language):
    with translation.override(language):
        page = desk.get(reverse("campaigns:hours_totals"), {"activity": "no such"})
    assert (page.status_code, page["Content-Language"]) == (200, language)
    assert "activity" in page.context["desk"].form.errors


def test_names_and_breaks_are_text(desk, placement, coordinator, term):
    coordinator.name = "<script>alert(1)</script>"
    coordinator.save()
    term.breaks.create(name="<b>Break</b>", starts_on="2026-11-02", ends_on="2026-11-03")
    html = desk.get(PAGE).content.decode()
    assert ("<script>alert" in html, "<b>Break" in html) == (False, False)
    assert html.count("&lt;b&gt;Break&lt;/b&gt;") == 2


def test_page_without_term_people_or_hours(desk, fresh, term, placement):
    html = desk.get(PAGE).content.decode()
    assert ("By campaign" in html, "Check in with" in html) == (False, True)
    placement.delete()
    term.appointments.all().delete()
    assert "No term has begun" in desk.get(PAGE).content.decode()
    assert desk.get(TABLE).status_code == 200


def test_term_without_target_measures_nothing(desk, placement, coordinator, term):
    term.weekly_hours_min = term.weekly_hours_max = None
    term.save()
    HourEntryFactory(placement=placement, worked_on="2026-11-02", minutes=720)
    page = desk.get(PAGE)
    assert cells(page)[coordinator.name][-4:] == ["12", "nothing expected", "nothing expected", "12"]
    assert "Nobody is over" in page.content.decode()


def test_check_in_is_worded_kindly_and_only_while_the_term_runs(desk, frozen):
    realistic_year(people=5, until=TODAY)
    frozen.move_to(dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC))
    html = desk.get(PAGE).content.decode()
    assert "Silent: nothing came for that week. All well?" in html
    frozen.move_to(dt.datetime(2026, 11, 2, 17, tzinfo=dt.UTC))
    html = desk.get(PAGE).content.decode()
    assert "Over: 12.5 hours. Perhaps it is too much: ask how it goes" in html
    frozen.move_to(dt.datetime(2027, 8, 2, 17, tzinfo=dt.UTC))
    assert "Check in with" not in desk.get(PAGE).content.decode()


def test_page_costs_the_same_for_three_people_and_a_hundred(desk, django_assert_num_queries):
    realistic_year(people=3, until=TODAY)
    desk.get(PAGE)
    for path in (PAGE, f"{PAGE}?activity=meeting&first=2026-10-01"):
        with django_assert_num_queries(MOST_QUERIES):
            desk.get(path)
    realistic_year(people=120, until=dt.date(2026, 9, 20))
    with django_assert_num_queries(MOST_QUERIES):
        page = desk.get(PAGE)
    assert (len(page.context["desk"].rows), len(page.context["desk"].people)) == (100, 123)
    assert len(cells(desk.get(f"{PAGE}?page=2"))) == 23


def test_page_costs_the_same_over_ten_years(desk, django_assert_num_queries):
    years = ten_years(people=2, until=TODAY)
    with django_assert_num_queries(MOST_QUERIES):
        page = desk.get(PAGE)
    assert {term for term, _total in page.context["desk"].sums.terms} == {year.term for year in years}
    old = HourEntry.objects.in_term(years[9].term)
    assert desk.get(f"{PAGE}?term=2017-2018").context["desk"].total == totals.overall(old)


def test_only_staff_with_the_right_read_it(client, frozen, coordinator, staff):
    client.force_login(coordinator.user)
    assert [client.get(path).status_code for path in (PAGE, TABLE)] == [404, 404]
    client.force_login(staff)
    assert (client.post(PAGE).status_code, client.get(PAGE).status_code) == (405, 200)
    group = staff.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_hourentry"))
    assert [client.get(path).status_code for path in (PAGE, TABLE)] == [404, 404]


def test_table_holds_the_sums_and_no_formula(desk, fresh, placement, coordinator):
    coordinator.name = "=1+1"
    coordinator.save()
    HourEntryFactory(placement=placement, minutes=90, approved_at=dt.datetime(2026, 11, 18, tzinfo=dt.UTC))
    HourEntryFactory(placement=placement, minutes=30)
    answer = desk.get(TABLE, {"first": "2026-11-01"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Sum", "Name", "Hours", "Approved", "Waiting"]
    assert rows[-2:] == [["By coordinator", "'=1+1", "2", "1.5", "0.5"], ["Everything", "", "2", "1.5", "0.5"]]
    assert answer["Content-Disposition"] == 'attachment; filename="hours-totals-2026-27.csv"'


def test_spreadsheet_with_names_asks_who_it_is_anew(client, staff, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: False)
    client.force_login(staff)
    answer = client.get(TABLE)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/reauthenticate/")
    assert not AuditEntry.objects.exists()
