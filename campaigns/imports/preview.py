"""What the pages of an import show."""

import datetime as dt

from campaigns.models import HourEntry, HourImport, Placement

from . import reasons, undoing
from .forms import letter
from .lines import State
from .reading import Cell
from .table import Table, text_of

FAILED_SHOWN, LEFT_SHOWN = 20, 50  # rows of a page
LONGEST_SHOWN = 80  # characters of a cell


def first_rows(table: Table) -> dict:
    """The columns with their letters and heads, and the first rows as wide as those."""
    heads = [table.head[n] if n < len(table.head) else "" for n in range(table.width)]
    return {
        "columns": [(letter(n), head) for n, head in enumerate(heads)],
        "rows": [[_short(row[n]) if n < len(row) else "" for n in range(table.width)] for row in table.samples],
    }


def _short(cell: Cell) -> str:
    text = text_of(cell)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def shown_lines(sample: list[dict]) -> list[dict]:
    """The rows of a preview in the order of the sheet, with campaign, person and words; two queries for all."""
    wanted = {line["place"] for line in sample if "place" in line}
    places = Placement.objects.select_related("campaign", "appointment__coordinator").in_bulk(list(wanted))
    activities = dict(HourEntry.Activity.choices)
    shown = []
    for line in sorted(sample, key=lambda line: line["number"]):
        row = {**line, "reason": reasons.sentences(line["reasons"]), "text": " · ".join(filter(None, line["cells"]))}
        place = places.get(line.get("place"))
        if place and line["state"] != State.FAILED:
            row["campaign"], row["person"] = place.campaign, place.appointment.coordinator
            row["day"] = dt.date.fromisoformat(line["day"])
            row["activity"] = activities.get(line["activity"], line["activity"])
        shown.append(row)
    return shown


def outcome(hour_import: HourImport) -> dict:
    """The context of the page of one import."""
    failures = list(hour_import.failures.order_by("number")[:FAILED_SHOWN])
    for failure in failures:
        failure.reason = reasons.sentences(failure.reasons)
        failure.text = " · ".join(filter(None, failure.cells))
    is_undone = hour_import.state == HourImport.State.UNDONE
    left = (undoing.left_added(hour_import), undoing.left_changed(hour_import)) if is_undone else ()
    return {
        "hour_import": hour_import,
        "failures": failures,
        "notice": reasons.REFUSALS.get(hour_import.notice, ""),
        "kept": [entry for rows in left for entry in _with_names(rows)[:LEFT_SHOWN]][:LEFT_SHOWN],
        "kept_count": sum(rows.count() for rows in left),
        "undo_total": hour_import.added + hour_import.changed,
    }


def _with_names(rows):
    return rows.select_related("placement__campaign", "placement__appointment__coordinator").order_by("worked_on", "pk")
