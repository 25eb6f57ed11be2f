"""The journey the portal exists for, as its people make it: a week is logged, a rally is made, a reminder arrives.

The clock of the portal stands still and is moved by hand; mail goes to Django's test outbox.
"""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from campaigns.models import HourEntry
from events.models import Event, Rsvp
from outreach import engine
from outreach.models import Message
from scripts.chromium import PHONE
from tests.conftest import NOW

RALLY_DAY = NOW.date() + dt.timedelta(days=3)  # Saturday, November 21, 2026, the hours are those of New York


def address(name: str, language: str, *args) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def sign_in_by_code(page, user, language: str) -> None:
    """The code is read from the mail, as a person would."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    page.goto(address("account_login", language))
    page.fill("input[name=email]", user.email)
    page.press("input[name=email]", "Enter")
    page.wait_for_selector("input[name=code]")
    engine.run_once()
    code = re.search(r"^\s*(\d{6})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    page.fill("input[name=code]", code)
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**" + address("start", language))


def test_coordinator_signs_in_by_code_and_logs_the_week(open_page, axe, frozen, coordinator, campaign, language):
    coordinator.user.language = language
    coordinator.user.save()
    phone = open_page(viewport=PHONE, language=language)
    sign_in_by_code(phone, coordinator.user, language)
    axe(phone)

    phone.goto(address("campaigns:hours_now", language))
    axe(phone)
    phone.check("input[name=quick][value='90']")
    phone.fill("input[name=note]", "Flyers ¡todas! 📣")
    phone.press("input[name=note]", "Enter")
    phone.wait_for_selector(".log")
    expect(phone.locator(".tot b")).to_have_text("1.5")
    axe(phone)
    entry = HourEntry.objects.get()
    assert (entry.minutes, entry.placement.campaign, entry.note) == (90, campaign, "Flyers ¡todas! 📣")

    phone.reload()  # a second submit of the same form would be a second click
    assert HourEntry.objects.count() == 1


def fill_rally(page, language: str) -> None:
    page.goto(address("admin:events_event_add", language))
    for name, value in {
        "title_en": "Rally for repairs",
        "title_es": "Manifestación por reparaciones",
        "summary_en": "Stand with the tenants.",
        "summary_es": "Acompañe a las inquilinas y los inquilinos.",
        "slug": "rally-for-repairs",
        "held_on": RALLY_DAY.isoformat(),
        "start_time": "11:00",
        "end_time": "12:30",
        "place": "100 Example Street NW, Washington, DC",
    }.items():
        if (tab := page.locator(f"#id_{name}-tab")).count():  # each language of a text has its tab
            tab.click()
        page.fill(f"[name={name}]", value)
    for name, value in {"kind": "rally", "status": "published", "mode": "in-person"}.items():
        page.select_option(f"select[name={name}]", value)
    page.check("[name=languages][value=es]")
    page.check("[name=signup_open]")
    page.click("input[name=_save]")
    page.wait_for_url("**" + address("admin:events_event_changelist", language) + "*")


@pytest.mark.parametrize("language", ["en", "es"])
def test_rally_made_by_staff_reaches_a_visitor_as_a_reminder(open_page, axe, frozen, staff, language):
    desk = open_page()
    sign_in_by_code(desk, staff, "en")
    fill_rally(desk, "en")
    event = Event.objects.get(slug="rally-for-repairs")
    assert event.starts_at == dt.datetime(2026, 11, 21, 16, 0, tzinfo=dt.UTC)

    visitor = open_page(viewport=PHONE, language=language)
    visitor.goto(address("events:event_list", language))
    visitor.click(f"a[href='{address('events:event_detail', language, event.slug)}']")
    axe(visitor)
    visitor.fill("input[name=contact]", "neighbor@tests.example")
    visitor.click("#sign-up button")
    visitor.wait_for_url("**" + address("events:rsvp_create", language, event.slug))
    axe(visitor)
    assert visitor.context.cookies() == []

    engine.run_once()
    asked = mail.outbox[-1]
    assert (asked.to, asked.extra_headers["Content-Language"]) == (["neighbor@tests.example"], language)
    link = re.search(rf"https?://\S+{address('events:rsvp_manage', language, 'x').removesuffix('x/')}\S+", asked.body)[
        0
    ]
    visitor.goto(link)
    axe(visitor)
    assert Rsvp.objects.get().state == Rsvp.State.PENDING  # opening the link changes nothing
    visitor.click("button[name=action][value=confirm]")
    visitor.wait_for_selector("button[name=action][value=withdraw]")
    assert Rsvp.objects.get().state == Rsvp.State.CONFIRMED
    axe(visitor)

    sent_before = len(mail.outbox)
    frozen.move_to(dt.datetime(2026, 11, 20, 23, 0, tzinfo=dt.UTC))  # the day before at 18:00 in New York
    engine.run_once()
    reminder = mail.outbox[sent_before]
    hour = {"en": "11:00 am", "es": "11:00 a.\xa0m."}[language]
    subject = {"en": f"Reminder for tomorrow, {hour}", "es": f"Recordatorio para mañana, {hour}"}[language]
    assert reminder.subject.replace("\xa0", " ") == subject.replace("\xa0", " ")
    assert len(mail.outbox) == sent_before + 1
    assert "Example Street" not in reminder.body + str(
        reminder.alternatives
    )  # discreet: place and cause stay behind the link
    assert set(Message.objects.final().values_list("state", flat=True)) == {"sent"}
