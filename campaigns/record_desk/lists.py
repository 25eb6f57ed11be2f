"""Filters of the desk's lists of the record: words, what readers see, what a language lacks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.imports.folding import bare
from campaigns.models import Campaign, Fact, Milestone
from partners.forms import RowFilter
from partners.models import Partner

from . import kinds

SEEN = [("yes", _("public")), ("no", _("not public"))]
LACKING = [("en", _("a text in English")), ("es", _("a text in Spanish")), ("none", _("nothing"))]


class RecordDeskFilter(RowFilter):
    """What a member of staff looks for among all rows, public or not. `columns` are those with choices."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    public = forms.ChoiceField(label=_("Readers see it"), required=False)
    lacking = forms.ChoiceField(label=_("Missing"), required=False)

    columns: tuple[str, ...] = ()
    searched = ("title_en", "title_es", "slug")
    orders = {"public": SEEN, "lacking": LACKING}

    def __init__(self, data, rows):
        super().__init__(data, rows)
        self.fields["q"].widget.attrs["maxlength"] = 100

    def marks(self, row) -> dict[str, dict[str, str]]:
        missing = {code: "" for code, _label in kinds.lacking(row)} or {"none": ""}
        said = {"public": {"yes" if row.is_public else "no": ""}, "lacking": missing}
        return said | {name: {getattr(row, name): getattr(row, f"get_{name}_display")()} for name in self.columns}

    def found(self) -> list:
        if (wanted := self.wanted()) is None:
            return []
        words = bare(wanted.pop("q", "")).split()
        rows = [row for row, marks in self.marked if all(value in marks[name] for name, value in wanted.items())]
        return [row for row in rows if all(word in self.text_of(row) for word in words)]

    def text_of(self, row) -> str:
        return bare(" ".join(str(getattr(row, name) or "") for name in self.searched))


class CampaignDeskFilter(RecordDeskFilter):
    scope = forms.ChoiceField(label=_("Whose work"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    columns = ("scope", "status")
    searched = ("title_en", "title_es", "slug", "summary_en", "summary_es")
    orders = {**RecordDeskFilter.orders, "scope": Campaign.Scope.choices, "status": Campaign.Status.choices}


class PartnerDeskFilter(RecordDeskFilter):
    relationship = forms.ChoiceField(label=_("Relationship"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    columns = ("relationship", "region")
    searched = ("name", "acronym", "slug", "gloss_en", "gloss_es", "former_names")
    orders = {**RecordDeskFilter.orders, "relationship": Partner.Relationship.choices, "region": Partner.Region.choices}


class MilestoneDeskFilter(RecordDeskFilter):
    scope = forms.ChoiceField(label=_("Whose work"), required=False)

    columns = ("scope",)
    orders = {**RecordDeskFilter.orders, "scope": Milestone.Scope.choices}


class FactDeskFilter(RecordDeskFilter):
    issue = forms.ChoiceField(label=_("Topic"), required=False)

    columns = ("issue",)
    searched = ("text_en", "text_es", "slug", "claimed_by_en")
    orders = {**RecordDeskFilter.orders, "issue": Fact.Issue.choices}
