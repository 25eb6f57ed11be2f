"""What is usual for each kind, and a form that begins with it."""

import datetime as dt

import pytest
from django.conf import settings

from events import kinds
from events.desk_forms import DeskForm
from events.models import Event
from tests.events.desk_journeys import PLAN

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 18, 17, tzinfo=dt.UTC)


def test_every_kind_has_its_defaults():
    assert set(kinds.TABLE) == set(Event.Kind.values)
    assert [str(one.label) for one in kinds.said()][:3] == ["Rally", "March", "Training"]


@pytest.mark.parametrize("kind", kinds.TABLE)
def test_defaults_of_a_kind_make_an_event_that_can_be_published(kind, frozen):
    usual = kinds.TABLE[kind]
    typed = PLAN | {"kind": kind, "held_on": "2026-12-01", "start_time": f"{usual.starts:%H:%M}"}
    typed |= {"place_public": usual.place_public, "exact_hours_before": usual.exact_hours_before or ""}
    form = DeskForm(typed | {"neighborhood": "Petworth", "capacity": usual.capacity or ""}, publish=True)
    assert form.errors == {}
    assert form.instance.ends_at - form.instance.starts_at == dt.timedelta(minutes=usual.minutes)


@pytest.mark.parametrize("kind", kinds.TABLE)
def test_what_to_bring_is_said_in_both_languages(kind):
    found = kinds.defaults(kind, NOON)
    texts = [found[f"bring_{code}"] for code, _name in settings.LANGUAGES]
    assert len({bool(text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("kind", "hours", "day"), [("rally", 0, dt.date(2026, 11, 18)), ("rally", 7, None), ("panel", 0, None)]
)
def test_the_day_is_today_where_events_are_planned_at_noon_for_the_evening(kind, hours, day):
    assert kinds.defaults(kind, NOON + dt.timedelta(hours=hours))["held_on"] == day


def test_a_kind_says_what_is_usual_for_it():
    usual = {one.kind: one.usual for one in kinds.said()}
    assert usual["rally"] == ["1.5 hours", "up to 5 guests"]
    assert usual["training"] == ["2 hours", "exact place 24 hours before", "30 places"]
    assert usual["announcement"] == ["1 hour", "without sign-up"]


def test_another_kind_brings_its_own_values_and_keeps_what_was_typed():
    began = kinds.defaults("rally", NOON)
    typed = {"usual_of": "rally", "kind": "training", "title_en": "How to stand by", "start_time": "17:15"}
    typed |= {"guests_most": "5", "place_public": "on", "signup_open": "on", "bring_en": began["bring_en"]}
    form = DeskForm.as_typed(_posted(typed | {"languages": ["en", "es"]}), NOON)
    assert (form["title_en"].value(), form["start_time"].value()) == ("How to stand by", "17:15")
    assert (form["capacity"].value(), form["guests_most"].value(), form["place_public"].value()) == (30, 0, False)
    assert (form["bring_en"].value(), form.usual_of) == ("Something to write with.", "training")


def _posted(values: dict):
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data
