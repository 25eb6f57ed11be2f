"""Every page of an evening with people, shifts, a series and a change, as staff and as a person who comes see it:
no rule of axe is broken and nothing sticks out, on a phone in English and at a desk in Spanish in the dark."""

import datetime as dt
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import translation

from events import actions, codes, links, recurrence, series
from events.models import Event, Rsvp, Series
from outreach.models import Suppression
from scripts.chromium import DESK, PHONE
from tests.browser.test_offline import sign_in
from tests.events.shift_parts import a_shift, a_training, place, trained
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

HOUR, WEEK = dt.timedelta(hours=1), dt.timedelta(weeks=1)
OTHERS = ("b@tests.example", "c@tests.example", "waits@tests.example")
BY_SLUG = [f"event_desk{name}" for name in ("", "_edit", "_preview", "_change", "_delivery", "_calls")]
BY_SLUG += [f"event_desk_{name}" for name in ("shifts", "series", "leave", "following", "share", "flyer", "sheet")]
OF_SHIFT = [f"event_desk_shift{name}" for name in ("", "_delete", "_people")]
ALONE = ["event_desk_list", "event_desk_new", "event_desk_numbers", "event_help", "training_desk"]
ALONE += ["accompaniment_list", "my_events"]
PUBLIC = ["event_detail", "event_count"]


@pytest.fixture
def evening(db, staff, now) -> Event:
    """Tonight: full, one person waits, one cannot be reached, a shift has somebody and the hour was changed."""
    start = now + 8 * HOUR
    hours = {"starts_at": start, "ends_at": start + 2 * HOUR, "held_on": now.date()}
    more = {"capacity": 3, "guests_most": 1, "place_public": False, "exact_hours_before": 2, "bring_en": "Water"}
    event = EventFactory(slug="evening", campaign=CampaignFactory(), bring_es="Agua", **hours, **more)
    event.partners.add(PartnerFactory())
    first, *_others = [sign_up(event, contact, now) for contact in (staff.email, *OTHERS)]
    training = a_training()
    trained(staff.email, training, now.date() + 9 * WEEK)
    shift = a_shift(event, training=training, language="es", meeting_point="Corner", note="Vest")
    place(shift, first, now)
    starts, minutes = recurrence.wall(event)
    rule = Series(weekdays=[event.held_on.weekday()], first_day=event.held_on, last_day=event.held_on + 2 * WEEK)
    rule.starts, rule.minutes = starts, minutes
    series.create(event=event, rule=rule, choices={}, now=now)
    Suppression.objects.create(contact_bi=first.contact_bi, reason="bounced", at=now)
    companions = EventFactory(kind="accompaniment", slug="morning", place_public=False)
    a_shift(companions, training=training, language="es", meeting_point="Corner")
    EventFactory(status="draft", title_es="", slug="draft")
    return actions.change_event(pk=event.pk, now=now, starts_at=start + HOUR, ends_at=start + 3 * HOUR)


def sign_up(event: Event, contact: str, now: dt.datetime) -> Rsvp:
    actions.sign_up(event=event, contact=contact, language="es", name="Rosa", discreet=False, now=now)
    rsvp = event.rsvps.latest("pk")
    actions.confirm(rsvp=rsvp, now=now)
    return rsvp


def prove(page, staff, settings) -> None:
    """Staff typed their password a moment ago."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(staff.pk)
    session.save()


def addresses(event: Event, language: str) -> list[str]:
    own, shift = event.rsvps.earliest("pk"), event.shifts.get().pk
    act = reverse("events:event_desk_act", args=[event.slug])
    found = [f"{act}?do={name}" for name in ("cancel", "duplicate")]
    found += [reverse("events:event_desk_act", args=["draft"]) + "?do=publish"]
    found += [reverse("events:event_desk_new") + "?kind=training"]
    found += [reverse(f"events:{name}", args=[event.slug]) for name in BY_SLUG + PUBLIC]
    found += [reverse(f"events:{name}", args=[event.slug, shift]) for name in OF_SHIFT]
    found += [reverse(f"events:{name}") for name in ALONE]
    found += [reverse("events:event_desk_erase", args=[event.slug]), reverse("events:event_door", args=[event.pk])]
    return [*found, reverse("events:event_door_code", args=[codes.token_of(own)]), links.path(own, language)]


def closed(event: Event, language: str) -> list[str]:
    """The door of next week, and a link that is no more."""
    door = reverse("events:event_door", args=[event.series.events.latest("starts_at").pk])
    return [door, links.path(event.rsvps.latest("pk"), language)[:-4] + "xxx/"]


@pytest.mark.parametrize(("language", "viewport", "scheme"), [("en", PHONE, "light"), ("es", DESK, "dark")])
def test_pages_keep_the_rules(open_page, portal, frozen, staff, settings, axe, evening, language, viewport, scheme):
    page = open_page(viewport=viewport, scheme=scheme, language=language, workers="block", expected=["404"])
    sign_in(page, portal, settings, staff)
    prove(page, staff, settings)
    with translation.override(language):
        pages = dict.fromkeys(addresses(evening, language), 200) | dict.fromkeys(closed(evening, language), 404)
    faults = []
    for path, status in pages.items():
        assert page.goto(path).status == status, path
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        try:
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        except AssertionError as fault:
            faults.append(f"{path}: {fault}"[:900])
    assert faults == [], "\n".join(faults)
