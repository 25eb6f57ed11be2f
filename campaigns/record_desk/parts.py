"""The forms of the record at the desk, one for each kind of record."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, CampaignPartner, Fact, Milestone, Outcome
from coordinators.models import Term
from partners.admin import LinesField
from partners.bilingual import CODES, BilingualForm
from partners.models import CoalitionMembership, Contact, Partner

from .forms import RecordForm

MOST_ROWS = 60
PUBLIC_HINT = _("Readers see it as soon as it is saved. What a language lacks is shown in the other one, with a note.")


def columns(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in CODES)


def pair(name: str) -> tuple[str, ...]:
    return columns(name)


class TicksField(forms.ModelMultipleChoiceField):
    """A number that no row can have is no choice, before a database is asked for it."""

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value):
        known = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}
        if odd := [pk for pk in value if str(pk) not in known]:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": odd[0]})
        return super()._check_values(value)


class RowsFormSet(BaseInlineFormSet):
    """Rows that name one organization each, of which every row offers the same list, read once."""

    names = "partner"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [("", "–"), *Partner.objects.order_by("name").values_list("pk", "name")]
        for form in self.forms:
            form.fields[self.names].choices = offered
            form.empty_permitted = form.empty_permitted or not form.instance.pk
            form.use_required_attribute = False
            form.heading = self.heading_of(form.instance) if form.instance.pk else ""

    def heading_of(self, row) -> str:
        return str(getattr(row, self.names) or row.name)

    def clean(self):
        """Two rows with the same organization are told at the second one, where Django would tell it of all rows."""
        named = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            partner = data.get(self.names)
            if partner is None or data.get("DELETE"):
                continue
            if partner.pk in named:
                form.add_error(self.names, _("This organization stands in another row already."))
            named.add(partner.pk)


class PartnerRows(RowsFormSet):
    def clean(self):
        super().clean()
        leads = 0
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            if data.get("DELETE") or not data.get("is_lead"):
                continue
            leads += 1
            if leads > 1:
                form.add_error("is_lead", _("Another row leads already: one organization leads a campaign."))


class CoalitionRows(RowsFormSet):
    names = "coalition"

    def clean(self):
        super().clean()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            if data.get("coalition") and data["coalition"] == self.instance:
                form.add_error("coalition", _("An organization is no member of itself."))


class CoalitionForm(BilingualForm):
    """A coalition that has a page here, or one that is known by name only."""

    texts = ("name",)

    class Meta:
        model = CoalitionMembership
        fields = ("coalition", "order", *columns("name"))

    def clean(self):
        data = super().clean()
        named = any(data.get(name) for name in columns("name"))
        if self.has_changed() and not data.get("DELETE") and not (data.get("coalition") or named):
            self.add_error("coalition", _("Choose a coalition, or write its name."))
        return data


PartnersOfCampaign = inlineformset_factory(
    Campaign,
    CampaignPartner,
    formset=PartnerRows,
    fields=("partner", "role", "is_lead", "order"),
    extra=2,
    can_delete_extra=False,
    max_num=MOST_ROWS,
    validate_max=True,
)
CoalitionsOfPartner = inlineformset_factory(
    Partner,
    CoalitionMembership,
    form=CoalitionForm,
    fk_name="member",
    formset=CoalitionRows,
    fields=("coalition", "order", *columns("name")),
    extra=1,
    can_delete_extra=False,
    max_num=MOST_ROWS,
    validate_max=True,
)


class CampaignForm(RecordForm):
    kinds = forms.MultipleChoiceField(
        label=capfirst(_("kinds")), choices=Campaign.Kind.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    terms = TicksField(label=capfirst(_("terms")), queryset=Term.objects.order_by("-starts_on"), required=False)

    texts = ("title", "summary", "coordinators_did", "caution")
    needed, long = ("title", "summary"), ("summary", "coordinators_did")
    partial = {"started_on": "started_precision", "ended_on": "ended_precision"}
    formset_class, beside, rows_heading = PartnersOfCampaign, ("partner_rows",), _("Who is in it")
    layout = (
        (_("What readers read"), False, [pair(name) for name in texts]),
        (_("What it is"), False, [("scope", "emblem"), "kinds", "status", ("started_on", "ended_on")]),
        (_("Academic years"), True, ["terms"]),
        (_("Address and visibility"), False, ["slug", "is_public"]),
    )

    class Meta:
        model = Campaign
        fields = (
            *columns("title", "summary", "coordinators_did", "caution"),
            *("scope", "emblem", "kinds", "status", "started_on", "ended_on", "terms", "slug", "is_public"),
        )
        help_texts = {"is_public": PUBLIC_HINT}

    def clean(self):
        data = super().clean()
        start, end = data.get("started_on"), data.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", _("It ends before it starts."))
        return data


class PartnerForm(RecordForm):
    website = forms.URLField(label=capfirst(_("website")), max_length=300, required=False, assume_scheme="https")
    former_names = LinesField(label=capfirst(_("former names")), help_text=_("One a line."), required=False)

    texts, needed, long = ("gloss", "description", "place", "status_note"), ("description",), ("description",)
    formset_class, beside, rows_heading = CoalitionsOfPartner, ("memberships",), _("Coalitions it belongs to")
    layout = (
        (_("Its name"), False, [("name", "acronym"), pair("gloss"), "former_names", "successor"]),
        (_("What readers read"), False, [pair(name) for name in ("description", "place", "status_note")]),
        (
            _("What it is"),
            False,
            [("kind", "relationship"), "documented_with_ilp", ("region", "website"), ("status", "status_as_of")],
        ),
        (_("Address and visibility"), False, ["slug", "is_public"]),
    )

    class Meta:
        model = Partner
        fields = (
            *("name", "acronym", *columns("gloss"), "former_names", "successor"),
            *columns("description", "place", "status_note"),
            *("kind", "relationship", "documented_with_ilp", "region", "website", "status", "status_as_of"),
            *("slug", "is_public"),
        )
        help_texts = {"is_public": PUBLIC_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Partner.objects.exclude(pk=self.instance.pk).order_by("name")
        self.fields["successor"].queryset = others
        self.fields["successor"].help_text = _("Where it merged into another one.")

    def clean_former_names(self):
        names = self.cleaned_data["former_names"]
        if long := next((name for name in names if len(name) > 150), None):
            raise ValidationError(_("A name has at most 150 letters: “%(name)s …”"), params={"name": long[:40]})
        return names

    def clean_status_as_of(self):
        year = self.cleaned_data["status_as_of"]
        if year is not None and not 1900 <= year <= 2100:
            raise ValidationError(_("The year has to lie between 1900 and 2100."))
        return year


class OutcomeForm(RecordForm):
    texts, needed, long = ("text", "unit"), ("text",), ("text",)
    partial = {"happened_on": "precision"}
    layout = (
        (_("What happened"), False, [pair("text"), ("happened_on", "order")]),
        (_("A figure, where a source gives one"), False, ["figure", pair("unit")]),
    )

    class Meta:
        model = Outcome
        fields = (*columns("text", "unit"), "happened_on", "order", "figure")
        help_texts = {"figure": _("Digits only: 2500000."), "order": _("The page shows them from the lowest on.")}

    def clean(self):
        data = super().clean()
        taken = self.instance.campaign.outcomes.exclude(pk=self.instance.pk).filter(order=data.get("order"))
        if data.get("order") is not None and taken.exists():
            self.add_error("order", _("Another outcome of this campaign has this place."))
        if data.get("figure") is None and any(data.get(name) for name in columns("unit")):
            self.add_error("figure", _("A unit needs a figure."))
        return data


class MilestoneForm(RecordForm):
    texts, needed, long = ("title", "text", "basis"), ("title", "text"), ("text",)
    partial = {"happened_on": "precision"}
    layout = (
        (_("What readers read"), False, [pair("title"), pair("text"), pair("basis")]),
        (_("When and whose"), False, [("happened_on", "season"), "scope", ("term", "campaign")]),
        (_("Address and visibility"), False, ["slug", "is_public"]),
    )

    class Meta:
        model = Milestone
        fields = (
            *columns("title", "text", "basis"),
            *("happened_on", "season", "scope", "term", "campaign", "slug", "is_public"),
        )
        help_texts = {"season": _("Only where no more than the semester is known."), "is_public": PUBLIC_HINT}

    def clean(self):
        data = super().clean()
        if data.get("season") and data.get("happened_on"):
            self.instance.precision = "season"
        elif self.instance.precision == "season":
            self.instance.precision = "month"
        return data


class FactForm(RecordForm):
    texts, needed, long = ("text", "unit", "place", "claimed_by", "note"), ("text", "claimed_by"), ("text",)
    partial = {"as_of": "precision"}
    layout = (
        (_("What readers read"), False, [pair("text"), pair("claimed_by"), pair("place"), pair("note")]),
        (_("The figure"), False, [("figure", "as_of"), pair("unit"), ("issue", "claim_type")]),
        (_("Address and visibility"), False, ["slug", "is_public"]),
    )

    class Meta:
        model = Fact
        fields = (
            *columns("text", "claimed_by", "place", "note"),
            *("figure", "as_of", *columns("unit"), "issue", "claim_type", "slug", "is_public"),
        )
        help_texts = {"figure": _("Digits only: 2500000."), "is_public": PUBLIC_HINT}


class ContactForm(RecordForm):
    """Somebody to reach at an organization: never public, never in a draft or a version."""

    private = True
    layout = ((_("Whom to reach"), False, [("name", "role"), ("email", "phone"), "language"]),)

    class Meta:
        model = Contact
        fields = ("name", "role", "email", "phone", "language")
