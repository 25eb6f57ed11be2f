"""The sourced record: all of it arrives, in both languages, and what staff edited is safe from the next load."""

import datetime as dt
import subprocess
import sys
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from campaigns.models import Campaign, Fact, Milestone, Opportunity, Outcome, Resource, ResourceSection
from coordinators.models import Appointment, Coordinator, Term
from events.models import Event
from partners.models import Citation, CoalitionMembership, Partner, Source

CONTENT = settings.BASE_DIR / "content"
NINE = {
    "Elisabeth Springer": ["2010-11"],
    "Grace Wallack": ["2010-11"],
    "Emma Kelsey": ["2011-12"],
    "Joanna Foote": ["2012-13"],
    "Sophia Sepp": ["2012-13", "2013-14"],
    "Mabel Rodriguez": ["2013-14"],
    "Tessa Pulaski": ["2013-14"],
    "Kendra Layton": ["2014-15"],
    "Chris Wager": ["2014-15"],
}
COUNTS = {
    Source: 123,
    Term: 17,
    Coordinator: 9,
    Appointment: 10,
    Partner: 39,
    Campaign: 17,
    Outcome: 25,
    Milestone: 23,
    Event: 17,
    Resource: 24,
    ResourceSection: 8,
    Fact: 23,
    Opportunity: 7,
}


def by_slug(rows: list, slug: str) -> dict:
    return next(row for row in rows if row.get("slug") == slug)


