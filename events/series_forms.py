"""What staff type to make a series, to go on with it, and to change all events of it that follow."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import clock, recurrence, series
from .forms import FIRST_YEAR, LAST_YEAR
from .models import Event, Series
from .models.series import MOST_WEEKS_APART
from .recurrence import Choice, Fault, Planned

MINUTES_A_DAY = 24 * 60
CHOICES = {
    Choice.OUT: _("leave this day out"),
    Choice.FIRST: _("the first of the two"),
    Choice.SECOND: _("the second of the two"),
    Choice.LATER: _("after the clocks have jumped"),
}
FAULTS = {
    Fault.MISSING: _("On %(day)s the clocks jump over this hour. Choose."),
    Fault.TWICE: _("On %(day)s the clocks go back and this hour comes twice. Choose."),
}


class Row(NamedTuple):
    """A day of the preview: its hours, or the choice that it needs."""

    planned: Planned
    event: Event
    chosen: str
    is_first: bool = False
    keeps: bool = False  # the event is there: left out means that its hours stay

    @property
    def name(self) -> str:
        return f"day-{self.planned.day.isoformat()}"

    @property
    def day(self) -> str:
        return clock.day_text(self.planned.day)

    @property
    def times(self) -> str:
        return clock.span_text(*self.planned.hours, self.event.zone, long=False) if self.planned.hours else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """None where nothing has to be chosen."""
        found = recurrence.FITTING.get(self.planned.fault, ())
        words = CHOICES | ({Choice.OUT: _("leave the hours of this day as they are")} if self.keeps else {})
        return [(choice.value, capfirst(words[choice])) for choice in found]

    @property
    def is_out(self) -> bool:
        return self.chosen == Choice.OUT

    @property
    def fault(self) -> str:
        """What is to be chosen and why; empty where nothing is, or where it was chosen."""
        return str(FAULTS[self.planned.fault]) % {"day": self.day} if self.options else ""

    @property
    def is_unclear(self) -> bool:
        """A choice that does not fit is none."""
        return bool(self.options) and self.chosen not in dict(self.options)


def rows(dates: Iterable[Planned], event: Event, data, *, first: dt.date | None = None, keeps=False) -> list[Row]:
    """The days with what was chosen for them in the form that came, under the name of each."""
    found = [Row(date, event, "", date.day == first, keeps) for date in dates]
    return [row if row.is_first else row._replace(chosen=data.get(row.name, "")) for row in found]


def choices(found: list[Row]) -> recurrence.Choices:
    return {row.planned.day: row.chosen for row in found if row.chosen}


class DaysForm(forms.Form):
    """The days that a rule gives, to look at first. `asked` when they are to be made, so that all must be chosen."""

    last_day = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day.")},
    )

    def __init__(self, data, *, event: Event, now: dt.datetime, asked: bool = False):
        super().__init__(data)
        self.event, self.now, self.asked = event, now, asked
        self.rule: Series | None = None
        self.rows: list[Row] = []

    def clean_last_day(self) -> dt.date:
        day = self.cleaned_data["last_day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Check the year."))
        if day <= self.first_day:
            raise ValidationError(_("Choose a day after %(day)s.") % {"day": clock.day_text(self.first_day)})
        return day

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors:
            self.rule = self.rule_of(data)
            self._look(self.dates(self.rule))
        return data

    def _look(self, dates: list[Planned]) -> None:
        if len(recurrence.days(self.rule)) > recurrence.MOST:
            most = _("These are more than %(n)s events. Choose an earlier day.") % {"n": recurrence.MOST}
            self.add_error("last_day", most)
            return
        self.rows = rows(dates, self.event, self.data, first=self.rule.first_day)
        if not any(not row.is_out and not row.is_first for row in self.rows):
            self.add_error("last_day", _("No day is left. Choose a later one, or other weekdays."))
        elif self.asked and any(row.is_unclear for row in self.rows):
            self.add_error(None, _("Choose for each day that is marked below."))

    @property
    def choices(self) -> recurrence.Choices:
        return choices(self.rows)

    @property
    def count(self) -> int:
        """How many events will be made."""
        return sum(not row.is_out and not row.is_first for row in self.rows)


class RuleForm(DaysForm):
    """A new series, of which this event is the first."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=[(number, capfirst(name)) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    weeks_apart = forms.TypedChoiceField(label=_("How often"), coerce=int)
    field_order = ("weekdays", "weeks_apart", "last_day")

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        self.initial["weekdays"] = [event.held_on.weekday()]
        self.fields["weeks_apart"].choices = [
            (n, ngettext("Every week", "Every %(n)s weeks", n) % {"n": n}) for n in range(1, MOST_WEEKS_APART + 1)
        ]

    @property
    def first_day(self) -> dt.date:
        return self.event.held_on

    def clean_weekdays(self) -> list[int]:
        found = sorted(self.cleaned_data["weekdays"])
        if self.first_day.weekday() not in found:
            name = WEEKDAYS[self.first_day.weekday()]
            raise ValidationError(
                _("The first event is on a %(weekday)s. Choose that day as well.") % {"weekday": name}
            )
        return found

    def rule_of(self, data: dict) -> Series:
        starts, minutes = recurrence.wall(self.event)
        own = {"first_day": self.first_day, "starts": starts, "minutes": minutes, "time_zone": self.event.time_zone}
        return Series(**data, **own)

    def dates(self, rule: Series) -> list[Planned]:
        first = Planned(self.first_day, recurrence.Hours(self.event.starts_at, self.event.ends_at))
        return [first, *recurrence.plan(rule, {}, after=self.first_day)]


