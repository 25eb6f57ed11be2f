"""Forms as no page of ours sends them, and a phone of two people: answered, never a fault, never another's words."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from campaigns import sync
from campaigns.models import HourEntry
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db


def test_undo_of_thousands_takes_back_its_own_and_no_fault_comes(mine, placement, monday):
    entry = HourEntryFactory(placement=placement, worked_on=monday)
    said = ",".join([f"{entry.pk}:1", *(f"{n}:{n}" for n in range(1000, 4000))])
    answer = mine.post(reverse("campaigns:week_undo", args=[monday]), {"entries": said})
    assert (answer.status_code, HourEntry.objects.count()) == (302, 0)


def test_approval_of_a_thousand_revisions_approves_what_is_as_it_was_seen(desk, placement, monday):
    entry = HourEntryFactory(placement=placement, worked_on=monday)
    said = " ".join([f"{entry.pk}.1", *(f"{n}.{n}" for n in range(1000, 3000))])
    answer = desk.post(reverse("campaigns:approval_act"), {"approve": said})
    assert (answer.status_code, HourEntry.objects.approved().count()) == (302, 1)


def test_form_where_a_phone_sends_json_is_told_that_it_cannot_be_read(coordinator):
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(coordinator.user)
    address = reverse("campaigns:hours_sync")
    fields = {"csrfmiddlewaretoken": phone.get(address).json()["token"], "account": "x"}
    answer = phone.post(address, fields)
    assert (answer.status_code, answer.json()) == (400, {"error": "unreadable"})


def test_what_one_person_typed_is_not_shown_to_the_next_on_the_same_phone(
    mine, entry_form, coordinator, other_coordinator, monday
):
    week = reverse("campaigns:hours_week", args=[monday])
    account = sync.account_key(coordinator.user)
    assert mine.get(week).text.count(f'name="account" value="{account}"') == 1
    Session.objects.all().delete()
    mine.post(week, entry_form(account=account, note="Said in private"))
    mine.force_login(other_coordinator.user)
    assert "Said in private" not in mine.get(week).text
    mine.force_login(coordinator.user)
    assert "Said in private" in mine.get(week).text
