"""What the tests of hours share: a signed-in coordinator, and a form as the page sends it."""

import datetime as dt
import uuid

import pytest

from campaigns.models import Placement


@pytest.fixture
def placement(coordinator):
    return Placement.objects.get(appointment__coordinator=coordinator)


@pytest.fixture
def mine(client, frozen, coordinator):
    """The browser of the coordinator, on Wednesday, November 18, 2026."""
    client.force_login(coordinator.user)
    return client


@pytest.fixture
def mine_on(client, frozen, coordinator):
    """The same browser at noon of another day, signed in then."""

    def go(day: str):
        frozen.move_to(dt.datetime.fromisoformat(f"{day}T17:00+00:00"))
        client.force_login(coordinator.user)
        return client

    return go


@pytest.fixture
def entry_form(placement):
    """The fields of one entry; name what is different."""

    def fill(**changes) -> dict:
        plain = {"day": "2026-11-17", "campaign": str(placement.campaign_id), "time": "1.5", "activity": "meeting"}
        return {**plain, "note": "Planning call", "key": str(uuid.uuid4()), **changes}

    return fill
