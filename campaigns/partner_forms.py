"""What staff choose of a partner link, and what the organization writes about a line of hours."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from coordinators import guarded_text

from . import partner_links
from .models import PartnerLink, PartnerWord


class LastDayForm(forms.ModelForm):
    """The last day of a link; also alone, to renew one."""

    use_required_attribute = False

    class Meta:
        model = PartnerLink
        fields = ("expires_on",)
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        labels = {"expires_on": _("Last day")}
        help_texts = {"expires_on": _("The link opens the page until the end of this day in New York.")}
        error_messages = {"expires_on": {"required": _("Choose a day."), "invalid": _("Choose a day.")}}

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["expires_on"].input_formats = ["%Y-%m-%d"]

    def clean_expires_on(self) -> dt.date:
        day, latest = self.cleaned_data["expires_on"], self.today + partner_links.LONGEST
        if not self.today <= day <= latest:
            words = _("Choose a day from today to %(day)s.")
            raise ValidationError(words, params={"day": formats.date_format(latest, "DATE_FORMAT")}, code="outside")
        return day


class PartnerLinkForm(LastDayForm):
    """A new link for one organization."""

    class Meta(LastDayForm.Meta):
        fields = ("language", "contact", "expires_on")
        labels = LastDayForm.Meta.labels | {"language": _("Language of the page"), "contact": _("Who gets the digest")}
        help_texts = LastDayForm.Meta.help_texts | {
            "contact": _("One mail a month, in the contact’s language. Only contacts with an email address are here."),
            "language": _("The page begins in it and can be switched."),
        }
        widgets = LastDayForm.Meta.widgets | {"language": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contacts = self.instance.partner.contacts.exclude(email="")
        self.fields["language"].choices = [("en", "English"), ("es", "Español")]  # each in its own tongue
        self.fields["contact"].queryset = contacts
        self.fields["contact"].label_from_instance = lambda contact: contact.name
        self.fields["contact"].empty_label = _("Nobody")


class PartnerWordForm(forms.Form):
    """What is not right with a line; may stay empty."""

    text = forms.CharField(
        label=_("What is not right? (optional)"),
        required=False,
        max_length=PartnerWord._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_text(self) -> str:
        return guarded_text.cleaned(self.cleaned_data["text"], self.fields["text"].max_length)
