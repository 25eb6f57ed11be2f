"""Every page of the desk, with rows in it, in both languages, on a phone by day and at a desk in the dark: no rule of
axe is broken, nothing sticks out, one heading, no word of the other language, every stop of the keys shows itself."""

import contextlib
import datetime as dt

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import translation

from campaigns import partner_links
from campaigns.models import PartnerLink, Quote, Report
from coordinators.models import Application, Coordinator, NameClaim, Tip, User
from events.models import Event
from ilp_portal import demo
from ilp_portal.tables import applying
from ilp_portal.tables.register import BY_NAME
from partners import audit
from partners.models import Contact, Partner
from scripts.chromium import DESK, PHONE, broken_rules
from tests.browser import tables
from tests.browser import test_event_pages as events
from tests.browser.test_offline import sign_in
from tests.factories import ResourceFactory, TermFactory, UserFactory
from tests.factories.record import FactFactory, MilestoneFactory, OutcomeFactory
from tests.ilp_portal.foreign_words import catalogue_texts
from tests.tables.conftest import as_file
from tests.tables.test_planning import NEW

ASKED = {  # what an address of the desk is asked with; a name of several asks once for each
    "desk_home": [], "desk_help": [], "message_list": [], "message_rows": [], "audit_log": [], "report_list": [],
    "untranslated_list": [], "table_list": [], "api_key_list": [], "approval_list": [], "hours_totals": [],
    "campaign_desk_list": [], "campaign_desk_new": [], "partner_desk_list": [], "partner_desk_new": [],
    "milestone_desk_list": [], "milestone_desk_new": [], "fact_desk_list": [], "fact_desk_new": [],
    "resource_desk_list": [], "resource_desk_new": [], "history_desk": [], "quote_list": [], "quote_new": [],
    "person_desk_list": [], "person_desk_invite": [], "person_desk_paste": [], "term_desk_list": [],
    "term_desk_new": [], "hand_over_desk_list": [], "name_claim_list": [], "partner_link_list": [],
    "call_desk_list": [], "call_desk_new": [], "tip_desk_list": [],
    "report_detail": ["report"], "report_freeze": ["report"], "quote_withdraw": ["quote"],
    "table_import": ["table"], "table_import_detail": ["import"], "table_import_undo": ["import"],
    "hours_person": ["person"], "person_desk": ["person"], "person_desk_merge": ["person", "other"],
    "person_desk_account": ["account"], "name_claim": ["claim"], "term_desk": ["term"], "term_desk_close": ["past"],
    "hand_over": ["campaign", "term"], "partner_link_detail": ["link"], "partner_link_new": [],
    "partner_page": ["token"],
    "campaign_desk": ["campaign"], "campaign_desk_edit": ["campaign"], "outcome_desk_new": ["campaign"],
    "outcome_desk_edit": ["outcome"], "partner_desk": ["partner"], "partner_desk_edit": ["partner"],
    "contact_desk_new": ["partner"], "contact_desk_edit": ["contact"], "milestone_desk_edit": ["milestone"],
    "fact_desk_edit": ["fact"], "record_sources": ["kind", "milestone"], "record_delete": ["kind", "milestone"],
    "record_history": ["kind", "milestone"], "record_restore": ["kind", "milestone", "version"],
    "resource_desk": ["resource"], "resource_desk_edit": ["resource"], "call_desk": ["call"],
    "call_desk_edit": ["call"], "call_desk_act": ["call"], "application_list": ["call"],
    "application_desk": ["application"], "application_decide": ["application"], "message_again": [],
}  # fmt: skip
QUERY = {"call_desk_act": "?do=close", "application_decide": "?do=accept", "partner_link_new": "?partner={partner}"}
QUERY["message_again"] = "?event={event}"
OF_EVENTS = {"event_door", "event_door_code", "event_desk_act", "event_desk_erase"}
OF_EVENTS |= {*events.BY_SLUG, *events.OF_SHIFT, *events.ALONE}
NO_PAGE = """approval_act audit_log_file api_key_revoke campaign_desk_place draft_save engine_pause engine_resume
    event_desk_publish_series event_desk_shifts_along event_door_sync hand_over_read hours_totals_file partner_print
    person_desk_act person_desk_name person_desk_place report_discard report_file resource_desk_file
    resource_desk_file_delete resource_desk_upload table_export term_desk_reopen tip_decide tip_photo
    training_by_hand"""
