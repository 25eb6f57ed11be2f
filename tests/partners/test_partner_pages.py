"""The directory and the page of an organization, for strangers and in both languages."""

import datetime as dt

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone

from campaigns.models import CampaignPartner
from partners import languages, related
from partners.models import Partner
from tests.factories import (
    CampaignFactory,
    ContactFactory,
    EventFactory,
    PartnerFactory,
    ResourceFactory,
    SourceFactory,
)
from tests.factories.record import CitationFactory, CoalitionMembershipFactory, OpportunityFactory

pytestmark = pytest.mark.django_db
LIST, SPANISH_LIST = "/partners/", "/es/organizaciones/"


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_what_is_public_and_nothing_else(client, settings):
    shown = PartnerFactory()
    PartnerFactory(is_public=False)
    PartnerFactory(is_demo=True)
    settings.DEBUG = False
    assert client.get(LIST).context["directory"].partners == [shown]


def test_demo_partner_is_labelled_where_it_shows(client, settings):
    PartnerFactory(is_demo=True)
    settings.DEBUG = True
    assert '<span class="tag demo">Demo</span>' in html(client, LIST)


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"is_demo": True}])
def test_hidden_partner_is_no_page(client, settings, hidden):
    settings.DEBUG = False
    partner = PartnerFactory(**hidden)
    assert client.get(partner.get_absolute_url()).status_code == 404


def test_ally_without_joint_work_is_labelled_in_the_list_and_on_its_page(client):
    ally = PartnerFactory(relationship="ally", documented_with_ilp=False)
    friend = PartnerFactory(relationship="ally", documented_with_ilp=True)
    claim = "An ally in the wider movement. Joint work with the ILP is not on record."
    tags = [
        '<span class="tag">Ally in the wider movement</span>',
        '<span class="tag ok">Joint work on record</span>',
    ]
    directory = html(client, LIST)
    pages = [html(client, partner.get_absolute_url()) for partner in (ally, friend)]
    assert [directory.count(tag) for tag in tags] == [1, 1]
    assert [[words in page for words in (claim, *tags)] for page in pages] == [
        [True, True, False],
        [False, False, True],
    ]


def test_coalition_names_who_is_tied_to_it(client):
    row = CoalitionMembershipFactory(member__name="Open member")
    CoalitionMembershipFactory(coalition=row.coalition, member__name="Hidden member", member__is_public=False)
    for path in (LIST, row.coalition.get_absolute_url()):
        page = html(client, path)
        assert "Open member" in page
        assert "Hidden member" not in page
    assert row.coalition.get_absolute_url() in html(client, row.member.get_absolute_url())


def test_coalition_without_known_members_says_so(client):
    coalition = PartnerFactory(kind="coalition")
    PartnerFactory()
    for path in (LIST, coalition.get_absolute_url()):
        assert html(client, path).count("Who belongs to it is not on record.") == 1


def test_page_links_the_website_without_telling_where_from(client):
    partner = PartnerFactory(website="https://partner.example/")
    assert '<a class="btn sm" href="https://partner.example/" rel="noreferrer noopener">' in html(
        client, partner.get_absolute_url()
    )


def test_page_never_shows_a_contact(client):
    contact = ContactFactory(phone="202-555-0100")
    page = html(client, contact.partner.get_absolute_url())
    assert contact.name not in page
    assert contact.phone not in page


def test_page_tells_status_former_names_and_what_became_of_it(client):
    heir = PartnerFactory(name="Heir")
    gone = PartnerFactory(status="merged", status_as_of=2017, successor=heir, former_names=["Old name"])
    page = html(client, gone.get_absolute_url())
    assert "It joined another organization in 2017." in page
    assert "<span>Old name</span>" in page  # in what language is not on record
    assert heir.get_absolute_url() in page
    assert gone.get_absolute_url() in html(client, heir.get_absolute_url())


def test_page_names_the_work_on_record_and_no_hidden_rows(client, settings):
    settings.DEBUG = False
    partner = PartnerFactory()
    shown, hidden = CampaignFactory(partner=partner), CampaignFactory(partner=partner, is_public=False)
    event, draft = EventFactory(), EventFactory(status="draft")
    event.partners.add(partner)
    draft.partners.add(partner)
    report = ResourceFactory(publisher=partner)
    template = OpportunityFactory(organization=partner, status="template")
    page = html(client, partner.get_absolute_url())
    assert [row.get_absolute_url() in page for row in (shown, event, report)] == [True, True, True]
    assert [row.title_en in page for row in (draft, template)] == [False, False]
    assert hidden.get_absolute_url() not in page


def test_page_says_what_an_organization_was_in_a_campaign(client):
    partner = PartnerFactory()
    led, shared = CampaignFactory(started_on=dt.date(2019, 3, 1), started_precision="month"), CampaignFactory()
    CampaignPartner.objects.create(campaign=led, partner=partner, is_lead=True)
    CampaignPartner.objects.create(campaign=shared, partner=partner, role="institution")
    page = html(client, partner.get_absolute_url())
    assert (
        page.index(led.title_en)
        < page.index("From March 2019; its end is not on record")
        < page.index("leads the campaign")
    )
    assert page.index(shared.title_en) < page.index("public institution addressed")


