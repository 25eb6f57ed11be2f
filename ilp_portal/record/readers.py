"""How one record of each kind is read: from the fields of content/ to the columns of its table, in plain form."""

from django.utils.text import slugify

from campaigns.models import CampaignPartner
from coordinators.models import Coordinator, Term
from partners.dates import Precision

from .fields import Fields

PROJECT_PAGE = "https://lwp.georgetown.edu/?p=2501"  # the page on which the project itself names its coordinators
SEASON_STARTS = {"spring": 1, "fall": 8}  # month; the terms of the record begin on August 1
# Documentation of the source that stays in content/: it describes the mail, nothing of it is shown.
ISSUE_NOTES = ("date_note", "greeting", "kind", "slug")


def source(f: Fields, seen) -> dict:
    published_on, precision = f.partial("date")
    f.take("used_in")
    return {
        "title": f.text("title", required=True),
        "publisher": f.text("publisher", required=True),
        "published_on": published_on,
        "precision": precision,
        "public_link": f.text("public_link", required=True),
        "checked_on": f.day("checked"),
        "note": f.text("note"),
    }


def term(f: Fields, seen) -> dict:
    hours = f.take("weekly_hours")
    if hours is not None and (not isinstance(hours, dict) or hours.keys() != {"min", "max"}):
        f.fault("weekly_hours", "has to give min and max, or nothing")
        hours = None
    bounds = Fields(hours or {}, f.file, f.record, f.faults, f.known)
    f.take("coordinators"), f.take("campaigns")  # read by `people` and checked by the rules
    return {
        "label": f.text("label", required=True),
        "starts_on": f.day("starts_on", required=True),
        "ends_on": f.day("ends_on", required=True),
        "era": f.text("era", required=True),
        "roster_status": f.text("roster_status", required=True),
        **f.pair("focus", required=True),
        "focus_basis": f.text("focus_basis", required=True),
        **f.pair("notes"),
        "weekly_hours_min": bounds.whole("min"),
        "weekly_hours_max": bounds.whole("max"),
        "hours_basis": f.text("hours_basis", required=True),
        **f.sources(),
    }


def people(f: Fields) -> tuple[dict[str, dict], dict[str, dict]]:
    """(coordinators, appointments) of one term, by key. Only names that the project's own page gives (README)."""
    names = {slugify(name): name for name in f.texts("coordinators", required=False)}
    if names and f.raw.get("roster_status") != Term.Roster.LISTED:
        f.fault("coordinators", "names people though the project page does not list them")
    if names and PROJECT_PAGE not in (f.raw.get("sources") or ()):
        f.fault("sources", "names coordinators without the project page as a source")
    if not names and f.raw.get("roster_status") == Term.Roster.LISTED:
        f.fault("roster_status", "says listed, but no name is given")
    shown = {"name_basis": Coordinator.NameBasis.PROJECT_PAGE.value, "shown_as": Coordinator.ShownAs.FULL.value}
    coordinators = {slug: {"name": name, **shown, "citations": [PROJECT_PAGE]} for slug, name in names.items()}
    appointments = {f"{slug}/{f.record}": {"coordinator": slug, "term": f.record} for slug in names}
    return coordinators, appointments


def partner(f: Fields, seen) -> dict:
    memberships = []
    for part in f.parts("coalitions"):
        memberships.append({**part.pair("name", required=True), "coalition": part.one("slug", "partners")})
        part.finish()
    return {
        "name": f.text("name", required=True),
        "gloss_en": f.text("name_en"),
        "gloss_es": f.text("name_es"),
        "acronym": f.text("acronym"),
        "kind": f.text("kind", required=True),
        "relationship": f.text("relationship", required=True),
        "documented_with_ilp": f.flag("documented_with_ilp"),
        "region": f.text("region", required=True),
        **f.pair("place", required=True),
        **f.pair("description", required=True),
        "website": f.text("website"),
        "status": f.text("status", required=True),
        "status_as_of": f.whole("status_as_of"),
        **f.pair("status_note"),
        "former_names": f.texts("former_names"),
        "successor": f.one("successor", "partners"),
        "memberships": memberships,
        **f.sources(),
    }


def campaign(f: Fields, seen) -> dict:
    started_on, started_precision = f.partial("start")
    ended_on, ended_precision = f.partial("end")
    roles = CampaignPartner.Role
    rows = [[slug, roles.PARTNER.value, False] for slug in f.many("partners", "partners")]
    rows += [[slug, roles.INSTITUTION.value, False] for slug in f.many("institutions", "partners")]
    outcomes = []
    for part in f.parts("outcomes"):
        outcomes.append(outcome(part))
        part.finish()
    return {
        "scope": f.text("scope", required=True),
        **f.pair("title", required=True),
        "kinds": f.texts("kinds", required=True),
        "emblem": f.text("emblem", required=True),
        "partner_rows": rows,
        "terms": sorted(f.many("terms", "terms")),
        "started_on": started_on,
        "started_precision": started_precision,
        "ended_on": ended_on,
        "ended_precision": ended_precision,
        "status": f.text("status", required=True),
        **f.pair("summary", required=True),
        **f.pair("coordinators_did", required=True),
        **f.pair("caution"),
        "outcomes": outcomes,
        **f.sources(),
    }


