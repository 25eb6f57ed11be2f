"""No file changes what the desk would not: a closed year, the days with hours, breaks that share a day."""

import datetime as dt

import pytest
from django.utils import translation

from campaigns.models import Placement
from coordinators.models import Appointment, Break, Term
from ilp_portal.tables import applying, planning, sheets
from ilp_portal.tables.register import BY_NAME
from tests.factories import AppointmentFactory, CampaignFactory, CoordinatorFactory, HourEntryFactory, PlacementFactory
from tests.tables.test_planning import states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
CLOSED = "This year is closed. Open it again at the desk first."
WINTER = {"starts_on": "2026-12-20", "ends_on": "2027-01-04", "name_en": "Winter", "name_es": "Invierno"}
SPRING = {"starts_on": "2027-03-08", "ends_on": "2027-03-12", "name_en": "Spring", "name_es": "Primavera"}


@pytest.fixture
def year(term) -> Term:
    """A year with a break, and with hours on a placement of November 16."""
    HourEntryFactory(placement=PlacementFactory(appointment=AppointmentFactory(term=term)))
    Break.objects.create(term=term, **WINTER)
    return term


@pytest.fixture
def close(year, now):
    return lambda: Term.objects.filter(pk=year.pk).update(closed_at=now)


def told(plan) -> list[list[tuple[str, str]]]:
    return [line.faults for line in plan.lines]


def edits(year) -> list[tuple[str, dict]]:
    """A change or an addition for each table of a year."""
    of_year, placed = {"term": year.slug}, Placement.objects.get()
    return [
        ("terms", {"slug": year.slug, "weekly_hours_min": 5, "weekly_hours_max": 8}),
        ("breaks", of_year | WINTER | {"name_en": "Other"}),
        ("breaks", of_year | SPRING),
        ("appointments", of_year | {"coordinator": CoordinatorFactory().slug}),
        (
            "placements",
            of_year | {"coordinator": placed.appointment.coordinator.slug, "campaign": CampaignFactory().slug},
        ),
    ]


def test_a_closed_year_is_changed_by_no_file(plan, year, close):
    rows = edits(year)
    found = [states(plan(name, row)) for name, row in rows]
    assert found == [["changed"], ["changed"], ["new"], ["new"], ["new"]]
    close()
    with translation.override("es"):
        words = translation.gettext(CLOSED)
        in_spanish = [told(plan(name, row)) for name, row in rows]
    assert words != CLOSED
    columns = ["slug", "term", "term", "term", "term"]
    assert [told(plan(name, row)) for name, row in rows] == [[[(column, CLOSED)]] for column in columns]
    assert in_spanish == [[[(column, words)]] for column in columns]


def test_a_closed_year_that_goes_out_comes_in_without_a_change(year, close):
    close()
    for name in ("terms", "breaks", "appointments", "placements"):
        table = BY_NAME[name]
        found = planning.plan(sheets.read(sheets.as_csv(sheets.written(table)), table), table)
        assert [(line.state, line.faults) for line in found.lines] == [("same", [])], name


def test_undo_leaves_a_year_alone_that_was_closed_since(bring, year, close, staff, now):
    rows = [bring(name, cells) for name, cells in edits(year)]
    close()
    before = [list(model.objects.values()) for model in (Term, Break, Appointment, Placement)]
    for row in rows:
        assert applying.undo(row=row, by=staff, now=now)
        row.refresh_from_db()
        assert len(applying.left(row)) == 1, row.table
    assert [list(model.objects.values()) for model in (Term, Break, Appointment, Placement)] == before


def test_a_file_moves_no_year_off_its_hours(plan, bring, year, staff, now):
    row = {"slug": year.slug}
    assert told(plan("terms", row | {"starts_on": "2026-12-01", "ends_on": "2027-07-30"})) == [
        [("starts_on", "Somebody logged hours on November 16, 2026. The term has to hold that day.")]
    ]
    assert [name for name, _text in told(plan("terms", row | {"ends_on": "2026-11-15"}))[0]] == ["ends_on"]
    assert states(plan("terms", row | {"starts_on": "2026-11-16", "ends_on": "2027-07-30"})) == ["changed"]
    wider = bring("terms", row | {"starts_on": "2026-07-01"})
    HourEntryFactory(placement=Placement.objects.get(), worked_on=dt.date(2026, 7, 15))
    assert applying.undo(row=wider, by=staff, now=now)
    year.refresh_from_db()
    assert year.starts_on == dt.date(2026, 7, 1)


def test_breaks_that_share_a_day_are_refused(plan, year):
    of_year = {"term": year.slug}
    overlapping = of_year | SPRING | {"starts_on": "2027-01-04"}
    assert told(plan("breaks", overlapping)) == [[("starts_on", "These days overlap the break “Winter”.")]]
    twice = of_year | SPRING, of_year | SPRING | {"starts_on": "2027-03-12", "ends_on": "2027-03-15"}
    assert states(plan("breaks", *twice)) == ["new", "failed"]
    shorter = of_year | WINTER | {"ends_on": "2027-01-02"}
    assert states(plan("breaks", shorter, overlapping)) == ["changed", "new"]
