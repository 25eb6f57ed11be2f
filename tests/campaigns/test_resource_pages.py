"""The shelves of works and the page of a work."""

import datetime as dt

import pytest

from campaigns.models import Resource
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ResourceFactory, SourceFactory
from tests.factories.record import CitationFactory, OpportunityFactory, ResourceSectionFactory

pytestmark = pytest.mark.django_db
LIST = "/resources/"


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_list_shelves_by_kind_and_leaves_out_what_is_hidden(client):
    page, guide = ResourceFactory(kind="webpage"), ResourceFactory(kind="guide")
    ResourceFactory(kind="report", is_public=False)
    shelves = client.get(LIST).context["shelves"]
    assert [(str(kind), rows) for kind, _, rows in shelves] == [("guide", [guide]), ("webpage", [page])]


def test_every_kind_has_a_shelf():
    assert set(Resource.SHELVES) == set(Resource.Kind)


def test_list_is_empty_in_words(client):
    assert "Nothing is on record yet" in html(client, LIST)


def test_hidden_work_is_no_page(client):
    assert client.get(ResourceFactory(is_public=False).get_absolute_url()).status_code == 404


def test_card_says_in_the_reader_s_language_that_there_is_a_spanish_edition(client):
    ResourceFactory(languages=["en"])
    assert "Available in Spanish" not in html(client, LIST)
    work = ResourceFactory(languages=["en", "es"])
    for path in (LIST, work.get_absolute_url()):
        assert html(client, path).count("Available in Spanish</span>") == 1
    for path in ("/es/recursos/", f"/es/recursos/{work.slug}/"):
        assert html(client, path).count("Disponible en español</span>") == 1


def test_card_names_publisher_date_and_languages(client):
    ResourceFactory(publisher__name="House", published_on=dt.date(2023, 1, 1), precision="year", languages=["en", "es"])
    ResourceFactory(publisher__name="Press", languages=["en", "es", "ar", "zh"])
    page = html(client, LIST)
    assert "House&nbsp;· 2023&nbsp;· English, Spanish" in page
    assert "Press&nbsp;· in 4 languages" in page


def test_card_warns_of_a_work_that_is_out_of_date(client):
    ResourceFactory()
    ResourceFactory(currency_note_en="Rules changed since.")
    assert html(client, LIST).count("May be out of date</span>") == 1


def test_page_names_languages_and_publishers(client):
    work = ResourceFactory(languages=["en", "es", "mixtec"], published_on=dt.date(2023, 11, 28), precision="day")
    work.co_publishers.add(PartnerFactory(name="Other press"), PartnerFactory(name="Hidden press", is_public=False))
    page = html(client, work.get_absolute_url())
    for words in (
        "<li>English</li><li>Spanish</li><li>Mixtec</li>",
        work.publisher.name,
        "Other press",
        "November 28, 2023",
    ):
        assert words in page
    assert "Hidden press" not in page


@pytest.mark.parametrize("fields", [{"is_public": False}, {"is_demo": True}])
def test_hidden_organizations_are_named_nowhere(client, fields):
    hidden = PartnerFactory(name="Hidden house", **fields)
    work, offer = ResourceFactory(kind="guide", publisher=hidden), OpportunityFactory(organization=hidden)
    section = ResourceSectionFactory(resource__is_public=False, resource__title_en="Hidden letter")
    event = EventFactory(announced_in=section)
    paths = ("/", LIST, work.get_absolute_url(), event.get_absolute_url(), "/opportunities/")
    pages = [html(client, path) for path in paths]
    assert [work.title_en in page for page in pages] == [True, True, True, False, False]
    assert offer.title_en in pages[4]
    assert [words for page in pages for words in ("Hidden house", "Hidden letter") if words in page] == []


def test_page_warns_before_the_summary(client):
    work = ResourceFactory(content_warning_en="Describes violence.", currency_note_en="Rules changed since.")
    page = html(client, work.get_absolute_url())
    assert page.index("Describes violence.") < page.index("Rules changed since.") < page.index('class="lead"')


