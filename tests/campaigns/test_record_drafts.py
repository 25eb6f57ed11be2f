"""What somebody typed and did not save: kept for that person alone, for thirty days, and only fields of the form."""

import datetime as dt

import pytest

from campaigns.models import Campaign
from campaigns.record_desk import drafts
from partners.models import Draft
from tests.factories import CampaignFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db
TYPED = {"draft_of": "campaign/new", "title_en": "Half a", "partner_rows-0-partner": "3", "password": "secret"}


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def test_draft_is_kept_taken_up_and_gone_after_saving(desk, staff, frozen):
    assert desk.post("/desk/draft/", TYPED).json() == {"said": "Draft saved 12:00 pm"}
    draft = Draft.objects.get(user=staff)
    assert draft.data == {"title_en": ["Half a"], "partner_rows-0-partner": ["3"]}
    page = desk.get("/desk/campaigns/new/").content.decode()
    assert "You have a draft of November 18, 2026, 12:00 pm" in page
    assert "Half a" not in page
    page = desk.get("/desk/campaigns/new/?draft=take").content.decode()
    assert 'value="Half a"' in page
    assert "errors" not in page
    rows = {"partner_rows-TOTAL_FORMS": "0", "partner_rows-INITIAL_FORMS": "0"}
    whole = {"title_en": "Half a", "summary_en": "b", "scope": "ilp", "status": "ongoing", **rows}
    desk.post("/desk/campaigns/new/", whole)
    assert Campaign.objects.get().title_en == "Half a"
    assert not Draft.objects.exists()


def test_button_keeps_a_draft_without_script_and_another_throws_it_away(desk):
    response = desk.post("/desk/campaigns/new/", TYPED | {"draft": "1"}, follow=True)
    assert response.redirect_chain == [("/desk/campaigns/new/?draft=take", 302)]
    assert 'value="Half a"' in response.content.decode()
    desk.post("/desk/campaigns/new/", {"drop": "1"})
    assert not Draft.objects.exists()


def test_each_person_has_a_draft_of_their_own(desk, client):
    desk.post("/desk/draft/", TYPED)
    client.force_login(UserFactory(role="staff", is_staff=True))
    assert "You have a draft" not in client.get("/desk/campaigns/new/").content.decode()
    client.post("/desk/draft/", TYPED | {"title_en": "Other"})
    assert sorted(row.data["title_en"][0] for row in Draft.objects.all()) == ["Half a", "Other"]


def test_only_forms_that_are_there_have_drafts(desk):
    campaign, contact = CampaignFactory(), ContactFactory()
    wanted = {
        f"campaign/{campaign.pk}": 200,
        f"outcome/new/{campaign.pk}": 200,
        "campaign/9999": 404,
        "outcome/new": 404,
        "outcome/new/9999": 404,
        f"campaign/new/{campaign.pk}": 404,
        "contact/new": 404,
        f"contact/{contact.pk}": 404,
        "user/1": 404,
        "": 404,
        "campaign/" + "9" * 40: 404,
        "campaign/new\x00": 404,
    }
    assert {key: desk.post("/desk/draft/", {"draft_of": key}).status_code for key in wanted} == wanted


def test_odd_words_are_kept_and_too_many_are_refused(desk):
    assert desk.post("/desk/draft/", TYPED | {"title_es": "a\x00\U0001f98b"}).status_code == 200
    assert Draft.objects.get().data["title_es"] == ["a\U0001f98b"]
    assert desk.post("/desk/draft/", TYPED | {"summary_en": "x" * 200_001}).status_code == 413
    assert desk.post("/desk/draft/", TYPED | {"summary_en": "x" * 500_000}).status_code == 413
    page = desk.post("/desk/campaigns/new/", TYPED | {"draft": "1", "summary_en": "x" * 200_001}).content.decode()
    assert "too long for a draft" in page
    assert 'value="Half a"' in page
    assert Draft.objects.get().data["title_en"] == ["Half a"]


def test_drafts_go_after_thirty_days(staff, now):
    for days in (29, 30):
        Draft.objects.create(user=staff, form=f"campaign/{days}", saved_at=now - dt.timedelta(days=days))
    assert drafts.purge(now) == 1
    assert Draft.objects.get().form == "campaign/29"


def test_nothing_is_kept_by_get_or_from_another_site(client, staff):
    client.force_login(staff)
    assert client.get("/desk/draft/", TYPED).status_code == 405
    client.handler.enforce_csrf_checks = True
    assert client.post("/desk/draft/", TYPED).status_code == 403
    assert not Draft.objects.exists()
