"""The page of a term: what each week was, for its coordinator and for staff."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from campaigns import flat_bars
from campaigns.models import HourEntry, WeekNote
from campaigns.term_hours import TermHours
from campaigns.totals import Total
from coordinators.models import Appointment, Break
from tests.factories import AppointmentFactory, CoordinatorFactory, HourEntryFactory, TermFactory
from tests.factories.years import realistic_year, ten_years

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 18)
PAGE = "/hours/term/"


def states(hours: TermHours) -> dict[str, str]:
    return {str(week.monday): week.state.value for week in hours.weeks}


def test_weeks_are_what_they_were(placement, term):
    for day in ("2026-11-02", "2026-11-08"):
        HourEntryFactory(placement=placement, worked_on=day, minutes=180)
    WeekNote.objects.create(appointment=placement.appointment, monday=dt.date(2026, 10, 26), quiet=True)
    Break.objects.create(term=term, name="Fall break", starts_on="2026-10-19", ends_on="2026-10-20")
    hours = TermHours.load(Appointment.objects.select_related("term").get(), today=TODAY)
    found = states(hours)
    assert [found[f"2026-{day}"] for day in ("07-27", "10-12", "10-19", "10-26", "11-02", "11-16")] == [
        *("expects-nothing", "silent", "expects-nothing", "quiet", "logged", "open")
    ]
    assert (len(found), hours.total) == (17, Total(360, 0))
    assert [(season.name, len(season.weeks)) for season in hours.seasons] == [("fall 2026", 17)]
    assert (
        "inside the target of 5–10 hours: 1; under it: 0; over it: 0; quiet: 1; silent: 12" in hours.seasons[0].finding
    )


def test_page_shows_bars_band_break_and_words(mine, placement, term):
    HourEntryFactory(placement=placement, worked_on="2026-11-02", minutes=450)
    Break.objects.create(term=term, name="Fall <break>", starts_on="2026-10-19", ends_on="2026-10-20")
    html = mine.get(PAGE).content.decode()
    svg = re.search(r'<svg viewBox="0 0 360.*?</svg>', html, re.S)[0]
    assert re.findall(r"<title[^>]*>(Hours each week, fall 2026\. Weeks inside[^<]*)</title>", svg)
    assert ("7.5 h" in svg, "Fall &lt;break&gt;" in svg, "Silent" in svg) == (True, True, True)
    assert (svg.count('class="goal"'), svg.count("bar waits"), svg.count('class="pause"')) == (15, 1, 2)
    assert html.index("</svg>") < html.index("Show as a table")
    assert f'href="{reverse("campaigns:hours_week", args=[dt.date(2026, 11, 2)])}"' in html


def test_terms_can_be_chosen_and_others_are_not_found(mine, coordinator, other_coordinator):
    old = TermFactory(slug="2024-2025", label="2024-25", starts_on="2024-08-01", ends_on="2025-07-31")
    theirs = TermFactory(slug="2023-2024", label="2023-24", starts_on="2023-08-01", ends_on="2024-07-31")
    AppointmentFactory(term=old, coordinator=coordinator)
    AppointmentFactory(term=theirs, coordinator=other_coordinator)
    page = mine.get(PAGE)
    assert [one.term.slug for one in page.context["appointments"]] == ["2026-2027", "2024-2025"]
    assert page.context["hours"].term.slug == "2026-2027"
    past = mine.get(f"{PAGE}2024-2025/")
    assert (past.context["hours"].term, "No hours on record for this term" in past.content.decode()) == (old, True)
    said = [word in past.content.decode() for word in ("The letter speaks of the role", "Open my week")]
    assert said == [True, False]
    assert [mine.get(f"{PAGE}{slug}/").status_code for slug in ("2023-2024", "1999-2000", "x" * 300)] == [404] * 3


def test_alumni_read_their_terms_for_good(client, frozen, now):
    year = realistic_year(2019, people=1)
    client.force_login(year.people[0].user)
    page = client.get(PAGE)
    assert (page.context["hours"].term, page.context["hours"].total.minutes > 0) == (year.term, True)
    assert "<form" not in page.content.decode().split("<main", 1)[1]
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("terms", [[], [("2027-08-01", "2028-07-31")]])
def test_page_without_a_term_says_so(client, frozen, terms):
    coordinator = CoordinatorFactory()
    for first, last in terms:
        days = {"starts_on": dt.date.fromisoformat(first), "ends_on": dt.date.fromisoformat(last)}
        AppointmentFactory(coordinator=coordinator, term=TermFactory(slug="2027-2028", label="2027-28", **days))
    client.force_login(coordinator.user)
    html = client.get(PAGE).content.decode()
    assert ("You are not on the roster" in html, "has not begun" in html) == (not terms, bool(terms))


def test_term_without_target_has_no_band(mine, placement, term):
    term.weekly_hours_min = term.weekly_hours_max = None
    term.save()
    HourEntryFactory(placement=placement, worked_on="2026-11-02", minutes=450)
    html = mine.get(PAGE).content.decode()
    assert ('class="goal"' in html, "7.5 h" in html, "target" in html) == (False, True, False)
    assert "hours were logged in 1 of 17 weeks" in html


def test_page_costs_the_same_with_one_entry_and_ten_years(client, frozen, django_assert_num_queries):
    years = ten_years(people=1, until=TODAY)
    newest = years[0].people[0].user
    HourEntry.objects.exclude(pk=HourEntry.objects.in_term(years[0].term).first().pk).delete()
    client.force_login(newest)
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)
    HourEntry.objects.bulk_create(
        [
            HourEntry(placement=place, worked_on=monday, minutes=300)
            for year in years
            for place in years[0].people[0].placements[year.term.first_year]
            for monday in year.mondays
        ]
    )
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_staff_read_the_same_page_and_nobody_else(client, frozen, staff, coordinator, other_coordinator, placement):
    HourEntryFactory(placement=placement, worked_on="2026-11-02", minutes=690)
    path = reverse("campaigns:hours_person", args=[coordinator.pk])
    client.force_login(staff)
    html = client.get(path).content.decode()
    assert ("11.5 hours in the week of November 2–8" in html, "whether something can wait" in html) == (True, True)
    assert reverse("campaigns:hours_week", args=[dt.date(2026, 11, 2)]) not in html
    missing = [reverse("campaigns:hours_person", args=[10**18]), reverse("campaigns:hours_person", args=[10**30])]
    assert [client.get(one).status_code for one in missing] == [404, 404]
    client.force_login(other_coordinator.user)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("minutes", [0, 15, 600, 24 * 60 * 7])
def test_bars_stay_in_their_frame(minutes):
    parts = flat_bars.of_parts([("A" * 200, Total(minutes, minutes // 2)), ("B", Total(0, 0))], title="%(name)s")
    numbers = [float(bar.value_x) for bar in parts.chart.bars]
    assert (max(numbers) < flat_bars.WIDTH - 60, len(parts.chart.bars[0].label)) == (True, flat_bars.LONGEST_NAME)


def test_long_name_of_a_part_takes_two_lines_above_its_bar():
    name = "Conozca sus derechos en el trabajo y en la calle, con el centro de Canarias"
    chart = flat_bars.of_parts([("Zines", Total(60, 0)), (name, Total(60, 0))], title="%(name)s").chart
    assert [(bar.head, bar.label) for bar in chart.bars] == [
        ("", "Zines"),
        ("Conozca sus derechos en el trabajo y en la calle,", "con el centro de Canarias"),
    ]
    assert [(bar.head_y, bar.label_y) for bar in chart.bars][1] == ("63", "81")
    assert chart.height == 48 + 48 + 18
