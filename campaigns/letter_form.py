"""What a letter is asked for: a term of one's own, or the days from one to another."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.day_field import DayField

from . import durations, letters

DAYS = "days"  # the choice beside the terms
CHOOSE = _("Choose a year, or write the days from and to.")


def _label(service: letters.Service) -> str:
    """The year with what a letter about it would say."""
    words = {
        (False, False): _("%(years)s: the role alone, no hours on record"),
        (True, False): _("%(years)s: %(hours)s h approved"),
        (False, True): _("%(years)s: nothing approved yet, %(waiting)s h waiting"),
        (True, True): _("%(years)s: %(hours)s h approved, %(waiting)s h waiting"),
    }[service.minutes > 0, service.waiting > 0]
    hours, waiting = durations.as_hours(service.minutes), durations.as_hours(service.waiting)
    years = service.term.years
    if service.term.closed_at:
        years = _("%(years)s (closed)") % {"years": years}
    return words % {"years": years, "hours": hours, "waiting": waiting}


class LetterForm(forms.Form):
    """`services` are the person's terms. Once valid, `first` and `last` are the days asked for."""

    use_required_attribute = False  # the server answers in the reader's language

    term = forms.ChoiceField(
        label=_("Which time?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": _("Choose one of your own years.")},
    )
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)

    def __init__(self, *args, services: list[letters.Service], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.terms = today, {service.term.slug: service.term for service in services}
        named = [(service.term.slug, _label(service)) for service in services]
        self.fields["term"].choices = [*named, (DAYS, _("From one day to another"))]
        if named:
            self.initial.setdefault("term", named[0][0])
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget.attrs["max"] = today.isoformat()

    def clean_ends_on(self) -> dt.date | None:
        day = self.cleaned_data["ends_on"]
        if day and day > self.today:
            raise ValidationError(_("That day has not come yet."), code="future")
        return day

    def clean(self) -> dict:
        """Days that were typed beside a chosen year would be lost unsaid, so that is asked about."""
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if cleaned.get("term") != DAYS:
            if first or last:
                self.add_error("term", _("Choose “From one day to another”, or empty the two days."))
            return cleaned
        for name in ("starts_on", "ends_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Write the day."))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first."))
        elif first and last and not self._touches(first, last):
            self.add_error("starts_on", letters.NO_TERM)
        return cleaned

    def _touches(self, first: dt.date, last: dt.date) -> bool:
        return any(term.starts_on <= last and first <= term.ends_on for term in self.terms.values())

    @property
    def first(self) -> dt.date:
        term = self.terms.get(self.cleaned_data["term"])
        return term.starts_on if term else self.cleaned_data["starts_on"]

    @property
    def last(self) -> dt.date:
        term = self.terms.get(self.cleaned_data["term"])
        return term.ends_on if term else self.cleaned_data["ends_on"]
