"""Lists of the API come from memory, and follow a name that is taken down at once."""

import datetime as dt
import json

import pytest

from tests.factories import AppointmentFactory
from tests.ilp_portal.test_pagecache import _kept_connection, site  # noqa: F401 fixtures

pytestmark = pytest.mark.django_db


def test_a_name_taken_down_is_gone_from_memory_too(site, term):  # noqa: F811
    shown = {"coordinator__name_basis": "consent", "coordinator__shown_as": "full"}
    person = AppointmentFactory(term=term, coordinator__name="Coordinator of the year", **shown).coordinator
    first, again = site.get("/api/terms"), site.get("/api/terms")
    assert (site.asked, first[2] == again[2], again[1]["Access-Control-Allow-Origin"]) == (1, True, "*")
    assert site.get("/api/terms", **{"if-none-match": first[1]["ETag"]})[0] == "304 Not Modified"
    person.taken_down_at = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
    person.save()
    after = json.loads(site.get("/api/terms")[2])
    assert [row["coordinators"] for row in after["items"]] == [[]]


def test_who_holds_a_key_is_answered_anew(site, term):  # noqa: F811
    for _time in range(2):
        status, headers, _body = site.get("/api/exports/hours?term=2026-2027", authorization="Bearer ilp_wrong")
        assert (status, headers["Cache-Control"]) == ("401 Unauthorized", "private, no-store")
    assert site.asked == 2
