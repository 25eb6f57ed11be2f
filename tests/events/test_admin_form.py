"""What the form of events in the admin refuses, and what it says at which field."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from coordinators.models import User
from events.forms import ReminderRuleForm
from events.models import Event
from tests.events.test_admin import ADD, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture(scope="module")
def form():
    """The form of the admin's page, for an event that is new."""
    request = RequestFactory().post(ADD)
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    return admin.site.get_model_admin(Event).get_form(request)


WRONG = [
    ({"end_time": "10:00"}, "end_time", "The event ends before it starts."),
    ({"end_time": "11:00"}, "end_time", "The event ends before it starts."),
    ({"end_day": "2026-12-04"}, "end_time", "The event ends before it starts."),
    ({"start_time": "", "signup_open": None}, "start_time", "Give the start as well."),
    ({"end_time": ""}, "signup_open", "Sign-up needs the hours"),
    ({"end_time": "", "signup_open": None}, "start_time", "An event to come needs the hours"),
    ({"precision": "month"}, "precision", "An hour needs the exact day."),
    (
        {"held_on": "2027-03-14", "start_time": "02:30", "end_time": "04:00"},
        "start_time",
        "the clocks jump over this hour",
    ),
    (
        {"held_on": "2027-03-14", "start_time": "01:00", "end_time": "02:30"},
        "end_time",
        "the clocks jump over this hour",
    ),
    ({"held_on": "2027-11-07", "start_time": "01:30"}, "fold", "Choose the first or the second."),
    ({"held_on": "2027-11-07", "start_time": "00:30", "end_time": "01:30"}, "end_time", "this hour comes twice"),
    ({"held_on": "0001-01-01"}, "held_on", "Check the year."),
    ({"held_on": "9999-12-31"}, "held_on", "Check the year."),
    ({"end_day": "9999-12-31"}, "end_day", "Check the year."),
    ({"held_on": "2026-02-30"}, "held_on", "Enter a valid date."),
    ({"start_time": "25:00"}, "start_time", "Enter a valid time."),
    ({"time_zone": "Mars/Olympus"}, "time_zone", "Select a valid choice."),
    ({"languages": ["xx"]}, "languages", "Select a valid choice."),
    ({"title_es": ""}, "title_es", "Both languages are needed"),
    ({"summary_es": ""}, "summary_es", "Both languages are needed"),
    ({"summary_en": ""}, "summary_en", "Both languages are needed"),
    ({"recurrence_en": "every Sunday"}, "recurrence_es", "Both languages are needed"),
    ({"bring_es": ""}, "bring_es", "Both languages are needed"),
    ({"capacity": str(10**30)}, "capacity", "less than or equal to"),
    ({"access": ["stairs"]}, "access", "Select a valid choice."),
    ({"place": "x\x00"}, "place", "Null characters are not allowed."),
    ({"place": "🦋" * 201}, "place", "at most 200 characters"),
    ({"slug": str(10**90)}, "slug", "at most 80 characters"),
    ({"online_url": "javascript:alert(1)"}, "online_url", "Enter a valid URL."),
]


@pytest.mark.parametrize(("fields", "name", "message"), WRONG)
def test_wrong_input_is_explained_at_the_field(form, fields, name, message):
    assert message in " ".join(form(RequestFactory().post(ADD, typed(fields)).POST).errors[name])


def test_nothing_is_wrong_with_what_the_other_tests_type(form):
    assert form(RequestFactory().post(ADD, typed({})).POST).errors == {}


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"hours_before": "3", "days_before": "1"}, "Give either the hours before, or the days before and the hour."),
        ({"days_before": "1"}, "Give either the hours before, or the days before and the hour."),
        ({"hours_before": "337"}, "From 1 to 336 hours"),
        ({"hours_before": "0"}, "From 1 to 336 hours"),
        ({"hours_before": str(10**30)}, "From 1 to 336 hours"),
        ({"days_before": "31", "at": "18:00"}, "At most 30 days."),
        ({"days_before": "1", "at": "22:00"}, "nobody is written to at night"),
    ],
)
def test_a_rule_that_makes_no_sense_is_explained(rule, message):
    form = ReminderRuleForm(rule)
    assert message in str(form.errors)
    assert not form.is_valid()
