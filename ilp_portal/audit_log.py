"""The audit log as administrators read it: which records are watched, and what a line of the log is called."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Campaign, Resource
from coordinators.models import Call, Term, User
from events.models import Event
from partners import audit, deeds, field_names
from partners.models import AuditEntry, Partner

# What staff change by hand. Not here: what readers, coordinators and the portal itself write all day, like sign-ups,
# hours and messages; deeds on those are noted where they are done.
WATCHED = (
    *("partners.Partner", "partners.CoalitionMembership", "partners.Contact", "partners.Source", "partners.Citation"),
    *("coordinators.User", "coordinators.Term", "coordinators.Break", "coordinators.Coordinator"),
    *("coordinators.Appointment", "coordinators.Call", "coordinators.Question", "coordinators.Tip"),
    *("campaigns.Campaign", "campaigns.CampaignPartner", "campaigns.Outcome", "campaigns.Placement"),
    *("campaigns.Milestone", "campaigns.Opportunity", "campaigns.Fact", "campaigns.Resource"),
    *("campaigns.ResourceSection", "campaigns.ResourceFile", "campaigns.HandOver", "campaigns.Quote"),
    *("campaigns.ServiceLetter", "campaigns.PartnerLink", "campaigns.Report"),
    *("events.Event", "events.Series", "events.ReminderRule", "events.Training", "events.Shift"),
    *("events.Qualification", "ilp_portal.ApiToken"),
)
DIGITS = 19  # of the largest number that a database holds
CHUNK = 2_000  # entries read at a time
PUBLIC = {  # whose name anybody may read, as far as the record itself is public
    "partners.partner": Partner.objects.public,
    "coordinators.term": Term.objects.all,
    "coordinators.call": Call.objects.public,
    "campaigns.campaign": Campaign.objects.public,
    "campaigns.resource": Resource.objects.all,
    "events.event": Event.objects.public,
}


def watch() -> None:
    audit.watch(*(apps.get_model(label) for label in WATCHED))


def days_kept() -> int:
    return AuditEntry.Privacy.keep.days


def actors() -> list[tuple[int, str]]:
    """Who did anything that the log still has. One statement."""
    known = User.objects.filter(pk__in=AuditEntry.objects.order_by().values("actor"))
    return [(user.pk, who(user)) for user in known.order_by("name", "email")]


def kinds() -> list[tuple[str, str]]:
    """The kinds of records that the log has lines about, by their names. One statement."""
    known = AuditEntry.objects.exclude(record="").order_by().values_list("record", flat=True).distinct()
    return sorted(((label, kind_name(label)) for label in known), key=lambda pair: pair[1])


def actions() -> list[tuple[str, str]]:
    """What has been done so far, by its words. One statement."""
    known = AuditEntry.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((key, capfirst(deeds.label(key))) for key in known), key=lambda pair: pair[1])


def kind_name(label: str) -> str:
    model = _model(label)
    return capfirst(model._meta.verbose_name) if model else label


def _model(label: str):
    try:
        return apps.get_model(label) if label else None
    except (LookupError, ValueError):  # a table that is no more
        return None


@dataclass(frozen=True)
class Line:
    """One deed in words. `record` names what it was done to without saying what it holds; `url` for who may open it."""

    at: dt.datetime
    who: str
    action: str
    record: str
    url: str
    fields: list[str]
    count: int | None


def lines(entries: Iterable[AuditEntry], user) -> list[Line]:
    """The entries as `user` reads them, each with its actor at hand. At most one statement a kind of public record."""
    entries = list(entries)
    names = _names(entries)
    return [
        Line(
            entry.at,
            who(entry.actor),
            capfirst(deeds.label(entry.action)),
            _record(entry, names),
            _url(entry, user),
            [_field_name(entry.record, name) for name in entry.fields],
            entry.count,
        )
        for entry in entries
    ]


def who(actor) -> str:
    if actor is None:
        return _("An account that is gone, or the portal itself")
    return actor.name or actor.email


def _record(entry: AuditEntry, names: dict[tuple[str, str], str]) -> str:
    if not entry.record:
        return ""
    name = names.get((entry.record, entry.record_id))
    words = {"kind": kind_name(entry.record), "name": name or entry.record_id}
    return _("%(kind)s: %(name)s") % words if name else _("%(kind)s %(name)s") % words


def _names(entries: list[AuditEntry]) -> dict[tuple[str, str], str]:
    """What public records are called now, by their kind and number."""
    wanted = defaultdict(set)
    for entry in entries:
        if entry.record in PUBLIC and entry.record_id.isdecimal() and len(entry.record_id) < DIGITS:
            wanted[entry.record].add(int(entry.record_id))
    rows = ((label, row) for label, ids in wanted.items() for row in PUBLIC[label]().filter(pk__in=ids))
    return {(label, str(row.pk)): str(row) for label, row in rows}


def _url(entry: AuditEntry, user) -> str:
    """The record's page in record keeping, for who may look at it there; nothing for one that is gone."""
    model = _model(entry.record)
    if model is None or entry.action == "delete" or not admin.site.is_registered(model) or not entry.record_id:
        return ""
    app, name = model._meta.app_label, model._meta.model_name
    if not user.has_perm(f"{app}.view_{name}"):
        return ""
    return reverse(f"admin:{app}_{name}_change", args=[entry.record_id])


def _field_name(label: str, name: str) -> str:
    """What the column is called, with its language where it has one; its own name where the table has it no more.

    A deed that moved rows of several kinds has a line for each and names the kind.
    """
    if kind := _model(name):
        return str(kind._meta.verbose_name_plural)
    field = next((field for field in _fields(label) if name == field.name), None)
    return field_names.said(field) if field else name


def _fields(label: str) -> Iterator:
    model = _model(label)
    return iter(model._meta.get_fields()) if model else iter(())


def table(entries) -> Iterator[tuple]:
    """The heads, then a row an entry, in the language and the zone that are active now, not later, and never all in
    memory. Records by kind and number: a file is kept longer than a name."""
    return _rows(entries, translation.get_language(), timezone.get_current_timezone())


def _rows(entries, language: str, zone: dt.tzinfo) -> Iterator[tuple]:
    with translation.override(language):
        who_, record = pgettext("log", "Who"), pgettext("log", "Record")
        heads = (_("When"), who_, _("What"), record, _("Number"), _("Fields"), _("How many"))
    yield heads
    for entry in entries.select_related("actor").iterator(chunk_size=CHUNK):
        with translation.override(language):
            fields = "; ".join(_field_name(entry.record, name) for name in entry.fields)
            words = [str(w) for w in (who(entry.actor), capfirst(deeds.label(entry.action)), kind_name(entry.record))]
        at = entry.at.astimezone(zone).isoformat(timespec="seconds")
        yield at, *words, entry.record_id, fields, entry.count or ""
