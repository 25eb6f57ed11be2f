"""Every public page asks the database the same number of times, however long the record is."""

import datetime as dt
import re
from typing import NamedTuple

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from events.months import Month
from ilp_portal import content
from ilp_portal.pagecache import KEPT, PARAMETERS, SENT
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    ResourceFactory,
    TermFactory,
)
from tests.factories.record import (
    CitationFactory,
    CoalitionMembershipFactory,
    FactFactory,
    MilestoneFactory,
    OpportunityFactory,
    OutcomeFactory,
    ResourceSectionFactory,
)
from tests.statements import Statements

GOAL = 8
KNOWN = {"history_json": 13}  # all of the history in one file: a query a table
# what Django never changes, and what follows the content by itself
UNWATCHED = {"django_content_type", "ilp_portal_contentchange", "ilp_portal_indexstate", "ilp_portal_publicentry"}
DETAIL = {  # by name: what the address of one row needs
    **{
        f"api:{kind}_detail": lambda hub, kind=kind: [hub[kind].slug]
        for kind in ("term", "campaign", "partner", "event")
    },
    "campaigns:campaign_detail": lambda hub: [hub["campaign"].slug],
    "campaigns:resource_detail": lambda hub: [hub["resource"].slug],
    "coordinators:person_detail": lambda hub: [hub["person"].slug],
    "coordinators:term_detail": lambda hub: [hub["term"].slug],
    "events:event_detail": lambda hub: [hub["event"].slug],
    "events:event_file": lambda hub: [hub["event"].slug],
    "events:event_month": lambda hub: [Month(2026, 12)],
    "partners:partner_detail": lambda hub: [hub["partner"].slug],
}
NAMED = {"coordinator__name_basis": "consent", "coordinator__shown_as": "full"}


def add_year(number: int, hub: dict | None = None) -> dict:
    """A year with one row of everything, all tied to those of the first year too; gives the rows that have pages."""
    starts = dt.date(2026 - number, 8, 1)
    years = {"slug": f"{starts.year}-{starts.year + 1}", "label": f"{starts.year}-{starts.year % 100 + 1}"}
    term = TermFactory(**years, starts_on=starts, ends_on=starts.replace(year=starts.year + 1) - dt.timedelta(days=1))
    partner, campaign = PartnerFactory(), CampaignFactory()
    hub = hub or {"term": term, "partner": partner, "campaign": campaign}
    for one in {partner, hub["partner"]}:
        for other in {campaign, hub["campaign"]}:
            other.partner_rows.get_or_create(partner=one)
            other.terms.add(term)
    appointment = AppointmentFactory(term=hub["term"], **NAMED)
    AppointmentFactory(term=term, **NAMED)
    if "person" in hub:
        AppointmentFactory(term=term, coordinator=hub["person"])
    HourEntryFactory(placement__campaign=hub["campaign"], approved_at=dt.datetime(2026, 11, 18, tzinfo=dt.UTC))
    resource = ResourceFactory(publisher=hub["partner"])
    resource.campaigns.add(hub["campaign"])
    event = EventFactory(campaign=hub["campaign"], term=hub["term"])
    event.partners.add(partner, hub["partner"])
    rows = [resource, event, MilestoneFactory(term=term, campaign=hub["campaign"]), FactFactory(), partner, campaign]
    rows += [OutcomeFactory(campaign=hub["campaign"]), OpportunityFactory(organization=hub["partner"]), term]
    rows.append(appointment.coordinator)
    ResourceSectionFactory(resource=hub.get("resource", resource))
    CoalitionMembershipFactory(member=hub["partner"])
    CoalitionMembershipFactory(coalition=hub["partner"], member=partner) if partner != hub["partner"] else None
    for row in [*rows, *hub.values()]:
        if hasattr(row, "citations"):
            CitationFactory(record=row)
    return {"resource": resource, "event": event, "person": appointment.coordinator} | hub


class Visit(NamedTuple):
    """A page that was opened: what was asked of the database, and what came."""

    asked: list[str]
    text: str

    @property
    def tables(self) -> set[str]:
        return {table for statement in self.asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', statement)}

    @property
    def parameters(self) -> set[str]:
        """What forms and links of the page put into the query of an address."""
        forms = re.findall(r'<form[^>]*method="get".*?</form>', self.text, re.DOTALL)
        links = re.findall(r'href="/?[^":]*\?([^"#]+)', self.text)
        pairs = [pair for link in links for pair in link.replace("&amp;", "&").split("&")]
        return {name for form in forms for name in re.findall(r' name="(\w+)"', form)} | {
            pair.partition("=")[0] for pair in pairs
        }


def walk(client, hub: dict) -> dict[str, Visit]:
    found = {}
    client.get(reverse("search"), {"q": "tenants"})  # brings the index up to date, which takes more
    for name in sorted(KEPT | SENT):
        path = reverse(name, args=DETAIL[name](hub) if name in DETAIL else [])
        with Statements() as asked:
            response = client.get(path, {"q": "tenants"} if name == "search" else None)
        assert response.status_code == 200, path
        found[name] = Visit(asked.texts, response.content.decode())
    return found


def counts(visits: dict[str, Visit]) -> dict[str, int]:
    return {name: len(visit.asked) for name, visit in visits.items()}


@pytest.fixture
def hub(frozen, db) -> dict:
    for model in [*map(apps.get_model, content.SHOWN)]:
        ContentType.objects.get_for_model(model)  # kept by Django once it was asked for
    return add_year(0)


def test_no_public_page_asks_more_for_a_longer_record(client, hub):
    one = counts(walk(client, hub))
    for number in range(1, 10):
        add_year(number, hub)
    assert counts(walk(client, hub)) == one
    assert {name: number for name, number in one.items() if number > GOAL} == KNOWN


def test_every_table_of_a_kept_page_is_watched_and_every_filter_is_known(client, hub):
    watched = {apps.get_model(label)._meta.db_table for label in content.SHOWN} | UNWATCHED
    visits = walk(client, hub)
    assert {name: left for name in KEPT if (left := visits[name].tables - watched)} == {}
    assert {name: left for name in KEPT if (left := visits[name].parameters - PARAMETERS)} == {}
    assert "status" in visits["campaigns:campaign_list"].parameters
