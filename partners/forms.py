"""Filters of public lists: readable words in the address, a plain form, no script."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

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


class RowFilter(PublicFilter):
    """Narrows rows that are at hand, and offers what occurs among them: what only a draft has never shows.

    `marks` gives {field: {value: its words}} of one row. Choices stand as in `orders`, or else by their words.
    """

    orders: dict[str, Iterable[tuple[str, str]]] = {}

    def __init__(self, data, rows: Iterable):
        self.marked = [(row, self.marks(row)) for row in rows]
        every = {name: {} for name in self.base_fields}
        for _row, marks in self.marked:
            for name, values in marks.items():
                every[name] |= values
        super().__init__(data, **{name: self.ordered(name, found) for name, found in every.items()})

    def marks(self, row) -> dict[str, dict[str, str]]:
        raise NotImplementedError

    def ordered(self, name: str, found: dict[str, str]) -> list[tuple[str, str]]:
        if name in self.orders:
            return [(value, label) for value, label in self.orders[name] if value in found]
        return sorted(found.items(), key=lambda choice: choice[1].casefold())

    def found(self) -> list:
        """The rows that carry every mark that is wanted."""
        wanted = self.wanted()
        if wanted is None:
            return []
        return [row for row, marks in self.marked if all(value in marks[name] for name, value in wanted.items())]


class DirectoryFilter(RowFilter):
    """Organizations by what they are to the project, by kind and by region."""

    relationship = forms.ChoiceField(label=_("Relationship"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    orders = {
        "relationship": Partner.Relationship.choices,
        "kind": Partner.Kind.choices,
        "region": Partner.Region.choices,
    }

    def marks(self, row: Partner) -> dict[str, dict[str, str]]:
        return {name: {getattr(row, name): ""} for name in self.orders}
