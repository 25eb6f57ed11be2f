"""The pages of the desk in groups, as its navigation shows them: each only to whom its permission allows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Page:
    """One entry. `under` are beginnings of names of addresses that belong to it, like "event_desk"."""

    url_name: str
    label: str | Promise
    permission: str = ""
    under: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        """Whether the address of that name is this page or one under it."""
        return name == self.name or name.startswith(self.under)

    @property
    def name(self) -> str:
        return self.url_name.rpartition(":")[2]


APPROVE, HOURS, EVENTS = "campaigns.approve_hourentry", "campaigns.view_hourentry", "events.change_event"
RECORD, PARTNERS = "campaigns.change_campaign", "partners.change_partner"
GROUPS: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    (_("Home"), (Page("desk_home", _("Home"), under=("desk_help",)),)),
    (
        _("Hours"),
        (
            Page("campaigns:approval_list", _("Hours to approve"), APPROVE, ("approval_",)),
            Page("campaigns:hours_totals", _("Hours"), HOURS, ("hours_totals", "hours_person")),
            Page("campaigns:import_list", _("Import hours"), APPROVE, ("import_",)),
        ),
    ),
    (
        _("Events"),
        (
            Page("events:event_desk_list", _("Events"), EVENTS, ("event_d", "event_help")),
            Page("events:training_desk", _("Trainings"), "events.view_qualification", ("training_",)),
        ),
    ),
    (_("Messages"), (Page("message_list", _("Messages"), "outreach.view_message", ("message_", "engine_")),)),
    (
        pgettext_lazy("desk", "Campaigns"),
        (
            Page("campaigns:campaign_desk_list", _("Campaigns"), RECORD, ("campaign_desk", "outcome_desk")),
            Page(
                "campaigns:partner_desk_list",
                pgettext_lazy("desk", "Partners"),
                "partners.change_partner",
                ("partner_desk", "contact_desk"),
            ),
            Page("campaigns:resource_desk_list", _("Resources"), "campaigns.change_resource", ("resource_desk",)),
            Page("campaigns:hand_over_desk_list", _("Hand-overs"), "campaigns.change_handover", ("hand_over",)),
            Page("report_list", _("Reports"), "campaigns.view_report", ("report_",)),
            Page("campaigns:quote_list", _("Quotes"), "campaigns.view_quote", ("quote_",)),
            Page("campaigns:partner_link_list", _("Partner links"), "campaigns.add_partnerlink", ("partner_link",)),
        ),
    ),
    (
        pgettext_lazy("desk", "People"),
        (
            Page(
                "campaigns:person_desk_list",
                pgettext_lazy("desk", "People"),
                "coordinators.change_coordinator",
                ("person_desk",),
            ),
            Page("campaigns:term_desk_list", _("Terms"), "coordinators.change_term", ("term_desk",)),
            Page(
                "coordinators:call_desk_list",
                pgettext_lazy("applications", "Calls"),
                "coordinators.change_call",
                ("call_desk", "application_"),
            ),
            Page(
                "campaigns:name_claim_list", _("Claims of past years"), "coordinators.change_nameclaim", ("name_claim",)
            ),
        ),
    ),
    (
        pgettext_lazy("desk", "Record"),
        (
            Page("campaigns:milestone_desk_list", _("Milestones"), RECORD, ("milestone_desk",)),
            Page("campaigns:fact_desk_list", _("Facts"), RECORD, ("fact_desk",)),
            Page("coordinators:tip_desk_list", _("Notes from readers"), "coordinators.view_tip", ("tip_desk",)),
            Page("campaigns:history_desk", _("History of changes"), RECORD, ("history_desk",)),
            Page("untranslated_list", _("Missing translations"), "coordinators.change_term"),
            Page("audit_log", pgettext_lazy("desk", "Log"), "partners.view_auditentry"),
            Page("table_list", _("Tables"), "ilp_portal.view_tableimport", ("table_",)),
            Page("api_key_list", pgettext_lazy("desk", "API keys"), "ilp_portal.add_apitoken", ("api_key_",)),
            Page("admin:index", _("Record keeping")),
        ),
    ),
)


@dataclass(frozen=True)
class Entry:
    """One link of the navigation. `current` is "page", "true" (something under it) or empty."""

    url: str
    label: str
    current: str = ""


def _allowed(perms) -> Iterator[tuple[str, list[Page]]]:
    for label, pages in GROUPS:
        if allowed := [page for page in pages if not page.permission or page.permission in perms]:
            yield str(label), allowed


def entries(name: str, perms) -> tuple[list[Entry], list[Entry]]:
    """The groups, and the pages of the group in which the address called `name` is when it has several."""
    groups, pages = [], []
    for label, allowed in _allowed(perms):
        here = next((page for page in allowed if page.holds(name)), None)
        first = allowed[0]
        is_here = here and ("page" if len(allowed) == 1 and name == first.name else "true")
        groups.append(Entry(reverse(first.url_name), str(first.label) if len(allowed) == 1 else label, is_here or ""))
        if here and len(allowed) > 1:
            pages = [Entry(reverse(page.url_name), str(page.label), _current(page, here, name)) for page in allowed]
    return groups, pages


def _current(page: Page, here: Page, name: str) -> str:
    if page is not here:
        return ""
    return "page" if name == page.name else "true"
