"""Campaigns and what belongs to them, as staff write them at the desk."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from campaigns.models import Campaign, CampaignPartner, Outcome
from campaigns.record_desk.parts import CampaignForm
from coordinators.models import Appointment, Coordinator
from partners.models import Draft
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    HourEntryFactory,
    PartnerFactory,
    PlacementFactory,
    SourceFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
ROWS = {"partner_rows-TOTAL_FORMS": "0", "partner_rows-INITIAL_FORMS": "0"}
TYPED = {
    "title_en": "Rent stays down",
    "title_es": "Rentas justas",
    "summary_en": "Tenants organize.",
    "summary_es": "Inquilinas e inquilinos se organizan.",
    "scope": "ilp",
    "status": "ongoing",
    "started_on": "2026-09",
    **ROWS,
}


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def sent(campaign, **changes) -> dict:
    """The form of a stored campaign as a browser sends it, with these changes."""
    form = CampaignForm(instance=campaign)
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | ROWS | changes).items() if value not in (None, False)}


def test_campaign_is_written_in_both_languages_and_stays_out_of_sight(desk):
    response = desk.post("/desk/campaigns/new/", TYPED)
    campaign = Campaign.objects.get()
    assert (campaign.slug, campaign.is_public, campaign.start_display) == ("rent-stays-down", False, "September 2026")
    assert response["Location"] == f"/desk/sources/campaign/{campaign.pk}/"
    assert desk.get("/campaigns/rent-stays-down/").status_code == 404
    assert "Rentas justas" in desk.get("/desk/campaigns/rent-stays-down/").content.decode()


def test_preview_shows_both_languages_and_stores_nothing(desk):
    page = desk.post("/desk/campaigns/new/", TYPED | {"preview": "1"}).content.decode()
    assert "From September 2026; its end is not on record" in page
    assert "Inicio: septiembre de 2026; no consta cuándo terminó" in page
    assert 'value="Rentas justas"' in page
    assert not Campaign.objects.exists()


FAULTS = {  # by field: what was typed, a piece of what is said of it
    "slug": ({"slug": "taken"}, "already exists"),
    "ended_on": ({"ended_on": "2026-08"}, "It ends before it starts."),
    "started_on": ({"started_on": "0001"}, "between 1900 and 2100"),
    "kinds": ({"kinds": "x" * 300}, "not one of the available choices"),
    "title_en": ({"title_en": "", "title_es": ""}, "one language at least"),
    "title_es": ({"title_es": "\ud83e\udd8b" * 151}, "150"),
    "terms": ({"terms": "9" * 40}, "not one of the available choices"),
    "summary_es": ({"summary_es": "Llame al 202-555-0100"}, "looks like a phone number"),
    "caution_en": ({"caution_en": "A\x00B"}, "Null characters"),
}


def test_each_fault_is_said_at_its_field_in_both_languages():
    CampaignFactory(slug="taken")
    for field, (changes, words) in FAULTS.items():
        said = []
        for code in ("en", "es"):
            with translation.override(code):
                form = CampaignForm(MultiValueDict({name: [value] for name, value in (TYPED | changes).items()}))
                assert not form.is_valid()
                said.append(" ".join(form.errors[field]))
        assert words in said[0]
        assert said[1] != said[0]


def test_page_says_the_faults_and_stores_nothing(desk):
    page = desk.post("/desk/campaigns/new/", TYPED | {"ended_on": "2026-08", "title_en": ""}).content.decode()
    assert '<a href="#id_ended_on"><strong>Ended on</strong> It ends before it starts.</a>' in page
    assert 'value="Rentas justas"' in page
    assert not Campaign.objects.exists()


def test_details_of_a_person_need_a_second_look(desk):
    typed = TYPED | {"summary_en": "Call 202-555-0100"}
    assert "sure" in desk.post("/desk/campaigns/new/", typed).context["form"].errors
    assert desk.post("/desk/campaigns/new/", typed | {"sure": "on"}).status_code == 302


def test_two_leads_and_the_same_organization_twice_are_refused(desk):
    one, other = PartnerFactory(), PartnerFactory()
    row = {"role": "partner", "is_lead": "on", "order": "0"}
    rows = [row | {"partner": one.pk}, row | {"partner": other.pk}, row | {"partner": one.pk, "role": "institution"}]
    typed = {f"partner_rows-{n}-{name}": value for n, one_row in enumerate(rows) for name, value in one_row.items()}
    response = desk.post("/desk/campaigns/new/", TYPED | {"partner_rows-TOTAL_FORMS": "3"} | typed)
    errors = [list(form.errors) for form in response.context["form"].formset]
    assert errors == [[], ["is_lead"], ["is_lead", "partner"]]
    typed |= {"partner_rows-1-is_lead": ""}
    desk.post("/desk/campaigns/new/", TYPED | {"partner_rows-TOTAL_FORMS": "2"} | typed)
    assert [(row.partner, row.is_lead) for row in CampaignPartner.objects.all()] == [(one, True), (other, False)]


def test_public_campaign_with_one_language_is_saved_with_a_warning(desk):
    campaign = CampaignFactory(slug="one")
    page = desk.post("/desk/campaigns/one/edit/", sent(campaign, summary_es=""), follow=True).content.decode()
    assert "It is public although a text is missing: Summary in Spanish." in page
    assert "Missing: Summary in Spanish" in desk.get("/desk/campaigns/?lacking=es").content.decode()
    assert "No campaign is like that" in desk.get("/desk/campaigns/?lacking=en").content.decode()


def test_what_another_one_changed_meanwhile_is_shown_and_not_overwritten(desk):
    campaign = CampaignFactory(slug="shared", title_en="First")
    typed = sent(campaign, title_en="Mine", summary_en="My summary")
    Campaign.objects.filter(pk=campaign.pk).update(title_en="Theirs")
    response = desk.post("/desk/campaigns/shared/edit/", typed)
    form = response.context["form"]
    assert "It says now: Theirs." in form.errors["title_en"][0]
    assert (form["title_en"].value(), form["summary_en"].value()) == ("Mine", "My summary")
    assert Campaign.objects.get().title_en == "Theirs"
    desk.post("/desk/campaigns/shared/edit/", typed | {"seen": form["seen"].value()})
    assert Campaign.objects.get().title_en == "Mine"


def test_new_address_keeps_the_old_one_alive(desk, client):
    campaign = CampaignFactory(slug="before")
    desk.post("/desk/campaigns/before/edit/", sent(campaign, slug="after"))
    assert client.get("/campaigns/before/")["Location"] == "/campaigns/after/"


def test_coordinator_is_placed_and_taken_off_unless_hours_are_there(desk, frozen, campaign):
    appointment = AppointmentFactory()
    past = AppointmentFactory(
        term=TermFactory(slug="2024-2025", starts_on=dt.date(2024, 8, 1), ends_on=dt.date(2025, 7, 31))
    )
    address = f"/desk/campaigns/{campaign.slug}/place/"
    desk.post(address, {"appointments": [appointment.pk, past.pk]})
    assert not campaign.placements.exists()
    desk.post(address, {"appointments": [appointment.pk]})
    place = campaign.placements.get()
    entry = HourEntryFactory(placement=place)
    page = desk.post(address, {"off": place.pk}, follow=True).content.decode()
    assert "has hours in this campaign" in page
    entry.delete()
    desk.post(address, {"off": place.pk})
    assert not campaign.placements.exists()
    assert desk.post(address, {"off": "9" * 30}).status_code == 404


def test_page_of_a_campaign_asks_as_often_for_three_as_for_one(desk, frozen, campaign, django_assert_max_num_queries):
    def fill(n):
        for order in range(n, 2 * n):
            Outcome.objects.create(campaign=campaign, order=order, text_en="x").citations.create(source=SourceFactory())
            PlacementFactory(campaign=campaign)
            CampaignPartner.objects.create(campaign=campaign, partner=PartnerFactory())

    counts = []
    for n in (1, 3):
        fill(n)
        with django_assert_max_num_queries(60) as asked:
            desk.get(f"/desk/campaigns/{campaign.slug}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_strangers_and_coordinators_find_no_desk(client, coordinator, campaign):
    client.force_login(coordinator.user)
    paths = ["", "new/", f"{campaign.slug}/", f"{campaign.slug}/edit/", f"{campaign.slug}/place/"]
    assert {client.get(f"/desk/campaigns/{path}").status_code for path in paths} == {404}
    assert client.post("/desk/draft/", {"draft_of": "campaign/new"}).status_code == 404
    assert not Draft.objects.exists()


def test_address_that_another_one_took_a_moment_before_is_told_and_stores_nothing():
    for code, words in (("en", "Somebody else was faster"), ("es", "Otra persona se adelantó")):
        with translation.override(code):
            data = MultiValueDict({name: [value] for name, value in (TYPED | {"slug": f"race-{code}"}).items()})
            form = CampaignForm(data)
            assert form.is_valid()
            CampaignFactory(slug=f"race-{code}")
            with pytest.raises(ValidationError):
                form.save()
            assert words in form.non_field_errors()[0]
    assert Campaign.objects.count() == 2


def test_page_asks_as_often_with_three_hundred_coordinators(desk, frozen, campaign, django_assert_max_num_queries):
    term, counts = TermFactory(), []
    for first, last in ((0, 3), (3, 300)):
        people = [Coordinator(name=f"C {n}", slug=f"c-{n}", public_id=f"p{n}") for n in range(first, last)]
        Appointment.objects.bulk_create(
            Appointment(coordinator=row, term=term) for row in Coordinator.objects.bulk_create(people)
        )
        with django_assert_max_num_queries(60) as asked:
            page = desk.get(f"/desk/campaigns/{campaign.slug}/").content.decode()
        counts.append(len(asked))
    assert page.count('name="appointments"') == 300
    assert counts[0] == counts[1]
