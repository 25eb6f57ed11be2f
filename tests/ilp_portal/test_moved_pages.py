"""A page whose address changed redirects, and tells nothing of what a stranger may not see."""

import pytest

from partners.models import FormerAddress
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ResourceFactory, TermFactory

pytestmark = pytest.mark.django_db
KINDS = [CampaignFactory, PartnerFactory, EventFactory, ResourceFactory, TermFactory]


def move(row, slug: str):
    """Give the row a new slug as the admin does: read, changed, saved. Returns its address before."""
    row = type(row).objects.get(pk=row.pk)
    before, row.slug = row.get_absolute_url(), slug
    row.save()
    return before


@pytest.mark.parametrize("make", KINDS)
def test_former_address_leads_to_the_new_one(client, make, language):
    row = make()
    before, there = move(row, "2030-2031"), type(row).objects.get(pk=row.pk).get_absolute_url()
    if language == "es":
        before, there = (client.get(path).context["other_language_url"] for path in (there, there))
        before = before.replace("2030-2031", row.slug)
    response = client.get(f"{before}?x=1")
    assert (response.status_code, response["Location"]) == (301, f"{there}?x=1")


def test_every_former_address_leads_to_the_newest_in_one_step(client):
    campaign = CampaignFactory(slug="first")
    move(campaign, "second")
    move(campaign, "third")
    for former in ("first", "second"):
        assert client.get(f"/campaigns/{former}/")["Location"] == "/campaigns/third/"


def test_address_that_comes_back_is_a_page_again(client):
    campaign = CampaignFactory(slug="first")
    move(campaign, "second")
    move(campaign, "first")
    assert client.get("/campaigns/first/").status_code == 200
    assert client.get("/campaigns/second/")["Location"] == "/campaigns/first/"


def test_address_that_another_row_takes_is_that_rows(client):
    campaign = CampaignFactory(slug="first")
    move(campaign, "second")
    other = CampaignFactory(slug="first")
    assert client.get("/campaigns/first/").context["campaign"] == other
    other.delete()
    assert client.get("/campaigns/first/").status_code == 404


@pytest.mark.parametrize(
    ("make", "hide"),
    [
        (CampaignFactory, {"is_public": False}),
        (CampaignFactory, {"is_demo": True}),
        (PartnerFactory, {"is_public": False}),
        (ResourceFactory, {"is_public": False}),
        (EventFactory, {"status": "draft"}),
    ],
)
def test_redirect_tells_nothing_of_hidden_rows(client, settings, make, hide):
    settings.DEBUG = False
    row = make()
    before = move(row, "elsewhere")
    assert client.get(before).status_code == 301
    type(row).objects.filter(pk=row.pk).update(**hide)
    assert client.get(before).status_code == 404


def test_kinds_do_not_answer_for_each_other(client):
    move(CampaignFactory(slug="first"), "second")
    assert client.get("/partners/first/").status_code == 404


def test_saving_anything_else_remembers_nothing():
    partner = PartnerFactory()
    partner.name = "Another name"
    partner.save()
    partner.slug = "unsaved"
    partner.save(update_fields=["name"])
    assert FormerAddress.objects.count() == 0


def test_row_changed_right_after_it_was_made_is_remembered(client):
    partner = PartnerFactory(slug="first")
    partner.slug = "second"
    partner.save()
    assert client.get("/partners/first/")["Location"] == "/partners/second/"


def test_page_that_is_there_costs_no_query_more(client, django_assert_num_queries):
    partner = PartnerFactory()
    client.get(partner.get_absolute_url())
    with django_assert_num_queries(10) as asked:
        client.get(partner.get_absolute_url())
    assert not any("formeraddress" in query["sql"] for query in asked)
