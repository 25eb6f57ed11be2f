"""What staff write in the admin arrives as written; what cannot be is refused at its field."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import translation

from campaigns.models import Campaign, CampaignPartner, Placement
from coordinators.models import Break, Term
from partners.models import Citation
from tests.factories import HourEntryFactory, PartnerFactory, SourceFactory

pytestmark = pytest.mark.django_db
CITED = "partners-citation-content_type-object_id"
TERM = {
    "slug": "2027-2028",
    "label": "2027-28",
    "starts_on": "2027-08-01",
    "ends_on": "2028-07-31",
    "era": "ilp",
    "roster_status": "open",
    "focus_basis": "none",
    "hours_basis": "none",
}
CAMPAIGN = {
    "slug": "new",
    "title_en": "New",
    "title_es": "Nueva",
    "scope": "ilp",
    "status": "ongoing",
    "emblem": "home",
    "kinds": ["tenant", "policy"],
    "summary_en": "What.",
    "summary_es": "Qué.",
    "is_public": "on",
}
OPPORTUNITY = {"slug": "x", "title_en": "x", "summary_en": "x", "kind": "job", "status": "closed"}


@pytest.fixture
def desk(client, staff):
    """The browser of staff."""
    client.force_login(staff)
    return client


def rows(prefix: str, *forms: dict) -> dict:
    """The fields of an inline with these new rows."""
    fields = {f"{prefix}-{n}-{name}": value for n, form in enumerate(forms) for name, value in form.items()}
    return {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0, **fields}


def add(model: str) -> str:
    return reverse(f"admin:{model}_add")


def faults(page) -> list[str]:
    return list(page.context["adminform"].errors)


def test_campaign_is_saved_with_both_languages_its_kinds_and_partners(desk, staff, language):
    partner = {"partner": PartnerFactory().pk, "role": "partner", "is_lead": "on", "order": 1}
    inlines = {**rows("partner_rows", partner), **rows("outcomes"), **rows(CITED)}
    with translation.override(language):
        answer = desk.post(add("campaigns_campaign"), {**CAMPAIGN, **inlines})
    new = Campaign.objects.get()
    assert (answer.status_code, new.title_en, new.title_es, new.kinds) == (302, "New", "Nueva", ["tenant", "policy"])
    assert CampaignPartner.objects.values_list("partner", "is_lead").get() == (partner["partner"], True)
    assert LogEntry.objects.get().user == staff


def test_partner_stands_once_in_a_campaign(desk):
    partner = {"partner": PartnerFactory().pk, "role": "partner", "order": 1}
    inlines = {**rows("partner_rows", partner, partner), **rows("outcomes"), **rows(CITED)}
    page = desk.post(add("campaigns_campaign"), {**CAMPAIGN, **inlines})
    assert (page.status_code, Campaign.objects.count()) == (200, 0)


def test_term_is_saved_with_its_break_in_both_languages(desk):
    pause = {"name_en": "Break", "name_es": "Receso", "starts_on": "2027-12-20", "ends_on": "2028-01-10"}
    assert desk.post(add("coordinators_term"), {**TERM, **rows("breaks", pause), **rows(CITED)}).status_code == 302
    assert Break.objects.values_list("name_en", "name_es", "term__label").get() == ("Break", "Receso", "2027-28")


def test_source_is_cited_once_by_a_record(desk):
    cited = {"source": SourceFactory().pk, "order": 0}
    page = desk.post(add("coordinators_term"), {**TERM, **rows("breaks"), **rows(CITED, cited, cited)})
    assert (page.status_code, Term.objects.count(), Citation.objects.count()) == (200, 0, 0)
    assert desk.post(add("coordinators_term"), {**TERM, **rows("breaks"), **rows(CITED, cited)}).status_code == 302


def test_overlapping_term_is_refused_at_its_field(desk, term, language):
    overlap = {**TERM, "starts_on": "2027-07-31", **rows("breaks"), **rows(CITED)}
    with translation.override(language):
        page = desk.post(add("coordinators_term"), overlap)
    assert (faults(page), Term.objects.count()) == (["starts_on"], 1)


@pytest.mark.parametrize("value", ['{"a": NaN}', '"\\u0000"', '"\\ud800"', "[" * 5000, "not json"])
def test_details_that_no_database_can_store_are_refused_at_their_field(desk, value):
    form = {**OPPORTUNITY, "details": value, "organization": PartnerFactory().pk, **rows(CITED)}
    page = desk.post(add("campaigns_opportunity"), form)
    assert (page.status_code, faults(page)) == (200, ["details"])


def test_details_are_stored_as_written(desk):
    form = {**OPPORTUNITY, "details": '{"a": ["ñ", 1]}', "organization": PartnerFactory().pk, **rows(CITED)}
    assert desk.post(add("campaigns_opportunity"), form).status_code == 302


def test_former_names_are_written_one_a_line(desk):
    partner = PartnerFactory(former_names=["Old name"], status="active")
    path = reverse("admin:partners_partner_change", args=[partner.pk])
    form = desk.get(path).context["adminform"].form
    assert form["former_names"].value() == "Old name"
    written = {name: form[name].value() or "" for name in form.fields} | {"former_names": "Old name\r\n\r\n Older "}
    answer = desk.post(path, {**written, **rows("contacts"), **rows("memberships"), **rows(CITED)})
    partner.refresh_from_db()
    assert (answer.status_code, partner.former_names) == (302, ["Old name", "Older"])


@pytest.mark.parametrize("term_given", ["again", str(10**30), "junk", "", "🦋"])
def test_appointment_that_cannot_be_is_refused(desk, coordinator, term, term_given):
    form = {"coordinator": coordinator.pk, "term": term.pk if term_given == "again" else term_given}
    page = desk.post(add("coordinators_appointment"), form)
    assert (page.status_code, bool(faults(page)), coordinator.appointments.count()) == (200, True, 1)


def test_placement_with_hours_is_not_deleted(desk, coordinator):
    placement = coordinator.appointments.get().placements.get()
    HourEntryFactory(placement=placement)
    desk.post(reverse("admin:campaigns_placement_delete", args=[placement.pk]), {"post": "yes"})
    assert Placement.objects.get() == placement
