"""A shift as staff think of it: hours on the wall where the event is, and who is needed."""

import datetime as dt

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import clock
from .forms import typed_instant
from .models import Event, Shift

DAY = dt.timedelta(days=1)
PAIR = 2  # people who go along; nobody goes alone


class ShiftForm(forms.ModelForm):
    """Add or change one shift of `event`. A day is asked only of an event of several days, and which of two hours only
    where the clocks go back."""

    field_order = ("role_en", "role_es", "day", "start_time", "end_time", "fold", "capacity")

    day = forms.TypedChoiceField(label=_("Day"), coerce=dt.date.fromisoformat)
    start_time = forms.TimeField(label=_("Starts at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    end_time = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    fold = forms.TypedChoiceField(
        label=_("Which of two"),
        choices=[("", "—"), ("0", _("the first")), ("1", _("the second"))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only for an hour that comes twice, on the night when the clocks go back."),
    )

    class Meta:
        model = Shift
        fields = ("role_en", "role_es", "capacity", "language", "training", "meeting_point", "note")
        labels = {"role_en": _("Role, in English"), "role_es": _("Role, in Spanish")}

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.event, self.event = event, event
        self.fields["role_en"].required = self.fields["role_es"].required = True
        for name in ("capacity", "language", "training", "meeting_point", "note"):
            self.fields[name].label = capfirst(self.fields[name].label)
        first, last = (instant.astimezone(event.zone).date() for instant in (event.starts_at, event.ends_at))
        days = [first + n * DAY for n in range((last - first).days + 1)]
        self.fields["day"].choices = [(day.isoformat(), clock.day_text(day)) for day in days]
        if len(days) == 1:
            del self.fields["day"]
        if not _clocks_change(event, first, last):
            del self.fields["fold"]
        self._begin()

    def _begin(self) -> None:
        """The hours of the shift; of a new one those of the event, and a pair where people go along with somebody."""
        shift, zone = self.instance, self.event.zone
        start = (shift.starts_at or self.event.starts_at).astimezone(zone)
        end = (shift.ends_at or self.event.ends_at).astimezone(zone)
        self.initial |= {"day": start.date().isoformat(), "start_time": start.time(), "end_time": end.time()}
        if start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset():
            self.initial["fold"] = start.fold
        if self.is_accompaniment:
            self.fields["language"].required = self.fields["training"].required = True
            self.initial["capacity"] = shift.capacity if shift.pk else PAIR

    @property
    def is_accompaniment(self) -> bool:
        """Its shifts are for trained people who speak the language, and for two at least."""
        return self.event.kind == Event.Kind.ACCOMPANIMENT

    def clean_capacity(self) -> int:
        """Nobody goes along alone, and nobody who has the shift loses it by a number."""
        capacity = self.cleaned_data["capacity"]
        if self.is_accompaniment and capacity < PAIR:
            raise forms.ValidationError(_("Nobody goes alone: a shift is for two people or more."))
        if self.instance.pk and capacity < (taken := self.instance.places.count()):
            text = ngettext("%(n)d person has this shift already.", "%(n)d people have this shift already.", taken)
            raise forms.ValidationError(text, params={"n": taken})
        return capacity

    def clean(self) -> dict:
        data = super().clean()
        day = data.get("day") or self.event.starts_at.astimezone(self.event.zone).date()
        start = self._instant("start_time", day, data.get("fold"))
        end = self._end(day, start)
        if start and end:
            self._within(start, end)
            self.instance.starts_at, self.instance.ends_at = start, end
        return data

    def _end(self, day: dt.date, start: dt.datetime | None) -> dt.datetime | None:
        """On the same day, or in the night after it where the event goes on so long."""
        fold, zone = self.cleaned_data.get("fold"), self.event.zone
        end = self._instant("end_time", day, fold)
        if start and end and end <= start and fold == 0:
            end = self._instant("end_time", day, 1)
        over_midnight = self.event.ends_at.astimezone(zone).date() > day
        if start and end and end <= start and over_midnight:
            end = self._instant("end_time", day + DAY, fold)
        return end

    def _within(self, start: dt.datetime, end: dt.datetime) -> None:
        event = self.event
        if end <= start:
            self.add_error("end_time", _("The shift ends before it starts. Check the hours."))
            return
        hours = {"hours": clock.span_text(event.starts_at, event.ends_at, event.zone)}
        if not event.starts_at <= start < event.ends_at:
            text = _("The shift starts outside its event, which goes from %(hours)s.")
            self.add_error("start_time", forms.ValidationError(text, params=hours))
        if not event.starts_at < end <= event.ends_at:
            text = _("The shift ends outside its event, which goes from %(hours)s.")
            self.add_error("end_time", forms.ValidationError(text, params=hours))

    def _instant(self, name: str, day: dt.date, fold: int | None) -> dt.datetime | None:
        hour = self.cleaned_data.get(name)
        if hour is None:
            return None
        return typed_instant(
            self, name, dt.datetime.combine(day, hour.replace(second=0, microsecond=0)), self.event.zone, fold
        )


def _clocks_change(event: Event, first: dt.date, last: dt.date) -> bool:
    noons = (dt.datetime.combine(day, dt.time(12), event.zone) for day in (first - DAY, last + DAY))
    return len({noon.utcoffset() for noon in noons}) > 1
