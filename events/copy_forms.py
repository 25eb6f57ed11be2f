"""What staff type to make an event like another one."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import clock
from .desk_forms import PAST
from .forms import FIRST_YEAR, LAST_YEAR
from .models import Event


class DuplicateForm(forms.Form):
    """The day of a copy; which of two only where an hour comes twice on it."""

    held_on = forms.DateField(
        label=capfirst(_("day")), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    which = forms.ChoiceField(
        label=capfirst(_("which of two")),
        choices=[("", "—"), ("0", _("the first")), ("1", _("the second"))],
        required=False,
        help_text=_("Only for an hour that comes twice, on the night when the clocks go back."),
    )

    def __init__(self, *args, event: Event, now: dt.datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.today = event, now.astimezone(event.zone).date()
        self.fields["which"].widget = forms.HiddenInput()  # asked where the day chosen has that hour twice
        self.initial["held_on"] = max(event.held_on + dt.timedelta(days=7), self.today)

    @property
    def fold(self) -> int | None:
        return int(self.cleaned_data["which"]) if self.cleaned_data.get("which") else None

    def clean_held_on(self) -> dt.date:
        day = self.cleaned_data["held_on"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Check the year."))
        if day < self.today:
            raise ValidationError(PAST)
        return day

    def clean(self) -> None:
        day = self.cleaned_data.get("held_on")
        hours = [
            instant.astimezone(self.event.zone) for instant in (self.event.starts_at, self.event.ends_at) if instant
        ]
        for local in hours if day else ():
            try:
                clock.to_utc(local.date() + (day - self.event.held_on), local.time(), self.event.zone, self.fold)
            except clock.HourMissing:
                self.add_error("held_on", _("On this day the clocks jump over this hour. Choose another one."))
            except clock.HourTwice:
                self.fields["which"].widget = forms.Select(choices=self.fields["which"].choices)
                self.add_error("which", _("Choose the first or the second."))
