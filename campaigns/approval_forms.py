"""What staff choose on the page of hours to approve, and what they say about the chosen lines."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coordinators.models import Coordinator

from .approval import State
from .models import Campaign, HourEntry

ALL = ("", _("Any"))
MOST_LINES = 1000  # of one request; a page has some 150
PAIR = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")  # id and revision, both smaller than what a database holds


class ApprovalFilter(forms.Form):
    """What the page lists. A value that is none of these is said at its field and narrows nothing."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=State.choices)
    person = forms.ChoiceField(label=_("Coordinator"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    week = forms.DateField(
        label=_("Week of"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data):
        super().__init__(data, auto_id="only_%s")
        people = Coordinator.objects.filter(appointments__placements__isnull=False).distinct()
        campaigns = Campaign.objects.filter(placements__isnull=False).distinct()
        self.fields["person"].choices = [ALL, *((str(one.pk), one.name) for one in people)]
        self.fields["campaign"].choices = [ALL, *((one.slug, one.title) for one in campaigns)]

    def clean_week(self):
        day = self.cleaned_data["week"]
        if day and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Choose a day."), code="outside")
        return day

    @property
    def wanted(self) -> dict:
        """The arguments of approval.narrowed. Needs is_valid()."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {**chosen, "state": State(chosen.get("state", State.WAITING))}

    @property
    def query(self) -> dict[str, str]:
        """The same for an address."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class WordForm(forms.Form):
    """The word with which lines are sent back."""

    word = forms.CharField(
        label=_("Your question or word"),
        max_length=HourEntry._meta.get_field("question").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you would like to know.")},
    )

    def full_clean(self) -> None:
        """The only field of a long page: where it is wrong, the page begins there."""
        super().full_clean()
        if self.errors:
            self.fields["word"].widget.attrs["autofocus"] = True


def pairs(texts: list[str]) -> dict[int, int]:
    """{id: revision} of what was ticked, each text like "12.1 13.4"; what is no such pair is left out."""
    found = [PAIR.fullmatch(word) for text in texts for word in text.split()[:MOST_LINES]]
    return {int(match[1]): int(match[2]) for match in found[:MOST_LINES] if match}
