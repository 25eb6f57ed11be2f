"""What a spreadsheet would do, row by row, before it does anything."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from campaigns.models import CampaignPartner, Placement
from ilp_portal.tables.register import BY_NAME, TABLES
from partners.models import Partner
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    PartnerFactory,
    PlacementFactory,
    TermFactory,
)
from tests.factories.record import OutcomeFactory

pytestmark = pytest.mark.django_db
NEW = {
    "slug": "new-center",
    "name": "New Center",
    "kind": "worker-center",
    "relationship": "ally",
    "region": "dc-area",
    "description_en": "A center.",
    "description_es": "Un centro.",
}


def states(plan) -> list[str]:
    return [line.state for line in plan.lines]


def faults(plan) -> list[list[str]]:
    return [[name for name, _text in line.faults] for line in plan.lines]


def test_rows_are_new_changed_or_the_same(plan):
    old = PartnerFactory(slug="old", name="Old name", acronym="ON")
    rows = [NEW, NEW | {"slug": "old", "name": "New name"}, NEW | {"slug": "old-too"}]
    PartnerFactory(**NEW | {"slug": "old-too"})
    found = plan("partners", *rows)
    assert states(found) == ["new", "changed", "same"]
    assert ("name", "Old name", "New name") in found.lines[1].changes
    assert [line.number for line in found.lines] == [2, 3, 4]
    old.refresh_from_db()
    assert (old.name, Partner.objects.count()) == ("Old name", 2)


def test_an_empty_cell_changes_nothing_and_a_word_empties(plan):
    PartnerFactory(slug="old", acronym="ON", website="https://old.example", place_es="Centro")
    same = {"slug": "old", "acronym": "", "website": "  ", "place_es": ""}
    assert states(plan("partners", same)) == ["same"]
    (line,) = plan("partners", same | {"acronym": "(empty)", "place_es": "(vacío)"}).lines
    assert line.changes == [("acronym", "ON", ""), ("place_es", "Centro", "")]


def test_one_organization_leads_a_campaign_and_an_institution_none(plan):
    tie = CampaignPartner.objects.create(campaign=CampaignFactory(), partner=PartnerFactory(slug="first"), is_lead=True)
    PartnerFactory(slug="second"), PartnerFactory(slug="third")
    rows = [{"campaign": tie.campaign.slug, "partner": slug, "is_lead": "yes"} for slug in ("second", "first", "third")]
    assert faults(plan("campaign-partners", *rows)) == [["is_lead"], [], ["is_lead"]]
    rows[1] |= {"is_lead": "no"}
    assert faults(plan("campaign-partners", rows[1], rows[0], rows[2])) == [[], [], ["is_lead"]]
    rows[1] |= {"is_lead": "yes", "role": "institution"}
    assert faults(plan("campaign-partners", rows[1])) == [["is_lead"]]


def test_every_fault_of_a_row_stands_at_its_column_in_the_language_of_the_reader(plan, language):
    bad = NEW | {
        "kind": "shop",
        "website": "no address",
        "status_as_of": "1e5",
        "successor": "nobody",
        "name": "x" * 200,
    }
    with translation.override(language):
        (line,) = plan("partners", bad).lines
    assert (line.state, sorted({name for name, _text in line.faults})) == (
        "failed",
        ["kind", "name", "status_as_of", "successor", "website"],
    )
    english = "Enter a valid URL." in [text for _name, text in line.faults]
    assert english == (language == "en")


def test_odd_cells_are_faults_and_never_an_error(plan):
    odd = [
        "\x07🦋",
        "9" * 31,
        "\ud800".encode("utf-8", "replace").decode(),
        "0001-01-01",
        "9999-12-31",
        "NaN",
        "=1+1",
    ]
    for table in TABLES:
        if table.comes_in:
            names = [column.name for column in table.columns if column.is_read]
            found = plan(table.name, *({name: cell for name in names} for cell in odd))
            assert len(found.lines) == len(odd), table.name


def test_two_rows_about_one_record_are_refused(plan):
    assert states(plan("partners", NEW, NEW | {"name": "Again"})) == ["new", "failed"]


def test_days_are_read_and_never_guessed(plan, campaign):
    days = {
        "2019-03-18": "new",
        "March 18, 2019": "new",
        "18 mar 2019": "new",
        "3/18/2019": "new",
        "3/4/2019": "failed",
    }
    rows = [
        {"campaign": campaign.slug, "order": n, "happened_on": day, "precision": "day", "text_en": "Won."}
        for n, day in enumerate(days)
    ]
    assert states(plan("outcomes", *rows)) == list(days.values())


def test_labels_of_both_languages_stand_for_codes(plan):
    for word in ("worker-center", "Worker center", "Centro de trabajadores"):
        found = plan("partners", NEW | {"kind": word, "documented_with_ilp": "sí"})
        assert dict((name, after) for name, _before, after in found.lines[0].changes)["kind"] == "worker-center", word


def test_records_are_known_again_by_keys_of_several_columns(plan, term, campaign):
    appointment = AppointmentFactory(term=term)
    Placement.objects.create(appointment=appointment, campaign=campaign)
    OutcomeFactory(campaign=campaign, order=2, text_en="Won.")
    person = {"coordinator": appointment.coordinator.slug, "term": term.slug}
    assert states(
        plan("placements", person | {"campaign": campaign.slug}, person | {"campaign": CampaignFactory().slug})
    ) == ["same", "new"]
    assert faults(plan("placements", person | {"campaign": "", "term": "1999-2000"})) == [["appointment", "campaign"]]
    assert states(plan("outcomes", {"campaign": campaign.slug, "order": 2, "text_en": "Lost."})) == ["changed"]


def test_several_values_share_a_cell(plan):
    one, two = TermFactory(), TermFactory(slug="2025-2026", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    campaign = CampaignFactory(kinds=["policy"])
    campaign.terms.add(one)
    row = {"slug": campaign.slug, "terms": f"{one.slug}; {two.slug}", "kinds": "tenant;policy"}
    (line,) = plan("campaigns", row).lines
    assert line.changes == [("kinds", "policy", "tenant; policy"), ("terms", one.slug, f"{two.slug}; {one.slug}")]
    assert faults(plan("campaigns", row | {"kinds": "dance", "terms": "never"})) == [["kinds", "terms"]]


def test_the_rules_of_the_model_hold(plan, term):
    overlapping = {"slug": "2026-2028", "label": "2026-28", "starts_on": "2027-01-01", "ends_on": "2028-07-31"}
    assert faults(plan("terms", overlapping)) == [["starts_on"]]
    outside = {"term": term.slug, "starts_on": "2030-01-01", "ends_on": "2030-01-02", "name_en": "Break"}
    assert faults(plan("breaks", outside)) == [["starts_on"]]


def test_no_file_makes_a_name_public(plan):
    shown = CoordinatorFactory(name="A. Lopez", slug="one", name_basis="consent", shown_as="full")
    hidden = CoordinatorFactory(name="B. Lopez", slug="two")
    rows = [
        {"slug": row.slug, "name": "Full Name", "name_basis": "consent", "shown_as": "full"} for row in (shown, hidden)
    ]
    found = plan("coordinators", *rows)
    assert (states(found), faults(found)[0]) == (["failed", "changed"], ["name"])
    assert [name for name, _before, _after in found.lines[1].changes] == ["name"]
    assert found.unknown == ["name_basis", "shown_as"]


def test_columns_hold_no_secret():
    names = {column.name for table in TABLES for column in table.columns}
    assert (
        names & {"is_demo", "password", "user", "public_id", "key_hash", "id", "details", "online_url", "revised_facts"}
        == set()
    )
    assert len(BY_NAME) == 21


def test_known_placements_are_found_with_as_many_questions_for_many_as_for_one(plan):
    counts = set()
    for _round in range(2):
        PlacementFactory()
        placed = [(row.appointment, row.campaign) for row in Placement.objects.all()]
        rows = [
            {"coordinator": where.coordinator.slug, "term": where.term.slug, "campaign": campaign.slug}
            for where, campaign in placed
        ]
        with CaptureQueriesContext(connection) as asked:
            assert states(plan("placements", *rows)) == ["same"] * len(rows)
        counts.add(len(asked))
    assert len(counts) == 1
