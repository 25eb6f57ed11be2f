"""What visitors type to sign up, and what the owner of a sign-up may change later."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outreach import sms
from outreach.models import Message
from outreach.plain import MAX_ADDRESS, validate_plain_address, validate_plain_line
from partners.languages import NAMES

from . import clock, consent
from .models import Event

MAX_NAME, MAX_NUMBER = 40, 40  # characters


def reader_zones() -> list[tuple[str, str | Promise]]:
    """The zones of the United States by their names; none is the usual case and stands first."""
    return [
        ("", _("No other time zone")),
        *((key, capfirst(long)) for key, (_short, long) in clock.ZONES.items()),
    ]


class VisitorForm(forms.Form):
    """A form about one event; `event.shifts` best prefetched."""

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event


class PartyForm(VisitorForm):
    """Who comes along, and what shifts have to know. Each is asked only where the event has a use for it."""

    guests = forms.IntegerField(
        label=_("People you bring"),
        help_text=_("Besides yourself, as a number. We ask for no names."),
        required=False,
        error_messages={"invalid": _("Type a number, like 2.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
    )
    speaks = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        help_text=_("Some shifts of this event need one of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the languages shown.")},
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        needed = {shift.language for shift in event.shifts.all()}
        self.fields["speaks"].choices = [(code, capfirst(name)) for code, name in NAMES.items() if code in needed]
        self.fields["guests"].widget.attrs["max"] = event.most_guests
        if not self.fields["speaks"].choices:
            del self.fields["speaks"]
        if not event.most_guests:
            del self.fields["guests"]

    def clean_guests(self) -> int:
        guests, most = self.cleaned_data["guests"] or 0, self.event.most_guests
        if not 0 <= guests <= most:
            text = ngettext("You may bring one person at most.", "You may bring %(n)d people at most.", most)
            raise ValidationError(text % {"n": most})
        return guests


class WishesForm(VisitorForm):
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
        super().__init__(*args, event=event, **kwargs)
        if not event.is_online:
            del self.fields["time_zone"]


class SignUpForm(PartyForm, WishesForm):
    """One sign-up without account. Nothing here is about immigration status, and nothing may be."""

    field_order = ("name", "contact", "phone", "text_consent", "guests", "speaks", "language", "time_zone", "discreet")

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
