"""What the totals of staff are narrowed to: readable words in the address, a plain form, no script."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.day_field import DayField
from partners.forms import PublicFilter

from .models import HourEntry

FIRST_YEAR, LAST_YEAR = 2000, 2100  # no term can have others


class TotalsFilter(PublicFilter):
    """`term`, `campaign` and `partner` are offered by the page; the last two as they occur in the term.

    What is not understood leaves nothing, or, of the days, narrows nothing; either is said at its field.
    """

    term = forms.ChoiceField(label=_("Term"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    activity = forms.ChoiceField(label=_("Activity"), required=False)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)

    def __init__(self, data, **offers):
        super().__init__(data, activity=HourEntry.Activity.choices, **offers)
        self.fields["term"].choices = self.fields["term"].choices[1:]  # one of them is always shown

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", ValidationError(_("This day is before the first one."), code="order"))
        return self.cleaned_data


def parts(data) -> dict[str, str]:
    """The words of an address that name only some of the hours, whether they are ours or not."""
    return {name: data[name] for name in ("campaign", "partner", "activity") if data.get(name)}


def period(data) -> dict[str, dt.date]:
    """The days of an address, as far as they are days; a period that ends before it begins is none."""
    found = {name: day for name in ("first", "last") if (day := _day(data.get(name, "")))}
    return {} if len(found) == 2 and found["last"] < found["first"] else found


def _day(text: str) -> dt.date | None:
    try:
        day = dt.datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
