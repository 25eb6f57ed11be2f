"""One thing wrong in the record at a time: the load says file, record and field, and changes nothing."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from coordinators.models import Coordinator, Term
from ilp_portal.record.faults import BadRecord
from ilp_portal.record.gathering import gather
from partners.models import ImportedRecord, Partner, Source
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db  # the constraints of the tables are asked too

IJLS = "ijls-expansion"
PANEL = "movement-lawyering-panel-2023"
RALLY = "excluded-workers-rally-2020"


def spoil(folder: Path, file: str, record: str | int | None, change) -> None:
    """Rewrite one file after `change` worked on one of its records, or on the whole when `record` is None."""
    path = folder / f"{file}.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rows = data["sections"] if isinstance(data, dict) and record else data
    if record is None:
        change(data)
    else:
        change(rows[record] if isinstance(record, int) else next(row for row in rows if row["slug"] == record))
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)  # in C: a tenth of the time
    path.write_text(text, encoding="utf-8")


def told(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(BadRecord) as caught:
        gather(folder)
    return [(fault.file, fault.record, fault.field) for fault in caught.value.faults]


FAULTS = {
    "unknown field": ("partners", "mlov", {"colour": "red"}, "colour"),
    "unknown partner": ("campaigns", IJLS, {"partners": ["nobody"]}, "partners"),
    "unknown campaign": ("milestones", "dle-video", {"campaign": "none-such"}, "campaign"),
    "unknown term": ("events", RALLY, {"term": "2035-2036"}, "term"),
    "partner twice": ("events", RALLY, {"partners": ["ledc", "ledc"]}, "partners"),
    "Spanish missing": ("events", RALLY, {"summary_es": None}, "summary_es"),
    "English missing": ("campaigns", IJLS, {"title_en": ""}, "title_en"),
    "optional text in one language": ("resources", "ki-tps-essay", {"currency_note_en": "Old."}, "currency_note_es"),
    "text that is a list": ("partners", "mlov", {"name": ["MLOV"]}, "name"),
    "NUL": ("partners", "mlov", {"name": "ML\0V"}, "name"),
    "text too long": ("partners", "mlov", {"acronym": "M" * 31}, "acronym"),
    "no such kind": ("partners", "mlov", {"kind": "club"}, "kind"),
    "no such scope": ("campaigns", IJLS, {"scope": "ours"}, "scope"),
    "no such status": ("campaigns", IJLS, {"status": "won"}, "status"),
    "no such emblem": ("campaigns", IJLS, {"emblem": "star"}, "emblem"),
    "no such kind of work": ("campaigns", IJLS, {"kinds": ["policy", "magic"]}, "kinds"),
    "no such issue": ("issues_facts", "wage-theft-dc", {"issue": "weather"}, "issue"),
    "no such policy on links": ("sources", 0, {"public_link": True}, "public_link"),
    "month 13": ("milestones", "lpdl-report", {"date": "2016-13"}, "date"),
    "words as date": ("campaigns", IJLS, {"start": "last year"}, "start"),
    "year 1": ("campaigns", IJLS, {"end": "0001"}, "end"),
    "year 9999": ("resources", "false-hopes", {"date": "9999"}, "date"),
    "end before start": ("campaigns", IJLS, {"end": "2016"}, ""),
    "precision that the date has not": ("milestones", "dle-video", {"precision": "month"}, "precision"),
    "season without year": ("milestones", "dle-video", {"season": "fall"}, "season"),
    "day outside the term": ("events", RALLY, {"term": "2022-2023"}, "date"),
    "hour 25": ("events", RALLY, {"start_time": "25:00"}, "start_time"),
    "end before start of an event": ("events", RALLY, {"end_time": "08:00"}, ""),
    "end without start": ("events", RALLY, {"start_time": None}, "end_time"),
    "other instant in UTC": ("events", PANEL, {"start_utc": "2023-12-08T17:00:00Z"}, "start_utc"),
    "no such zone": ("events", RALLY, {"time_zone": "America/Georgetown"}, "time_zone"),
    "zone that is a path": ("events", RALLY, {"time_zone": "../../etc/passwd"}, "time_zone"),
    "neighborhood of a public place": ("events", RALLY, {"neighborhood": "Downtown"}, "neighborhood"),
    "figure in words": ("issues_facts", "wage-theft-dc", {"figure": "many"}, "figure"),
    "figure beyond the table": ("issues_facts", "wage-theft-dc", {"figure": 10**30}, "figure"),
    "figure without end": ("issues_facts", "wage-theft-dc", {"figure": float("inf")}, "figure"),
    "negative hours": ("opportunities", "student-coordinator", {"hours_min": -5}, "hours_min"),
    "duties that differ in number": ("opportunities", "student-coordinator", {"duties_es": ["Una"]}, "duties_es"),
    "link that may not be shown": (
        "resources",
        "false-hopes",
        {
            "link": "https://global.georgetown.edu/features/student-led-immigration-and-labor-project-fights-for-immigrant-justice-in-dc"
        },
        "link",
    ),
    "source that is not registered": ("milestones", "dle-video", {"sources": ["https://new.example/"]}, "sources"),
    "no source": ("milestones", "dle-video", {"sources": []}, "sources"),
    "name where the page lists none": ("terms", "2016-2017", {"coordinators": ["Some Body"]}, "coordinators"),
    "listed without names": ("terms", "2014-2015", {"coordinators": []}, "roster_status"),
    "hours without basis": ("terms", "2024-2025", {"hours_basis": "none"}, "hours_basis"),
    "hours upside down": ("terms", "2024-2025", {"weekly_hours": {"min": 10, "max": 5}}, ""),
    "slug with capitals": ("partners", "mlov", {"slug": "MLOV"}, "slug"),
    "section out of order": ("newsletter_2023_12", "our-stories-too", {"order": 1}, "order"),
    "section without call to action": ("newsletter_2023_12", "our-stories-too", {"cta_es": None}, "cta_es"),
}


def rounds() -> list[list[str]]:
    """The names of FAULTS, so that no record is spoiled twice in a round: reading the whole of it takes its time."""
    found = []
    for name, (file, record, *_) in FAULTS.items():
        free = (names for names in found if (file, record) not in [FAULTS[other][:2] for other in names])
        room = next(free, None)
        room.append(name) if room else found.append([name])
    return found


@pytest.mark.parametrize("names", rounds(), ids=lambda names: names[0])
def test_fault_is_told_with_file_record_and_field(copy, names):
    for name in names:
        file, record, change, _field = FAULTS[name]
        spoil(copy, file, record, lambda row, change=change: row.update(change))
    faults, untold = told(copy), []
    for name in names:
        file, record, _change, field = FAULTS[name]
        right = (f"{file}.yaml", record, field) if isinstance(record, str) and field not in ("slug", "order") else None
        if right not in faults and (right or (f"{file}.yaml", field) not in [(at, what) for at, _, what in faults]):
            untold.append(name)
    assert untold == []


def test_every_fault_is_told_at_once(copy):
    spoil(copy, "partners", "mlov", lambda row: row.update(kind="club", colour="red"))
    spoil(copy, "events", RALLY, lambda row: row.update(date="someday"))
    assert told(copy)[:2] == [("partners.yaml", "mlov", "colour"), ("events.yaml", RALLY, "date")]
    assert ("partners.yaml", "mlov", "kind") in told(copy)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"- slug: [", "is not readable YAML"),
        (b"- slug: a\n  slug: b\n", "line 2"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'- slug: "\\ud800"\n', ""),
        (b"slug: a\n", "is not a list of records"),
        (b"- just words\n", "record 1"),
        (b"- name: Nobody\n", "record 1: slug: is missing"),
        (b"- slug: a\n- slug: a\n", "is used by an earlier record"),
    ],
)
def test_file_of_another_outline_is_told(copy, text, part):
    (copy / "partners.yaml").write_bytes(text)
    with pytest.raises(BadRecord) as caught:
        gather(copy)
    assert any(str(fault).startswith("partners.yaml") and part in str(fault) for fault in caught.value.faults)


def test_missing_file_is_told(copy):
    (copy / "terms.yaml").unlink()
    assert told(copy)[0] == ("terms.yaml", "", "")


def test_terms_that_overlap_are_told(copy):
    spoil(copy, "terms", "2015-2016", lambda row: row.update(ends_on=dt.date(2016, 8, 1)))
    assert told(copy) == [("terms.yaml", "2016-2017", "starts_on")]


def test_newsletter_that_contradicts_its_resource_is_told(copy):
    spoil(copy, "newsletter_2023_12", None, lambda data: data["issue"].update(date="2023-11"))
    assert told(copy) == [("newsletter_2023_12.yaml", "issue", "published_on")]


def test_campaign_and_term_that_disagree_are_told(copy):
    spoil(copy, "terms", "2010-2011", lambda row: row.update(campaigns=[]))
    assert told(copy) == [("campaigns.yaml", "dle-corner-program", "terms")]


def test_command_with_a_fault_changes_nothing(copy):
    PartnerFactory(slug="mlov", name="Before")
    spoil(copy, "events", RALLY, lambda row: row.update(kind="party"))
    errors = StringIO()
    with pytest.raises(CommandError, match=r"1 fault\(s\) in content/. Nothing was changed."):
        call_command("load_history", content=copy, stderr=errors)
    assert errors.getvalue() == f"events.yaml: {RALLY}: kind: Value 'party' is not a valid choice.\n"
    assert [model.objects.count() for model in (Source, Term, Coordinator, ImportedRecord)] == [0, 0, 0, 0]
    assert list(Partner.objects.values_list("name", flat=True)) == ["Before"]


def test_failure_half_way_changes_nothing(copy, monkeypatch):
    from ilp_portal.record import rows

    def broken(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(rows.CHILD_WRITERS, "outcomes", broken)
    with pytest.raises(RuntimeError):
        call_command("load_history", content=copy, stdout=StringIO())
    assert [model.objects.count() for model in (Source, Term, Partner, ImportedRecord)] == [0, 0, 0, 0]


def test_new_record_that_needs_a_deleted_one_is_told(copy):
    call_command("load_history", stdout=StringIO())
    Partner.objects.filter(slug="impower").delete()

    def add(rows):
        rows.append({**rows[0], "slug": "new-call", "organization": "impower"})

    spoil(copy, "opportunities", None, add)
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("load_history", content=copy, stderr=errors)
    assert errors.getvalue().startswith("opportunities.yaml: new-call: organization: needs 'impower'")
