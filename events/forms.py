"""What staff type to make an event: a day, hours on the wall, a zone; and when people are reminded of it."""

import datetime as dt
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners.languages import NAMES as LANGUAGES_SPOKEN

from . import clock, seats
from .models import Event, ReminderRule

MOST_PLACES = 100_000  # of one event; the largest marches here had as many
FIRST_YEAR, LAST_YEAR = 2000, 2100  # the years an event of this project can have


def zone_choices() -> list:
    """The zones of the United States first, then all others."""
    near = ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"]
    rest = sorted(name for name in zoneinfo.available_timezones() - set(near) if "/" in name)
    return [(_("United States"), [(z, z) for z in near]), (_("Elsewhere"), [(z, z) for z in rest])]


def typed_instant(
    form: forms.BaseForm, name: str, wall: dt.datetime, zone: zoneinfo.ZoneInfo, fold: int | None
) -> dt.datetime | None:
    """The instant of an hour on the wall. None where the clocks change, and then it is said at the field."""
    try:
        return clock.to_utc(wall.date(), wall.time(), zone, fold)
    except clock.HourMissing:
        form.add_error(name, _("On this day the clocks jump over this hour. Choose another one."))
    except clock.HourTwice:
        form.add_error(name, _("On this day this hour comes twice. Choose the first or the second below."))
        form.add_error("fold", _("Choose the first or the second."))
    return None


def on_the_wall(event: Event) -> dict:
    """The hours of an event as staff type them, by field of the form; nothing where the record gives none."""
    typed = {}
    if event.starts_at:
        start = event.starts_at.astimezone(event.zone)
        typed |= {"start_time": start.time(), "fold": start.fold if _is_twice(start) else ""}
    if event.ends_at:
        end = event.ends_at.astimezone(event.zone)
        typed |= {"end_time": end.time(), "end_day": end.date() if end.date() != event.held_on else None}
    return typed


