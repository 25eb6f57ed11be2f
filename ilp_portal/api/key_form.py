"""What an administrator says about a new key."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from ilp_portal.models import ApiToken

from .keys import LONGEST

USUAL = dt.timedelta(days=90)


class KeyForm(forms.Form):
    """`today` is the day in New York on which the key is made."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("Like “Report of June”. No name of a person.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        choices=ApiToken.Scope,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("A year from today at the latest."),
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, initial={"expires_on": today + USUAL}, **kwargs)
        self.today = today

    def clean_expires_on(self) -> dt.date:
        day, last = self.cleaned_data["expires_on"], self.today + LONGEST
        if not self.today <= day <= last:
            shown = formats.date_format(last, "DATE_FORMAT")
            raise ValidationError(_("Choose a day from today to %(last)s.") % {"last": shown})
        return day
