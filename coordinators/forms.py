"""What people set about themselves, and what an administrator sets about an account."""

import datetime as dt
import zoneinfo

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from .models import User
from .models.user import NUDGE_EARLIEST, NUDGE_LATEST

HALF_HOUR = 30  # minutes between the hours on offer


def nudge_hours() -> list[dt.time]:
    """Every half hour outside the quiet hours."""
    first, last = (t.hour * 60 + t.minute for t in (NUDGE_EARLIEST, NUDGE_LATEST))
    return [dt.time(*divmod(minutes, 60)) for minutes in range(first, last + 1, HALF_HOUR)]


NEAR_ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles")


def time_zones() -> list[str]:
    """The zones that are named after a place, like America/New_York; the old names beside them are left out."""
    areas = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return sorted(name for name in zoneinfo.available_timezones() if name.partition("/")[0] in areas)


def _named(zones) -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zones]


class SettingsForm(forms.ModelForm):
    """A person's own name, language, time zone and Sunday reminder."""

    use_required_attribute = False

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Reminders come at this place’s hour."),
        error_messages={"invalid_choice": _("That is not a time zone we know. Choose one like America/New_York.")},
    )
    nudge_at = forms.TypedChoiceField(
        label=_("At what hour"),
        coerce=dt.time.fromisoformat,
        help_text=_("On Sunday, your local time, from 8:00 am to 8:30 pm."),
        error_messages={"invalid_choice": _("Choose a time from 8:00 am to 8:30 pm.")},
    )

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "nudge", "nudge_at")
        labels = {
            "name": _("Display name"),
            "language": _("Language of mail to you"),
            "nudge": _("Remind me on Sunday when the week is short"),
        }
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = self.instance
        far = sorted({*time_zones(), mine.time_zone} - {*NEAR_ZONES})
        self.fields["time_zone"].choices = [(_("United States"), _named(NEAR_ZONES)), (_("Elsewhere"), _named(far))]
        self.fields["language"].choices = [("en", "English"), ("es", "Español")]  # each in its own tongue
        hours = sorted({*nudge_hours(), mine.nudge_at})
        self.fields["nudge_at"].choices = [(at.isoformat(), formats.time_format(at)) for at in hours]
        self.initial["nudge_at"] = mine.nudge_at.isoformat()
