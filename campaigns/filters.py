"""The filter of the campaigns: by kind, partner, status, academic year and whose work it is."""

from collections.abc import Iterator

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners.forms import PublicFilter

from .models import Campaign


class CampaignFilter(PublicFilter):
    """Narrows campaigns (with partners and years) and offers what occurs among them: a draft's partner never does."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    term = forms.ChoiceField(label=_("Academic year"), required=False)
    scope = forms.ChoiceField(label=_("Whose work"), required=False)

    def __init__(self, data, campaigns: list[Campaign]):
        self.traits = [(campaign, {name: dict(of(campaign)) for name, of in TRAITS.items()}) for campaign in campaigns]
        super().__init__(data, **{name: self._occurring(name) for name in TRAITS})

    def found(self) -> list[Campaign]:
        wanted = self.wanted()
        if wanted is None:
            return []
        return [row for row, has in self.traits if all(value in has[name] for name, value in wanted.items())]

    def _occurring(self, name: str) -> list[tuple[str, str]]:
        """Choices of the record in their own order, years newest first, organizations by name."""
        found = {value: label for _row, has in self.traits for value, label in has[name].items()}
        if name in ORDERS:
            return [(value, capfirst(label)) for value, label in ORDERS[name].choices if value in found]
        if name == "term":
            return sorted(found.items(), reverse=True)
        return sorted(found.items(), key=lambda choice: choice[1].casefold())


def _partners(campaign: Campaign) -> Iterator[tuple[str, str]]:
    return ((row.partner.slug, row.partner.name) for row in campaign.shown_partners)


ORDERS = {"kind": Campaign.Kind, "status": Campaign.Status, "scope": Campaign.Scope}
TRAITS = {  # by field: the values of one campaign with their words
    "kind": lambda campaign: [(kind, kind) for kind in campaign.kinds],
    "partner": _partners,
    "status": lambda campaign: [(campaign.status, campaign.status)],
    "term": lambda campaign: campaign.years,
    "scope": lambda campaign: [(campaign.scope, campaign.scope)],
}
