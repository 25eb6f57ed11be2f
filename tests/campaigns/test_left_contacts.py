"""A partner link whose contact changed: told where staff are, until they make a new link or say that it may stay."""

import datetime as dt

import pytest

from campaigns.models import PartnerLink
from tests.factories import CampaignFactory, ContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db
DAY = {"made_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "expires_on": dt.date(2027, 8, 30)}
LIST, PARTNER = "/desk/partner-links/", "/desk/partners/carecen/"


@pytest.fixture
def contact(staff, frozen):
    partner = PartnerFactory(slug="carecen")
    CampaignFactory(partner=partner)
    return ContactFactory(partner=partner, name="Organizer", email="organizer@partner.example")


@pytest.fixture
def link(contact):
    earlier = DAY | {"made_at": DAY["made_at"] - dt.timedelta(days=1)}
    PartnerLink.objects.create(partner=contact.partner, language="en", **earlier)  # of nobody: never told
    return PartnerLink.objects.create(partner=contact.partner, contact=contact, language="es", **DAY)


@pytest.fixture
def told(client, staff, link):
    """How many of the three pages say it."""
    client.force_login(staff)
    pages = [LIST, PARTNER, f"{LIST}{link.pk}/"]
    return lambda: sum("was sent to somebody else" in client.get(page).text for page in pages)


def test_another_name_or_address_is_told_and_another_phone_is_not(told, contact):
    contact.phone = "202-555-0100"
    contact.save()
    assert told() == 0
    contact.email = "office@partner.example"
    contact.save()
    assert told() == 3


def test_contact_that_is_gone_is_told_in_both_languages(client, told, contact, link):
    client.post(f"/desk/delete/contact/{contact.pk}/")
    assert told() == 3
    assert "se envió a otra persona" in client.get("/es/mesa/enlaces/").text


def test_staff_leave_the_link_until_its_contact_changes_again(client, told, contact, link):
    for name, shown in (("One", 3), ("Two", 3)):
        contact.name = name
        contact.save()
        assert told() == shown
        client.post(f"{LIST}{link.pk}/", {"action": "keep"})
        assert told() == 0


def test_new_link_takes_the_place_of_the_old_one(client, told, contact, link):
    contact.name = "Somebody else"
    contact.save()
    page = client.post(f"{LIST}{link.pk}/", {"action": "replace"}, follow=True)
    link.refresh_from_db()
    form = page.context["form"]
    assert (link.revoked_at is None, form["language"].value(), form["contact"].value()) == (False, "es", contact.pk)
    assert told() == 0
