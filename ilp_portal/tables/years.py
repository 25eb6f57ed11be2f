"""Rows of an academic year: a closed one is read, not edited, by no file and by no undoing of one."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coordinators.models import Term

from .rows import TableResource

CLOSED = _("This year is closed. Open it again at the desk first.")


class OfYear(TableResource):
    """`to_year` leads from a record to its term, `said_at` is the column that names the term. A row that changes
    nothing is not asked."""

    to_year: tuple[str, ...] = ("term",)
    said_at = "term"

    def faults(self, row) -> dict[str, Iterable[str]]:
        """By column, why no file may let the record be so."""
        year = self._year_of(row)
        return {self.said_at: [CLOSED]} if year and year.closed_at else {}

    def _year_of(self, row) -> Term | None:
        for step in self.to_year:
            row = getattr(row, step) if getattr(row, f"{step}_id") else None
            if row is None:
                return None
        return row

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        found = {name: [ValidationError(list(texts))] for name, texts in self.faults(instance).items()}
        super().validate_instance(instance, found | (import_validation_errors or {}), validate_unique)

    def put_back(self, row, values) -> None:
        """What was put back is undone where it may not be."""
        super().put_back(row, values)
        if found := self.faults(row):
            raise ValidationError({name: list(texts) for name, texts in found.items()})

    def needed(self, keys):
        """What a file added to a year that was closed since is part of it."""
        closed = {"__".join((*self.to_year, "closed_at", "isnull")): False}
        rows = self._meta.model._base_manager.filter(pk__in=keys, **closed)
        return super().needed(keys) | set(rows.values_list("pk", flat=True))
