"""Links of partner organizations: what a token opens, until when; staff make, show, renew and revoke them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import partner_links
from campaigns.models import PartnerLink
from partners.models import AuditEntry
from tests.factories import CampaignFactory, ContactFactory, PartnerFactory, PlacementFactory

TODAY = dt.date(2026, 11, 18)
LIST, NEW = "/desk/partner-links/", "/desk/partner-links/new/?partner={}"


@pytest.fixture
def partner(db):
    partner = PartnerFactory(slug="carecen")
    CampaignFactory(partner=partner)
    return partner


@pytest.fixture
def link(partner, now):
    return PartnerLink.objects.create(partner=partner, language="es", made_at=now, expires_on=dt.date(2027, 8, 30))


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


def test_token_opens_its_link_and_nothing_else(link):
    token = partner_links.token_of(link)
    assert partner_links.find(token, TODAY) == link
    assert partner_links.find(token, link.expires_on) == link
    forged = ["", "text", token[:-1], token + "x", f"{link.pk + 1}{token[1:]}", "ñ" + token, f"{link.pk}~{link.nonce}"]
    assert [partner_links.find(one, TODAY) for one in forged] == [None] * 7


def test_token_dies_with_its_row_even_when_the_number_is_given_again(link, partner, now):
    token = partner_links.token_of(link)
    link.delete()
    assert partner_links.find(token, TODAY) is None
    again = {"partner": partner, "made_at": now, "expires_on": dt.date(2027, 8, 30)}
    PartnerLink.objects.create(pk=link.pk or 1, **again)
    assert partner_links.find(token, TODAY) is None


def test_expired_and_revoked_links_are_past(link, now):
    token = partner_links.token_of(link)
    with pytest.raises(partner_links.Past):
        partner_links.find(token, link.expires_on + dt.timedelta(days=1))
    assert (partner_links.revoke(link, now=now), partner_links.revoke(link, now=now)) == (True, False)
    with pytest.raises(partner_links.Past):
        partner_links.find(token, TODAY)
    assert partner_links.renew(link, expires_on=dt.date(2027, 9, 1)) is False


def test_last_day_is_a_month_after_the_term(term, db):
    assert partner_links.last_day(TODAY) == dt.date(2027, 8, 30)
    assert partner_links.last_day(dt.date(2028, 1, 1)) == dt.date(2028, 4, 30)


def test_staff_make_a_link_once_however_often_they_press(desk, partner, term):
    contact = ContactFactory(partner=partner, email="office@partner.example")
    answers = [
        desk.post(NEW.format("carecen"), {"language": "es", "contact": contact.pk, "expires_on": "2027-08-30"})
        for _press in range(2)
    ]
    link = PartnerLink.objects.get()
    assert (link.contact, link.language, link.made_by.is_staff) == (contact, "es", True)
    for answer in answers:
        assert partner_links.url(link) in answer.content.decode()
        assert "/es/organizacion/" in answer.context["letter"]["mailto"].replace("%2F", "/")
    actions = AuditEntry.objects.filter(record="campaigns.partnerlink").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["add", "campaigns.show_link", "campaigns.show_link"]


@pytest.mark.parametrize(
    ("page", "day"), [(NEW, "August 30, 2027"), ("/es/mesa/enlaces/nuevo/?partner={}", "30 de agosto de 2027")]
)
def test_the_form_of_a_new_link_leaves_the_one_that_works_as_it_is(desk, link, term, page, day):
    answer = desk.post(page.format("carecen"), {"language": "es", "contact": "", "expires_on": "2027-02-01"})
    assert PartnerLink.objects.get().expires_on == link.expires_on
    assert [day in str(message) for message in answer.context["messages"]] == [True]
    assert partner_links.url(link) in answer.text
    assert AuditEntry.objects.get().action == "campaigns.show_link"


@pytest.mark.parametrize("path", ["", "/es"])
def test_a_last_day_that_cannot_be_is_said_at_the_field(desk, partner, term, path):
    page = {"": NEW, "/es": "/es/mesa/enlaces/nuevo/?partner={}"}[path].format("carecen")
    days = ["2026-11-17", "2028-01-01", "0001-01-01", "9999-12-31", "10**30", "", "\x00", "😀"]
    for day in days:
        answer = desk.post(page, {"language": "es", "contact": "", "expires_on": day})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["expires_on"]), day
    assert PartnerLink.objects.count() == 0
    other = ContactFactory(email="elsewhere@partner.example")
    answer = desk.post(page, {"language": "xx", "contact": other.pk, "expires_on": "2027-08-30"})
    assert set(answer.context["form"].errors) == {"language", "contact"}


def test_an_address_shows_in_answer_to_a_press_alone_and_it_is_logged(desk, link):
    page, address = f"{LIST}{link.pk}/", partner_links.url(link)
    assert address not in desk.get(page).content.decode() + desk.get(LIST).content.decode()
    assert address in desk.post(page, {"action": "show"}).content.decode()
    desk.post(page, {"action": "renew", "expires_on": "2027-09-30"})
    desk.post(page, {"action": "revoke"})
    assert address not in desk.post(page, {"action": "show"}).content.decode()
    actions = AuditEntry.objects.order_by("pk").values_list("action", "record_id")
    kinds = ("show_link", "renew_link", "revoke_link", "show_link")
    assert list(actions) == [(f"campaigns.{kind}", str(link.pk)) for kind in kinds]
    assert PartnerLink.objects.get().expires_on == dt.date(2027, 9, 30)
    assert (desk.post(page, {"action": "x"}).status_code, desk.post(page).status_code) == (404, 404)


def test_list_says_who_has_none_and_asks_the_database_as_often_for_three_as_for_one(desk, link, partner, term, now):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(LIST)
        return len(asked)

    lone = CampaignFactory(partner=PartnerFactory(name="Helped without a link"))
    PlacementFactory(campaign=lone, appointment__term=term)
    PlacementFactory(campaign=partner.campaigns.get(), appointment__term=term)
    desk.get(LIST)
    one = queries()
    for _number in range(2):
        other = PartnerFactory()
        PlacementFactory(campaign=CampaignFactory(partner=other), appointment__term=term)
        PartnerLink.objects.create(partner=other, made_at=now, expires_on=dt.date(2027, 8, 30))
    assert [row.name for row in desk.get(LIST).context["without"]] == ["Helped without a link"]
    assert queries() == one


def test_strangers_and_coordinators_find_no_desk(client, coordinator, link):
    pages = [LIST, NEW.format("carecen"), f"{LIST}{link.pk}/"]
    assert [client.get(page).status_code for page in pages] == [302] * 3
    client.force_login(coordinator.user)
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert client.post(pages[2], {"action": "revoke"}).status_code == 404
    assert PartnerLink.objects.get().revoked_at is None
