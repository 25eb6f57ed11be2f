"""The Sunday mail on a phone: opening its links with scripts does nothing, its buttons do, and each is taken back."""

import datetime as dt

from campaigns import sunday
from campaigns.models import HourEntry, WeekNote
from scripts.chromium import PHONE
from tests.factories import HourEntryFactory, PlacementFactory

MONDAY = dt.date(2026, 11, 16)


def ways_of_a_mail(now: dt.datetime) -> list[str]:
    """The addresses of its first and last button, for somebody who worked 1.5 h last week."""
    placement = PlacementFactory(appointment__coordinator__user__language="es")
    HourEntryFactory(placement=placement, worked_on=MONDAY - dt.timedelta(days=7), minutes=90)
    link = sunday.Link(placement.appointment, MONDAY, now, now)
    return [sunday.url(sunday.token_of(link), way, "es") for way in sunday.WAYS]


def test_week_is_repeated_and_called_quiet_without_signing_in(open_page, axe, frozen, now):
    same, nothing = ways_of_a_mail(now)
    phone = open_page(viewport=PHONE, language="es")

    phone.goto(same, wait_until="networkidle")
    axe(phone)
    assert HourEntry.objects.in_week(MONDAY).count() == 0
    phone.focus("button[value=same]")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("button[value=undo-same]")
    axe(phone)
    assert HourEntry.objects.in_week(MONDAY).total_minutes() == 90
    phone.click("button[value=undo-same]")
    phone.wait_for_selector("button[value=same]")
    assert HourEntry.objects.in_week(MONDAY).count() == 0

    phone.goto(nothing, wait_until="networkidle")
    assert WeekNote.objects.count() == 0
    phone.click("button[value=nothing]")
    phone.wait_for_selector("button[value=undo-nothing]")
    axe(phone)
    assert WeekNote.objects.get().quiet is True
    phone.click("button[value=undo-nothing]")
    phone.wait_for_selector("button[value=nothing]")
    assert (WeekNote.objects.get().quiet, phone.context.cookies()) == (False, [])
