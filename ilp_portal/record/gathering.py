"""From the files to checked records in plain form, or to the complete list of faults."""

from collections.abc import Iterator
from pathlib import Path

from . import happenings, readers, rules
from .checking import check_columns
from .faults import BadRecord, Faults
from .fields import Fields
from .kinds import KINDS
from .reading import NEWSLETTER, read_all

Records = dict[str, dict[str, dict]]  # kind -> key -> columns in plain form

READERS = {
    "sources": ("sources.yaml", readers.source),
    "terms": ("terms.yaml", readers.term),
    "partners": ("partners.yaml", readers.partner),
    "campaigns": ("campaigns.yaml", readers.campaign),
    "milestones": ("milestones.yaml", readers.milestone),
    "opportunities": ("opportunities.yaml", readers.opportunity),
    "resources": ("resources.yaml", readers.resource),
    "facts": ("issues_facts.yaml", readers.fact),
    "events": ("events.yaml", happenings.event),
}


def gather(directory: Path) -> Records:
    """Every record of the folder, read and checked. Raises BadRecord with all faults when there is one."""
    faults = Faults()
    content = read_all(directory, faults)
    known = {kind: _keys(content[file], _key_field(kind)) for kind, (file, _) in READERS.items()}
    seen: Records = {kind.name: {} for kind in KINDS}
    seen["announcements"] = {}
    for kind, (file, read) in READERS.items():
        if kind == "facts":
            _read_newsletter(content, seen, faults, known)
        for fields in _records(content[file], file, kind, faults, known):
            seen[kind][fields.record] = read(fields, seen)
            fields.finish()
            if kind == "terms":
                coordinators, appointments = readers.people(fields)
                seen["coordinators"] |= coordinators
                seen["appointments"] |= appointments
    rules.check(content, seen, faults)
    for kind in KINDS:
        check_columns(kind, seen[kind.name], faults)
    if faults:
        raise BadRecord(faults.found)
    del seen["announcements"]
    return seen


def _key_field(kind: str) -> str:
    return "ref" if kind == "sources" else "slug"


def _keys(rows: list, field: str) -> set[str]:
    return {row[field] for row in rows if isinstance(row, dict) and isinstance(row.get(field), str)}


def _records(rows: list, file: str, kind: str, faults: Faults, known: dict) -> Iterator[Fields]:
    """The records that can be told apart; those without a name of their own, or with a used one, are faults."""
    used = set()
    for number, raw in enumerate(rows, start=1):
        if not isinstance(raw, dict):
            faults.add(file, f"record {number}", what="is not a group of fields")
            continue
        fields = Fields(raw, file, f"record {number}", faults, known)
        key = fields.text("ref", required=True) if kind == "sources" else fields.slug()
        if key in used:
            fields.fault(_key_field(kind), f"{key!r} is used by an earlier record")
        elif key:
            used.add(key)
            fields.record = key
            yield fields


def _read_newsletter(content: dict, seen: Records, faults: Faults, known: dict) -> None:
    """The sections of the outside newsletter, which hang on the resource that its `issue` names."""
    issue = Fields(content["issue"][0], NEWSLETTER, "issue", faults, known)
    newsletter = issue.one("resource", "resources", required=True) or ""
    rules.check_issue(issue, seen["resources"].get(newsletter, {}))
    for fields in _records(content["sections"], NEWSLETTER, "sections", faults, known):
        key = f"{newsletter}/{fields.record}"
        seen["sections"][key] = readers.section(fields, seen, newsletter)
        fields.finish()
        if isinstance(event := fields.raw.get("event"), str):
            seen["announcements"][event] = key
    orders = [row["order"] for row in seen["sections"].values()]
    if orders != list(range(1, len(orders) + 1)):
        faults.add(NEWSLETTER, "sections", "order", "has to count 1, 2, 3 …")