def raw(file: str) -> list:
    return yaml.load((CONTENT / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_content_passes_its_own_check():
    check = [sys.executable, str(CONTENT / "check_content.py")]
    assert subprocess.run(check, capture_output=True, text=True, check=False).stdout.splitlines()[-1] == "OK"


def test_load_brings_every_record(record):
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    assert record.total("created") == sum(COUNTS.values()) - COUNTS[Outcome]


def test_load_names_the_nine_coordinators_and_nobody_else(record):
    named = Coordinator.objects.named_in_public().prefetch_related("appointments__term")
    served = {one.public_name: [row.term.label for row in one.appointments.all()] for one in named}
    assert served == NINE
    assert Coordinator.objects.count() == len(NINE)
    cited = {ref for one in named for ref in one.citations.values_list("source__ref", flat=True)}
    assert cited == {"https://lwp.georgetown.edu/?p=2501"}


def test_load_fills_both_languages(record):
    texts = {
        Campaign: ("title", "summary", "coordinators_did"),
        Partner: ("description", "place"),
        Milestone: ("title", "text"),
        Event: ("title", "summary"),
        Resource: ("title", "summary"),
        ResourceSection: ("headline", "summary", "cta"),
        Fact: ("text", "claimed_by"),
        Opportunity: ("title", "summary"),
        Term: ("focus", "notes"),
        Outcome: ("text",),
        CoalitionMembership: ("name",),
    }
    for model, names in texts.items():
        for row in model.objects.all():
            columns = [f"{name}_{code}" for name in names for code in ("en", "es")]
            assert [name for name in columns if not getattr(row, name)] == [], (model, row.pk)


def test_load_keeps_optional_texts_in_both_languages_or_none(record):
    basis = Milestone.objects.get(slug="ilp-first-testimony")
    assert (basis.basis_en, basis.basis_es) == (
        'KI wrote "last year" in March 2019.',
        "KI escribió «el año pasado» en marzo de 2019.",
    )
    clinic = Event.objects.get(slug="fall-2015-workers-rights-clinic")
    assert clinic.recurrence_es == "los miércoles, de 5:30 a 9:30 p. m., otoño de 2015"
    assert Campaign.objects.exclude(caution_en="").count() == Campaign.objects.exclude(caution_es="").count() == 1


@pytest.mark.parametrize(
    ("where", "column", "day", "shown"),
    [
        ((Campaign, "ijls-expansion"), "started_on", "2018-01-01", ("2018", "2018")),
        ((Campaign, "limited-purpose-drivers-licenses"), "started_on", "2015-01-01", ("January 2015", "Enero de 2015")),
        ((Campaign, "ledc-rent-strike-rallies"), "started_on", None, ("", "")),
        ((Milestone, "renamed-ilp"), "happened_on", "2015-08-01", ("fall 2015", "otoño de 2015")),
        ((Milestone, "ijls-announcement"), "happened_on", "2019-03-18", ("March 18, 2019", "18 de marzo de 2019")),
        ((Event, "budget-forums-2019"), "held_on", "2019-02-01", ("February 2019", "Febrero de 2019")),
        ((Event, "fall-2015-workers-rights-clinic"), "held_on", "2015-08-01", ("2015", "2015")),
    ],
)
def test_load_keeps_how_much_of_a_date_is_known(record, where, column, day, shown):
    model, slug = where
    row = model.objects.get(slug=slug)
    assert getattr(row, column) == (dt.date.fromisoformat(day) if day else None)
    name = "start_display" if model is Campaign else "date_display"
    with translation.override("en"):
        assert getattr(row, name) == shown[0]
    with translation.override("es"):
        assert getattr(row, name).lower() == shown[1].lower()


def test_load_gives_an_event_its_instant_only_where_day_and_hour_are_known(record):
    panel = Event.objects.get(slug="movement-lawyering-panel-2023")
    assert (panel.starts_at, panel.ends_at) == (dt.datetime(2023, 12, 8, 18, 0, tzinfo=dt.UTC), None)
    assert panel.announced_in.slug == "movement-lawyering-panel"
    rally = Event.objects.get(slug="excluded-workers-rally-2020")
    assert rally.ends_at == dt.datetime(2020, 6, 29, 14, 30, tzinfo=dt.UTC)
    clinic = Event.objects.get(slug="fall-2015-workers-rights-clinic")
    assert (clinic.starts_at, clinic.ends_at, clinic.mode) == (None, None, "in-person")
    assert Event.objects.get(slug="sanctuary-values-hearing-2020").mode == ""
    assert set(Event.objects.values_list("status", "signup_open", "revision")) == {("published", False, 0)}


def test_load_shows_only_the_neighborhood_of_homes(record):
    homes = Event.objects.filter(place_public=False)
    shown = {event.slug: event.place_line for event in homes}
    assert shown == {
        "nicholson-street-rally-2018": "Brightwood Park",
        "holmead-strike-rally-2019": "Columbia Heights",
        "reclaim-rent-control-rally-2020": "Columbia Heights",
    }


def test_load_cites_every_statement_in_order(record):
    files = ("terms", "partners", "campaigns", "milestones", "events", "resources", "issues_facts", "opportunities")
    rows = [row for name in files for row in raw(f"{name}.yaml")]
    rows += [outcome for row in raw("campaigns.yaml") for outcome in row["outcomes"]]
    rows += raw("newsletter_2023_12.yaml")["sections"]
    assert Citation.objects.count() == sum(len(row["sources"]) for row in rows) + len(NINE)
    stated = by_slug(raw("campaigns.yaml"), "ijls-expansion")["sources"]
    cited = Campaign.objects.get(slug="ijls-expansion").citations.all()
    assert [citation.source.ref for citation in cited] == stated


def test_load_keeps_the_policy_on_links(record):
    stated = {row["ref"]: row["public_link"] for row in raw("sources.yaml")}
    assert dict(Source.objects.values_list("ref", "public_link")) == stated
    linked = set(Resource.objects.exclude(link="").values_list("link", flat=True))
    assert {stated[link] for link in linked} == {"yes"}


def test_load_leaves_gaps_empty(record):
    empty = Term.objects.filter(weekly_hours_min=None).values_list("slug", flat=True)
    assert list(empty) == [f"{year}-{year + 1}" for year in (*range(2010, 2015), *range(2016, 2019))]
    states = dict(Term.objects.values_list("slug", "roster_status"))
    assert (states["2014-2015"], states["2016-2017"], states["2021-2022"]) == ("listed", "press", "open")
    assert not Campaign.objects.get(slug="daca-tps-mobilisation").terms.exists()


def test_load_ties_records_together(record):
    ijls = Campaign.objects.get(slug="ijls-expansion")
    roles = dict(ijls.partner_rows.values_list("partner__slug", "role"))
    assert (roles["carecen-dc"], roles["dc-council"], len(roles)) == ("partner", "institution", 8)
    assert [row.figure for row in ijls.outcomes.all()][:2] == [500000, 900000]
    newsletter = Resource.objects.get(slug="nip-newsletter-december-2023")
    assert [row.order for row in newsletter.sections.all()] == list(range(1, 9))
    jobs = newsletter.sections.get(slug="impower-jobs").opportunities
    assert set(jobs.values_list("slug", flat=True)) == {"impower-staff-attorney-2023", "impower-paralegal-2023"}
    center = Partner.objects.get(slug="dc-employment-justice-center")
    assert center.successor.slug == "washington-lawyers-committee"
    host = Partner.objects.get(slug="kalmanovitz-initiative")
    assert [row.coalition.slug for row in host.memberships.all()] == ["dc-values-coalition", "reclaim-rent-control"]


def test_load_gives_every_campaign_an_emblem(record):
    assert set(Campaign.objects.values_list("emblem", flat=True)) == {"legal", "walk", "home", "voice", "hands", "road"}
    assert Campaign.objects.get(slug="limited-purpose-drivers-licenses").emblem == "road"


def test_load_hides_the_template_of_a_call(record):
    assert list(Opportunity.objects.filter(is_public=False).values_list("slug", flat=True)) == [
        "call-for-applications-template"
    ]


def test_load_never_counts_demo_rows(record):
    assert Campaign.objects.filter(is_demo=True).count() == Event.objects.filter(is_demo=True).count() == 0
    assert Campaign.objects.on_record().count() == 17


def test_command_prints_a_summary_of_each_kind(record):
    out = StringIO()
    call_command("load_history", stdout=out)
    lines = {line.split()[0]: line.split()[1:] for line in out.getvalue().splitlines()[1:]}
    assert lines["partners"] == ["0", "0", "39", "0", "0"]
    assert len(lines) == 12


def test_day_of_the_last_check_comes_with_the_source(copy, edit, db):
    edit("sources.yaml", lambda sources: sources[0].update(checked=dt.date(2026, 11, 2)))
    call_command("load_history", content=copy, stdout=StringIO())
    assert list(Source.objects.exclude(checked_on=None).values_list("checked_on", flat=True)) == [dt.date(2026, 11, 2)]
