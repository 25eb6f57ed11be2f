"""Forms of a record in both languages side by side."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.text import capfirst

from . import field_names

CODES = tuple(code for code, _name in settings.LANGUAGES)


def label_of(model, name: str, code: str) -> str:
    """What the column of one language is called: "Title in Spanish"."""
    return capfirst(field_names.said(model._meta.get_field(f"{name}_{code}")))


@dataclass(frozen=True)
class Group:
    """Fields under one heading, a list for each row; folded away where most records need none of them."""

    heading: str | Promise
    folded: bool
    rows: list[list[BoundField]]

    @property
    def is_open(self) -> bool:
        return any(field.errors for row in self.rows for field in row)


class BilingualForm(forms.ModelForm):
    """`texts` are its translated columns, `layout` its groups: (heading, folded, names of rows; a tuple is one row)."""

    texts: tuple[str, ...] = ()
    layout: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.texts:
            for code in CODES:
                field = self.fields[f"{name}_{code}"]
                field.label, field.widget.attrs["lang"] = label_of(self._meta.model, name, code), code

    @property
    def groups(self) -> list[Group]:
        """What is left of each group where fields were taken out."""
        found = []
        for heading, folded, names in self.layout:
            rows = [row if isinstance(row, tuple) else (row,) for row in names]
            kept = [[self[name] for name in row if name in self.fields] for row in rows]
            if kept := [row for row in kept if row]:
                found.append(Group(heading, folded, kept))
        return found
