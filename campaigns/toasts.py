"""What was just done, in one sentence, and the form that undoes it. The page after a form reads it from its address."""

import uuid
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import guard
from .durations import as_hours
from .models import HourEntry
from .timesheet import Timesheet

DELETED = "deleted_hours"  # of the session: the one entry that was deleted last
SAID = {
    "quiet": gettext_lazy("Noted: nothing this week. Nobody will ask."),
    "loud": gettext_lazy("Taken back. The week is open again."),
    "done": gettext_lazy("Done for the week. Thank you."),
    "again": gettext_lazy("Not done yet. Add whatever is missing."),
    "reflected": gettext_lazy("Your sentence is saved."),
    "undone": gettext_lazy("Taken back."),
    "none": gettext_lazy("There was nothing to add."),
    "changed": gettext_lazy("This entry was changed meanwhile, so it is still here."),
    "full": gettext_lazy("Not added: that day would hold more than 24 hours. Add it by hand with another time."),
}


@dataclass(frozen=True)
class Toast:
    """`undo` is the address of a form with `fields`; empty where nothing can be undone. `entries` have notes to
    look over."""

    text: str
    undo: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    entries: tuple[HourEntry, ...] = ()

    @property
    def findings(self) -> list[tuple[HourEntry, list[guard.Found]]]:
        """Entries whose note may say who was accompanied."""
        found = ((entry, list(guard.find(entry.note))) for entry in self.entries if entry.note)
        return [(entry, details) for entry, details in found if details]


def of(request, sheet: Timesheet) -> Toast | None:
    """What the address says was done, as far as it is still so."""
    asked = request.GET
    if asked.get("said") == "deleted":
        return _deleted(request.session.pop(DELETED, None), sheet)
    if offer := asked.get("aside"):
        return _aside(offer)
    if word := SAID.get(asked.get("said")):
        return Toast(str(word))
    pks = asked.get("added", "").split(",")
    if added := [entry for entry in sheet.entries if str(entry.pk) in pks]:
        return _added(added, sheet)
    saved = (entry for entry in sheet.entries if str(entry.pk) == asked.get("saved"))
    return next(
        (Toast(_("Saved: %(hours)s h for %(campaign)s, %(day)s") % _words(e), entries=(e,)) for e in saved), None
    )


def values_of(entry: HourEntry) -> dict[str, str]:
    """The fields of the form that would add the entry once more."""
    return {
        "day": entry.worked_on.isoformat(),
        "campaign": str(entry.placement.campaign_id),
        "time": as_hours(entry.minutes),
        "activity": entry.activity,
        "note": entry.note,
        "key": str(uuid.uuid4()),
    }


def _added(entries: list[HourEntry], sheet: Timesheet) -> Toast:
    if len(entries) == 1:
        text = _("Added %(hours)s h to %(campaign)s, %(day)s") % _words(entries[0])
        undo = reverse("campaigns:hour_delete", args=[entries[0].pk])
        return Toast(text, undo, {"undo": "1", "revision": str(entries[0].revision)}, tuple(entries))
    n, hours = len(entries), as_hours(sum(entry.minutes for entry in entries))
    text = ngettext("Added %(n)s entry, %(hours)s h", "Added %(n)s entries, %(hours)s h", n) % {"n": n, "hours": hours}
    fields = {"entries": ",".join(f"{entry.pk}:{entry.revision}" for entry in entries)}
    return Toast(text, reverse("campaigns:week_undo", args=[sheet.monday]), fields, tuple(entries))


def _deleted(fields: dict | None, sheet: Timesheet) -> Toast:
    if not fields:
        return Toast(_("Entry deleted."))
    return Toast(_("Entry deleted."), reverse("campaigns:hours_week", args=[sheet.monday]), fields)


def _aside(offer: str) -> Toast | None:
    if not (offer.isascii() and offer.isdecimal() and len(offer) < 19):
        return None
    return Toast(_("Set aside."), reverse("campaigns:hour_take", args=[int(offer)]), {"answer": "again"})


def _words(entry: HourEntry) -> dict[str, str]:
    return {
        "hours": as_hours(entry.minutes),
        "campaign": entry.placement.campaign.title,
        "day": formats.date_format(entry.worked_on, "l"),
    }
