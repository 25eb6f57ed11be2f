"""The record loaded again: nothing is written twice, what staff edited or deleted stays as staff left it."""

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, Milestone, Opportunity
from coordinators.models import Coordinator
from events.models import Event
from ilp_portal.record.loading import load
from partners.models import ImportedRecord, Partner

CONTENT = settings.BASE_DIR / "content"


def by_slug(rows: list, slug: str) -> dict:
    return next(row for row in rows if row.get("slug") == slug)


def test_second_load_writes_nothing(record):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = load(CONTENT)
    writes = [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert writes == []
    words = {word: again.total(word) for word in ("created", "updated", "kept", "deleted", "unchanged")}
    assert words == {"created": 0, "updated": 0, "kept": 0, "deleted": 0, "unchanged": record.total("created")}


def test_load_keeps_and_reports_what_staff_edited(record, copy, edit):
    partner = Partner.objects.get(slug="mlov")
    partner.website = "https://new.mlov.example/"
    partner.save()
    campaign = Campaign.objects.get(slug="ijls-expansion")
    campaign.partner_rows.filter(partner__slug="carecen-dc").update(is_lead=True)

    def change(rows):
        by_slug(rows, "mlov")["website"] = "https://other.mlov.example/"
        by_slug(rows, "mlov")["acronym"] = "MLOV-DC"

    edit("partners.yaml", change)
    for _ in range(2):
        report = load(copy)
        assert report.kept == ["partners/mlov.website", "campaigns/ijls-expansion.partner_rows"]
    partner.refresh_from_db()
    assert (partner.website, partner.acronym) == ("https://new.mlov.example/", "MLOV-DC")
    assert campaign.partner_rows.get(is_lead=True).partner.slug == "carecen-dc"


def test_load_takes_over_a_text_that_browsers_only_gave_other_line_ends(record):
    Opportunity.objects.filter(slug="student-coordinator").update(
        duties_en=Opportunity.objects.get(slug="student-coordinator").duties_en.replace("\n", "\r\n")
    )
    assert load(CONTENT).kept == []


def test_load_updates_what_nobody_edited(record, copy, edit):
    def change(rows):
        row = by_slug(rows, "sanctuary-accompaniment-trainings")
        row["outcomes"].pop(0)
        row["outcomes"][0]["figure"] = 201
        row["terms"].remove("2018-2019")
        row["sources"].reverse()
        row["partners"].reverse()

    edit("campaigns.yaml", change)
    edit(
        "terms.yaml",
        lambda rows: by_slug(rows, "2018-2019")["campaigns"].remove("sanctuary-accompaniment-trainings"),
    )
    report = load(copy)
    assert (report.total("updated"), report.kept, report.vanished) == (1, [], [])
    campaign = Campaign.objects.get(slug="sanctuary-accompaniment-trainings")
    assert [outcome.figure for outcome in campaign.outcomes.all()] == [201]
    assert [outcome.citations.count() for outcome in campaign.outcomes.all()] == [1]
    assert [row.partner.slug for row in campaign.partner_rows.all()] == ["congregation-action-network", "sanctuary-dmv"]
    assert list(campaign.terms.values_list("slug", flat=True)) == ["2016-2017", "2017-2018"]
    assert campaign.citations.first().source.ref == "http://sanctuarydmv.org/news-events/"


def test_load_leaves_deleted_what_staff_deleted(record):
    Coordinator.objects.get(slug="chris-wager").delete()
    Event.objects.get(slug="ijls-awards-2019").delete()
    report = load(CONTENT)
    assert report.deleted == [
        "coordinators/chris-wager",
        "appointments/chris-wager/2014-2015",
        "events/ijls-awards-2019",
    ]
    assert Coordinator.objects.named_in_public().count() == 8


def test_load_keeps_a_name_as_its_owner_wants_it(record):
    Coordinator.objects.filter(slug="emma-kelsey").update(shown_as="initials")
    assert load(CONTENT).kept == ["coordinators/emma-kelsey.shown_as"]
    assert Coordinator.objects.get(slug="emma-kelsey").public_name == "E. K."


def test_load_reports_what_vanished_and_deletes_nothing(record, copy, edit):
    edit("milestones.yaml", lambda rows: rows.remove(by_slug(rows, "dle-video")))
    assert load(copy).vanished == ["milestones/dle-video"]
    assert Milestone.objects.filter(slug="dle-video").exists()


def test_load_keeps_a_row_that_staff_made_under_the_same_slug(record):
    ImportedRecord.objects.filter(kind="partners", slug="mlov").delete()  # as if no load had ever made it
    Partner.objects.filter(slug="mlov").update(name="Made by staff")
    report = load(CONTENT)
    assert "partners/mlov.name" in report.kept
    assert "partners/mlov.acronym" not in report.kept
    assert Partner.objects.get(slug="mlov").name == "Made by staff"
