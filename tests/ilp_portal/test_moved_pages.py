"""A page whose address changed redirects, and tells nothing of what a stranger may not see."""

import pytest
from django.urls import reverse
from django.utils import translation

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


def address(row, slug: str, language: str) -> str:
    with translation.override(language):
        return type(row)(slug=slug).get_absolute_url()


@pytest.mark.parametrize("make", KINDS)
def test_every_former_address_leads_to_the_newest_in_one_step(client, make, language):
    row = make(slug="first")
    move(row, "second")
    move(row, "third")
    for former in ("first", "second"):
        response = client.get(f"{address(row, former, language)}?x=1")
        assert (response.status_code, response["Location"]) == (301, f"{address(row, 'third', language)}?x=1")
        assert response["Cache-Control"] == "max-age=3600"  # the address may be a page again
        assert not response.cookies


def test_what_hangs_on_an_event_moves_with_it(client, language):
    event = EventFactory(slug="first")
    move(event, "second")
    for name in ("events:event_file", "events:rsvp_create"):
        with translation.override(language):
            before, there = (reverse(name, args=[slug]) for slug in ("first", "second"))
        assert client.get(before)["Location"] == there


def test_sign_up_typed_while_the_address_changed_is_sent_on(client, frozen):
    event = EventFactory(slug="first")
    move(event, "second")
    typed = {"contact": "reader@tests.example", "language": "en", "discreet": "on"}
    response = client.post("/events/first/sign-up/", typed, headers={"origin": "http://testserver"}, follow=True)
    assert response.redirect_chain == [("/events/second/sign-up/", 308), ("/events/second/sign-up/", 302)]
    assert event.rsvps.count() == 1


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


def test_page_that_is_there_costs_no_query_more(client, django_assert_max_num_queries):
    partner = PartnerFactory()
    client.get(partner.get_absolute_url())
    with django_assert_max_num_queries(10) as asked:
        client.get(partner.get_absolute_url())
    assert not any("formeraddress" in query["sql"] for query in asked)
