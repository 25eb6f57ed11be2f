"""The campaigns and the page of one, for strangers and in both languages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from campaigns import figures
from campaigns.models import Campaign, CampaignPartner
from tests.conftest import NOW
from tests.factories import (
    CampaignFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    PlacementFactory,
    ResourceFactory,
    TermFactory,
)
from tests.factories.record import CitationFactory, MilestoneFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
LIST = "/campaigns/"
ALLY = "An ally in the wider movement. Joint work with the ILP is not on record."


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_list_groups_by_how_far_the_project_was_part(client):
    allied, host, own = (CampaignFactory(scope=scope) for scope in ("allied", "ki", "ilp"))
    groups = client.get(LIST).context["groups"]
    assert [(str(scope), rows) for scope, rows in groups] == [("ilp", [own]), ("ki", [host]), ("allied", [allied])]


def test_list_says_of_allied_work_that_it_is_not_ours(client):
    own = CampaignFactory(scope="ilp")
    assert ALLY not in html(client, LIST)
    allied = CampaignFactory(scope="allied")
    assert ALLY in html(client, LIST)
    assert ALLY in html(client, allied.get_absolute_url())
    assert ALLY not in html(client, own.get_absolute_url())


def test_list_is_empty_in_words(client):
    assert "No campaign is on record yet" in html(client, LIST)


def test_demo_campaign_is_labelled_and_gone_in_production(client, settings):
    demo = CampaignFactory(is_demo=True)
    settings.DEBUG = True
    assert '<span class="tag demo">Demo</span>' in html(client, LIST)
    assert '<span class="tag demo">Demo</span>' in html(client, demo.get_absolute_url())
    settings.DEBUG = False
    assert client.get(LIST).context["groups"] == []
    assert client.get(demo.get_absolute_url()).status_code == 404


def test_hidden_campaign_is_no_page(client):
    assert client.get(CampaignFactory(is_public=False).get_absolute_url()).status_code == 404


def test_page_marks_the_lead_and_keeps_institutions_apart(client):
    campaign = CampaignFactory(partner=PartnerFactory(name="Helper"))
    lead, office = PartnerFactory(name="Leader"), PartnerFactory(name="Council")
    CampaignPartner.objects.create(campaign=campaign, partner=lead, is_lead=True, order=1)
    CampaignPartner.objects.create(campaign=campaign, partner=office, role="institution", order=2)
    page = html(client, campaign.get_absolute_url())
    assert page.index("Leader") < page.index("Helper") < page.index("Public institutions addressed")
    assert page.count("leads the campaign") == 1
    assert page.index("Public institutions addressed") < page.index("Council")


def test_page_names_no_hidden_organization(client):
    campaign = CampaignFactory(partner=PartnerFactory(name="Hidden group", is_public=False))
    assert "Hidden group" not in html(client, campaign.get_absolute_url())
    assert "Hidden group" not in html(client, LIST)


def test_outcome_shows_date_figure_and_source_in_both_languages(client):
    outcome = OutcomeFactory(figure=2500000, unit_en="USD", unit_es="USD")
    CitationFactory(record=outcome, source__publisher="City paper")
    slug = outcome.campaign.slug
    english, spanish = html(client, f"/campaigns/{slug}/"), html(client, f"/es/campanas/{slug}/")
    for words in ("March 18, 2019", "$2,500,000", outcome.text_en, "City paper"):
        assert words in english
    for words in ("18 de marzo de 2019", "$2,500,000", outcome.text_es, "City paper"):
        assert words in spanish


def test_page_without_outcomes_leaves_the_record_open(client):
    assert "No result is on record yet." in html(client, CampaignFactory().get_absolute_url())


def test_page_leads_to_what_belongs_to_it(client):
    campaign, term = CampaignFactory(caution_en="Check first."), TermFactory()
    campaign.terms.add(term)
    event, report = EventFactory(campaign=campaign), ResourceFactory()
    draft = EventFactory(campaign=campaign, status="draft")
    report.campaigns.add(campaign)
    moment = MilestoneFactory(campaign=campaign)
    hidden = MilestoneFactory(campaign=campaign, is_public=False)
    page = html(client, campaign.get_absolute_url())
    for words in (term.get_absolute_url(), event.get_absolute_url(), report.get_absolute_url(), moment.title_en):
        assert words in page
    assert "Check first." in page
    assert draft.title_en not in page
    assert hidden.title_en not in page


def test_missing_spanish_is_shown_in_english_and_said(client):
    campaign = CampaignFactory(summary_es="")
    page = html(client, f"/es/campanas/{campaign.slug}/")
    assert f'<span lang="en">{campaign.summary_en}</span> <small class="mute">' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_two_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        CampaignFactory(partner=PartnerFactory())
    client.get(LIST)
    with django_assert_num_queries(2):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_needs_eight_queries(client, django_assert_num_queries, rows):
    campaign = CampaignFactory()
    for n in range(rows):
        CampaignPartner.objects.create(campaign=campaign, partner=PartnerFactory(), order=n)
        first, last = dt.date(2010 + n, 8, 1), dt.date(2011 + n, 7, 31)
        campaign.terms.add(TermFactory(slug=f"201{n}-201{n + 1}", starts_on=first, ends_on=last))
        CitationFactory(record=OutcomeFactory(campaign=campaign))
        CitationFactory(record=MilestoneFactory(campaign=campaign))
        CitationFactory(record=campaign)
        EventFactory(campaign=campaign)
        ResourceFactory().campaigns.add(campaign)
        CampaignFactory(partner=PartnerFactory())
        HourEntryFactory(placement=PlacementFactory(campaign=campaign), approved_at=NOW)
    client.get(campaign.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(campaign.get_absolute_url())


# ── words of one row ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("scope", "partners", "line"),
    [
        ("ilp", 0, ""),
        ("ilp", 1, "With First"),
        ("ilp", 2, "With First and one more"),
        ("ilp", 3, "With First and 2 more"),
        ("allied", 1, "By First"),
        ("ki", 3, "By First and 2 more"),
    ],
)
def test_partner_line_claims_joint_work_only_for_our_own(scope, partners, line):
    campaign = CampaignFactory(scope=scope)
    for order, name in enumerate(["First", "Second", "Third"][:partners]):
        CampaignPartner.objects.create(campaign=campaign, partner=PartnerFactory(name=name), order=order)
    assert Campaign.objects.with_partners().get().partner_line == line


@pytest.mark.parametrize(
    ("started", "ended", "span"),
    [
        (dt.date(2015, 1, 1), dt.date(2017, 1, 1), "From 2015 to 2017"),
        (dt.date(2015, 1, 1), None, "From 2015; its end is not on record"),
        (None, dt.date(2017, 1, 1), "Until 2017; its start is not on record"),
        (None, None, "Dates not on record"),
    ],
)
def test_span_says_what_is_known_and_what_is_not(started, ended, span):
    campaign = Campaign(started_on=started, started_precision="year", ended_on=ended, ended_precision="year")
    assert campaign.span_display == span


def test_newest_first_puts_unknown_starts_last():
    unknown, old, new = (CampaignFactory(started_on=day) for day in (None, dt.date(2010, 1, 1), dt.date(2019, 1, 1)))
    assert list(Campaign.objects.newest_first()) == [new, old, unknown]


@pytest.mark.parametrize(
    ("figure", "unit", "words"),
    [
        (None, "people", ""),
        (2500000, "USD", "$2,500,000"),
        (40, "apartments", "40 apartments"),
        (107000, "people, more than", "107,000 people"),
        (7, "", "7"),
    ],
)
def test_figure_is_printed_with_its_unit(language, figure, unit, words):
    with translation.override(language):
        assert figures.display(Decimal(figure) if figure else None, unit) == words


def test_figure_keeps_its_cents():
    assert figures.display(Decimal("12.50"), "USD") == "$12.50"
