"""What people without an account type to apply, and what staff note on it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outreach.plain import MAX_ADDRESS, validate_plain_address, validate_plain_line

from . import guarded_text
from .models import Application, Call

MAX_NAME = 100  # characters, as of a coordinator
MAX_NOTE = 2000  # characters
WORDINGS = {  # by its key; each that was ever shown stays
    "application-1": _(
        "I agree that the project’s staff read this application to choose the next coordinators, and write to me "
        "about it. I can withdraw it at any time."
    )
}


class AnswersForm(forms.Form):
    """Name, language and an answer to each question of the call: what its owner may change until the call closes."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Your name"),
        max_length=MAX_NAME,
        validators=[validate_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type the name by which we may call you.")},
    )
    language = forms.ChoiceField(
        label=_("In which language may we answer?"),
        choices=[("en", "English"), ("es", "Español")],  # each in its own tongue
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )

    def __init__(self, *args, call: Call, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(call.questions.all())
        for question in self.questions:
            self.fields[_name(question)] = forms.CharField(
                label=question.text,
                help_text=_("At most %(n)d characters.") % {"n": question.longest},
                required=question.is_required,
                widget=forms.Textarea(attrs={"rows": 6, "maxlength": question.longest}),
                error_messages={"required": _("Please answer this one. A few sentences are enough.")},
            )

    def clean(self) -> dict:
        for question in self.questions:
            name = _name(question)
            try:
                self.cleaned_data[name] = guarded_text.cleaned(self.cleaned_data.get(name, ""), question.longest)
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    @property
    def values(self) -> dict:
        """What applications.change needs."""
        data = self.cleaned_data
        answers = {str(question.pk): data[_name(question)] for question in self.questions}
        return {"name": data["name"], "language": data["language"], "answers": answers}

    @classmethod
    def of(cls, application: Application, data=None) -> "AnswersForm":
        """As it is kept, or as its owner typed it over."""
        known = {f"question_{pk}": text for pk, text in application.answers.items()}
        initial = known | {"name": application.name, "language": application.language}
        return cls(data, call=application.call, initial=initial)


class ApplyForm(AnswersForm):
    """The same with an address and a yes, for whoever applies. Nothing here is about immigration status."""

    field_order = ("name", "contact", "language")

    contact = forms.EmailField(
        label=_("Your email"),
        help_text=_("We send a link to it, with which you confirm, change or withdraw your application."),
        max_length=MAX_ADDRESS,
        validators=[validate_plain_address],
        error_messages={
            "required": _("Type your email, so that we can write back to you."),
            "invalid": _("That is not an email address. Type one like name@mail.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"] = forms.BooleanField(
            label=WORDINGS["application-1"],
            error_messages={"required": _("Tick the box, or we may not read your application.")},
        )

    def clean_contact(self) -> str:
        return self.cleaned_data["contact"].lower()

    @property
    def values(self) -> dict:
        """What applications.apply needs."""
        return super().values | {"contact": self.cleaned_data["contact"]}


class NoteForm(forms.Form):
    """One note of staff."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your note"),
        help_text=_("Only staff read it. It is erased with the application."),
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_NOTE}),
        error_messages={"required": _("Write the note first.")},
    )


def _name(question) -> str:
    return f"question_{question.pk}"
