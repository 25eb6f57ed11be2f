"""Which tables go in and out, in the order of the page."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.models import HourEntry, Placement
from coordinators.models import Appointment, Coordinator
from events.models import Event
from partners.models import Contact

from . import resources
from .rows import TableResource, column_at

PERSONAL = (Contact, Coordinator, Appointment, Placement, HourEntry)  # lists of people: only after a fresh sign-in
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
    def columns(self) -> list[Column]:
        return [
            Column(
                name, str(column_at(self.model, field.attribute).verbose_name), self._is_read(field), name in self.keys
            )
            for field in self.resource().get_export_fields()
            for name in [field.column_name]
        ]

    def _is_read(self, field) -> bool:
        return self.comes_in and (not field.readonly or field.column_name in self.keys)

    def rows(self) -> models.QuerySet:
        """What is written, with all that its columns name; nothing of an accompaniment."""
        rows = self.resource().get_queryset().order_by("pk")
        return rows.exclude(kind=Event.Kind.ACCOMPANIMENT) if self.model is Event else rows

    def may_be_read_by(self, user) -> bool:
        return user.has_perm(self._permission("view"))

    def may_be_changed_by(self, user) -> bool:
        return self.comes_in and user.has_perms(self._permission(verb) for verb in VERBS)

    def _permission(self, verb: str) -> str:
        return f"{self.model._meta.app_label}.{verb}_{self.model._meta.model_name}"


TABLES = (
    Table("partners", resources.PartnerResource),
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
        resources.EventResource,
        comes_in=False,
        note=_("Events come in at their own desk, which tells people what changes."),
    ),
)
BY_NAME = {table.name: table for table in TABLES}
BY_MODEL = {table.model._meta.label_lower: table for table in TABLES}
