"""The directory and the page of an organization, for strangers and in both languages."""

import pytest
from django.core.exceptions import FieldDoesNotExist

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


def test_ally_without_joint_work_is_labelled(client):
    ally = PartnerFactory(relationship="ally", documented_with_ilp=False)
    friend = PartnerFactory(relationship="ally", documented_with_ilp=True)
    claim = "An ally in the wider movement. Joint work with the ILP is not on record."
    assert claim in html(client, ally.get_absolute_url())
    assert claim not in html(client, friend.get_absolute_url())
    assert html(client, LIST).count('<span class="tag">Ally</span>') == 1


def test_coalition_names_who_is_tied_to_it(client):
    row = CoalitionMembershipFactory(member__name="Open member")
    CoalitionMembershipFactory(coalition=row.coalition, member__name="Hidden member", member__is_public=False)
    page = html(client, LIST)
    assert "Open member" in page
    assert "Hidden member" not in page


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
    assert '<span lang="en">Old name</span>' in page
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


def test_source_with_a_link_is_linked_and_one_under_review_is_named(client):
    partner = PartnerFactory()
    CitationFactory(record=partner, source=SourceFactory(ref="https://open.example/", publisher="Open paper"))
    CitationFactory(
        record=partner,
        source=SourceFactory(ref="https://review.example/", publisher="Careful paper", public_link="review"),
    )
    CitationFactory(
        record=partner, source=SourceFactory(ref="https://never.example/", publisher="Evidence", public_link="no")
    )
    page = html(client, partner.get_absolute_url())
    assert '<a href="https://open.example/" rel="noreferrer noopener">' in page
    assert "Careful paper" in page
    assert "review.example" not in page
    assert "Evidence" not in page


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
def test_page_needs_eleven_queries(client, django_assert_num_queries, rows):
    partner = PartnerFactory()
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
    with django_assert_num_queries(11):
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