def outcome(f: Fields) -> dict:
    happened_on, precision = f.partial("date")
    return {
        "happened_on": happened_on,
        "precision": precision,
        "figure": f.figure("figure"),
        **f.pair("unit"),
        **f.pair("text", required=True),
        **f.sources(),
    }


def milestone(f: Fields, seen) -> dict:
    happened_on, found = f.partial("date", required=True)
    precision, season = f.text("precision", required=True), f.text("season")
    if precision == Precision.SEASON and season in SEASON_STARTS and found == Precision.YEAR:
        happened_on = f"{happened_on[:4]}-{SEASON_STARTS[season]:02}-01"
    elif precision == Precision.SEASON or season:
        f.fault("season", "goes with precision season, a year as date, and is fall or spring")
    elif precision != found:
        f.fault("precision", f"says {precision}, but the date is a {found or 'gap'}")
    return {
        "happened_on": happened_on,
        "precision": precision,
        "season": season,
        "scope": f.text("scope", required=True),
        **f.pair("title", required=True),
        **f.pair("text", required=True),
        **f.pair("basis"),
        "term": f.one("term", "terms"),
        "campaign": f.one("campaign", "campaigns"),
        **f.sources(),
    }


def opportunity(f: Fields, seen) -> dict:
    posted_on, posted_precision = f.partial("posted")
    duties = {f"duties_{code}": f.texts(f"duties_{code}") for code in ("en", "es")}
    if len(duties["duties_en"]) != len(duties["duties_es"]):
        f.fault("duties_es", "has another number of lines than duties_en")
    return {
        "kind": f.text("kind", required=True),
        "status": f.text("status", required=True),
        "organization": f.one("organization", "partners", required=True),
        "term": f.one("term", "terms"),
        **f.pair("title", required=True),
        **f.pair("summary", required=True),
        **{name: "\n".join(lines) for name, lines in duties.items()},
        **f.pair("currency_note"),
        "hours_min": f.whole("hours_min"),
        "hours_max": f.whole("hours_max"),
        "hours_period": f.text("hours_period"),
        "posted_on": posted_on,
        "posted_precision": posted_precision,
        "opens_on": f.day("opens"),
        "closes_on": f.day("closes"),
        "apply_link": f.text("apply_link"),
        "details": _details(f),
        **f.sources(),
    }


def _details(f: Fields) -> dict:
    """What only a call or a job has, kept together; empty parts are left out."""
    details = {
        name: _labelled(f, name, flag)
        for name, flag in (("sections", "on_record"), ("application_questions", "required"))
    }
    details |= (
        f.pair("never_ask") | f.pair("employment") | f.pair("duties_note") | {"compensation": f.text("compensation")}
    )
    return {name: value for name, value in details.items() if value}


def _labelled(f: Fields, field: str, flag: str) -> list[dict]:
    rows = []
    for part in f.parts(field):
        rows.append(
            {"key": part.text("key", required=True), flag: part.flag(flag), **part.pair("label", required=True)}
        )
        part.finish()
    return rows


def resource(f: Fields, seen) -> dict:
    published_on, precision = f.partial("date")
    link = f.text("link")
    if link and link not in f.known["sources"]:
        f.fault("link", "is not a source in sources.yaml")
    elif link and seen["sources"].get(link, {}).get("public_link") != "yes":
        f.fault("link", "leads to a source that may not be linked (public_link)")
    return {
        "kind": f.text("kind", required=True),
        **f.pair("title", required=True),
        **f.pair("summary", required=True),
        "publisher": f.one("publisher", "partners"),
        "publisher_name": f.text("publisher_name"),
        "co_publishers": sorted(f.many("co_publishers", "partners")),
        "campaigns": sorted(f.many("campaigns", "campaigns")),
        "languages": f.texts("languages", required=True),
        "published_on": published_on,
        "precision": precision,
        "link": link,
        "link_note": f.text("link_note"),
        **f.pair("content_warning"),
        **f.pair("currency_note"),
        **f.sources(),
    }


def section(f: Fields, seen, newsletter: str) -> dict:
    f.one("event", "events")  # the event points back to its section (see `event`)
    return {
        "resource": newsletter,
        "slug": f.slug(),
        "order": f.whole("order"),
        "kind": f.text("kind", required=True),
        **f.pair("headline", required=True),
        **f.pair("summary", required=True),
        **f.pair("cta", required=True),
        "cta_kind": f.text("cta_kind", required=True),
        "languages": f.texts("languages"),
        "has_content_warning": f.flag("content_warning"),
        "publisher": f.one("publisher", "partners", required=True),
        "leads_to": f.one("resource", "resources"),
        "campaign": f.one("campaign", "campaigns"),
        "opportunities": sorted(f.many("opportunities", "opportunities")),
        **f.sources(),
    }


def fact(f: Fields, seen) -> dict:
    as_of, precision = f.partial("as_of")
    return {
        "issue": f.text("issue", required=True),
        "figure": f.figure("figure"),
        **f.pair("unit"),
        **f.pair("place"),
        "as_of": as_of,
        "precision": precision,
        "claim_type": f.text("claim_type", required=True),
        **f.pair("claimed_by", required=True),
        **f.pair("text", required=True),
        **f.pair("note"),
        **f.sources(),
    }
