"""What visitors type to sign up, and what staff type to make an event."""

import datetime as dt
import unicodedata
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from outreach import sms
from outreach.models import Message
from partners.languages import NAMES as LANGUAGES_SPOKEN

from . import clock, consent
from .models import Event, ReminderRule

MAX_NAME, MAX_NUMBER = 40, 40  # characters
MAX_ADDRESS = 254  # characters; the longest address that mail can carry (RFC 5321)
# Unicode categories: control, surrogate, private use, unassigned, line breaks
REFUSED_IN_A_NAME = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
TURNS_TEXT_ROUND = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_plain_line(value: str) -> None:
    """Refuse what could start a new line or turn the text round in a mail."""
    if any(unicodedata.category(char) in REFUSED_IN_A_NAME or char in TURNS_TEXT_ROUND for char in value):
        raise ValidationError(_("Write it on one line, with letters and spaces."))


def validate_plain_address(value: str) -> None:
    """Mail servers that take other letters in an address are few; a message lost on the way helps nobody. Quotes and
    encoded words would be further writings of an address that has said stop under another one."""
    if not value.isascii() or '"' in value or "=?" in value:
        raise ValidationError(_("This address has letters that many mail servers do not know. Type another one."))


def reader_zones() -> list[tuple[str, str | Promise]]:
    """The zones of the United States by their names; none is the usual case and stands first."""
    return [
        ("", _("No other time zone")),
        *((key, capfirst(long)) for key, (_short, long) in clock.ZONES.items()),
    ]


