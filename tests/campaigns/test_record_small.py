"""Organizations, whom to reach there, outcomes, moments, figures and their sources, as staff write them at the desk."""

import pytest
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from campaigns.models import Fact, Milestone, Outcome
from campaigns.record_desk.parts import FactForm, MilestoneForm, OutcomeForm, PartnerForm
from partners.models import AuditEntry, CoalitionMembership, Contact, Partner, Source
from tests.factories import CampaignFactory, ContactFactory, PartnerFactory, SourceFactory

pytestmark = pytest.mark.django_db
ROWS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
PARTNER = {
    "name": "Tenants of the block",
    "description_en": "Organizes.",
    "description_es": "Organiza.",
    **{"kind": "tenant-organization", "relationship": "campaign-partner", "region": "dc-area", "status": "active"},
    **ROWS,
}
NEW_SOURCE = {
    **{"new": "1", "ref": "https://paper.example/a", "title": "A", "publisher": "Paper"},
    **{"language": "en", "public_link": "yes"},
}


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def test_partner_is_written_with_its_coalitions_and_former_names(desk):
    coalition = PartnerFactory(kind="coalition")
    rows = {"TOTAL_FORMS": "2", "0-coalition": coalition.pk, "0-order": "0", "1-name_en": "A network", "1-order": "1"}
    typed = PARTNER | {f"memberships-{name}": value for name, value in rows.items()} | {"former_names": "Old\n\nOlder"}
    desk.post("/desk/partners/new/", typed)
    partner = Partner.objects.get(slug="tenants-of-the-block")
    assert (partner.former_names, partner.is_public) == (["Old", "Older"], False)
    assert [(row.coalition, row.name_en or "") for row in partner.memberships.all()] == [
        (coalition, ""),
        (None, "A network"),
    ]


def test_contacts_stay_private_and_out_of_drafts_versions_and_log(desk, client, coordinator):
    partner = PartnerFactory(slug="allies")
    typed = {"name": "Contact at the desk", "email": "contact@allies.example", "language": "es"}
    desk.post("/desk/partners/allies/contacts/new/", typed)
    contact = Contact.objects.get()
    assert "contact@allies.example" in desk.get("/desk/partners/allies/").content.decode()
    assert "data-draft" not in desk.get(f"/desk/contacts/{contact.pk}/").content.decode()
    assert not hasattr(Contact, "history")
    assert "allies.example" not in str(list(AuditEntry.objects.values()))
    assert "contact@allies.example" not in client.get(partner.get_absolute_url()).content.decode()
    desk.post(f"/desk/delete/contact/{contact.pk}/")
    assert not Contact.objects.exists()


def test_outcome_is_written_and_asks_for_its_source(desk):
    campaign = CampaignFactory(slug="rent")
    typed = {
        "text_en": "Won",
        "text_es": "Ganaron",
        "order": "1",
        "figure": "2500000",
        "unit_en": "USD",
        "unit_es": "USD",
    }
    response = desk.post("/desk/campaigns/rent/outcomes/new/", typed)
    outcome = Outcome.objects.get()
    assert response["Location"] == f"/desk/sources/outcome/{outcome.pk}/"
    desk.post(response["Location"], NEW_SOURCE)
    assert [row.source.publisher for row in outcome.citations.all()] == ["Paper"]
    page = desk.get("/desk/campaigns/rent/").content.decode()
    assert "$2,500,000" in page
    assert campaign.outcomes.get() == outcome


def test_sources_are_found_cited_ordered_and_taken_away(desk):
    campaign, first = CampaignFactory(), SourceFactory(title="A report of the city")
    address = f"/desk/sources/campaign/{campaign.pk}/"
    assert "A report of the city" in desk.get(address, {"q": "CITY report"}).content.decode()
    desk.post(address, {"cite": first.pk})
    desk.post(address, {"cite": first.pk})
    desk.post(address, NEW_SOURCE)
    assert [row.source.title for row in campaign.citations.all()] == ["A report of the city", "A"]
    desk.post(address, {"first": campaign.citations.last().pk})
    assert [row.source.title for row in campaign.citations.all()] == ["A", "A report of the city"]
    page = desk.post(address, NEW_SOURCE).content.decode()
    assert "It is on record already" in page
    desk.post(address, {"drop": campaign.citations.last().pk})
    assert campaign.citations.count() == 1
    assert {desk.post(address, {"cite": odd}).status_code for odd in ("9" * 30, "x\x00", "-1")} == {404}


