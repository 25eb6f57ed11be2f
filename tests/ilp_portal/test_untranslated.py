"""Words that one language has and the other has not: shown with a note, counted for staff, never silent."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils import translation
from modeltranslation.translator import translator

from campaigns.models import Outcome
from coordinators.models import Break
from ilp_portal import untranslated
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ShiftFactory, TermFactory
from tests.factories.record import MilestoneFactory

MODELS = translator.get_registered_models(abstract=False)
LIST = "/desk/translations/"
# Templates of public pages that print a translated field without the tag that says so when it is missing.
PRINTED = {
    model._meta.model_name.removeprefix("resource") or "resource": translator.get_options_for_model(model).fields
    for model in MODELS
}
NAMES = "|".join(f"{record}\\.(?:{'|'.join(sorted(fields))})" for record, fields in PRINTED.items())
BARE = re.compile(rf"(?:{{{{ ?|=)(?:\w+\.)*(?:{NAMES})\b")
CLOSED = re.compile(r"email/|desk/|_start_|_week_|hour_|approval_|import_|hand_over|mailbox/")


@pytest.mark.parametrize("template", ["{{ event.title }}", "{% x with a=row.campaign.summary %}", "{{ term.focus|y }}"])
def test_bare_field_in_a_template_is_noticed(template):
    assert BARE.search(template)


def test_every_public_template_says_when_a_text_is_in_the_other_language():
    folder = settings.BASE_DIR / "templates"
    found = [
        f"{path.relative_to(folder)}: {match[0]}"
        for path in sorted(Path(folder).rglob("*.html"))
        if not CLOSED.search(str(path))
        for match in BARE.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_every_translated_record_has_a_place_in_the_admin():
    placed = {model._meta.label for model in MODELS if admin.site.is_registered(model)}
    elsewhere = untranslated.ON_PAGE_OF.keys() | untranslated.AT_A_DESK.keys()
    assert placed | elsewhere == {model._meta.label for model in MODELS}
    assert placed & elsewhere == set()


@pytest.fixture
def holes(db) -> dict[str, str]:
    """One gap of each sort, by the address where it is closed; and what is none."""
    campaign = CampaignFactory(summary_es="", caution_en="Careful", caution_es="Cuidado")
    outcome = Outcome.objects.create(campaign=campaign, text_en=None, text_es="Algo")
    pause = Break.objects.create(term=TermFactory(), name_en="Fall", starts_on="2026-11-25", ends_on="2026-11-29")
    CampaignFactory(is_demo=True, title_es="")
    EventFactory(recurrence_en="", recurrence_es="")
    PartnerFactory(gloss_es="Centro")
    shift = ShiftFactory(role_es="")
    return {
        f"/admin/campaigns/campaign/{campaign.pk}/change/#id_summary_es": "es",
        f"/admin/campaigns/outcome/{outcome.pk}/change/#id_text_en": "en",
        f"/admin/coordinators/term/{pause.term_id}/change/#breaks-group": "es",
        f"/desk/events/{shift.event.slug}/shifts/{shift.pk}/#id_role_es": "es",
    }


def test_gaps_are_counted_and_lead_to_where_they_are_closed(holes):
    assert {gap.address: gap.language for gap in untranslated.gaps(9)} == holes
    assert untranslated.count() == 4


def test_staff_see_how_many_and_which(client, staff, holes):
    client.force_login(staff)
    assert "4 texts are missing in one language" in client.get("/start/").content.decode()
    page = client.get(LIST).content.decode()
    for address in holes:
        assert f'<a href="{address}">' in page
        field = address.partition("#")[2]
        assert f'id="{field}"' in client.get(address.partition("#")[0]).content.decode()


def test_list_says_when_nothing_is_missing(client, staff):
    client.force_login(staff)
    assert "Both languages have everything" in client.get(LIST).content.decode()
    assert "missing in one language" not in client.get("/start/").content.decode()


def test_others_see_no_list(client, coordinator):
    assert client.get(LIST).status_code == 302
    client.force_login(coordinator.user)
    assert client.get(LIST).status_code == 404
    assert "missing in one language" not in client.get("/start/").content.decode()


def test_feed_says_it_too(client, db):
    MilestoneFactory(title_es="", term=TermFactory())
    with translation.override("es"):
        path = reverse("milestones_feed")
    assert "(por ahora solo en inglés)" in client.get(path).content.decode()


def test_public_record_misses_nothing(record):
    assert [f"{gap.record} {gap.field} {gap.language}" for gap in untranslated.gaps(99)] == []


@pytest.mark.django_db
def test_count_needs_one_query_and_for_the_same_content_none(django_assert_num_queries):
    for needed in (2, 1):  # the version of the content, and the count itself
        with django_assert_num_queries(needed):
            assert untranslated.count() == 0
    CampaignFactory(title_es="")
    assert untranslated.count() == 1
