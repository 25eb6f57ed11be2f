"""What staff change by hand leaves a version; what a program writes leaves none."""

import pytest

from campaigns.models import Campaign
from partners import audit, versions
from partners.models import Citation
from tests.factories import CampaignFactory, PartnerFactory, SourceFactory, TermFactory

pytestmark = pytest.mark.django_db


def said(record) -> list[tuple]:
    """(kind, who, title) of each version, the first one first."""
    rows = record.history.order_by("history_id").select_related("history_user")
    return [(row.history_type, row.history_user and row.history_user.name, row.title_en) for row in rows]


@pytest.fixture
def renamed(staff):
    """A campaign of the record to which somebody of the staff gave another title and a term, as a form does."""
    campaign = CampaignFactory(title_en="Old")
    with audit.by(staff):
        campaign.title_en = "New"
        campaign.save()
        campaign.terms.set([TermFactory()])
    return campaign


def test_program_leaves_no_version_and_a_hand_leaves_one_beside_what_was(renamed, staff):
    assert said(CampaignFactory()) == []
    assert said(renamed) == [("+", None, "Old"), ("~", staff.name, "New")]
    newest, first = renamed.history.all()
    assert versions.changed(first, newest) == ["title_en", "terms"]


def test_saving_without_a_change_leaves_no_version(renamed, staff):
    with audit.by(staff):
        Campaign.objects.get(pk=renamed.pk).save()
    assert len(said(renamed)) == 2


def test_what_a_program_changed_meanwhile_is_kept_before_the_next_change(renamed, staff):
    Campaign.objects.filter(pk=renamed.pk).update(title_en="Loaded")
    with audit.by(staff):
        row = Campaign.objects.get(pk=renamed.pk)
        row.title_en = "Newer"
        row.save()
    assert said(renamed)[2:] == [("~", None, "Loaded"), ("~", staff.name, "Newer")]


def test_earlier_version_comes_back_with_its_terms_as_a_new_one(renamed, staff):
    with audit.by(staff):
        versions.restore(renamed.history.last())
    row = Campaign.objects.get(pk=renamed.pk)
    assert (row.title_en, list(row.terms.all())) == ("Old", [])
    assert said(renamed)[-1] == ("~", staff.name, "Old")
    with audit.by(staff):
        versions.restore(renamed.history.all()[1])
    assert [term.slug for term in Campaign.objects.get(pk=renamed.pk).terms.all()] == ["2026-2027"]


def test_deleted_record_comes_back_under_its_number(renamed, staff):
    pk, model = renamed.pk, renamed.history.model
    with audit.by(staff):
        renamed.delete()
        assert [row.history_type for row in model.objects.filter(id=pk)] == ["-", "~", "+"]
        row = versions.restore(model.objects.filter(id=pk).exclude(history_type="-").first())
    assert (row.pk, row.title_en, row.terms.count()) == (pk, "New", 1)
    assert said(row)[-1] == ("+", staff.name, "New")


def test_deleted_record_comes_back_with_the_sources_it_cited_then_in_their_order(renamed, staff):
    first, second, gone = (SourceFactory() for _n in range(3))
    for order, source in enumerate((second, gone, first)):
        Citation.objects.create(record=renamed, source=source, order=order)
    version = renamed.history.first()
    with audit.by(staff):
        renamed.delete()
        gone.delete()
        row = versions.restore(version)
        assert [one.source for one in row.citations.all()] == [second, first]
        row.citations.all()[0].delete()
        versions.restore(version)  # of a record that is there: what it cites now stays
        assert [one.source for one in row.citations.all()] == [first]
        row.delete()
        assert [one.source for one in versions.restore(version).citations.all()] == [first]


def test_versions_stay_when_their_author_is_erased(renamed, staff):
    staff.delete()
    assert [who for _kind, who, _title in said(renamed)] == [None, None]


def test_moved_address_of_a_restored_record_redirects(client, staff):
    partner = PartnerFactory(slug="first")
    with audit.by(staff):
        partner.slug = "second"
        partner.save()
        versions.restore(partner.history.last())
    assert client.get("/partners/second/")["Location"] == "/partners/first/"