def _second_outcome() -> Outcome:
    first = Outcome.objects.create(campaign=CampaignFactory(), order=1, text_en="x")
    return Outcome(campaign=first.campaign)


FAULTS = [
    (OutcomeForm, lambda: Outcome(campaign=CampaignFactory()), {"figure": "9" * 300}, "figure"),
    (OutcomeForm, lambda: Outcome(campaign=CampaignFactory()), {"figure": "NaN"}, "figure"),
    (OutcomeForm, lambda: Outcome(campaign=CampaignFactory()), {"unit_en": "homes"}, "figure"),
    (OutcomeForm, lambda: Outcome(campaign=CampaignFactory()), {"order": "1" * 30}, "order"),
    (OutcomeForm, _second_outcome, {"order": "1"}, "order"),
    (MilestoneForm, Milestone, {"happened_on": "9999-12-31"}, "happened_on"),
    (MilestoneForm, Milestone, {"happened_on": "2026-13"}, "happened_on"),
    (MilestoneForm, Milestone, {"slug": "Not A Slug"}, "slug"),
    (FactForm, Fact, {"as_of": "yesterday"}, "as_of"),
    (PartnerForm, Partner, PARTNER | {"slug": "new"}, "slug"),
    (PartnerForm, Partner, PARTNER | {"status_as_of": "20"}, "status_as_of"),
    (PartnerForm, Partner, PARTNER | {"former_names": "x" * 151}, "former_names"),
    (PartnerForm, Partner, PARTNER | {"website": "javascript:alert(1)"}, "website"),
]


def test_each_fault_is_said_at_its_field_in_both_languages():
    for form_class, make, typed, field in FAULTS:
        row, said = make(), []
        for code in ("en", "es"):
            with translation.override(code):
                data = MultiValueDict({name: [value] for name, value in typed.items()})
                form = form_class(data, instance=row)
                assert not form.is_valid()
                said.append(" ".join(form.errors[field]))
        assert said[0] != said[1], (field, typed)


def test_semester_of_a_moment_is_kept_and_written(desk):
    typed = {"title_en": "Founded", "title_es": "Fundado", "text_en": "x", "text_es": "x", "scope": "project"}
    desk.post("/desk/milestones/new/", typed | {"happened_on": "2015-09-01", "season": "fall"})
    milestone = Milestone.objects.get()
    assert (milestone.precision, milestone.slug, milestone.date_display) == ("season", "founded", "fall 2015")
    page = desk.get(f"/desk/milestones/{milestone.pk}/").content.decode()
    assert 'value="2015-09-01"' in page


@pytest.mark.parametrize("path", ["campaigns", "partners", "milestones", "facts"])
def test_list_is_searched_and_asks_as_often_for_three_as_for_one(desk, path, django_assert_max_num_queries):
    counts = []
    for n in (1, 3):
        for _number in range(n):
            _row_of[path]()
        with django_assert_max_num_queries(20) as asked:
            assert desk.get(f"/desk/{path}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    odd = [{"q": "x" * 5000}, {"public": "\U0001f98b"}, {"lacking": "xx"}, {"page": "-1"}]
    assert {desk.get(f"/desk/{path}/", query).status_code for query in odd} == {200}


def _fact() -> Fact:
    words = {"text_en": "x", "claimed_by_en": "y", "issue": "youth", "claim_type": "press"}
    return Fact.objects.create(slug=f"fact-{Fact.objects.count()}", **words)


def _milestone() -> Milestone:
    n = Milestone.objects.count()
    return Milestone.objects.create(slug=f"m-{n}", title_en="x", text_en="y", scope="project", happened_on="2020-01-01")


_row_of = {"campaigns": CampaignFactory, "partners": PartnerFactory, "milestones": _milestone, "facts": _fact}


def test_coordinators_find_no_desk_of_the_record(client, coordinator):
    partner, contact = PartnerFactory(), ContactFactory()
    client.force_login(coordinator.user)
    paths = ["partners/", f"partners/{partner.slug}/", f"contacts/{contact.pk}/", "milestones/", "facts/new/"]
    paths += [f"sources/partner/{partner.pk}/", f"delete/contact/{contact.pk}/"]
    assert {client.get(f"/desk/{path}").status_code for path in paths} == {404}
    assert {client.post(f"/desk/{path}").status_code for path in paths} == {404}
    assert Source.objects.count() + CoalitionMembership.objects.count() == 0
