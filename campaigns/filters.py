"""The filters of the public lists of campaigns and of works worth reading."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners import languages
from partners.forms import RowFilter

from .models import Campaign, Resource

UNDATED = "undated"


class CampaignFilter(RowFilter):
    """Campaigns by kind, partner, status, academic year and whose work it is; they come with partners and years."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    term = forms.ChoiceField(label=_("Academic year"), required=False)
    scope = forms.ChoiceField(label=_("Whose work"), required=False)

    orders = {
        name: [(value, capfirst(label)) for value, label in choices.choices]
        for name, choices in {"kind": Campaign.Kind, "status": Campaign.Status, "scope": Campaign.Scope}.items()
    }

    def marks(self, row: Campaign) -> dict[str, dict[str, str]]:
        return {
            "kind": dict.fromkeys(row.kinds, ""),
            "partner": {one.partner.slug: one.partner.name for one in row.shown_partners},
            "status": {row.status: ""},
            "term": dict(row.years),
            "scope": {row.scope: ""},
        }

    def ordered(self, name: str, found: dict[str, str]) -> list[tuple[str, str]]:
        return sorted(found.items(), reverse=True) if name == "term" else super().ordered(name, found)


class ResourceFilter(RowFilter):
    """Works by kind, by the language of an edition, by campaign and by year; they come with their campaigns."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language of an edition"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    orders = {"kind": Resource.SHELVES.items()}

    def marks(self, row: Resource) -> dict[str, dict[str, str]]:
        year = str(row.published_on.year) if row.published_on else UNDATED
        return {
            "kind": {row.kind: ""},
            "language": {code: capfirst(languages.listed([code])) for code in row.languages},
            "campaign": {campaign.slug: campaign.title for campaign in row.campaigns.all()},
            "year": {year: _("Date not on record") if year == UNDATED else year},
        }

    def ordered(self, name: str, found: dict[str, str]) -> list[tuple[str, str]]:
        if name == "language":
            usual = [code for code in languages.NAMES if code in found]
            return [(code, found[code]) for code in (*usual, *sorted(found.keys() - languages.NAMES.keys()))]
        if name == "year":
            return sorted(found.items(), key=lambda choice: (choice[0] != UNDATED, choice[0]), reverse=True)
        return super().ordered(name, found)
