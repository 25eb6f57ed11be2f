"""The history of the record at the desk: who changed what, two versions side by side, and the way back."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from campaigns.models import Campaign, Outcome
from campaigns.record_desk import kinds
from partners.models import AuditEntry, Citation
from tests.campaigns.test_record_desk import sent
from tests.factories import CampaignFactory, SourceFactory

pytestmark = pytest.mark.django_db
SAID = {
    "en": {
        **{"changed": "changed: Title in English", "first": "first version", "out": "taken out:", "in": "put in:"},
        **{"heading": "History of changes", "none gone": "Nothing was deleted.", "kind": "campaign ·"},
        "restore": ["Bring this version back?", "Title in English", "Now", "Then", "Bring it back"],
        "taken": "It cannot come back as it is",
    },
    "es": {
        **{"changed": "cambió: Título en inglés", "first": "primera versión", "out": "se quitó:", "in": "se puso:"},
        **{"heading": "Historial de cambios", "none gone": "No se ha eliminado nada.", "kind": "campaña ·"},
        "restore": ["¿Recuperar esta versión?", "Título en inglés", "Ahora", "Entonces", "Recuperarla"],
        "taken": "No puede volver tal como está",
    },
}


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


def address(language: str, name: str, *args) -> str:
    with translation.override(language):
        return reverse(f"campaigns:{name}", args=args)


def test_history_says_who_changed_which_field_and_compares(desk, campaign, staff, language):
    path, said = address(language, "record_history", "campaign", campaign.pk), SAID[language]
    page = desk.get(path).content.decode()
    assert [words for words in (f"{staff.name} · {said['changed']}", said["first"]) if words not in page] == []
    newest, first = campaign.history.all()
    page = desk.get(path, {"before": first.pk, "after": newest.pk}).content.decode()
    assert f'stays <del><span class="vh">{said["out"]} </span>low</del>' in page
    assert f'<ins><span class="vh">{said["in"]} </span>down &lt;b&gt;</ins>' in page
    odd = [{"before": "x", "after": "9" * 30}, {"page": "999"}]
    assert {desk.get(path, query).status_code for query in odd} == {200}


def test_page_of_the_whole_history_speaks_the_language_of_its_reader(desk, campaign, language):
    path, said = address(language, "history_desk"), SAID[language]
    page = desk.get(path).content.decode()
    assert [words for words in (said["heading"], said["none gone"], said["kind"]) if words not in page] == []


def test_restoring_asks_first_and_makes_a_new_version(desk, campaign, staff, language):
    path = address(language, "record_restore", "campaign", campaign.pk, campaign.history.last().pk)
    page = desk.get(path).content.decode()
    assert [words for words in SAID[language]["restore"] if words not in page] == []
    assert Campaign.objects.get().title_en == "Rent stays down <b>"
    assert desk.post(path)["Location"] == address(language, "record_history", "campaign", campaign.pk)
    assert Campaign.objects.get().title_en == "Rent stays low"
    assert campaign.history.count() == 3
    entry = AuditEntry.objects.get(action="campaigns.restore")
    assert (entry.actor, entry.record_id, entry.fields) == (staff, str(campaign.pk), ["title_en"])


def test_deleted_outcome_is_listed_and_comes_back_unless_its_place_is_taken(desk, campaign, language):
    outcome = Outcome.objects.create(campaign=campaign, order=1, text_en="Won", text_es="Ganaron")
    source = Citation.objects.create(record=outcome, source=SourceFactory()).source
    assert desk.get(f"/desk/delete/outcome/{outcome.pk}/").status_code == 200
    desk.post(f"/desk/delete/outcome/{outcome.pk}/")
    page = desk.get(address(language, "history_desk")).content.decode()
    assert ({"en": "Won", "es": "Ganaron"}[language] in page, SAID[language]["none gone"] in page) == (True, False)
    version = Outcome.history.exclude(history_type="-").get(id=outcome.pk)
    path = address(language, "record_restore", "outcome", outcome.pk, version.pk)
    assert escape(str(source)) in desk.get(path).content.decode()
    other = Outcome.objects.create(campaign=campaign, order=1, text_en="Other")
    assert SAID[language]["taken"] in desk.post(path).content.decode()
    other.delete()
    desk.post(path)
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
