"""The shelves of works, the figures with who claims them, the ways to take part, and the page of a work."""

import datetime as dt

import pytest

from campaigns.models import Fact, Opportunity, Resource
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ResourceFactory
from tests.factories.record import CitationFactory, FactFactory, OpportunityFactory, ResourceSectionFactory

pytestmark = pytest.mark.django_db
LIST = "/resources/"


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_list_shelves_by_kind_and_leaves_out_what_is_hidden(client):
    page, guide = ResourceFactory(kind="webpage"), ResourceFactory(kind="guide")
    ResourceFactory(kind="report", is_public=False)
    kinds = client.get(LIST).context["kinds"]
    assert [(str(kind), rows) for kind, _, rows in kinds] == [("guide", [guide]), ("webpage", [page])]


def test_every_kind_has_a_shelf():
    assert set(Resource.SHELVES) == set(Resource.Kind)


def test_list_is_empty_in_words(client):
    assert "Nothing is on record yet" in html(client, LIST)


def test_hidden_work_is_no_page(client):
    assert client.get(ResourceFactory(is_public=False).get_absolute_url()).status_code == 404


def test_spanish_edition_is_said_in_spanish_on_both_pages(client):
    ResourceFactory(languages=["en"])
    assert "Disponible en español" not in html(client, LIST)
    ResourceFactory(languages=["en", "es"])
    for path in (LIST, "/es/recursos/"):
        assert 'lang="es">Disponible en español</span>' in html(client, path)


def test_page_names_languages_and_publishers(client):
    work = ResourceFactory(languages=["en", "es", "mixtec"], published_on=dt.date(2023, 11, 28), precision="day")
    work.co_publishers.add(PartnerFactory(name="Other press"), PartnerFactory(name="Hidden press", is_public=False))
    page = html(client, work.get_absolute_url())
    for words in ("English, Spanish, Mixtec", work.publisher.name, "Other press", "November 28, 2023"):
        assert words in page
    assert "Hidden press" not in page


def test_hidden_organizations_are_named_nowhere(client):
    hidden = PartnerFactory(name="Hidden house", is_public=False)
    work, offer = ResourceFactory(kind="guide", publisher=hidden), OpportunityFactory(organization=hidden)
    section = ResourceSectionFactory(resource__is_public=False, resource__title_en="Hidden letter")
    event = EventFactory(announced_in=section)
    pages = [html(client, path) for path in ("/", LIST, work.get_absolute_url(), event.get_absolute_url())]
    assert [work.title_en in page for page in pages] == [True, True, True, False]
    assert offer.title_en in pages[1]
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
        f"/resources/#{offer.slug}",
        panel.get_absolute_url(),
        second.leads_to.get_absolute_url(),
        second.campaign.get_absolute_url(),
    ):
        assert words in page
    assert template.title_en not in page
    assert draft.title_en not in page


def test_section_does_not_lead_to_a_hidden_work(client):
    section = ResourceSectionFactory(leads_to=ResourceFactory(is_public=False))
    assert section.leads_to.get_absolute_url() not in html(client, section.resource.get_absolute_url())


def test_fact_is_marked_as_its_source_s_claim(client):
    fact = FactFactory(as_of=dt.date(2023, 1, 1), precision="year")
    CitationFactory(record=fact, source__publisher="Center page")
    hidden = FactFactory(is_public=False)
    english, spanish = html(client, LIST), html(client, "/es/recursos/")
    assert fact.text_en in english
    assert "According to A worker center, 2023" in " ".join(english.split())
    assert "Según Un centro de trabajadores, 2023" in " ".join(spanish.split())
    assert "Center page" in english
    assert hidden.text_en not in english


def test_templates_of_a_call_are_for_staff(client):
    offer = OpportunityFactory(duties_en="Research\nInterview")
    OpportunityFactory(status="template")
    response = client.get(LIST)
    assert list(response.context["opportunities"]) == [offer]
    assert "<li>Interview</li>" in response.content.decode()


def test_closed_call_comes_last_and_is_marked(client):
    closed = OpportunityFactory(slug="a-closed", status="closed")
    standing = OpportunityFactory(slug="z-standing")
    response = client.get(LIST)
    assert list(response.context["opportunities"]) == [standing, closed]
    assert response.content.decode().count("Closed</span>") == 1


def test_newest_of_each_kind_leaves_out_what_needs_a_warning():
    old, new = (ResourceFactory(kind="guide", published_on=dt.date(year, 1, 1)) for year in (2019, 2023))
    ResourceFactory(kind="guide", published_on=dt.date(2024, 1, 1), content_warning_en="Violence.")
    report = ResourceFactory(kind="report")
    ResourceFactory(kind="video")
    assert Resource.objects.newest_of_each(("report", "guide", "faq")) == [report, new]
    assert old.published_on < new.published_on


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_six_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        ResourceFactory().co_publishers.add(PartnerFactory())
        CitationFactory(record=FactFactory())
        CitationFactory(record=OpportunityFactory())
    client.get(LIST)
    with django_assert_num_queries(6):
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
    client.get(work.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(work.get_absolute_url())


def test_every_loaded_kind_of_row_has_words_for_strangers():
    hidden_fact, hidden_offer = FactFactory(is_public=False), OpportunityFactory(is_public=False)
    assert not Fact.objects.public().filter(pk=hidden_fact.pk).exists()
    assert not Opportunity.objects.public().filter(pk=hidden_offer.pk).exists()
