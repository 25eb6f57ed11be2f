"""What staff type about trainings: a new kind of training, and a qualification given or taken back by hand."""

import datetime as dt

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from coordinators.models import User

from .models import Training

LONGEST_AGO = dt.timedelta(days=5 * 366)  # as long as any training holds


class TrainingForm(forms.ModelForm):
    """A kind of training; its address is made from the English name."""

    class Meta:
        model = Training
        fields = ("name_en", "name_es", "months_valid")
        labels = {"name_en": _("Name, in English"), "name_es": _("Name, in Spanish")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name_en", "name_es"):
            self.fields[name].required = True
        self.fields["months_valid"].label = capfirst(self.fields["months_valid"].label)

    def clean_name_en(self) -> str:
        name = self.cleaned_data["name_en"]
        self.instance.slug = slugify(name)[:60]
        if not self.instance.slug:
            raise forms.ValidationError(_("Use letters."))
        if Training.objects.filter(slug=self.instance.slug).exists():
            raise forms.ValidationError(_("There is a training of this name."))
        return name


class Accounts(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return f"{user.name} ({user.email})" if user.name else user.email


class ByHandForm(forms.Form):
    """Give a training to an account, as attended on a day, or take it back."""

    user = Accounts(User.objects.filter(is_active=True).order_by("name", "email"), label=_("Person"))
    training = forms.ModelChoiceField(Training.objects.all(), label=_("Training"))
    attended = forms.DateField(
        label=_("Attended on"),
        required=False,
        help_text=_("To give it. From this day on it counts."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    act = forms.ChoiceField(choices=[("give", ""), ("take", "")], widget=forms.HiddenInput, required=False)

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict:
        data = super().clean()
        day = data.get("attended")
        if data.get("act") == "take" or "attended" in self.errors:
            return data
        if day is None:
            self.add_error("attended", _("Give the day on which the person attended."))
        elif not self.today - LONGEST_AGO <= day <= self.today:
            self.add_error("attended", _("That is a day of the last five years, at the latest today."))
        return data
