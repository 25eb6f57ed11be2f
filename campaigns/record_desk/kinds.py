"""The kinds of records that staff write at the desk, by the word that stands for each in addresses and drafts."""

from dataclasses import dataclass
from textwrap import shorten

from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, CampaignPartner, Fact, Milestone, Outcome, Resource
from partners.bilingual import CODES, label_of
from partners.footnotes import Footnotes
from partners.models import Contact, Partner

from .forms import RecordForm
from .parts import CampaignForm, ContactForm, FactForm, MilestoneForm, OutcomeForm, PartnerForm
from .resources import ResourceForm

LONGEST_TITLE = 80  # characters, of what has only a text


@dataclass(frozen=True)
class Kind:
    """One kind. Without a `form` it is written elsewhere and has only its history here."""

    name: str
    model: type[models.Model]
    form: type[RecordForm] | None = None
    new: str | Promise = ""  # heading of an empty form

    @property
    def permission(self) -> str:
        return f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def new_url(self) -> str:
        return reverse(f"campaigns:{self.name}_desk_new")

    @property
    def is_cited(self) -> bool:
        return hasattr(self.model, "citations")

    @property
    def has_versions(self) -> bool:
        return hasattr(self.model, "history")

    @property
    def is_previewed(self) -> bool:
        return self.form is not None and not self.form.private


TABLE = {
    kind.name: kind
    for kind in (
        Kind("campaign", Campaign, CampaignForm, _("New campaign")),
        Kind("partner", Partner, PartnerForm, _("New partner")),
        Kind("outcome", Outcome, OutcomeForm, _("New outcome")),
        Kind("milestone", Milestone, MilestoneForm, _("New milestone")),
        Kind("fact", Fact, FactForm, _("New fact")),
        Kind("contact", Contact, ContactForm, _("New contact")),
        Kind("resource", Resource, ResourceForm, _("New resource")),
    )
}
OF_MODEL = {kind.model: kind for kind in TABLE.values()}


def of(record: models.Model) -> Kind:
    return OF_MODEL[type(record)]


def cut(text: str) -> str:
    """No longer than a title, between words; within the first one where that is longer by itself."""
    found = shorten(text, LONGEST_TITLE, placeholder="…")
    return f"{text[: LONGEST_TITLE - 1]}…" if found == "…" else found


def title(record: models.Model) -> str:
    """What a record is called where staff see it in a list."""
    if isinstance(record, Outcome | Fact):
        return cut(record.text or "")
    if isinstance(record, Contact):
        return record.name
    return str(record)


PAGES = {  # the page of the desk that shows a record of the kind: name, what it is asked for, place on the page
    "campaign": ("campaign_desk", lambda row: [row.slug], ""),
    "outcome": ("campaign_desk", lambda row: [row.campaign.slug], "#outcomes"),
    "partner": ("partner_desk", lambda row: [row.slug], ""),
    "contact": ("partner_desk", lambda row: [row.partner.slug], "#contacts"),
    "resource": ("resource_desk", lambda row: [row.slug], ""),
    "milestone": ("milestone_desk_list", lambda row: [], ""),
    "fact": ("fact_desk_list", lambda row: [], ""),
}
HOLDERS = {"outcome": "campaign", "contact": "partner"}  # the record on whose page those of the kind stand


def desk_url(record: models.Model) -> str:
    """The page of the desk that shows the record; what has none is in the admin."""
    if (kind := of(record).name) not in PAGES:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    name, asked, place = PAGES[kind]
    return reverse(f"campaigns:{name}", args=asked(record)) + place


def desk_title(record: models.Model) -> str:
    """What the page at `desk_url` is called."""
    kind = of(record)
    if PAGES[kind.name][0].endswith("_list"):
        return list_title(kind)
    return title(getattr(record, HOLDERS[kind.name]) if kind.name in HOLDERS else record)


def list_url(kind: Kind) -> str:
    """The list of the desk that has records of the kind."""
    return reverse(f"campaigns:{HOLDERS.get(kind.name, kind.name)}_desk_list")


def list_title(kind: Kind) -> str:
    """What that list is called."""
    return capfirst(TABLE[HOLDERS.get(kind.name, kind.name)].plural)


def edit_url(record: models.Model) -> str:
    """The form of the record."""
    kind = of(record)
    if kind.name in ("campaign", "partner", "resource"):
        return reverse(f"campaigns:{kind.name}_desk_edit", args=[record.slug])
    if kind.form is None:
        return desk_url(record)
    return reverse(f"campaigns:{kind.name}_desk_edit", args=[record.pk])


def lacking(record: models.Model) -> list[tuple[str, str]]:
    """(code, "Summary in Spanish") of every text that one language has and the other has not."""
    form = of(record).form
    found = []
    for name in form.texts if form else ():
        said = {code: getattr(record, f"{name}_{code}") for code in CODES}
        if any(said.values()) and (type(record), name) != (Partner, "gloss"):
            found += [(code, label_of(type(record), name, code)) for code, text in said.items() if not text]
    return found


def previews(form: RecordForm) -> list[tuple[str, str]]:
    """(language, HTML) of what readers would get if the form were saved as it is. Nothing is stored."""
    kind, record = OF_MODEL[form._meta.model], form.instance
    context = {"record": record, "notes": Footnotes([record] if record.pk else [])}
    if kind.name == "campaign":
        rows = [one.instance for one in form.formset.forms if getattr(one.instance, "partner_id", None)]
        gone = {one.instance for one in form.formset.deleted_forms}
        rows = sorted((row for row in rows if row not in gone), key=lambda row: (not row.is_lead, row.order))
        context |= {"partners": [row for row in rows if row.role == CampaignPartner.Role.PARTNER]}
        context |= {"institutions": [row for row in rows if row.role == CampaignPartner.Role.INSTITUTION]}
        context |= {"terms": sorted(term.years for term in form.cleaned_data["terms"])}
    found = []
    for code in CODES:
        with translation.override(code):
            found.append((code, render_to_string(f"campaigns/desk/_preview_{kind.name}.html", context)))
    return found
