"""Bad input: a message at its field in the reader's language, nothing lost, never a 500."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import actions
from campaigns.models import HourEntry
from tests.factories import CampaignFactory, HourEntryFactory

pytestmark = pytest.mark.django_db
PATHS = {"en": "/hours/2026-11-16/", "es": "/es/horas/2026-11-16/"}
NASTY = ["\x00", "🦋", "\ud800", str(10**30), "-1", "NaN", "0001-01-01", "9999-12-31", "x" * 5000, "'; --", "<b>"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time", "-1"),
        ("time", "0"),
        ("time", "25"),
        ("time", "1.1"),
        ("time", "a while"),
        ("time", ""),
        ("day", "2026-11-19"),
        ("day", "2027-01-01"),
        ("day", "2026-07-31"),
        ("day", "2026-11-31"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("day", ""),
        ("campaign", ""),
        ("campaign", str(10**30)),
        ("activity", "sleeping"),
        ("note", "x" * 281),
    ],
)
def test_fault_is_told_at_its_field_and_nothing_is_lost(mine, entry_form, field, value, language):
    form = entry_form(**{field: value})
    page = mine.post(PATHS[language], form)
    errors = page.context["form"].errors
    assert (page.status_code, list(errors), HourEntry.objects.count()) == (200, [field], 0)
    assert {name: page.context["form"][name].value() for name in form} == {k: form[k] for k in form}
    assert str(errors[field][0]) in page.text.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("field", "value"), [("time", "25"), ("time", ""), ("day", "2026-11-19"), ("day", "2026-07-31"), ("campaign", "0")]
)
def test_fault_is_told_in_the_readers_language(mine, entry_form, field, value):
    told = {mine.post(path, entry_form(**{field: value})).context["form"].errors[field][0] for path in PATHS.values()}
    assert len(told) == 2


def test_campaign_one_is_not_placed_on_is_refused(mine, entry_form, language):
    elsewhere = CampaignFactory()
    page = mine.post(PATHS[language], entry_form(campaign=elsewhere.pk))
    assert (list(page.context["form"].errors), HourEntry.objects.count()) == (["campaign"], 0)


def test_today_counts_and_tomorrow_does_not(mine, entry_form, frozen):
    frozen.move_to(dt.datetime(2026, 11, 19, 4, 59, tzinfo=dt.UTC))  # 23:59 on the 18th in New York
    assert list(mine.post(PATHS["en"], entry_form(day="2026-11-19")).context["form"].errors) == ["day"]
    assert mine.post(PATHS["en"], entry_form(day="2026-11-18")).status_code == 302


def test_day_of_more_than_24_hours_is_refused_with_its_sum(mine, entry_form, placement, language):
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 17), minutes=24 * 60 - 15)
    page = mine.post(PATHS[language], entry_form(time="2.25"))
    assert ("26 h" in page.context["form"].errors["time"][0], HourEntry.objects.count()) == (True, 1)
    assert mine.post(PATHS[language], entry_form(time="0.25")).status_code == 302


def test_hours_of_another_coordinator_do_not_fill_my_day(mine, entry_form, other_coordinator):
    theirs = other_coordinator.appointments.get().placements.get()
    HourEntryFactory(placement=theirs, worked_on=dt.date(2026, 11, 17), minutes=24 * 60)
    assert mine.post(PATHS["en"], entry_form(time="24")).status_code == 302


@pytest.mark.parametrize("field", ["day", "campaign", "quick", "time", "activity", "note", "key"])
def test_no_field_breaks_the_page(mine, entry_form, field):
    answers = {}
    for value in NASTY:
        HourEntry.objects.all().delete()  # what was taken in leaves the day free for the next
        body = urlencode({**entry_form(), field: value}, errors="surrogatepass")
        answers[value] = mine.post(PATHS["en"], body, content_type="application/x-www-form-urlencoded").status_code
    assert {value: status for value, status in answers.items() if status not in (200, 302)} == {}


@pytest.mark.parametrize("name", ["day", "added", "saved", "said", "aside", "more"])
def test_no_parameter_breaks_the_page(mine, name):
    asked = {value: f"{PATHS['en']}?{urlencode({name: value}, errors='surrogatepass')}" for value in NASTY}
    answers = {value: mine.get(address).status_code for value, address in asked.items()}
    assert answers == {value: 404 if value == "\x00" else 200 for value in NASTY}


@pytest.mark.parametrize("day", ["2026-11-31", "0001-01-01", "9999-12-31", "2026-13-01", "99999-01-01", "junk"])
def test_week_that_is_no_date_is_not_there(mine, day):
    assert mine.get(f"/hours/{day}/").status_code == 404


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
            for name in ("day", "campaign", "quick", "time", "activity", "note", "key")
        },
    )
)
def test_any_form_is_answered(mine, entry_form, changes):
    answer = mine.post(PATHS["en"], entry_form(**changes))
    assert answer.status_code in (200, 302)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=1, max_value=96).map(lambda n: n * 15), min_size=1, max_size=8))
def test_no_day_ever_holds_more_than_24_hours(placement, minutes):
    day = dt.date(2026, 11, 17)
    HourEntry.objects.all().delete()
    for n, length in enumerate(minutes):
        values = {"worked_on": day, "minutes": length, "activity": "other", "note": str(n)}
        before = HourEntry.objects.total_minutes()
        key = HourEntry(placement=placement).client_key
        try:
            actions.log_hours(placement=placement, **values, key=key)
        except ValidationError:
            assert before + length > 24 * 60
    assert HourEntry.objects.total_minutes() <= 24 * 60
