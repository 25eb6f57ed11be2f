"""Quotes of people who agreed to be quoted: how one is written down, and how it goes when the person says so."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners import audit
from partners.day_field import DayField
from partners.models import Partner

from . import guard
from .models import Campaign, Quote

OLDEST = dt.date(2000, 1, 1)
GUARDED = ("text_en", "text_es", "said_by_en", "said_by_es", "agreed_how")


class QuoteForm(forms.ModelForm):
    """The words in both languages, and how and when the person agreed. Details of a person are sent back, unstored."""

    use_required_attribute = False

    class Meta:
        model = Quote
        fields = (
            *("campaign", "partner", "text_en", "text_es", "said_by_en", "said_by_es"),
            *("said_on", "agreed_on", "agreed_how"),
        )
        field_classes = {"said_on": DayField, "agreed_on": DayField}
        widgets = dict.fromkeys(("text_en", "text_es"), forms.Textarea(attrs={"rows": 4}))
        labels = {
            "text_en": _("Words, in English"),
            "text_es": _("Words, in Spanish"),
            "said_by_en": _("Who says it, in English"),
            "said_by_es": _("Who says it, in Spanish"),
        }
        help_texts = {
            "text_en": _("As the person said it, or a translation that the person has read."),
            "said_by_en": _("A role or a first name, like “a tenant”. No full name of somebody who is not public."),
            "agreed_how": _("Like “by message to the campaign” or “signed form”. No address and no number."),
            "partner": _("Only if the quote is about one of them."),
        }

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["campaign"].queryset = Campaign.objects.order_by("title_en")
        self.fields["partner"].queryset = Partner.objects.order_by("name")
        for name, field in self.fields.items():
            field.required = name != "partner"
            field.label = capfirst(field.label)

    def clean(self) -> dict:
        data = super().clean()
        for name in GUARDED:
            if found := next(guard.find(data.get(name) or ""), None):
                words = {"words": found.words, "what": found.looks_like}
                text = _("Leave out “%(words)s”: it looks like %(what)s.")
                self.add_error(name, ValidationError(text, code="particular", params=words))
        for name in ("said_on", "agreed_on"):
            if (day := data.get(name)) and not OLDEST <= day <= self.today:
                self.add_error(name, _("Choose a day since 2000, today at the latest."))
        return data


@transaction.atomic
def withdraw(*, quote: Quote, today: dt.date) -> bool:
    """The person no longer agrees: the words go for good, at once. False when they were gone before."""
    words = dict.fromkeys(("text", "text_en", "text_es", "said_by", "said_by_en", "said_by_es", "agreed_how"), "")
    quote = Quote.objects.agreed().select_for_update().filter(pk=quote.pk).first()
    if quote is None:
        return False
    QuerySet(Quote).filter(pk=quote.pk).update(**words, withdrawn_on=today)  # all columns, also that of no language
    audit.note("campaigns.withdraw_quote", record=quote)
    return True
