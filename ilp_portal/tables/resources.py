"""The columns of each table. What is not named here neither leaves nor comes in: demo marks, keys, sealed columns."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from import_export.fields import Field

from campaigns.models import (
    Campaign,
    CampaignPartner,
    Fact,
    HourEntry,
    Milestone,
    Opportunity,
    Outcome,
    Placement,
    Resource,
)
from coordinators.models import Appointment, Break, Coordinator, Term
from coordinators.term_forms import OVERLAP, hours_outside
from partners.models import Contact, Partner, Source

from . import cells
from .rows import TableResource
from .years import OfYear


def both(*names: str) -> tuple[str, ...]:
    """The columns of these texts, one a language."""
    return tuple(f"{name}_{code}" for name in names for code in ("en", "es"))


class PartnerResource(TableResource):
    class Meta:
        model = Partner
        import_id_fields = ("slug",)
        fields = (
            *("slug", "name", *both("gloss"), "acronym", "kind", "relationship", "documented_with_ilp", "region"),
            *(*both("place", "description"), "website", "status", "status_as_of", *both("status_note")),
            *("former_names", "successor", "is_public"),
        )


class ContactResource(TableResource):
    class Meta:
        model = Contact
        import_id_fields = ("partner", "name")
        fields = ("partner", "name", "role", "email", "phone", "language")


class SourceResource(TableResource):
    class Meta:
        model = Source
        import_id_fields = ("ref",)
        fields = (
            *(
                "ref",
                "title",
                "publisher",
                "published_on",
                "precision",
                "public_link",
                "language",
                "checked_on",
                "note",
            ),
        )


class CampaignResource(TableResource):
    class Meta:
        model = Campaign
        import_id_fields = ("slug",)
        fields = (
            *("slug", *both("title"), "scope", "kinds", "emblem", "terms", "started_on", "started_precision"),
            *("ended_on", "ended_precision", "status", *both("summary", "coordinators_did", "caution"), "is_public"),
        )


class CampaignPartnerResource(TableResource):
    class Meta:
        model = CampaignPartner
        import_id_fields = ("campaign", "partner")
        fields = ("campaign", "partner", "role", "is_lead", "order")

    @cached_property
    def leads(self) -> dict[int, int]:
        """Who leads each campaign, after the rows that were read."""
        return dict(CampaignPartner.objects.filter(is_lead=True).values_list("campaign", "partner"))

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        campaign, partner = instance.campaign_id, instance.partner_id
        if not instance.is_lead:
            if self.leads.get(campaign) == partner:
                del self.leads[campaign]
        elif self.leads.setdefault(campaign, partner) != partner:
            text = _("Another row leads already: one organization leads a campaign.")
            raise ValidationError({"is_lead": [text]})


class OutcomeResource(TableResource):
    class Meta:
        model = Outcome
        import_id_fields = ("campaign", "order")
        fields = ("campaign", "order", "happened_on", "precision", "figure", *both("unit", "text"))


class MilestoneResource(TableResource):
    class Meta:
        model = Milestone
        import_id_fields = ("slug",)
        fields = (
            *("slug", *both("title", "text"), "scope", "happened_on", "precision", "season", *both("basis")),
            *("term", "campaign", "is_public"),
        )


class FactResource(TableResource):
    class Meta:
        model = Fact
        import_id_fields = ("slug",)
        fields = (
            *("slug", "issue", "figure", *both("unit", "place"), "as_of", "precision", "claim_type"),
            *(*both("claimed_by", "text", "note"), "is_public"),
        )


class ResourceResource(TableResource):
    class Meta:
        model = Resource
        import_id_fields = ("slug",)
        fields = (
            *("slug", *both("title", "summary"), "kind", "publisher", "publisher_name", "co_publishers", "campaigns"),
            *("languages", "published_on", "precision", "link", "link_note", *both("content_warning")),
            *(*both("currency_note"), "is_public"),
        )


class OpportunityResource(TableResource):
    class Meta:
        model = Opportunity
        import_id_fields = ("slug",)
        fields = (
            *("slug", *both("title", "summary", "duties", "currency_note"), "kind", "status", "organization", "term"),
            *("hours_min", "hours_max", "hours_period", "posted_on", "posted_precision", "opens_on", "closes_on"),
            *("apply_link", "is_public"),
        )


class TermResource(OfYear):
    to_year, said_at = (), "slug"

    class Meta:
        model = Term
        import_id_fields = ("slug",)
        fields = (
            *("slug", "label", "starts_on", "ends_on", "era", "roster_status", *both("focus"), "focus_basis"),
            *(*both("notes"), "weekly_hours_min", "weekly_hours_max", "hours_basis"),
        )

    @cached_property
    def days_with_hours(self) -> dict[int, tuple]:
        """The first and the last day of each term on which somebody logged hours."""
        rows = HourEntry.objects.order_by().values("placement__appointment__term")
        days = rows.annotate(first=Min("worked_on"), last=Max("worked_on"))
        return {row["placement__appointment__term"]: (row["first"], row["last"]) for row in days}

    def faults(self, row):
        """The term has to hold the days with hours, as at the desk."""
        days = self.days_with_hours.get(row.pk)
        outside = hours_outside(row.starts_on, row.ends_on, days) if days and row.starts_on and row.ends_on else {}
        return super().faults(row) or {name: [text] for name, text in outside.items()}


class BreakResource(OfYear):
    class Meta:
        model = Break
        import_id_fields = ("term", "starts_on")
        fields = ("term", "starts_on", "ends_on", *both("name"))

    @cached_property
    def known(self) -> dict[int, dict]:
        """The breaks of each term by their first day, after the rows that were read."""
        found = {}
        for row in Break.objects.all():
            found.setdefault(row.term_id, {})[row.starts_on] = row
        return found

    def faults(self, row):
        if found := super().faults(row):
            return found
        others = self.known.get(row.term_id, {}) if row.starts_on and row.ends_on else {}
        for first, other in others.items():
            if first != row.starts_on and first <= row.ends_on and row.starts_on <= other.ends_on:
                return {"starts_on": [OVERLAP % {"name": other.name}]}
        return {}

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        self.known.setdefault(instance.term_id, {})[instance.starts_on] = instance


class CoordinatorResource(TableResource):
    """How a name shows is the person's own choice: it is told here and never read."""

    told = ("name_basis", "shown_as")

    class Meta:
        model = Coordinator
        import_id_fields = ("slug",)
        fields = ("slug", "name", "name_basis", "shown_as")

    def import_instance(self, instance, row, **kwargs):
        name, shown = instance.name, instance.is_named
        super().import_instance(instance, row, **kwargs)
        if shown and instance.name != name:
            raise ValidationError({"name": _("This name shows in public. Change it at the page of the person.")})


