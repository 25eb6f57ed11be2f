"""A date as precise as it is known, typed into one field: 2019, 2019-03 or 2019-03-14."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners import dates
from partners.dates import Precision

YEARS = range(1900, 2101)  # a date outside is a slip of the pen, as in the record's own files
SPELLINGS = {Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m"}
ROUGH = (Precision.SEASON, Precision.TERM)  # no way of typing these: they stay while the day stays


class PartialDateField(forms.CharField):
    """Cleans to (first day, precision); (None, "") when it is empty."""

    default_error_messages = {"invalid": _("Write a year, a month or a day: 2019, 2019-03 or 2019-03-14.")}

    def __init__(self, **kwargs):
        help_text = _("As much as is known: 2019, 2019-03 or 2019-03-14.")
        super().__init__(help_text=help_text, max_length=10, **kwargs)

    def to_python(self, value) -> tuple[dt.date | None, str]:
        text = super().to_python(value)
        try:
            day, precision = dates.parse(text if 0 < len(text) < 8 else dt.date.fromisoformat(text) if text else None)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if day and day.year not in YEARS:
            raise ValidationError(_("The year has to lie between 1900 and 2100."), code="year")
        return day, precision

    def validate(self, value) -> None:
        super().validate("" if value[0] is None else value)

    def run_validators(self, value) -> None:
        """The length is seen to by the pattern; the other rules are for text, which this no longer is."""


def typed(day: dt.date | None, precision: str) -> str:
    """As somebody would type it."""
    return day.strftime(SPELLINGS.get(precision, "%Y-%m-%d")) if day else ""
