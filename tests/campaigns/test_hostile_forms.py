"""Forms that name more entries than any page shows: answered, never a fault of the database."""

import pytest
from django.urls import reverse

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
