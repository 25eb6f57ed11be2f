"""A week as plain text, to be pasted into another system of hours."""

from django.utils import formats
from django.utils.translation import gettext as _

from . import durations
from .timesheet import Timesheet

ON_A_PHONE = 32  # characters of a line of a field


def compose(sheet: Timesheet, *, notes: bool = False) -> str:
    """One line an entry by the day, then the total of each campaign and of the week; empty without entries.

    `notes` adds what the person wrote. Left out by default: the other system is not ours.
    """
    if not sheet.entries:
        return ""
    lines = [_("%(project)s, week of %(week)s") % {"project": _("Immigration and Labor Project"), "week": sheet.label}]
    lines += ["", *(_line(entry, notes) for entry in sorted(sheet.entries, key=lambda entry: entry.worked_on)), ""]
    if len(sheet.by_campaign) > 1:
        lines += [_total(campaign.title, minutes) for campaign, minutes, _entries in sheet.by_campaign]
    return "\n".join([*lines, _total(_("Total"), sheet.minutes)])


def rows(text: str) -> int:
    """How many lines the text takes on a phone, so that all of it shows without scrolling inside."""
    return sum(1 + len(line) // ON_A_PHONE for line in text.split("\n")) + 1


def _line(entry, notes: bool) -> str:
    words = {
        "day": formats.date_format(entry.worked_on, "WEEKDAY_DATE_FORMAT"),
        "hours": durations.as_hours(entry.minutes),
        "campaign": entry.placement.campaign.title,
        "activity": entry.get_activity_display(),
        "note": entry.note,
    }
    if notes and entry.note:
        return _("%(day)s: %(hours)s h, %(campaign)s, %(activity)s. %(note)s") % words
    return _("%(day)s: %(hours)s h, %(campaign)s, %(activity)s") % words


def _total(name: str, minutes: int) -> str:
    return _("%(name)s: %(hours)s h") % {"name": name, "hours": durations.as_hours(minutes)}
