"""What a coordinator writes about working time."""

import datetime as dt
import uuid
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import durations, weeks
from .models import HourEntry, Placement, WeekNote

NO_TIME = _("Choose or write how long it took.")
QUICK_MINUTES = (30, 60, 90, 120, 180)  # what most entries are


class HourEntryForm(forms.Form):
    """One entry. With `monday` the day is chosen from that week; without, it is any day, for a correction.

    `placements` are all that the person may log on, each with its campaign and term. Once valid, `values` holds
    placement, worked_on, minutes, activity and note. Choices are functions: most forms are saved and never shown.
    """

    use_required_attribute = False  # the server answers in the reader's language

    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    campaign = forms.ChoiceField(
        label=_("Campaign"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a campaign."),
            "invalid_choice": _("You are not placed on that campaign. Choose one of yours."),
        },
    )
    quick = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=lambda: [(n, f"{durations.as_hours(n)} h") for n in QUICK_MINUTES],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these times, or write another.")},
    )
    time = forms.CharField(
        label=_("Another time"),
        required=False,
        error_messages={"required": NO_TIME},
        help_text=_("In hours, like 1.5 or 0.75."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    activity = forms.ChoiceField(
        label=_("Activity"),
        choices=lambda: HourEntry.Activity.choices,
        initial=HourEntry.Activity.MEETING,
        error_messages={"required": _("Choose an activity."), "invalid_choice": _("Choose an activity.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=HourEntry._meta.get_field("note").max_length,
        help_text=_("Say what you did, not whom you met."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, placements: list[Placement], today: dt.date, monday: dt.date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.placements, self.today = placements, today
        campaigns = {str(p.campaign_id): p.campaign.title for p in placements}
        self.fields["campaign"].choices = list(campaigns.items())
        self.initial.setdefault("key", str(uuid.uuid4()))
        if len(campaigns) == 1:
            self.initial.setdefault("campaign", next(iter(campaigns)))
        if monday:
            self.fields["day"].widget = forms.Select(choices=partial(self._days, monday))
        else:
            attrs = {"type": "date", "max": today.isoformat()}
            self.fields["day"].widget = forms.DateInput(attrs=attrs, format="%Y-%m-%d")
            self.fields["time"].label, self.fields["time"].required = _("How long?"), True
            del self.fields["quick"]

    def _days(self, monday: dt.date) -> list[tuple[str, str]]:
        """The days of the week that have begun; an empty choice first where no day is the obvious one."""
        days = [day for day in weeks.days_of(monday) if day <= self.today]
        choices = [(day.isoformat(), capfirst(formats.date_format(day, "l j"))) for day in days]
        return choices if self.today in days else [("", _("Choose a day")), *choices]

    def clean_day(self) -> dt.date:
        day = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError(_("That day has not come yet."), code="future")
        if not any(placement.appointment.term.holds(day) for placement in self.placements):
            raise ValidationError(_("That day is outside your term."), code="outside_term")
        return day

    def clean_key(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()

    def clean(self) -> dict:
        """The written time counts before the chosen one. A campaign counts only with a placement on that very day."""
        cleaned = super().clean()
        day, campaign = cleaned.get("day"), cleaned.get("campaign")
        if day and campaign and not self._placement(day, campaign):
            self.add_error("campaign", gettext("You were not placed on that campaign on this day."))
        if "time" in cleaned and "quick" not in self.errors:
            self._clean_minutes(cleaned)
        return cleaned

    def _clean_minutes(self, cleaned: dict) -> None:
        try:
            if cleaned["time"]:
                cleaned["minutes"] = durations.parse(cleaned["time"])
            elif cleaned.get("quick"):
                cleaned["minutes"] = cleaned["quick"]
            else:
                self.add_error("time", NO_TIME)
        except ValidationError as error:
            self.add_error("time", error)

    def _placement(self, day: dt.date, campaign: str) -> Placement | None:
        mine = (p for p in self.placements if str(p.campaign_id) == campaign and p.appointment.term.holds(day))
        return next(mine, None)

    @property
    def values(self) -> dict:
        """Keyword arguments for the actions."""
        cleaned = self.cleaned_data
        return {
            "placement": self._placement(cleaned["day"], cleaned["campaign"]),
            "worked_on": cleaned["day"],
            "minutes": cleaned["minutes"],
            "activity": cleaned["activity"],
            "note": cleaned["note"],
        }


class ReflectionForm(forms.Form):
    """One sentence about the week, and who may read it."""

    use_required_attribute = False

    reflection = forms.CharField(
        label=_("One sentence about the week"),
        required=False,
        max_length=WeekNote._meta.get_field("reflection").max_length,
        help_text=_("For you and staff. Say what happened, not whom you met."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    shared = forms.BooleanField(label=_("Share this sentence with the partner"), required=False)

    @classmethod
    def of(cls, note: WeekNote | None, typed: dict[str, str]) -> "ReflectionForm":
        """The form as the note says, with what was typed meanwhile."""
        said = {"reflection": note.reflection, "shared": note.shared} if note else {}
        return cls(initial=said | {name: typed[name] for name in ("reflection",) if name in typed})
