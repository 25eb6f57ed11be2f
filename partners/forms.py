"""Filters of public lists: readable words in the address, a plain form, no script."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from . import directory
from .models import Partner

ANY = ("", _("Any"))


class PublicFilter(forms.Form):
    """Narrows a list to what a reader asks for; each field offers what occurs in the list, named in `offers`.

    A value that is none of those leaves nothing and is said at its field.
    """

    def __init__(self, data, **offers: Iterable[tuple[str, str]]):
        super().__init__(data)
        for name, offered in offers.items():
            self.fields[name].choices = [ANY, *offered]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def wanted(self) -> dict[str, str] | None:
        """What was asked for, by field; None when a value is none of ours."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else None


class DirectoryFilter(PublicFilter):
    """Organizations by what they are to the project, by kind and by region."""

    relationship = forms.ChoiceField(label=_("Relationship"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, data, partners: list[Partner]):
        self.partners = partners
        columns = {"relationship": Partner.Relationship, "kind": Partner.Kind, "region": Partner.Region}
        super().__init__(
            data, **{name: directory.occurring(partners, name, choices) for name, choices in columns.items()}
        )

    def found(self) -> list[Partner]:
        wanted = self.wanted()
        return [] if wanted is None else directory.narrowed(self.partners, wanted)
