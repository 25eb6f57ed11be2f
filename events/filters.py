"""What readers may narrow the list of events to, by plain words in the address."""

from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign
from partners.languages import NAMES

from .models import Event
from .models.event import EventQuerySet

USUAL = {"en", "es"}  # languages that are always offered, on record or not


class Choice(NamedTuple):
    """What a reader asked for; empty means everything."""

    kind: str = ""
    campaign: str = ""
    language: str = ""


class EventFilter(forms.Form):
    """Offers what public events have, so that nobody learns of a campaign or a kind that only a draft has."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data, *, events: EventQuerySet):
        super().__init__(data)
        had = list(events.order_by().values_list("kind", "languages").distinct())
        kinds, spoken = {row[0] for row in had}, USUAL.union(*(row[1] for row in had))
        campaigns = Campaign.objects.public().filter(pk__in=events.order_by().values("campaign"))
        named = sorted(((row.slug, row.title) for row in campaigns), key=lambda row: row[1].casefold())
        self.fields["kind"].choices = [("", _("All")), *(row for row in Event.Kind.choices if row[0] in kinds)]
        self.fields["campaign"].choices = [("", pgettext_lazy("campaigns", "All")), *named]
        self.fields["language"].choices = [("", _("All")), *(row for row in NAMES.items() if row[0] in spoken)]

    @property
    def is_narrow(self) -> bool:
        """Whether anything was asked for, if only something that there is not."""
        return not self.is_valid() or any(self.cleaned_data.values())

    @property
    def query(self) -> str:
        """The choice for the address of another page of the same list."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value}) if self.is_valid() else ""

    def fitting(self, events: EventQuerySet) -> EventQuerySet:
        """The events that fit; none when a value is none of ours."""
        if not self.is_valid():
            return events.none()
        choice = Choice(**self.cleaned_data)
        events = events.filter(kind=choice.kind) if choice.kind else events
        events = events.filter(campaign__slug=choice.campaign) if choice.campaign else events
        return events.spoken_in(choice.language) if choice.language else events