class AppointmentResource(OfYear):
    class Meta:
        model = Appointment
        import_id_fields = ("coordinator", "term")
        fields = ("coordinator", "term")


class _Appointed(cells.Ref):
    """An appointment by person and term, which stand in two columns."""

    def __init__(self):
        super().__init__(Appointment)

    def key(self, row: Appointment) -> str:
        return f"{row.coordinator.slug} {row.term.slug}"


class PlacementResource(OfYear):
    to_year = ("appointment", "term")
    coordinator = Field("appointment__coordinator", "coordinator", cells.Ref(Coordinator), readonly=True)
    term = Field("appointment__term", "term", cells.Ref(Term), readonly=True)
    appointment = Field("appointment", "appointment", _Appointed())

    class Meta:
        model = Placement
        import_id_fields = ("appointment", "campaign")
        fields = ("coordinator", "term", "campaign", "appointment")

    def before_import_row(self, row, **kwargs):
        words = [cells.text_of(row.get(name)).strip() for name in ("coordinator", "term")]
        row["appointment"] = " ".join(words)
        super().before_import_row(row, **kwargs)

    def get_export_fields(self, selected_fields=None):
        return [field for field in super().get_export_fields(selected_fields) if field.column_name != "appointment"]


class HourEntryResource(TableResource):
    """To read elsewhere, without the notes, which may hold what is said in private. Accompaniments read as other work,
    so that no file says on which day one took place."""

    coordinator = Field("placement__appointment__coordinator", "coordinator", cells.Ref(Coordinator), readonly=True)
    term = Field("placement__appointment__term", "term", cells.Ref(Term), readonly=True)
    campaign = Field("placement__campaign", "campaign", cells.Ref(Campaign), readonly=True)

    class Meta:
        model = HourEntry
        import_id_fields = ()
        fields = ("coordinator", "term", "campaign", "worked_on", "minutes", "activity", "approved_at")

    def dehydrate_activity(self, row: HourEntry) -> str:
        untold = row.activity == HourEntry.Activity.ACCOMPANIMENT
        return (HourEntry.Activity.OTHER if untold else HourEntry.Activity(row.activity)).value