class HoursForm(forms.ModelForm):
    """An event as staff think of it: a day, hours on the wall, a zone. The instants are worked out here."""

    start_time = forms.TimeField(
        label=capfirst(_("starts at")), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end_time = forms.TimeField(
        label=capfirst(_("ends at")), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end_day = forms.DateField(
        label=capfirst(_("day it ends")),
        required=False,
        help_text=_("Only when it ends on a later day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    fold = forms.TypedChoiceField(
        label=capfirst(_("which of two")),
        choices=[("", "—"), ("0", _("the first")), ("1", _("the second"))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only for an hour that comes twice, on the night when the clocks go back."),
    )
    online_url = forms.URLField(
        label=capfirst(_("online address, for confirmed people")), max_length=300, required=False, assume_scheme="https"
    )
    capacity = forms.IntegerField(
        label=capfirst(_("places")),
        help_text=_("Empty: no limit. Guests count."),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )
    time_zone = forms.ChoiceField(label=capfirst(_("time zone")), choices=zone_choices)
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages spoken")),
        choices=list(LANGUAGES_SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_start = self.instance.starts_at
        self.initial |= on_the_wall(self.instance)

    def clean_held_on(self) -> dt.date:
        return self._possible(self.cleaned_data["held_on"])

    def clean_end_day(self) -> dt.date | None:
        return self._possible(self.cleaned_data["end_day"])

    def _possible(self, day: dt.date | None) -> dt.date | None:
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Check the year."))
        return day

    def clean(self) -> dict:
        data = super().clean()
        day, last = data.get("held_on"), data.get("end_day") or data.get("held_on")
        start = self._instant("start_time", day)
        end = self._instant("end_time", last) or self._usual_end(start)
        if end and not data.get("start_time") and "start_time" not in self.errors:
            self.add_error("start_time", _("Give the start as well."))
        if start and end and end <= start:
            self.add_error("end_time", _("The event ends before it starts. Check the hours and the day it ends."))
        if data.get("signup_open") and not (start and end):
            self.add_error("signup_open", _("Sign-up needs the hours at which the event starts and ends."))
        self._keep_hours_of_signups(start, end)
        self._keep_places(data)
        self.instance.starts_at, self.instance.ends_at = start, end
        return data

    def _instant(self, name: str, day: dt.date | None) -> dt.datetime | None:
        hour, zone = self.cleaned_data.get(name), self.cleaned_data.get("time_zone")
        if hour is None or day is None or zone is None:
            return None
        return typed_instant(
            self, name, dt.datetime.combine(day, hour), zoneinfo.ZoneInfo(zone), self.cleaned_data.get("fold")
        )

    def _usual_end(self, start: dt.datetime | None) -> dt.datetime | None:
        """When it ends where nobody typed an end; the record does not guess."""
        return None

    def _keep_hours_of_signups(self, start: dt.datetime | None, end: dt.datetime | None) -> None:
        """Without an end nothing would tell when to erase them."""
        if self.instance.pk and not (start and end) and not self.errors and self.instance.rsvps.exists():
            self.add_error("start_time", _("People have signed up. Keep the hours and postpone or cancel the event."))

    def _keep_places(self, data: dict) -> None:
        """Nobody loses a place that they have."""
        if self.instance.pk is None or "capacity" not in data:
            return
        self.instance.capacity = data["capacity"]
        try:
            seats.validate_capacity(self.instance)
        except ValidationError as error:
            self.add_error(None, error)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.cleaned_data.get("status") == Event.Status.PUBLISHED:
            for name, fault in self.instance.publishing_faults(timezone.now()).items():
                self.add_error("start_time" if name == "starts_at" else name, fault)


class EventForm(HoursForm):
    """An event of the record, past or to come, as staff keep it."""

    time_zone = forms.ChoiceField(
        label=capfirst(_("time zone")),
        choices=zone_choices,
        initial=Event._meta.get_field("time_zone").default,
        widget=forms.TextInput,  # the record is in one zone; five hundred others need not come along
        help_text=_("Like America/New_York."),
    )
    in_the_past = forms.BooleanField(
        label=_("It has taken place by now"),
        required=False,
        help_text=_("Only to correct the record: moves an event that is to come into the past."),
    )

    class Meta:
        model = Event
        fields = (
            *("title", "summary", "slug", "kind", "status", "held_on", "precision", "recurrence", "time_zone"),
            *("mode", "place", "place_public", "neighborhood", "online_url", "languages", "partners", "campaign"),
            *("term", "ilp_role", "announced_in", "signup_open", "record_note", "one_language"),
            *("interpretation", "access", "access_note", "bring", "capacity", "guests_most", "exact_hours_before"),
            "training",
        )
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean(self) -> dict:
        data = super().clean()
        if self.instance.starts_at and data.get("precision") != "day":
            self.add_error("precision", _("An hour needs the exact day."))
        start, now = self.instance.starts_at, timezone.now()
        if start and self.known_start and start <= now < self.known_start and not data.get("in_the_past"):
            self.add_error(
                "held_on", _("This moves the event into the past. Choose a day to come, or tick the box below.")
            )
        return data


def _is_twice(local: dt.datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


class ReminderRuleForm(forms.ModelForm):
    """Either so many hours before, or so many days before at an hour."""

    class Meta:
        model = ReminderRule
        fields = ("hours_before", "days_before", "at")
        widgets = {"at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def clean(self) -> dict:
        data = super().clean()
        hours, days, at = (data.get(name) for name in ("hours_before", "days_before", "at"))
        by_hours, by_day = hours is not None, days is not None and at is not None
        if not self.errors and (by_hours == by_day or (by_hours and (days is not None or at is not None))):
            raise ValidationError(_("Give either the hours before, or the days before and the hour."))
        if by_hours and not 1 <= hours <= 336:
            self.add_error("hours_before", _("From 1 to 336 hours (14 days)."))
        if days is not None and days > 30:
            self.add_error("days_before", _("At most 30 days."))
        if at and not clock.QUIET_UNTIL <= at < clock.QUIET_FROM:
            self.add_error("at", _("From 8:00 am to 9:00 pm; nobody is written to at night."))
        return data
