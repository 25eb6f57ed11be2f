"""What staff type to call for coordinators."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.bilingual import CODES, BilingualForm
from partners.day_field import DayField

from . import calls
from .models import Call, Question, Term

MOST_QUESTIONS = 12
EMPTY_ROWS = 2  # below the questions there are


class CallForm(BilingualForm):
    """A call in both languages beside each other. Both days belong to it."""

    use_required_attribute = False
    texts = calls.TEXTS
    layout = (
        (_("The call"), False, ["term", ("opens_on", "closes_on"), ("title_en", "title_es"), ("text_en", "text_es")]),
    )

    class Meta:
        model = Call
        fields = ("term", "title_en", "title_es", "text_en", "text_es", "opens_on", "closes_on")
        widgets = {f"text_{code}": forms.Textarea(attrs={"rows": 10}) for code in CODES}
        field_classes = {"opens_on": DayField, "closes_on": DayField}

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        open_terms = Q(ends_on__gte=today, closed_at=None)
        self.fields["term"].queryset = Term.objects.filter(open_terms | Q(pk=self.instance.term_id)).order_by(
            "starts_on"
        )
        self.fields["term"].label_from_instance = lambda term: term.years
        self.fields["term"].error_messages["invalid_choice"] = _("Choose a year of the list.")
        self.fields["opens_on"].help_text = _("From the beginning of this day in New York.")
        self.fields["closes_on"].help_text = _("Until the end of this day in New York.")

    def clean_term(self) -> Term | None:
        term = self.cleaned_data["term"]
        known = self.instance.term_id
        if known and term and term.pk != known and self.instance.applications.exists():
            raise ValidationError(_("Somebody applied for this year already, so it stays."))
        return term

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("title_en") or data.get("title_es")):
            self.add_error("title_en", _("Give it a title, in one language at least."))
        opens, closes, term = data.get("opens_on"), data.get("closes_on"), data.get("term")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day is before the first one."))
        elif closes and "closes_on" in self.changed_data and closes < self.today:
            self.add_error("closes_on", _("This day has passed: choose one to come."))
        elif closes and term and closes > term.ends_on:
            self.add_error("closes_on", _("The academic year is over by then: choose an earlier day."))
        return data


class QuestionForm(BilingualForm):
    use_required_attribute = False
    texts = ("text",)

    class Meta:
        model = Question
        fields = ("text_en", "text_es", "order", "longest", "is_required")
        widgets = {f"text_{code}": forms.Textarea(attrs={"rows": 2}) for code in CODES}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        self.fields["order"].help_text = _("Smaller numbers stand first.")

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("text_en") or data.get("text_es")) and not data.get("DELETE"):
            self.add_error("text_en", _("Write the question, in one language at least, or take it out."))
        return data


QuestionFormSet = forms.inlineformset_factory(
    Call,
    Question,
    form=QuestionForm,
    extra=EMPTY_ROWS,
    max_num=MOST_QUESTIONS,
    absolute_max=MOST_QUESTIONS + EMPTY_ROWS,
    validate_max=True,
)