class WishesForm(forms.Form):
    """How a reader wants to be written to: what a sign-up asks, and what its owner may change later.

    The zone is asked for online events only: who goes to a place lives by its clocks.
    """

    language = forms.ChoiceField(
        label=_("Language of the reminder"),
        choices=[("en", "English"), ("es", "Español")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Also show me the hours in"),
        choices=reader_zones,
        required=False,
        error_messages={"invalid_choice": _("Choose a time zone of the list.")},
    )
    discreet = forms.BooleanField(
        label=_("Keep it discreet: leave the event’s name, place and cause out of the mail."),
        help_text=_("You find them behind the link in the mail."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        if not event.is_online:
            del self.fields["time_zone"]


class SignUpForm(WishesForm):
    """One sign-up without account. Nothing here is about immigration status, and nothing may be."""

    field_order = ("name", "contact", "phone", "text_consent", "language", "time_zone", "discreet")

    name = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("A first name or nickname is enough."),
        max_length=MAX_NAME,
        required=False,
        validators=[validate_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    contact = forms.EmailField(
        label=_("Email for the reminder"),
        max_length=MAX_ADDRESS,
        validators=[validate_plain_address],
        error_messages={
            "required": _("Type your email, so that we can send you the reminder."),
            "invalid": _("That is not an email address. Type one like name@mail.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    phone = forms.CharField(
        label=_("Or a mobile number for text messages"),
        help_text=_("Instead of email. It needs the box below."),
        max_length=MAX_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    text_consent = forms.BooleanField(
        label=consent.WORDINGS[consent.CURRENT][0],
        help_text=consent.WORDINGS[consent.CURRENT][1],
        required=False,
        initial=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if sms.is_on():
            self.fields["contact"].required = False
            self.fields["contact"].help_text = _("An email or a number: we need one of the two.")
        else:
            del self.fields["phone"], self.fields["text_consent"]

    def clean_contact(self) -> str:
        return self.cleaned_data["contact"].lower()

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return consent.mobile_number(typed) if typed else ""

    def clean(self) -> None:
        """Email or phone, one of them; a number only with its own yes."""
        if not sms.is_on() or {"contact", "phone"} & set(self.errors):
            return
        contact, phone = self.cleaned_data["contact"], self.cleaned_data["phone"]
        if contact and phone:
            self.add_error("phone", _("Type an email or a number, not both, so that nothing comes twice."))
        elif not contact and not phone:
            self.add_error("contact", _("Type your email or a phone number, so that we can send you the reminder."))
        elif phone and not self.cleaned_data.get("text_consent"):
            self.add_error("text_consent", _("Tick the box to get text messages, or type your email instead."))

    def sign_up(self, now: dt.datetime) -> dict:
        """What actions.sign_up needs: who, how, and for text messages since when and to what they agreed."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("phone", "text_consent")}
        if phone := self.cleaned_data.get("phone"):
            said_yes = {"consent_at": now, "consent_wording": consent.wording_key()}
            return values | {"contact": phone, "channel": Message.Channel.SMS} | said_yes
        return values


FIRST_YEAR, LAST_YEAR = 2000, 2100  # the years an event of this project can have


def zone_choices() -> list:
    """The zones of the United States first, then all others."""
    near = ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"]
    rest = sorted(name for name in zoneinfo.available_timezones() - set(near) if "/" in name)
    return [(_("United States"), [(z, z) for z in near]), (_("Elsewhere"), [(z, z) for z in rest])]


class EventForm(forms.ModelForm):
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
    time_zone = forms.ChoiceField(label=capfirst(_("time zone")), choices=zone_choices)
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages spoken")),
        choices=list(LANGUAGES_SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Event
        fields = (
            *("title", "summary", "slug", "kind", "status", "held_on", "precision", "recurrence", "time_zone"),
            *("mode", "place", "place_public", "neighborhood", "online_url", "languages", "partners", "campaign"),
            *("term", "ilp_role", "announced_in", "signup_open", "record_note"),
        )
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance
        if event.starts_at:
            start = event.starts_at.astimezone(event.zone)
            self.initial |= {"start_time": start.time(), "fold": start.fold if _is_twice(start) else ""}
        if event.ends_at:
            end = event.ends_at.astimezone(event.zone)
            later = end.date() if end.date() != event.held_on else None
            self.initial |= {"end_time": end.time(), "end_day": later}

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
        end = self._instant("end_time", last)
        if end and not data.get("start_time") and "start_time" not in self.errors:
            self.add_error("start_time", _("Give the start as well."))
        if start and end and end <= start:
            self.add_error("end_time", _("The event ends before it starts. Check the hours and the day it ends."))
        if start and data.get("precision") != "day":
            self.add_error("precision", _("An hour needs the exact day."))
        if data.get("signup_open") and not (start and end):
            self.add_error("signup_open", _("Sign-up needs the hours at which the event starts and ends."))
        self._keep_hours_of_signups(start, end)
        self.instance.starts_at, self.instance.ends_at = start, end
        return data

    def _instant(self, name: str, day: dt.date | None) -> dt.datetime | None:
        hour, zone = self.cleaned_data.get(name), self.cleaned_data.get("time_zone")
        if hour is None or day is None or zone is None:
            return None
        try:
            return clock.to_utc(day, hour, zoneinfo.ZoneInfo(zone), self.cleaned_data.get("fold"))
        except clock.HourMissing:
            self.add_error(name, _("On this day the clocks jump over this hour. Choose another one."))
        except clock.HourTwice:
            self.add_error(name, _("On this day this hour comes twice. Choose the first or the second below."))
            self.add_error("fold", _("Choose the first or the second."))
        return None

    def _keep_hours_of_signups(self, start: dt.datetime | None, end: dt.datetime | None) -> None:
        """Without an end nothing would tell when to erase them."""
        if self.instance.pk and not (start and end) and not self.errors and self.instance.rsvps.exists():
            self.add_error("start_time", _("People have signed up. Keep the hours and postpone or cancel the event."))

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.cleaned_data.get("status") == Event.Status.PUBLISHED:
            for name, fault in self.instance.publishing_faults(timezone.now()).items():
                self.add_error("start_time" if name == "starts_at" else name, fault)


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
