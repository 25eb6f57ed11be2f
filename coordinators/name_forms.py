"""How a person lets the name show: chosen in the own account, or asked for by mail for past years."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outreach.plain import MAX_ADDRESS, validate_plain_address

from . import names, particulars
from .models import Coordinator, Term

CHOOSE = {"required": _("Choose one of them."), "invalid_choice": _("Choose one of them.")}
AGREE = {"required": _("Tick this, or the name shows nowhere.")}
ShownAs = Coordinator.ShownAs


class OwnNameForm(forms.Form):
    """In the own account. "Not shown" needs no yes."""

    use_required_attribute = False
    shown_as = forms.ChoiceField(label=_("How may your name show?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    agreed = forms.BooleanField(label=names.WORDINGS[names.OWN_WORDING], required=False)

    def __init__(self, *args, person: Coordinator, **kwargs):
        now = ShownAs.HIDDEN if person.name_basis == Coordinator.NameBasis.NONE else person.shown_as
        super().__init__(*args, initial={"shown_as": now}, prefix="name", **kwargs)
        self.person = person
        self.fields["shown_as"].choices = names.choices(person.name)

    def clean(self) -> dict:
        wanted = self.cleaned_data.get("shown_as")
        if wanted and wanted != ShownAs.HIDDEN and not self.cleaned_data.get("agreed"):
            self.add_error("agreed", AGREE["required"])
        return self.cleaned_data


class ClaimForm(forms.Form):
    """By mail, for years that are over: who, when, where to write, how the name may show."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Your name, as it was then"),
        max_length=100,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    years = forms.MultipleChoiceField(
        label=_("In which years did you coordinate?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one year."), "invalid_choice": _("Choose years of the list.")},
    )
    contact = forms.EmailField(
        label=_("Your email"),
        help_text=_("We send one mail with a link, then what staff decided. It is stored encrypted and shows nowhere."),
        max_length=MAX_ADDRESS,
        validators=[validate_plain_address],
        error_messages={
            "required": _("Write your email."),
            "invalid": _("That is not an email address. Type one like name@mail.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("In which language may we answer?"),
        choices=[("en", "English"), ("es", "Español")],  # each in its own tongue
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    shown_as = forms.ChoiceField(
        label=_("How may your name show?"),
        choices=[(value, label) for value, label in ShownAs.choices if value != ShownAs.HIDDEN],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    agreed = forms.BooleanField(label=names.WORDINGS[names.OWN_WORDING], error_messages=AGREE)

    def __init__(self, *args, terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["years"].choices = [(term.slug, term.years) for term in terms]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name.isprintable() or not any(sign.isalpha() for sign in name) or any(particulars.find(name)):
            raise ValidationError(_("Write only your name here."))
        return name

    def clean(self) -> dict:
        self.cleaned_data.pop("agreed", None)
        return self.cleaned_data


def years_to_claim(today) -> list[Term]:
    """The newest first; a year that has not begun is nobody's yet."""
    return list(Term.objects.filter(starts_on__lte=today).order_by("-starts_on"))
