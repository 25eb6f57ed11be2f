"""What staff decide about a claim of past years."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordinators import names
from coordinators.models import Coordinator, NameClaim, Term

NEW = "new"
ONE_OF_THEM = {"required": _("Choose one of them."), "invalid_choice": _("Choose one of them.")}


class AcceptForm(forms.Form):
    """Who of the record this is, if anybody, and which of the years are right. `found` are people to choose from."""

    use_required_attribute = False
    person = forms.ChoiceField(label=_("Who is this on record?"), widget=forms.RadioSelect, error_messages=ONE_OF_THEM)
    years = forms.MultipleChoiceField(
        label=_("Which years are right?"),
        help_text=_("Tick only what you could check. The person stands in these years from now on."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose years of the list.")},
    )

    def __init__(self, *args, claim: NameClaim, found: list[Coordinator], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in found}
        known = [(pk, self._words(person)) for pk, person in self.people.items()]
        self.fields["person"].choices = [*known, (NEW, _("Somebody who is not on record yet"))]
        self.terms = {term.slug: term for term in Term.objects.filter(slug__in=claim.years)}
        self.fields["years"].choices = [(slug, term.years) for slug, term in self.terms.items()]

    @staticmethod
    def _words(person: Coordinator) -> str:
        """With what speaks against a stranger: an own account, and a no of the person."""
        years = ", ".join(row.term.years for row in person.appointments.all())
        said, told = names.last_word(person), [years] if years else []
        if person.user:
            told.append(_("has an account: %(address)s") % {"address": person.user.email})
        if said and said[1] == Coordinator.ShownAs.HIDDEN:
            told.append(_("said that the name does not show"))
        if person.taken_down_at:
            told.append(_("name taken down"))
        return f"{person.name} ({'; '.join(map(str, told))})" if told else person.name

    def clean(self) -> dict:
        """Somebody new without a year would stand nowhere."""
        if self.cleaned_data.get("person") == NEW and not self.cleaned_data.get("years"):
            self.add_error("years", _("Tick at least one year for somebody new."))
        return self.cleaned_data

    @property
    def choice(self) -> dict:
        """Keyword arguments of coordinators.claims.accept."""
        years = [self.terms[slug] for slug in self.cleaned_data["years"]]
        return {"person": self.people.get(self.cleaned_data["person"]), "years": years}
