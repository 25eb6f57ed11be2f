"""The admin as a whole: who opens it, every page of it in both languages, and the strict CSP."""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from campaigns.models import (
    Fact,
    HourChange,
    Milestone,
    Opportunity,
    Outcome,
    ResourceSection,
    ServiceLetter,
    WeekNote,
)
from coordinators.models import Break, Tip
from events.models import Training
from partners.models import Citation, CoalitionMembership
from tests.conftest import NOW
from tests.factories import (
    CampaignFactory,
    ContactFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    ResourceFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
OURS = ("partners", "coordinators", "campaigns", "events")
PAGES = sorted(m._meta.label_lower for m in admin.site._registry if m._meta.app_label in OURS)
# by hand: the sheet, its trail and the form of readers do it
NEVER_ADDED = ("campaigns.hourentry", "campaigns.hourchange", "campaigns.weeknote", "coordinators.tip")
INLINE_CODE = re.compile(
    r"""<script(?![^>]*\ssrc=)(?![^>]*type="application/json")|<style|\sstyle=|\son\w+="|javascript:"""
)


@pytest.fixture
def one_of_each(coordinator, campaign, term):
    """A row of every kind, with a citation where it can have one."""
    partner, source = ContactFactory().partner, SourceFactory()
    serving = coordinator.appointments.get()
    entry = HourEntryFactory(placement=serving.placements.get())
    HourChange.objects.create(appointment=serving, entry=entry, action="changed", at=NOW)
    WeekNote.objects.create(appointment=serving, monday=dt.date(2026, 11, 16), reflection="x")
    ServiceLetter.objects.create(coordinator=coordinator, starts_on=term.starts_on, ends_on=term.ends_on, issued_at=NOW)
    EventFactory()
    Training.objects.create(name_en="Calm at the door", name_es="Calma en la puerta")
    Break.objects.create(term=term, name_en="Break", starts_on=term.starts_on, ends_on=term.starts_on)
    Tip.objects.create(term=term, text="x", about="self", language="es", received_at=NOW)
    CoalitionMembership.objects.create(member=partner, coalition=PartnerFactory())
    resource = ResourceFactory(publisher=partner)
    texts = {"title_en": "Title", "title_es": "Título", "slug": "one"}
    cited = [
        partner,
        term,
        coordinator,
        campaign,
        resource,
        Outcome.objects.create(campaign=campaign, text_en="Won", text_es="Logro"),
        Milestone.objects.create(**texts, text_en="x", text_es="x", scope="city", happened_on=term.starts_on),
        Opportunity.objects.create(**texts, summary_en="x", kind="job", status="closed", organization=partner),
        Fact.objects.create(slug="one", issue="housing", claim_type="press", claimed_by_en="P", text_en="x"),
        ResourceSection.objects.create(resource=resource, slug="a", order=1, kind="lead", headline_en="x"),
    ]
    for record in cited:
        Citation.objects.create(source=source, record=record)


def page_of(label: str, action: str, *args) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{action}", args=args)


def first(label: str):
    return next(m for m in admin.site._registry if m._meta.label_lower == label)._default_manager.first()


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


@pytest.mark.parametrize("label", PAGES)
def test_every_page_opens_in_both_languages_without_inline_code(client, administrator, one_of_each, label, language):
    client.force_login(administrator)
    with translation.override(language):
        paths = [page_of(label, "changelist"), page_of(label, "change", first(label).pk), page_of(label, "add")]
        for path in paths:
            page = client.get(path)
            assert page.status_code == (403 if label in NEVER_ADDED and path.endswith("/add/") else 200)
            assert (f'lang="{language}"' in page.text, INLINE_CODE.findall(page.text)) == (True, [])


@pytest.mark.parametrize("label", [label for label in PAGES if label != "coordinators.user"])
def test_staff_open_what_they_keep(client, staff, one_of_each, label):
    client.force_login(staff)
    assert client.get(page_of(label, "change", first(label).pk)).status_code == 200


@pytest.mark.parametrize("label", PAGES)
def test_row_that_does_not_exist_leads_back(client, administrator, label):
    client.force_login(administrator)
    odd = ["0", str(10**30), "junk", "_5F", "🦋"]
    answers = {pk: client.get(page_of(label, "change", pk)).status_code for pk in odd}
    assert {pk: status for pk, status in answers.items() if status not in (302, 404)} == {}


@pytest.mark.parametrize("label", PAGES)
def test_parameters_that_cannot_be_break_no_list(client, administrator, one_of_each, label):
    client.force_login(administrator)
    odd = [f"p={10**30}", "o=-99.x", f"id__exact={10**30}", "q=%F0%9F%A6%8B", "e=1", "approved=x"]
    answers = {query: client.get(f"{page_of(label, 'changelist')}?{query}").status_code for query in odd}
    assert {query: status for query, status in answers.items() if status not in (200, 302)} == {}


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
