"""Which coordinators of this term and the next one work on a campaign."""

import datetime as dt

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, HourEntry, Placement
from coordinators.models import Appointment, Term


def terms(today: dt.date) -> list[Term]:
    """The term it is and the next one, as far as they are not closed."""
    return list(Term.objects.filter(ends_on__gte=today, closed_at=None).order_by("starts_on")[:2])


def rows(campaign: Campaign, today: dt.date) -> models.QuerySet[Placement]:
    """The placements of these terms with their people and how many lines of hours each has, in `lines`."""
    found = campaign.placements.filter(appointment__term__in=[term.pk for term in terms(today)])
    hours = HourEntry.objects.filter(placement=models.OuterRef("pk")).order_by()
    lines = models.Subquery(hours.values("placement").annotate(n=models.Count("pk")).values("n"))
    people = found.select_related("appointment__coordinator", "appointment__term").annotate(lines=lines)
    return people.order_by("appointment__term__starts_on", "appointment__coordinator__name")


class PlaceForm(forms.Form):
    """Coordinators of these terms who are not on the campaign yet."""

    appointments = forms.MultipleChoiceField(
        label=_("Coordinators"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Nobody was ticked, so nothing happened."),
            "invalid_choice": _("Somebody you ticked was placed meanwhile, or the term was closed. Look once more."),
        },
    )

    def __init__(self, *args, campaign: Campaign, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        free = Appointment.objects.filter(term__in=[term.pk for term in terms(today)])
        free = free.exclude(placements__campaign=campaign).select_related("coordinator", "term")
        free = free.order_by("term__starts_on", "coordinator__name")
        self.free = {str(row.pk): row for row in free}
        named = [(key, f"{row.coordinator.name}, {row.term.years}") for key, row in self.free.items()]
        self.fields["appointments"].choices = named

    def place(self) -> int:
        """Returns how many were placed; whoever another one placed meanwhile does not count."""
        made = [
            Placement.objects.get_or_create(
                appointment=row,
                campaign=self.campaign,
                defaults={"is_demo": self.campaign.is_demo or row.coordinator.is_demo},
            )[1]
            for row in (self.free[key] for key in self.cleaned_data["appointments"])
        ]
        return sum(made)
