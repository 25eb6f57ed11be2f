"""What staff type to move an event that people know of: when and where, and nothing else."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import HoursForm, _is_twice
from .models import Event

DETAILS = ("end_day", "time_zone", "fold", "place_public")  # folded away: most changes need none of them
PAST = _("This day or hour has passed. Choose one that is to come, or postpone or cancel the event.")


class ChangeForm(HoursForm):
    """The day, the hours and the place of a published event. `seen` is the revision that was on the screen."""

    field_order = ("held_on", "start_time", "end_time", "place", "neighborhood", "mode", "online_url", *DETAILS, "seen")

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Event
        fields = ("held_on", "time_zone", "mode", "place", "place_public", "neighborhood", "online_url")
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, now: dt.datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {name: field for name, field in self.fields.items() if name in self.field_order}
        self.now, self.before = now, (self.instance.starts_at, self.instance.facts())
        self.initial["seen"] = self.instance.revision
        for name in ("mode", "start_time", "end_time"):
            self.fields[name].required = True
        self.fields["held_on"].help_text = ""
        self.fields["mode"].choices = Event.Mode.choices

    @property
    def usual(self) -> list:
        return [field for field in self.visible_fields() if field.name not in DETAILS]

    @property
    def details(self) -> list:
        return [self[name] for name in DETAILS]

    @property
    def details_are_open(self) -> bool:
        return any(field.errors for field in self.details)

    @property
    def values(self) -> dict:
        """The columns that a valid form sets."""
        names = (*self._meta.fields, "starts_at", "ends_at", "precision")
        return {name: getattr(self.instance, name) for name in names}

    def clean(self) -> dict:
        data = super().clean()
        start, end = self.instance.starts_at, self.instance.ends_at
        if start and start != self.before[0] and start <= self.now:
            self.add_error("start_time", PAST)
        elif end and end <= self.now:
            self.add_error("end_time", PAST)
        if data.get("place") and not (data.get("place_public") or data.get("neighborhood")):
            self.add_error("neighborhood", _("Name the neighborhood, so that readers know whether they can come."))
        if data.get("place_public") and self.instance.exact_hours_before:
            self.add_error("place_public", _("Its exact place is told some hours before. Take that away first."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        if self.instance.starts_at:
            self.instance.precision = "day"
        if self.instance.facts() == self.before[1]:
            self.add_error(None, _("Nothing is different yet: day, hours and place are as they were."))
        elif self.instance.status == Event.Status.PUBLISHED:
            for name, fault in self.instance.publishing_faults(self.now).items():
                self.add_error("start_time" if name == "starts_at" else name if name in self.fields else None, fault)


def hours_moved(event: Event, by: dt.timedelta) -> dict[str, str]:
    """What a person would type for the same event so much later, or earlier."""
    start, end = (instant.astimezone(dt.UTC) + by for instant in (event.starts_at, event.ends_at))
    start, end = start.astimezone(event.zone), end.astimezone(event.zone)
    return {
        "held_on": start.date().isoformat(),
        "start_time": start.strftime("%H:%M"),
        "end_time": end.strftime("%H:%M"),
        "end_day": end.date().isoformat() if end.date() != start.date() else "",
        "time_zone": event.time_zone,
        "fold": str(start.fold) if _is_twice(start) else "",
    }
