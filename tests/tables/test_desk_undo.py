"""What an undoing of desk tables must not break, and cells that are not what they seem."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Quote, Report
from events.models import Event
from ilp_portal.models import TableImport
from ilp_portal.tables import applying, cells
from partners.models import CoalitionMembership
from tests.factories import EventFactory, PartnerFactory
from tests.tables.test_desk_tables import QUOTE
from tests.tables.test_planning import states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_a_draft_that_has_shifts_since_is_not_moved_back(bring, staff, now):
    event = EventFactory(status="draft")
    row = bring("events", {"slug": event.slug, "held_on": "2026-12-20", "end_day": "(empty)"})
    moved = Event.objects.get()
    event.shifts.create(role_en="Door", role_es="Puerta", starts_at=moved.starts_at, ends_at=moved.ends_at)
    assert applying.undo(row=row, by=staff, now=now)
    row.refresh_from_db()
    assert (applying.left(row), Event.objects.get().starts_at) == ([str(event)], moved.starts_at)


def test_a_quote_of_a_frozen_report_stays(bring, campaign, staff, now):
    row = bring("quotes", QUOTE | {"campaign": campaign.slug}, QUOTE | {"campaign": campaign.slug, "text_en": "Other"})
    kept, other = Quote.objects.order_by("pk")
    days = {"starts_on": dt.date(2026, 11, 1), "ends_on": dt.date(2026, 11, 30)}
    for facts, frozen_at in (({"quotes": [{"id": kept.pk}]}, now), ({"quotes": [{"id": other.pk}]}, None), ({}, now)):
        checksum = {"checksum": "0" * 64} if frozen_at else {}
        about = {"about": "campaign", "campaign": campaign, "made_at": now}
        Report.objects.create(**about, **days, facts=facts, frozen_at=frozen_at, **checksum)
    assert applying.undo(row=row, by=staff, now=now)
    assert list(Quote.objects.all()) == [kept]


def test_a_coalition_known_by_name_stays_one_where_the_cell_says_empty(bring, plan):
    PartnerFactory(slug="one")
    named = [{"member": "one", "coalition": "(empty)", "name_en": name} for name in ("All", "Some")]
    bring("coalitions", *named)
    assert (CoalitionMembership.objects.count(), states(plan("coalitions", *named))) == (2, ["same", "same"])


def test_a_tie_is_known_again_without_a_column_of_names(plan):
    tie = {"member": PartnerFactory(slug="one"), "coalition": PartnerFactory(slug="two")}
    CoalitionMembership.objects.create(**tie)
    row = {name: partner.slug for name, partner in tie.items()}
    assert [states(plan("coalitions", row | {"order": order})) for order in ("0", "5")] == [["same"], ["changed"]]


def test_a_number_that_nobody_could_count_to_costs_nothing():
    with pytest.raises(ValueError, match="Write a number"):
        cells.Number(whole=True).clean("1e999999999")


@pytest.mark.parametrize("cell", [0.25, 18.15, 6])
def test_a_bare_figure_of_a_spreadsheet_is_no_hour(cell):
    with pytest.raises(ValueError, match="could not read that hour"):
        cells.Hour().clean(cell)
    assert cells.Hour().clean(dt.time(18, 15)) == dt.time(18, 15)


def test_imports_that_wait_for_each_other_are_not_read_whole(bring, staff, now):
    row = bring("trainings", {"slug": "walking", "name_en": "Walking along", "name_es": "Acompañar"})
    with CaptureQueriesContext(connection) as asked:
        assert applying.undo(row=row, by=staff, now=now)
    of_table = [one["sql"] for one in asked if '"table" = ' in one["sql"] and one["sql"].startswith("SELECT")]
    assert [("before_ct" in sql, "file_ct" in sql) for sql in of_table] == [(False, False)]


def test_a_file_that_is_forgotten_meanwhile_is_not_taken_in(bring, staff, now):
    row = bring("trainings", {"slug": "walking", "name_en": "Walking along", "name_es": "Acompañar"})
    TableImport.objects.filter(pk=row.pk).delete()
    assert not applying.take_in(row=row, seen="", only_good=False, by=staff, now=now)
