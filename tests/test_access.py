"""Closed by default: the open addresses are this list and no other, read from the URLconf itself."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ResourceFactory

OPEN = [
    # machines
    "healthz",
    "healthz_deep",
    "mail_report",
    "robots",
    "history_json",
    "api:openapi",
    "api:term_list",
    "api:term_detail",
    "api:campaign_list",
    "api:campaign_detail",
    "api:partner_list",
    "api:partner_detail",
    "api:event_list",
    "api:event_detail",
    "api:export_hours",  # these four for whoever holds a key of the staff: tests/api
    "api:export_people",
    "api:export_report_list",
    "api:export_report",
    "events_feed",
    "milestones_feed",
    "calendar",
    "sitemap",
    "sitemap",  # of one language
    # what a phone needs for the time without a connection; nothing about anybody
    "app_manifest",
    "offline",
    "service_worker",
    # the public record
    "home",
    "history",
    "about",
    "api",
    "privacy",
    "rights",
    "search",
    "campaigns:campaign_detail",
    "campaigns:campaign_list",
    "campaigns:resource_detail",
    "campaigns:file_detail",
    "campaigns:fact_list",
    "campaigns:opportunity_list",
    "campaigns:resource_list",
    "coordinators:person_detail",
    "coordinators:term_detail",
    "coordinators:term_list",
    # applying to coordinate needs no account
    "coordinators:application_manage",
    "coordinators:call_detail",
    "coordinators:call_sent",
    # what readers know about the history, for staff
    "coordinators:tip_create",
    "coordinators:tip_thanks",
    # past coordinators claim their years, without an account
    "coordinators:claim_create",
    "coordinators:claim_sent",
    "coordinators:claim_confirm",
    "events:event_detail",
    "events:event_embed",
    "events:event_file",
    "events:calendar_list",
    "events:event_list",
    "events:event_month",
    "events:event_month_now",
    "partners:partner_detail",
    "partners:partner_list",
    # signing up for an event needs no account
    "events:event_count",
    "events:rsvp_create",
    "events:rsvp_file",
    "events:rsvp_manage",
    "outreach:sms_reply",
    # one week, by the link of the Sunday mail
    "campaigns:sunday",
    # what a partner organization sees by its link
    "partner_page",
    "partner_print",
    # a letter of service, by its code; a calendar of hours, by its secret address
    "campaigns:letter_check",
    "campaigns:letter_check",  # with the code in the address
    "campaigns:hours_feed",
    "events:my_feed",
    # stopping messages by the link in each of them
    "outreach:stop",
    # signing in, and out of what is left of a session
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_signup",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "admin:login",
    "mfa_authenticate",
    "mfa_login_webauthn",
    # the mailbox of a demo; a 404 outside DEBUG
    "mail_html",
    "mailbox",
]
SAMPLES = {
    "int": 1,
    "str": "text",
    "slug": "a-slug",
    "path": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "iso_day": dt.date(2026, 11, 16),
    "app_label": "partners",
}


class Address(NamedTuple):
    """One address of the portal: its name with namespaces, what it needs to be built, and whether it is open."""

    name: str
    kwargs: tuple[tuple[str, object], ...]
    is_open: bool


def sample(name: str, converter: object) -> object:
    kind = type(converter).__name__.removesuffix("Converter").lower().replace("isoday", "iso_day")
    return SAMPLES.get(name, SAMPLES.get(kind, "1"))


def addresses(resolver: URLResolver | None = None, space: str = "", known: tuple = ()) -> Iterator[Address]:
    """Every address below the resolver."""
    for entry in (resolver or get_resolver()).url_patterns:
        words = entry.pattern.converters or dict.fromkeys(getattr(entry.pattern.regex, "groupindex", ()))
        needs = (*known, *((name, sample(name, converter)) for name, converter in words.items()))
        if isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", needs, not getattr(entry.callback, "login_required", True))
        else:
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space, needs)


def test_open_addresses_are_these():
    assert sorted(address.name for address in addresses() if address.is_open) == sorted(OPEN)


def test_the_walk_reaches_the_admin_and_the_account_pages():
    names = {address.name for address in addresses()}
    some = {"admin:index", "admin:partners_partner_change", "mfa_index", "account_email", "campaigns:hour_edit"}
    assert some <= names


@pytest.mark.django_db
def test_every_other_address_sends_strangers_to_sign_in(client, language):
    closed = [address for address in addresses() if not address.is_open and not address.name.endswith("None")]
    assert len(closed) > 100
    with translation.override(language):
        paths = {reverse(address.name, kwargs=dict(address.kwargs)) for address in closed}
        gates = {reverse("account_login"), reverse("admin:login")}  # the second only leads to the first
    for path in sorted(paths):
        response = client.get(path)
        assert response.status_code == 302, path
        assert response["Location"].split("?")[0] in gates, path
        assert not response.cookies, path


@pytest.mark.django_db
def test_sign_in_of_the_admin_is_the_sign_in_of_the_portal(client):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/account/login/?next=%2Fadmin%2F"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/nothing/", "/es/admin/nada/", "/admin/partners/partner/1/history/"])
def test_admin_tells_strangers_nothing_about_what_there_is(client, path):
    assert client.get(path).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hide",
    [
        lambda: CampaignFactory(is_public=False),
        lambda: CampaignFactory(is_demo=True),
        lambda: PartnerFactory(is_public=False),
        lambda: PartnerFactory(is_demo=True),
        lambda: ResourceFactory(is_public=False),
        lambda: EventFactory(status="draft"),
        lambda: EventFactory(is_demo=True),
    ],
    ids=["campaign", "demo-campaign", "partner", "demo-partner", "resource", "draft-event", "demo-event"],
)
def test_hidden_rows_are_not_there_for_strangers(client, settings, hide):
    settings.DEBUG = False
    path = hide().get_absolute_url()
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("make", [CampaignFactory, PartnerFactory, ResourceFactory, EventFactory])
def test_public_rows_are_there_for_strangers(client, settings, make):
    settings.DEBUG = False
    assert client.get(make().get_absolute_url()).status_code == 200
