"""What staff type of an academic year: its days, its target and its breaks in both languages."""

import datetime as dt

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.day_field import DayField

from . import terms
from .models import Break, Term

SPARE_ROWS = 2  # empty ones below the breaks that are there; a page without script can add no row
MOST_BREAKS = 20
OUT_OF_RANGE = _("Choose a day between 2000 and 2100.")
BACKWARDS = _("The last day comes before the first.")
OVERLAP = _("These days overlap the break “%(name)s”.")


def validate_year(day: dt.date) -> None:
    if not terms.FIRST_YEAR <= day.year <= terms.LAST_YEAR:
        raise ValidationError(OUT_OF_RANGE, code="outside")


def hours_outside(first: dt.date, last: dt.date, days: tuple[dt.date, dt.date]) -> dict[str, str]:
    """By field, what to say where a term of these days leaves hours outside; `days` is the first and the last day with
    hours."""
    words = _("Somebody logged hours on %(day)s. The term has to hold that day.")
    earliest, latest = days
    out = (("starts_on", earliest, earliest < first), ("ends_on", latest, latest > last))
    return {name: words % {"day": date_format(day)} for name, day, is_out in out if is_out}


class TermForm(forms.ModelForm):
    """Once valid, `instance` has slug and basis of the hours, too. `days_with_hours` is the first and the last day of
    the term on which somebody logged hours: no edit may leave them outside."""

    use_required_attribute = False  # the server answers in the reader's language
    starts_on = DayField(label=_("First day"), validators=[validate_year])
    ends_on = DayField(label=_("Last day"), validators=[validate_year])

    class Meta:
        model = Term
        fields = ("label", "starts_on", "ends_on", "weekly_hours_min", "weekly_hours_max")
        labels = {"label": _("Academic year"), "weekly_hours_min": _("Hours a week, at least")}
        labels["weekly_hours_max"] = _("Hours a week, at most")
        help_texts = {"label": _("Like 2027-28.")}

    def __init__(self, *args, days_with_hours: tuple[dt.date, dt.date] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.days_with_hours = days_with_hours
        if self.instance.pk:
            del self.fields["label"]  # it is the address of the page
        for name in ("weekly_hours_min", "weekly_hours_max"):
            self.fields[name].widget.attrs |= {"min": 1, "max": 60, "inputmode": "numeric"}

    def clean_label(self) -> str:
        label = self.cleaned_data["label"].strip().replace("–", "-")
        try:
            slug = terms.slug_of(label)
        except ValueError:
            raise ValidationError(_("Write the two years like 2027-28."), code="years") from None
        if Term.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a term %(term)s already.") % {"term": label}, code="taken")
        self.instance.slug = slug
        return label

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", BACKWARDS if last < first else _("A term has more than one day."))
        if first and cleaned.get("label") and str(first.year) not in terms.slug_of(cleaned["label"]):
            self.add_error("starts_on", _("The first day lies in %(year)s. Is it this year?") % {"year": first.year})
        if self.days_with_hours and first and last:
            for name, text in hours_outside(first, last, self.days_with_hours).items():
                if name not in self.errors:
                    self.add_error(name, text)
        self._check_target(cleaned)
        return cleaned

    def _check_target(self, cleaned: dict) -> None:
        if {"weekly_hours_min", "weekly_hours_max"} & set(self.errors):
            return
        least, most = cleaned.get("weekly_hours_min"), cleaned.get("weekly_hours_max")
        if (least is None) != (most is None):
            missing = "weekly_hours_min" if least is None else "weekly_hours_max"
            self.add_error(missing, _("Write both numbers, or none."))
        elif least is not None:
            if not 1 <= least <= 60:
                self.add_error("weekly_hours_min", _("Write a number from 1 to 60."))
            elif not least <= most <= 60:
                self.add_error("weekly_hours_max", _("Write a number from the first one to 60."))
        if {"weekly_hours_min", "weekly_hours_max"} & set(self.changed_data) or not self.instance.pk:
            self.instance.hours_basis = Term.HoursBasis.NONE if least is None else Term.HoursBasis.STAFF


class BreakForm(forms.Form):
    """One row. Left empty it is no break."""

    use_required_attribute = False
    name_en = forms.CharField(max_length=80)
    name_es = forms.CharField(max_length=80)
    starts_on = DayField(label=_("First day"), validators=[validate_year])
    ends_on = DayField(label=_("Last day"), validators=[validate_year])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            field = self.fields[f"name_{code}"]
            field.label = gettext("Name in %(language)s") % {"language": language}
            field.widget.attrs["lang"] = code

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", BACKWARDS)
        return cleaned

    @property
    def is_spare(self) -> bool:
        """Whether nothing stands in the row."""
        return not (self.has_changed() if self.is_bound else self.initial)

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """Once cleaned: both days, where both are right."""
        found = getattr(self, "cleaned_data", {})
        both = found.get("starts_on"), found.get("ends_on")
        return both if all(both) else None

    @property
    def pause(self) -> terms.Pause:
        return terms.Pause(**self.cleaned_data)


class _BreakRows(forms.BaseFormSet):
    """The breaks of a term, each row free to be empty."""

    def __init__(self, *args, rows: list[terms.Pause] = (), **kwargs):
        initial = [vars(row) for row in rows]
        super().__init__(*args, initial=None if args and args[0] is not None else initial, prefix="breaks", **kwargs)
        self.extra = len(rows) + SPARE_ROWS

    def initial_form_count(self) -> int:
        return 0  # so that a row that was emptied is dropped, not missed

    def fits(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Whether all rows are right, lie inside the term and share no day. Else it is said at the field."""
        fits = self.is_valid()
        rows = [form for form in self.forms if form.has_changed() and form.days]
        for form in rows:
            outside = [name for name in ("starts_on", "ends_on") if not self._holds(first, last, form, name)]
            for name in outside:
                form.add_error(name, _("A break lies inside its term."))
            fits = fits and not outside
        if found := terms.first_overlap([form.days for form in rows if form.days]):
            before, after = ([form for form in rows if form.days][place] for place in found)
            name = before.cleaned_data.get("name_en") or "?"
            after.add_error("starts_on", OVERLAP % {"name": name})
            fits = False
        return fits

    @staticmethod
    def _holds(first, last, form, name: str) -> bool:
        return not (first and last) or first <= form.cleaned_data[name] <= last

    @property
    def pauses(self) -> list[terms.Pause]:
        """Once it fits."""
        return [form.pause for form in self.forms if form.has_changed()]


BreakRows = forms.formset_factory(
    BreakForm, formset=_BreakRows, max_num=MOST_BREAKS, absolute_max=MOST_BREAKS + SPARE_ROWS, validate_max=True
)


def keep_breaks(term: Term, pauses: list[terms.Pause]) -> None:
    """Let the term have these breaks and no other. A row that is there already stays as it is."""
    left = list(pauses)
    for row in term.breaks.all():
        same = terms.pause_of(row)
        if same in left:
            left.remove(same)
        else:
            row.delete()
    for pause in left:
        Break.objects.create(term=term, **vars(pause))
