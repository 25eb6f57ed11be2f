"""No page of the desk's navigation asks the database more often for three hundred coordinators than for three."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import HourEntry, Placement
from coordinators.models import Appointment, Coordinator, User
from ilp_portal.desk_pages import GROUPS
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
PAGES = [page.url_name for _label, pages in GROUPS for page in pages]


def serve(people: range, placement) -> None:
    """A coordinator of each number, with an account, a place on the campaign and a line of hours that waits."""
    users = User.objects.bulk_create(User(email=f"c{n}@tests.example", name=f"C {n}") for n in people)
    named = zip(people, users, strict=True)
    made = Coordinator.objects.bulk_create(Coordinator(name=f"C {n}", slug=f"c-{n}", user=user) for n, user in named)
    term = placement.appointment.term
    served = Appointment.objects.bulk_create(Appointment(coordinator=one, term=term) for one in made)
    placed = Placement.objects.bulk_create(Placement(appointment=one, campaign=placement.campaign) for one in served)
    HourEntry.objects.bulk_create(
        HourEntryFactory.build(placement=one, worked_on=dt.date(2026, 11, 11)) for one in placed
    )


def counted(client) -> dict[str, int]:
    found = {}
    for name in PAGES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200, name
        found[name] = len(asked)
    return found


def test_no_page_costs_more_for_three_hundred_coordinators_than_for_three(client, administrator, coordinator, frozen):
    placement = Placement.objects.get(appointment__coordinator=coordinator)
    client.force_login(administrator)
    serve(range(2), placement)
    few = counted(client)
    serve(range(2, 299), placement)
    many = counted(client)
    assert {name: (few[name], n) for name, n in many.items() if n > few[name]} == {}
    assert (len(many) > 20, Coordinator.objects.count()) == (True, 300)
