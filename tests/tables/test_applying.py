"""A spreadsheet goes in whole or not at all, and all of it comes back out."""

import datetime as dt

import pytest

from campaigns.models import Campaign, Milestone
from ilp_portal import privacy
from ilp_portal.models import TableImport
from ilp_portal.tables import applying
from ilp_portal.tables.register import BY_NAME, Table
from partners import audit
from partners.models import AuditEntry, Contact, Partner
from tests.factories import CampaignFactory, ContactFactory, PartnerFactory, TermFactory
from tests.factories.record import CitationFactory
from tests.tables.conftest import as_file
from tests.tables.test_planning import NEW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OLD = {"slug": "old", "name": "New name", "acronym": "NN"}


def test_rows_go_in_and_are_logged(bring, staff):
    PartnerFactory(slug="old", name="Old name")
    row = bring("partners", NEW | {"acronym": "NC"}, NEW | OLD)
    found = {partner.slug: (partner.name, partner.is_public) for partner in Partner.objects.all()}
    assert found == {"old": ("New name", True), "new-center": ("New Center", False)}
    assert (row.made, row.changed, row.by, row.waits) == (1, 1, staff, False)
    entry = AuditEntry.objects.get(action="ilp_portal.import_table")
    assert (entry.actor, entry.record_id, entry.count) == (staff, str(row.pk), 2)


def test_a_bad_row_keeps_all_out_until_somebody_wants_only_the_good_ones(bring, staff, now):
    rows = [NEW, NEW | {"slug": "bad", "kind": "shop"}]
    row = applying.keep(table=BY_NAME["partners"], content=as_file(*rows), by=staff, now=now)
    seen = applying.plan_of(row)[1].seen
    with pytest.raises(applying.Differs):
        applying.take_in(row=row, seen=seen, only_good=False, by=staff, now=now)
    assert Partner.objects.count() == 0
    assert applying.take_in(row=row, seen=seen, only_good=True, by=staff, now=now)
    assert [partner.slug for partner in Partner.objects.all()] == ["new-center"]


def test_nobody_agrees_to_what_they_did_not_see(staff, now):
    old = PartnerFactory(slug="old", name="Old name")
    row = applying.keep(table=BY_NAME["partners"], content=as_file(OLD), by=staff, now=now)
    seen = applying.plan_of(row)[1].seen
    old.name = "Changed by somebody else"
    old.save()
    with pytest.raises(applying.Differs):
        applying.take_in(row=row, seen=seen, only_good=False, by=staff, now=now)
    old.refresh_from_db()
    assert old.name == "Changed by somebody else"


def test_rows_that_hinder_each_other_stay_out_together(staff, now):
    rows = [
        {"slug": f"{year}-{year + 2}", "label": f"{year}-28", "starts_on": f"{year}-08-01", "ends_on": "2028-07-31"}
        for year in (2026, 2027)
    ]
    row = applying.keep(table=BY_NAME["terms"], content=as_file(*rows), by=staff, now=now)
    seen = applying.plan_of(row)[1].seen
    with pytest.raises(applying.Differs) as refused:
        applying.take_in(row=row, seen=seen, only_good=False, by=staff, now=now)
    assert [(line.number, [name for name, _text in line.faults]) for line in refused.value.lines] == [
        (3, ["starts_on"])
    ]
    assert BY_NAME["terms"].model.objects.count() == 0


def test_a_second_press_finds_it_done(bring, staff, now):
    row = bring("partners", NEW)
    assert not applying.take_in(row=row, seen="", only_good=False, by=staff, now=now)
    assert applying.undo(row=row, by=staff, now=now)
    assert not applying.undo(row=row, by=staff, now=now)
    assert AuditEntry.objects.filter(action="ilp_portal.undo_import").count() == 1


def test_undo_puts_all_back(bring, staff, now):
    partner = PartnerFactory(slug="old", name="Old name", former_names=["Older"], status_as_of=2020)
    campaign = CampaignFactory(slug="rents", started_on=dt.date(2019, 3, 1), kinds=["policy"])
    campaign.terms.add(TermFactory())
    before = list(Partner.objects.values()), list(Campaign.objects.values()), list(campaign.terms.values_list("pk"))
    rows = bring("partners", NEW | OLD | {"former_names": "A; B", "status_as_of": "2021"}, NEW | {"slug": "x"})
    ties = bring("campaigns", {"slug": "rents", "started_on": "2020-01-01", "terms": "(empty)", "kinds": "tenant"})
    assert (partner.campaigns.count(), campaign.terms.count(), Partner.objects.count()) == (0, 0, 2)
    for row in (rows, ties):
        assert applying.undo(row=row, by=staff, now=now)
    after = list(Partner.objects.values()), list(Campaign.objects.values()), list(campaign.terms.values_list("pk"))
    assert after == before


def test_undo_leaves_what_was_changed_or_used_since(bring, staff, now):
    PartnerFactory(slug="old")
    row = bring("partners", *(NEW | {"slug": slug, "name": slug} for slug in ("old", "one", "two", "three", "four")))
    one, two, three = (Partner.objects.get(slug=slug) for slug in ("one", "two", "three"))
    ContactFactory(partner=one)
    CitationFactory(record=two)
    Partner.objects.filter(slug="old").update(website="https://since.example")
    three.delete()
    applying.undo(row=row, by=staff, now=now)
    row.refresh_from_db()
    assert sorted(applying.left(row)) == ["old", "one", "two"]
    assert sorted(Partner.objects.values_list("slug", flat=True)) == ["old", "one", "two"]
    assert Contact.objects.count() == 1


def test_a_long_file_goes_in_by_parts(bring, plan, monkeypatch):
    monkeypatch.setattr(Table, "at_once", 2)
    rows = [NEW | {"slug": f"new-{n}"} for n in range(3)]
    assert [bring("partners", *rows).made, bring("partners", *rows).made] == [2, 1]
    assert [line.state for line in plan("partners", *rows).lines] == ["same"] * 3


def test_versions_are_kept_while_staff_act(bring, staff):
    partner = PartnerFactory(slug="old", name="Old name")
    with audit.by(staff):
        bring("partners", OLD)
    assert [version.name for version in partner.history.order_by("pk")] == ["Old name", "New name"]


def test_what_waits_is_erased_after_a_day_and_what_went_in_after_two_weeks(bring, staff, now):
    done = bring("partners", NEW)
    waiting = applying.keep(table=BY_NAME["partners"], content=as_file(OLD), by=staff, now=now)
    assert b"New name" not in bytes(waiting.file_ct)
    for days, kept in ((0, [done.pk, waiting.pk]), (1, [done.pk]), (14, [])):
        privacy.STEPS["imports of tables"](now + dt.timedelta(days=days))
        assert sorted(TableImport.objects.values_list("pk", flat=True)) == kept


def test_a_moment_names_its_term_and_campaign(bring, term, campaign):
    row = {"slug": "won", "title_en": "Won", "title_es": "Ganado", "text_en": "Won.", "text_es": "Ganado."}
    more = {"scope": "project", "happened_on": "2026-10-01", "precision": "day", "is_public": "sí"}
    bring("milestones", row | more | {"term": term.slug, "campaign": campaign.slug})
    found = Milestone.objects.get()
    assert (found.term, found.campaign, found.is_public, found.title_es) == (term, campaign, True, "Ganado")