NO_PAGE = set(NO_PAGE.split())  # deeds and files: their answer is a file, another page or the same with a mistake
KEPT = ("desk/", "hand-over/", "partner/")
SAID = """language => {  // every text of the page that is not marked as one of another language
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const at = walker.currentNode, mark = at.parentElement.closest("[lang], code");
        if (mark.lang === language) found.push(at.data.trim().replace(/\\s+/g, " "));
    }
    return found;
}"""
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    const what = at.closest(".desk-nav, .desk-pages") ? "nav" : at.matches("main .pri") ? "primary" : "";
    return [what, parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none", box.width > 0];
}"""
UNMARKED = """() => {  // where the keys can stop without being seen there, or out of the order of the page
    const stops = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";
    return [...document.querySelectorAll(stops)].filter((one) => {
        if (one.disabled || one.type === "hidden" || one.tabIndex < 0 || !one.checkVisibility()) return false;
        one.focus({ focusVisible: true });
        const at = one.closest(".opt") || one, ring = getComputedStyle(at);  // a choice is marked with its words
        const shown = parseFloat(ring.outlineWidth) > 0 && ring.outlineStyle !== "none" && at.offsetWidth > 0;
        return document.activeElement !== one || !shown || one.tabIndex > 0;
    }).map((one) => one.outerHTML.slice(0, 200));
}"""
MOST_TABS = 90
PARTS = 3  # one test may not take longer than pyproject.toml lets it, on a machine that does much else
BY_KEYS = ["desk_home", "person_desk_list", "term_desk_list", "campaign_desk", "report_detail", "application_desk"]


def test_every_address_of_the_desk_is_looked_at():
    found = {row.name for row in _patterns(get_resolver().url_patterns)}
    assert found - ASKED.keys() - OF_EVENTS == NO_PAGE


def _patterns(rows, before: str = ""):
    for row in rows:
        route = before + str(row.pattern)
        if isinstance(row, URLPattern):
            if route.startswith(KEPT):
                yield row
        else:
            yield from _patterns(row.url_patterns, route)


@pytest.fixture(scope="module")
def kept() -> dict:
    """The tables with all rows, once a test has made them, and what the addresses ask."""
    return {}


@pytest.fixture
def rows(portal, frozen, now, kept) -> dict:
    """The demo and more, made once and then copied."""
    if kept:
        tables.put_back(kept["tables"])
    else:
        kept["rows"], kept["tables"] = made(now), tables.copied()
    return kept["rows"]


@pytest.fixture
def administrator(rows) -> User:
    return User.objects.get(pk=rows["account"])


def made(now: dt.datetime) -> dict:
    """The demo, a year that is over, and one of everything that the demo leaves out; by what addresses ask."""
    term, administrator = TermFactory(), UserFactory(role="administrator", is_staff=True)
    past = TermFactory(slug="2025-2026", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    demo.load(now=now, passwords=dict.fromkeys(demo.ACCOUNTS, "a-password-of-tests"))
    Partner.objects.update(is_demo=False)  # the page behind a link of the demo opens in a demo alone
    link = PartnerLink.objects.get()
    milestone, outcome = MilestoneFactory(), OutcomeFactory()
    Tip.objects.create(text="We were there.", about="self", language="en", received_at=now)
    milestone.title_es = "Otro hito"
    with audit.by(administrator):
        milestone.save()
        taken = applying.keep(table=BY_NAME["partners"], content=as_file(NEW), by=administrator, now=now)
        seen = applying.plan_of(taken)[1].seen
        applying.take_in(row=taken, seen=seen, only_good=False, by=administrator, now=now)
    person, other = Coordinator.objects.order_by("pk")[:2]
    return {
        "term": term.slug, "past": past.slug, "partner": link.partner.slug, "link": link.pk, "person": person.pk,
        "token": partner_links.token_of(link), "campaign": "demo-campaign", "contact": Contact.objects.first().pk,
        "milestone": milestone.pk, "version": milestone.history.earliest("history_id").pk, "outcome": outcome.pk,
        "kind": "milestone", "fact": FactFactory().pk, "resource": ResourceFactory().slug, "table": "partners",
        "event": Event.objects.filter(kind="rally").get().pk,
        "import": taken.pk, "other": other.pk, "account": administrator.pk, "call": "demo-call",
        "claim": NameClaim.objects.get().pk, "application": Application.objects.get().pk,
        "quote": Quote.objects.get().pk, "report": Report.objects.filter(frozen_at=None).get().pk,
    }  # fmt: skip


def address(name: str, rows: dict) -> str:
    for app in ("", "campaigns:", "coordinators:"):
        with contextlib.suppress(NoReverseMatch):
            path = reverse(f"{app}{name}", args=[rows[key] for key in ASKED[name]])
            return path + QUERY.get(name, "").format(**rows)
    raise NoReverseMatch(name)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_page_keeps_the_rules(open_page, portal, rows, administrator, settings, language, part):
    page = open_page(language=language, workers="block")
    sign_in(page, portal, settings, administrator)
    with translation.override(language):
        paths = {name: address(name, rows) for name in list(ASKED)[part::PARTS]}
    english = set(catalogue_texts()["en"]) if language == "es" else set()
    faults = []
    for name, path in paths.items():
        status = page.goto(path).status
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found = status, page.locator("h1").count(), english & set(page.evaluate(SAID, language))
        faults += [f"{path}: {found}"] if found != (200, 1, set()) else []
        # what is around the page is the same everywhere
        faults += [f"{path}: {fault}" for fault in of_both_widths(page, None if name == "desk_home" else "#main")]
    assert faults == [], "\n".join(faults)


def of_both_widths(page, part: str | None):
    """What is wrong on a phone by day and at a desk in the dark."""
    for viewport, scheme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        yield from broken_rules(page, part)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            yield f"wider than {viewport['width']}"
    yield from page.evaluate(UNMARKED)


def test_main_deed_is_reached_by_the_keys_alone(page, portal, rows, administrator, settings):
    """Each stop shows that it has the focus; the navigation comes before what the page is for."""
    sign_in(page, portal, settings, administrator)
    reached = {}
    for name in BY_KEYS:
        page.goto(address(name, rows))
        seen = []
        for _press in range(MOST_TABS):
            page.keyboard.press("Tab")
            what, outlined, is_there = page.evaluate(FOCUS)
            assert (outlined, is_there) == (True, True), (name, page.evaluate("document.activeElement.outerHTML"))
            seen += [what] if what and what not in seen else []
            if "primary" in seen:
                break
        reached[name] = seen
    assert reached == {name: ["nav", "primary"] for name in BY_KEYS}