def test_work_published_with_others_stands_once_and_says_so(client):
    partner = PartnerFactory()
    own, shared = ResourceFactory(publisher=partner), ResourceFactory()
    own.co_publishers.add(partner)
    shared.co_publishers.add(partner)
    hidden = ResourceFactory(publisher=partner, is_public=False)
    page = html(client, partner.get_absolute_url())
    assert [page.count(f'href="{work.get_absolute_url()}"') for work in (own, shared, hidden)] == [1, 1, 0]
    assert page.count("(published together with others)") == 1


def test_call_whose_last_day_is_over_is_marked_as_closed(client, frozen):
    partner = PartnerFactory()
    day = timezone.localdate()
    OpportunityFactory(organization=partner, closes_on=day)
    assert "Closed" not in html(client, partner.get_absolute_url())
    OpportunityFactory(organization=partner, closes_on=day - dt.timedelta(days=2))
    assert html(client, partner.get_absolute_url()).count('<span class="tag">Closed</span>') == 1


def cite(partner: Partner, publisher: str, **source):
    ref = f"https://{publisher.split(maxsplit=1)[0].lower()}.example/"
    CitationFactory(record=partner, source=SourceFactory(ref=ref, publisher=publisher, **source))


def test_sources_are_footnotes_and_only_those_that_may_be_are_linked(client):
    partner = PartnerFactory()
    cite(partner, "Open paper", checked_on=dt.date(2026, 2, 3))
    cite(partner, "Careful paper", public_link="review")
    cite(partner, "Evidence", public_link="no")
    page = html(client, partner.get_absolute_url())
    assert '<li id="note-1">Open paper, <a href="https://open.example/" rel="noreferrer noopener">' in page
    assert "Last checked: February 3, 2026." in page
    assert '<li id="note-2">Careful paper' in page
    assert [words for words in ("careful.example", "Evidence", "evidence.example") if words in page] == []
    assert page.count('href="#note-') == 2


def test_statement_that_rests_on_evidence_only_is_on_record_with_the_project(client):
    partner = PartnerFactory()
    cite(partner, "Evidence", public_link="no")
    page = html(client, partner.get_absolute_url())
    assert "(on record with the project)" in page
    assert "Evidence" not in page
    assert 'id="sources"' not in page


def test_english_name_is_marked_on_a_spanish_page(client):
    partner = PartnerFactory(name="Central Resource Center", gloss_es="Centro de Recursos")
    page = html(client, f"/es/organizaciones/{partner.slug}/")
    assert '<span lang="en">Central Resource Center</span>' in page
    assert "Centro de Recursos" in page
    assert "Centro de Recursos" not in html(client, f"/partners/{partner.slug}/")


def test_missing_translation_is_shown_in_the_other_language_and_said(client):
    partner = PartnerFactory(description_en="Only here.", description_es="")
    page = html(client, f"/es/organizaciones/{partner.slug}/")
    assert '<span lang="en">Only here.</span> <small class="mute">' in page
    assert "<small" not in html(client, f"/partners/{partner.slug}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_four_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        CampaignFactory(partner=PartnerFactory())
        CoalitionMembershipFactory()
    client.get(LIST)
    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_needs_eight_queries(client, django_assert_num_queries, rows):
    partner = PartnerFactory(successor=PartnerFactory())
    for _ in range(rows):
        CampaignFactory(partner=partner)
        ResourceFactory(publisher=partner)
        ResourceFactory().co_publishers.add(partner)
        EventFactory().partners.add(partner)
        OpportunityFactory(organization=partner)
        PartnerFactory(successor=partner)
        CoalitionMembershipFactory(member=partner)
        CoalitionMembershipFactory(coalition=partner)
        CitationFactory(record=partner)
    client.get(partner.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(partner.get_absolute_url())


def test_related_rows_have_the_words_of_their_own_floor():
    hidden = CampaignFactory(is_public=False)
    shown = CampaignFactory()
    assert list(related.rows(Partner, "campaigns").public()) == [shown]
    assert set(related.rows(Partner, "campaigns")) == {shown, hidden}


def test_related_name_that_nobody_uses_is_refused():
    with pytest.raises(FieldDoesNotExist):
        related.rows(Partner, "campains")


def test_languages_are_listed_in_their_order_and_unknown_codes_stand_for_themselves():
    assert languages.listed(["es", "en", "xx"]) == "Spanish, English, xx"


def test_acronym_stands_under_the_name(client):
    PartnerFactory(name="Many Languages One Voice", acronym="MLOV", gloss_es="Una voz")
    assert '<p class="s mute">MLOV</p>' in html(client, LIST)
    assert '<p class="s mute">MLOV · Una voz</p>' in html(client, SPANISH_LIST)


def test_tie_that_is_no_plain_membership_is_told(client):
    tie = CoalitionMembershipFactory(name_en="Houses the coalition", name_es="Alberga a la coalición")
    named = CoalitionMembershipFactory(coalition=tie.coalition, name_en=tie.coalition.name)
    page = html(client, tie.coalition.get_absolute_url())
    assert page.count('<small class="mute">Houses the coalition</small>') == 1
    assert f'<small class="mute">{named.name_en}</small>' not in page
