"""One day in a form: chosen in the browser's own calendar, or typed as the calendar would send it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("That is no day. Choose one from the calendar, or type it like 2026-11-22.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
