"""The history of the record at the desk: who changed what, two versions side by side, and the way back."""

import pytest
from django.utils.html import escape

from campaigns.models import Campaign, Outcome
from campaigns.record_desk import kinds
from partners.models import AuditEntry, Citation
from tests.campaigns.test_record_desk import sent
from tests.factories import CampaignFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def campaign(desk):
    """A campaign whose title somebody changed at the desk."""
    row = CampaignFactory(slug="moved", title_en="Rent stays low", is_public=False)
    desk.post("/desk/campaigns/moved/edit/", sent(row, title_en="Rent stays down <b>"))
    return row


def test_history_says_who_changed_which_field_and_compares(desk, campaign, staff):
    address = f"/desk/history/campaign/{campaign.pk}/"
    page = desk.get(address).content.decode()
    assert f"{staff.name} · changed: Title in English" in page
    newest, first = campaign.history.all()
    page = desk.get(address, {"before": first.pk, "after": newest.pk}).content.decode()
    assert 'stays <del><span class="vh">taken out: </span>low</del>' in page
    assert '<ins><span class="vh">put in: </span>down &lt;b&gt;</ins>' in page
    odd = [{"before": "x", "after": "9" * 30}, {"page": "999"}]
    assert {desk.get(address, query).status_code for query in odd} == {200}


def test_restoring_asks_first_and_makes_a_new_version(desk, campaign, staff):
    first = campaign.history.last()
    address = f"/desk/history/campaign/{campaign.pk}/{first.pk}/"
    assert "Bring this version back?" in desk.get(address).content.decode()
    assert Campaign.objects.get().title_en == "Rent stays down <b>"
    desk.post(address)
    assert Campaign.objects.get().title_en == "Rent stays low"
    assert campaign.history.count() == 3
    entry = AuditEntry.objects.get(action="campaigns.restore")
    assert (entry.actor, entry.record_id, entry.fields) == (staff, str(campaign.pk), ["title_en"])


def test_deleted_outcome_is_listed_and_comes_back_unless_its_place_is_taken(desk, campaign):
    outcome = Outcome.objects.create(campaign=campaign, order=1, text_en="Won", text_es="Ganaron")
    source = Citation.objects.create(record=outcome, source=SourceFactory()).source
    assert desk.get(f"/desk/delete/outcome/{outcome.pk}/").status_code == 200
    desk.post(f"/desk/delete/outcome/{outcome.pk}/")
    assert "Won" in desk.get("/desk/history/").content.decode()
    version = Outcome.history.exclude(history_type="-").get(id=outcome.pk)
    address = f"/desk/history/outcome/{outcome.pk}/{version.pk}/"
    assert escape(str(source)) in desk.get(address).content.decode()
    other = Outcome.objects.create(campaign=campaign, order=1, text_en="Other")
    assert "It cannot come back as it is" in desk.post(address).content.decode()
    other.delete()
    desk.post(address)
    row = Outcome.objects.get()
    assert (row.pk, row.text_es, row.citations.get().source) == (outcome.pk, "Ganaron", source)


def test_others_and_other_records_have_no_history(client, coordinator, staff):
    campaign = CampaignFactory()
    addresses = [f"/desk/history/{kind}/{pk}/" for kind, pk in (("contact", 1), ("user", 1), ("campaign", 9999))]
    client.force_login(staff)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert "No change yet" in client.get(f"/desk/history/campaign/{campaign.pk}/").content.decode()
    assert client.post(f"/desk/history/campaign/{campaign.pk}/1/").status_code == 404
    client.force_login(coordinator.user)
    assert client.get(f"/desk/history/campaign/{campaign.pk}/").status_code == 404
    assert client.get("/desk/history/").status_code == 404


def test_history_asks_as_often_for_many_versions_as_for_few(desk, campaign, django_assert_max_num_queries):
    counts = []
    for title in ("a", "b", "c"):
        desk.post("/desk/campaigns/moved/edit/", sent(Campaign.objects.get(), title_en=title))
        with django_assert_max_num_queries(40) as asked:
            desk.get(f"/desk/history/campaign/{campaign.pk}/")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_a_title_is_cut_between_words_and_never_to_nothing():
    found = [kinds.cut(text) for text in ("", "short", "word " * 40, "w" * 200)]
    assert [(text[:4], len(text)) for text in found] == [("", 0), ("shor", 5), ("word", 80), ("wwww", 80)]
