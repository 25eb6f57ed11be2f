"""The admin as a whole: who opens it, and what odd addresses do. Its pages: test_admin_pages.py."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.factories import CampaignFactory, HourEntryFactory, PartnerFactory
from tests.ilp_portal import admin_rows

pytestmark = pytest.mark.django_db
OURS = ("partners", "coordinators", "campaigns", "events")
FAR = "9" * 30
PAGES = sorted(m._meta.label_lower for m in admin.site._registry if m._meta.app_label in OURS)


@pytest.fixture
def one_of_each(db):
    admin_rows.one_of_each()


def page_of(label: str, action: str, *args) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{action}", args=args)


@pytest.mark.parametrize("path", ["/admin/", "/es/admin/", "/admin/campaigns/campaign/", "/admin/nowhere/"])
def test_visitor_is_led_to_the_sign_in_of_the_accounts(client, path):
    answer = client.get(path, follow=True)
    with translation.override("es" if path.startswith("/es/") else "en"):
        assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "path", ["/admin/", "/es/admin/", "/admin/campaigns/hourentry/", "/admin/coordinators/user/add/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_coordinator_never_opens_the_admin(client, coordinator, path, method):
    client.force_login(coordinator.user)
    answer = getattr(client, method)(path, follow=True)
    assert (answer.status_code, "is-staff" in answer.text, "result_list" in answer.text) == (403, False, False)


def test_row_that_does_not_exist_leads_back(client, administrator):
    client.force_login(administrator)
    odd = [page_of(label, "change", pk) for label in PAGES for pk in ("0", FAR, "junk", "_5F", "🦋")]
    answers = {path: client.get(path).status_code for path in odd}
    assert {path: status for path, status in answers.items() if status not in (302, 404)} == {}


def test_parameters_that_cannot_be_break_no_list(client, administrator, one_of_each):
    """Those that are read one after the other come together; what leads back leads to "e=1"."""
    client.force_login(administrator)
    odd = [f"p={FAR}&o=-99.x&q=🦋", f"o=99.-7&q={FAR}😀", f"id__exact={FAR}", f"id__gt={FAR}", "id__range=1", "pk__in="]
    odd += ["nothing=1", "approved=x", "e=1"]
    paths = [f"{page_of(label, 'changelist')}?{query}" for label in PAGES for query in odd]
    answers = {path: client.get(path).status_code for path in paths}
    assert {path: status for path, status in answers.items() if status not in (200, 302, 400)} == {}


def test_year_that_no_calendar_has_shows_all_events(client, administrator):
    client.force_login(administrator)
    years = f"{page_of('events.event', 'changelist')}?held_on__year={FAR}"
    assert client.get(years, follow=True).status_code == 200


@pytest.mark.parametrize(
    "label", ["campaigns.campaign", "campaigns.placement", "campaigns.hourentry", "partners.partner"]
)
def test_list_needs_the_same_queries_for_more_rows(client, administrator, label):
    client.force_login(administrator)

    def grow():
        HourEntryFactory(placement__campaign=CampaignFactory(partner=PartnerFactory()))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(label, "changelist"))
        return len(captured)

    grow()
    once = cost()
    grow()
    grow()
    assert cost() == once


def test_both_languages_of_a_text_share_a_row(client, administrator, campaign):
    client.force_login(administrator)
    text = client.get(page_of("campaigns.campaign", "change", campaign.pk)).text
    row = text[text.index('class="form-row field-title_en field-title_es"') :]
    assert ('name="title_en"' in row[:3000], 'name="title_es"' in row[:3000]) == (True, True)


def test_secret_of_a_second_factor_has_no_page(client, administrator):
    client.force_login(administrator)
    assert client.get("/admin/mfa/authenticator/").status_code == 404


def test_password_is_changed_on_the_account_pages(client, staff):
    client.force_login(staff)
    assert client.get("/admin/password_change/").url == reverse("account_change_password")
