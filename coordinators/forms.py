"""What people set about themselves, and what an administrator sets about an account."""

import datetime as dt
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from . import guarded_text, photos
from .models import Term, Tip, TipPhoto, User
from .models.tip import MAX_TEXT
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
    """A person's own name, language, time zone and Sunday reminder; the Monday digest only for staff."""

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
        fields = ("name", "language", "time_zone", "nudge", "nudge_at", "digest")
        labels = {
            "name": _("Display name"),
            "language": _("Language of mail to you"),
            "nudge": _("Remind me on Sunday when the week is short"),
            "digest": _("Write to me on Monday about the team’s hours"),
        }
        help_texts = {"digest": _("Who logged, who was silent, what waits for approval. At 9:00 am, your local time.")}
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = self.instance
        if not mine.is_staff:
            del self.fields["digest"]
        far = sorted({*time_zones(), mine.time_zone} - {*NEAR_ZONES})
        self.fields["time_zone"].choices = [(_("United States"), _named(NEAR_ZONES)), (_("Elsewhere"), _named(far))]
        self.fields["language"].choices = [("en", "English"), ("es", "Español")]  # each in its own tongue
        hours = sorted({*nudge_hours(), mine.nudge_at})
        self.fields["nudge_at"].choices = [(at.isoformat(), formats.time_format(at)) for at in hours]
        self.initial["nudge_at"] = mine.nudge_at.isoformat()


class TipForm(forms.Form):
    """What a reader knows about the history. Details by which somebody else can be found are sent back, unstored."""

    use_required_attribute = False

    term = forms.ModelChoiceField(
        label=_("Which year?"),
        queryset=Term.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("I am not sure"),
        error_messages={"invalid_choice": _("Choose a year of the list, or that you are not sure.")},
    )
    text = forms.CharField(
        label=_("What do you know?"),
        help_text=_(
            "Who coordinated, which campaigns, where one can read about it. At most 2,000 characters. "
            "Please leave out names of workers, tenants or anyone you accompanied."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": MAX_TEXT}),
        error_messages={"required": _("Write what you know. One line is enough.")},
    )
    about = forms.ChoiceField(
        label=_("Who are you telling us about?"),
        choices=Tip.About,
        initial=Tip.About.MYSELF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    language = forms.ChoiceField(
        label=_("In which language may we answer?"),
        choices=[("en", "English"), ("es", "Español")],  # each in its own tongue
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    contact = forms.EmailField(
        label=_("Your email"),
        help_text=_("Only so that we can ask a question. It is stored encrypted."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("That is not an email address. Type one like name@mail.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    photo = forms.FileField(
        label=_("A photograph"),
        help_text=_(
            "JPEG, PNG or WebP, at most 8 MB. We keep the picture alone: place, time and camera are taken off. "
            "Only staff see it, and it is published nowhere."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": photos.ACCEPTED}),
        error_messages={"empty": photos.NO_PICTURE, "invalid": photos.NO_PICTURE},
    )
    photo_consent = forms.BooleanField(label=photos.WORDINGS[photos.CURRENT], required=False)

    def __init__(self, *args, terms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = terms
        self.fields["term"].label_from_instance = lambda term: term.years

    def clean_text(self) -> str:
        return guarded_text.cleaned(self.cleaned_data["text"], MAX_TEXT)

    def clean_photo(self) -> bytes:
        """The picture as we keep it; empty when none was sent."""
        if not (upload := self.cleaned_data["photo"]):
            return b""
        if TipPhoto.objects.count() >= photos.MOST_KEPT:
            raise ValidationError(_("So many photographs wait that we take no more now. Send the note without it."))
        return photos.redrawn(upload)

    def clean(self) -> dict:
        """Without the yes of those in it no photograph; the yes itself is kept with the photograph."""
        agreed = self.cleaned_data.pop("photo_consent", False)
        if self.cleaned_data.get("photo") and not agreed:
            self.add_error("photo_consent", _("Tick the box, or send the note without the photograph."))
        if self.files.get("photo") and self.errors and "photo" not in self.errors:
            self.add_error("photo", _("Choose the photograph once more: a browser does not keep it."))
        return self.cleaned_data
