"""What staff choose to make a report: whom it is about, and which days."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from coordinators.models import Term
from partners.day_field import DayField
from partners.models import Partner

from . import periods

NO_CHOICE = {"required": _("Choose one."), "invalid_choice": _("There is no such choice.")}


class ReportForm(forms.Form):
    """`asked` are the columns of the report. An academic year is reported as a whole, whatever days are chosen."""

    about = forms.ChoiceField(label=_("About"), error_messages=NO_CHOICE)
    period = forms.ChoiceField(
        label=_("Days"), help_text=_("An academic year is always reported as a whole."), error_messages=NO_CHOICE
    )
    first = DayField(label=_("From"), help_text=_("Only where you chose “The days below”."), required=False)
    last = DayField(label=_("Until"), required=False)

    def __init__(self, data=None, *, today: dt.date, **kwargs):
        super().__init__(data, **kwargs)
        self.terms = {f"term-{term.pk}": term for term in Term.objects.filter(starts_on__lte=today)}
        self.offered = {period.key: period for period in periods.offered(today)}
        self.fields["about"].choices = [
            ("", _("Choose one")),
            (_("Partners"), [(f"partner-{pk}", name) for pk, name in _named(Partner, "name")]),
            (_("Campaigns"), [(f"campaign-{pk}", name) for pk, name in _named(Campaign, "title")]),
            (_("Academic years"), [(key, term.years) for key, term in reversed(self.terms.items())]),
        ]
        own = (periods.OWN, _("The days below"))
        self.fields["period"].choices = [*((key, one.label) for key, one in self.offered.items()), own]

    def clean(self) -> dict:
        data = super().clean()
        term = self.terms.get(data.get("about"))
        if not term and data.get("period") == periods.OWN:
            self._check_days(data.get("first"), data.get("last"))
        return data

    def _check_days(self, first: dt.date | None, last: dt.date | None) -> None:
        for name, day in (("first", first), ("last", last)):
            if name in self.errors:
                continue
            if day is None:
                self.add_error(name, _("Give this day."))
            elif not periods.FIRST_DAY <= day <= periods.LAST_DAY:
                self.add_error(name, _("Choose a day between 2000 and 2100."))
        if self.errors.keys() & {"first", "last"}:
            return
        if last < first:
            self.add_error("last", _("This day is before the first one."))
        elif (last.year - first.year, last.month, last.day) >= (periods.MOST_YEARS, first.month, first.day):
            self.add_error("last", _("A report covers ten years at most."))

    @property
    def asked(self) -> dict:
        about, _sign, pk = self.cleaned_data["about"].partition("-")
        if term := self.terms.get(self.cleaned_data["about"]):
            days = term.starts_on, term.ends_on
        elif period := self.offered.get(self.cleaned_data["period"]):
            days = period.first, period.last
        else:
            days = self.cleaned_data["first"], self.cleaned_data["last"]
        return {"about": about, f"{about}_id": int(pk), "starts_on": days[0], "ends_on": days[1]}


def _named(model, column: str):
    return sorted(((row.pk, getattr(row, column)) for row in model.objects.all()), key=lambda pair: pair[1].casefold())
