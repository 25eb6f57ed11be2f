"""Which tables go in and out, in the order of the page.

What stands in none of them has its reason. People with an account are invited by a list that is pasted, which writes to
them. Applications, sign-ups and hours of others are told by the people themselves, and a training that somebody has by
a check-in. Questions of a call, shifts, series and reminders hang on the one record at whose page they are written;
sources on each statement that they prove. Files are uploaded and checked one by one. What was frozen, sent or agreed to
stays as it is.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.models import HourEntry, Placement, Quote
from coordinators.models import Appointment, Coordinator
from partners import field_names
from partners.models import Contact

from . import desk_resources, resources
from .formed import FormResource
from .rows import TableResource, column_at

PERSONAL = (
    Contact,
    Coordinator,
    Appointment,
    Placement,
    HourEntry,
    Quote,
)  # lists of people: only after a fresh sign-in
MOST_ROWS, MOST_DRAFTS = 5_000, 500  # of a file that is looked at; what a form checks takes some 13 ms a row
AT_ONCE, DRAFTS_AT_ONCE = 500, 100  # rows that go in; each takes 6 ms with its version and its line in the log, or 36
VERBS = ("add", "change", "delete")  # an import adds and changes, and undone it deletes


@dataclass(frozen=True)
class Column:
    """`is_read` is false of what is only written; `is_key` of the columns by which a row is known again."""

    name: str
    label: str
    is_read: bool
    is_key: bool


@dataclass(frozen=True)
class Table:
    """`name` is the word of its address, `resource` what knows its columns."""

    name: str
    resource: type[TableResource]
    comes_in: bool = True
    note: str | Promise = ""
    keys: tuple[str, ...] = ("slug",)

    @property
    def model(self) -> type[models.Model]:
        return self.resource._meta.model

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def is_personal(self) -> bool:
        return self.model in PERSONAL

    @property
    def is_formed(self) -> bool:
        """Whether its rows are checked by the form of their desk."""
        return issubclass(self.resource, FormResource)

    @property
    def most_rows(self) -> int:
        return MOST_DRAFTS if self.is_formed else MOST_ROWS

    @property
    def at_once(self) -> int:
        return DRAFTS_AT_ONCE if self.is_formed else AT_ONCE

    @property
    def hides(self) -> bool:
        """Whether a file says of each record if it is public."""
        return "is_public" in self.resource.fields

    @property
    def columns(self) -> list[Column]:
        return [
            Column(name, self._label(field.attribute), self._is_read(field), name in self.keys)
            for field in self.resource().get_export_fields()
            for name in [field.column_name]
        ]

    def _label(self, path: str) -> str:
        column = column_at(self.model, path)
        return field_names.said(column) if column else str(self.resource.form_class.base_fields[path].label)

    def _is_read(self, field) -> bool:
        return self.comes_in and (not field.readonly or field.column_name in self.keys)

    def rows(self) -> models.QuerySet:
        """What is written, with all that its columns name."""
        return self.resource().get_queryset().order_by("pk")

    def may_be_read_by(self, user) -> bool:
        return user.has_perm(self._permission("view"))

    def may_be_changed_by(self, user) -> bool:
        return self.comes_in and user.has_perms(self._permission(verb) for verb in VERBS)

    def _permission(self, verb: str) -> str:
        return f"{self.model._meta.app_label}.{verb}_{self.model._meta.model_name}"


TABLES = (
    Table("partners", resources.PartnerResource),
    Table("coalitions", desk_resources.CoalitionResource, keys=("member", "coalition")),
    Table("contacts", resources.ContactResource, keys=("partner", "name")),
    Table("sources", resources.SourceResource, keys=("ref",)),
    Table("campaigns", resources.CampaignResource),
    Table("campaign-partners", resources.CampaignPartnerResource, keys=("campaign", "partner")),
    Table("outcomes", resources.OutcomeResource, keys=("campaign", "order")),
    Table("milestones", resources.MilestoneResource),
    Table("facts", resources.FactResource),
    Table("resources", resources.ResourceResource),
    Table("opportunities", resources.OpportunityResource),
    Table("terms", resources.TermResource),
    Table("breaks", resources.BreakResource, keys=("term", "starts_on")),
    Table("coordinators", resources.CoordinatorResource),
    Table("appointments", resources.AppointmentResource, keys=("coordinator", "term")),
    Table("placements", resources.PlacementResource, keys=("coordinator", "term", "campaign")),
    Table(
        "hours",
        resources.HourEntryResource,
        comes_in=False,
        note=_("Hours come in under Hours, Import hours, each checked like one that is typed."),
        keys=("coordinator", "worked_on"),
    ),
    Table(
        "events",
        desk_resources.EventResource,
        note=_(
            "Events come in as drafts: nothing is published and nobody is written to. Hours are those on the wall, in "
            "New York unless time_zone says otherwise. The online address is typed at the event itself."
        ),
    ),
    Table("trainings", desk_resources.TrainingResource),
    Table(
        "calls",
        desk_resources.CallResource,
        note=_("Calls come in as drafts. Their questions are written at the page of the call."),
    ),
    Table(
        "quotes",
        desk_resources.QuoteResource,
        note=_("New quotes only, each with when and how the person agreed. One that is there stays as it is."),
        keys=("campaign", "text_en"),
    ),
)
BY_NAME = {table.name: table for table in TABLES}
BY_MODEL = {table.model._meta.label_lower: table for table in TABLES}
