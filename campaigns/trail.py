"""What an entry was and what became of it, as rows of HourChange and as sentences of a page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coordinators import particulars
from coordinators.models import User

from . import durations
from .models import Campaign, HourChange, HourEntry, PartnerLink


def values(entry: HourEntry) -> dict:
    """The entry as plain text and numbers. A note that names a person's details is left out: None stands for it."""
    named = entry.note and any(particulars.find(entry.note))
    kept = {
        "entry": entry.pk,
        "campaign": entry.placement.campaign_id,
        "day": entry.worked_on.isoformat(),
        "minutes": entry.minutes,
        "activity": str(entry.activity),
        "note": None if named else entry.note,
    }
    if entry.approved_at:
        kept |= {"approved_by": entry.approved_by_id, "approved_at": entry.approved_at.isoformat()}
    if entry.approved_through_id:
        kept |= {"approved_through": entry.approved_through_id}
    if entry.asked_at:
        kept |= {"asked_by": entry.asked_by_id, "question": entry.question}
    return kept


def row(entry: HourEntry, action: str, *, by, at: dt.datetime, after: HourEntry | None, imported_by=None) -> HourChange:
    """The step from `entry` to `after`, not saved yet. Of a deleted entry the numbers stay and the words go."""
    before = values(entry)
    if after is None:
        del before["note"]
        before["key"] = str(entry.client_key)  # a phone that sends the entry once more is told that it was deleted
    return HourChange(
        appointment_id=entry.placement.appointment_id,
        entry_id=after and after.pk,
        action=action,
        by=by,
        at=at,
        before=before,
        after=values(after) if after else {},
        imported_by=imported_by,
    )


@dataclass
class Step:
    """One row of the trail, ready to be read. `campaigns`, `users` and `links` hold those that any row names, by id."""

    change: HourChange
    campaigns: dict[int, Campaign]
    users: dict[int, User]
    links: dict[int, PartnerLink]

    @property
    def who(self) -> str:
        """Who did it; empty when the account is gone."""
        return self.change.by.name or _("staff") if self.change.by else ""

    @property
    def question(self) -> str:
        return self.change.after.get("question", "") if self.change.action == HourChange.Action.ASKED else ""

    @property
    def approved_by(self) -> str:
        """Who had approved what the entry was before, a person or a partner organization by its link; empty when nobody
        had, or the account is gone."""
        if link := self.links.get(self.change.before.get("approved_through")):
            return link.partner.name
        user = self.users.get(self.change.before.get("approved_by"))
        return (user.name or _("staff")) if user else ""

    @property
    def approved_at(self) -> dt.datetime | None:
        at = self.change.before.get("approved_at")
        return dt.datetime.fromisoformat(at) if at else None

    @cached_property
    def differences(self) -> list[tuple[str, str, str]]:
        """(what, what it was, what it is) of everything that a correction changed, in words."""
        before, after = self.change.before, self.change.after
        if self.change.action != HourChange.Action.CHANGED:
            return []
        names = [name for name in LABELS if name in before and name in after and before[name] != after[name]]
        return [(LABELS[name](), self._said(name, before[name]), self._said(name, after[name])) for name in names]

    def _said(self, name: str, value) -> str:
        if name == "minutes":
            return _("%(hours)s h") % {"hours": durations.as_hours(value)}
        if name == "day":
            return formats.date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
        if name == "campaign":
            return str(self.campaigns.get(value) or _("a campaign that is gone"))
        if name == "activity":
            return str(dict(HourEntry.Activity.choices).get(value, value))
        if value is None:
            return _("words that we do not keep, since they may tell who was accompanied")
        return _("“%(words)s”") % {"words": value} if value else _("empty")


LABELS = {
    "minutes": lambda: _("Hours"),
    "day": lambda: _("Day"),
    "campaign": lambda: _("Campaign"),
    "activity": lambda: capfirst(_("activity")),
    "note": lambda: _("Note"),
}


def steps_of(entries: Iterable[HourEntry]) -> dict[int, list[Step]]:
    """The steps of each entry that has some, by its id, the newest first. Four queries at most."""
    changes = list(HourChange.objects.filter(entry__in=[entry.pk for entry in entries]).select_related("by"))
    sides = [side for change in changes for side in (change.before, change.after)]
    campaigns = Campaign.objects.in_bulk({side["campaign"] for side in sides if "campaign" in side})
    users = User.objects.in_bulk({side["approved_by"] for side in sides if side.get("approved_by")})
    through = {side["approved_through"] for side in sides if side.get("approved_through")}
    links = PartnerLink.objects.select_related("partner").in_bulk(through)
    steps: dict[int, list[Step]] = {}
    for change in changes:
        steps.setdefault(change.entry_id, []).append(Step(change, campaigns, users, links))
    return steps