class ExtendForm(DaysForm):
    """More days of a series that is there."""

    @property
    def first_day(self) -> dt.date:
        return series.extends_from(self.event.series, self.now)

    def rule_of(self, data: dict) -> Series:
        rule = Series.objects.get(pk=self.event.series_id)
        rule.last_day = data["last_day"]
        return rule

    def dates(self, rule: Series) -> list[Planned]:
        return list(recurrence.plan(rule, {}, after=self.first_day))


class FollowingForm(forms.ModelForm):
    """What changes of this event and of those that follow. Only what is typed anew is set."""

    start_time = forms.TimeField(
        label=capfirst(_("starts at")), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end_time = forms.TimeField(
        label=capfirst(_("ends at")),
        help_text=_("An hour before the start is one of the next day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    online_url = forms.URLField(
        label=capfirst(_("online address, for confirmed people")), max_length=300, required=False, assume_scheme="https"
    )
    field_order = (
        *("title_en", "title_es", "summary_en", "summary_es", "start_time", "end_time", "place", "neighborhood"),
        *("mode", "online_url", "bring_en", "bring_es", "access_note_en", "access_note_es", "place_public"),
    )

    class Meta:
        model = Event
        fields = (
            *("title_en", "title_es", "summary_en", "summary_es", "bring_en", "bring_es", "mode", "place"),
            *("place_public", "neighborhood", "online_url", "access_note_en", "access_note_es"),
        )
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("summary_en", "summary_es")}

    def __init__(self, *args, instance: Event, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        for name, instant in (("start_time", instance.starts_at), ("end_time", instance.ends_at)):
            self.initial[name] = instant.astimezone(instance.zone).time()

    @property
    def hours(self) -> tuple[dt.time, int] | None:
        """The hour on the wall and the minutes; None when neither was changed."""
        if not {"start_time", "end_time"} & set(self.changed_data):
            return None
        start, end = (dt.datetime.combine(dt.date.min, self.cleaned_data[f"{name}_time"]) for name in ("start", "end"))
        return start.time(), int((end - start).total_seconds()) // 60 % MINUTES_A_DAY or MINUTES_A_DAY

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self._meta.fields}

    def dates(self, events: list[Event]) -> list[Row]:
        """Those of these events on whose day the new hour is missing or comes twice, each with its choice."""
        dates = [recurrence.planned(row.held_on, *self.hours, row.zone, None) for row in events if self.hours]
        return rows((date for date in dates if date.fault), self.instance, self.data, keeps=True)

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not self.has_changed():
            raise ValidationError(_("Nothing was changed."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.instance.status == Event.Status.PUBLISHED:
            for name, fault in self.instance.publishing_faults(timezone.now()).items():
                self.add_error(name if name in self.fields else None, fault)