def test_work_of_a_publisher_without_a_page_here(client):
    work = ResourceFactory(publisher=None, publisher_name="Two law centers", link="https://law.example/guide")
    page = html(client, work.get_absolute_url())
    assert "Two law centers" in page
    assert 'href="https://law.example/guide" rel="noreferrer noopener"' in page


def test_newsletter_shows_its_sections_in_order_with_what_they_lead_to(client):
    second = ResourceSectionFactory(order=2, leads_to=ResourceFactory(), campaign=CampaignFactory())
    first = ResourceSectionFactory(order=1, resource=second.resource, cta_kind="apply")
    offer, template = OpportunityFactory(), OpportunityFactory(status="template")
    first.opportunities.add(offer, template)
    panel, draft = EventFactory(announced_in=first), EventFactory(announced_in=first, status="draft")
    page = html(client, second.resource.get_absolute_url())
    assert page.index(first.headline_en) < page.index(second.headline_en)
    for words in (
        '<span class="tag">Apply</span>',
        f"/opportunities/#{offer.slug}",
        panel.get_absolute_url(),
        second.leads_to.get_absolute_url(),
        second.campaign.get_absolute_url(),
    ):
        assert words in page
    assert template.title_en not in page
    assert draft.title_en not in page


def test_past_call_of_a_section_says_so(client):
    section = ResourceSectionFactory()
    section.opportunities.add(OpportunityFactory(), OpportunityFactory(status="closed"))
    assert html(client, section.resource.get_absolute_url()).count("Past call, closed") == 1


def test_section_does_not_lead_to_a_hidden_work(client):
    section = ResourceSectionFactory(leads_to=ResourceFactory(is_public=False))
    assert section.leads_to.get_absolute_url() not in html(client, section.resource.get_absolute_url())


def test_work_names_the_newsletters_that_point_to_it(client):
    work = ResourceFactory()
    section = ResourceSectionFactory(leads_to=work)
    hidden = ResourceSectionFactory(leads_to=work, resource__is_public=False)
    page = html(client, work.get_absolute_url())
    assert f'href="{section.resource.get_absolute_url()}#{section.slug}"' in page
    assert hidden.headline_en not in page


def test_sources_of_a_work_and_its_sections_are_footnotes(client):
    section = ResourceSectionFactory()
    shared = SourceFactory(publisher="Open paper", checked_on=dt.date(2026, 2, 3))
    careful = SourceFactory(publisher="Careful paper", public_link="review", ref="https://careful.example/")
    never = SourceFactory(publisher="Evidence", public_link="no")
    for record, source in ((section.resource, shared), (section, shared), (section, careful), (section, never)):
        CitationFactory(record=record, source=source)
    page = html(client, section.resource.get_absolute_url())
    assert [page.count(f'href="#note-{number}"') for number in (1, 2, 3)] == [2, 1, 0]
    assert "Last checked: February 3, 2026." in page
    assert [words for words in ("careful.example", "Evidence") if words in page] == []


def test_newest_of_each_kind_leaves_out_what_needs_a_warning():
    old, new = (ResourceFactory(kind="guide", published_on=dt.date(year, 1, 1)) for year in (2019, 2023))
    ResourceFactory(kind="guide", published_on=dt.date(2024, 1, 1), content_warning_en="Violence.")
    report = ResourceFactory(kind="report")
    ResourceFactory(kind="video")
    assert Resource.objects.newest_of_each(("report", "guide", "faq")) == [report, new]
    assert old.published_on < new.published_on


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_three_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        work = ResourceFactory()
        work.co_publishers.add(PartnerFactory())
        work.campaigns.add(CampaignFactory())
    client.get(LIST)
    with django_assert_num_queries(3):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_needs_eight_queries(client, django_assert_num_queries, rows):
    work = ResourceFactory()
    for _ in range(rows):
        section = ResourceSectionFactory(resource=work, leads_to=ResourceFactory(), campaign=CampaignFactory())
        section.opportunities.add(OpportunityFactory())
        EventFactory(announced_in=section)
        work.co_publishers.add(PartnerFactory())
        work.campaigns.add(CampaignFactory())
        CitationFactory(record=work)
        CitationFactory(record=section)
        ResourceSectionFactory(leads_to=work)
    client.get(work.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(work.get_absolute_url())
