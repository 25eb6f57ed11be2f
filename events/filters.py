"""What readers may narrow the list of events to, by plain words in the address."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.forms import PublicFilter
from partners.languages import NAMES
from partners.models import FormerAddress, Partner

from .models import Event
from .models.event_rows import EventQuerySet

USUAL = {"en", "es"}  # languages that are always offered, on record or not


class EventFilter(PublicFilter):
    """By kind, campaign, organization and language. Offers what these events have, so that a draft tells nothing."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    partner = forms.ChoiceField(label=_("Organization"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data, events: EventQuerySet):
        had = list(events.order_by().values_list("kind", "languages", "interpretation").distinct())
        kinds, spoken = {row[0] for row in had}, USUAL.union(*(row[1] + row[2] for row in had))
        campaigns = Campaign.objects.public().filter(pk__in=events.order_by().values("campaign"))
        partners = Partner.objects.public().filter(events__in=events.order_by()).distinct()
        super().__init__(
            data,
            kind=[row for row in Event.Kind.choices if row[0] in kinds],
            campaign=sorted(((row.slug, row.title) for row in campaigns), key=lambda row: row[1].casefold()),
            partner=sorted(((row.slug, row.name) for row in partners), key=lambda row: row[1].casefold()),
            language=[(code, capfirst(name)) for code, name in NAMES.items() if code in spoken],
        )

    @property
    def query(self) -> str:
        """The choice for the address of another page of the same list."""
        return urlencode(self.wanted() or {})

    def fitting(self, events: EventQuerySet) -> EventQuerySet:
        """The events that fit; none when a value is none of ours."""
        wanted = self.wanted()
        if wanted is None:
            return events.none()
        language, columns = (
            wanted.pop("language", ""),
            {
                "kind": "kind",
                "campaign": "campaign__slug",
                "partner": "partners__slug",
            },
        )
        events = events.filter(**{columns[name]: value for name, value in wanted.items()})
        return events.spoken_in(language) if language else events


class CalendarFilter(EventFilter):
    """What a calendar is narrowed to. It offers also what has no event yet: people subscribe once, for what will be."""

    def __init__(self, data):
        campaigns, partners = list(Campaign.objects.public()), list(Partner.objects.public())
        PublicFilter.__init__(
            self,
            _renamed(data, campaign=campaigns, partner=partners),
            kind=[row for row in Event.Kind.choices if row[0] != Event.Kind.ACCOMPANIMENT],
            campaign=sorted(((row.slug, row.title) for row in campaigns), key=lambda row: row[1].casefold()),
            partner=sorted(((row.slug, row.name) for row in partners), key=lambda row: row[1].casefold()),
            language=[(code, capfirst(name)) for code, name in NAMES.items()],
        )

    @property
    def words(self) -> str:
        """The choice as the name of a calendar has it; empty for all events."""
        wanted = self.wanted() or {}
        return ", ".join(str(dict(self.fields[name].choices)[value]) for name, value in wanted.items())


class EmbedFilter(CalendarFilter):
    """What the list for partners' sites is narrowed to, and how many events it shows."""

    number = forms.IntegerField(required=False, min_value=1, max_value=10)

    def wanted(self) -> dict[str, str] | None:
        found = super().wanted()
        return None if found is None else {name: value for name, value in found.items() if name != "number"}


def _renamed(data: QueryDict, **rows: list) -> dict[str, str]:
    """What was asked for, with the slugs of today: who subscribed before one was changed goes on reading."""
    asked = data.dict()
    for name, found in rows.items():
        if found and asked.get(name) and asked[name] not in {row.slug for row in found}:
            former = FormerAddress.objects.of(type(found[0]), asked[name]).first()
            asked[name] = next((row.slug for row in found if former and row.pk == former.object_id), asked[name])
    return asked
