"""How rows of a spreadsheet become records: by a key, never by a number, and only what the spreadsheet says."""

import hashlib
import json
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export import widgets
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from partners import versions

from . import cells

Values = dict[str, Any]  # of the columns of one record, as JSON has them


def column_at(model: type[models.Model], path: str) -> models.Field | None:
    """The column at the end of a path like "appointment__term"; None of what no column holds."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    try:
        return model._meta.get_field(last)
    except FieldDoesNotExist:
        return None


def mark(values: Values) -> str:
    """The same for the same values, and nothing that tells them."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode("utf-8", "replace")).hexdigest()


class ByKey(BaseInstanceLoader):
    """All records of the table by their key, in one query."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.rows: dict[tuple, list[models.Model]] = {}
        for row in resource.get_queryset():
            self.rows.setdefault(resource.key_of(row), []).append(row)

    def get_instance(self, row):
        found = self.rows.get(self.resource.key_in(row), [])
        if len(found) > 1:
            raise ValidationError(_("Several records fit this row. Change them at their own pages."))
        return found[0] if found else None


class NoDiff:
    """The library's own would write each record out twice, as HTML; `changes` says what differs."""

    def __init__(self, resource, instance, new):
        pass

    def compare_with(self, resource, instance):
        pass


class TableResource(ModelResource):
    """Columns are those of `fields`; those in `told` are written and never read."""

    told: tuple[str, ...] = ()

    class Meta:
        clean_model_instances = True
        use_transactions = False
        skip_html_diff = store_instance = report_skipped = True
        instance_loader_class = ByKey

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seen: set[tuple] = set()

    def get_diff_class(self):
        return NoDiff

    def get_diff_headers(self):
        return []

    def get_queryset(self):
        """With every record that a column names, so that no row asks for it."""
        paths = {field.attribute: column_at(self._meta.model, field.attribute) for field in self.fields.values()}
        rows = cells.rows_of(self._meta.model)
        rows = rows.select_related(*(path for path, column in paths.items() if column and column.many_to_one))
        return rows.prefetch_related(*(path for path, column in paths.items() if column and column.many_to_many))

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        told = readonly or field_name in cls.told
        return Field(attribute=field_name, column_name=field_name, widget=cells.of(django_field), readonly=told)

    def _check_import_id_fields(self, headers):
        """The headings are checked before (sheets.py), in words of ours."""

    # --- keys ---------------------------------------------------------------------------------------------------------
    def key_of(self, row: models.Model) -> tuple[str, ...]:
        return tuple(self.fields[name].export(row) for name in self.get_import_id_fields())

    def key_in(self, row: dict) -> tuple[str, ...] | None:
        """None where the key cannot be read: what is wrong with it is told with the other faults of the row."""
        fields = [self.fields[name] for name in self.get_import_id_fields()]
        try:
            return tuple(field.widget.render(field.clean(row)) for field in fields)
        except (ValueError, KeyError):
            return None

    def before_import_row(self, row, **kwargs):
        key = self.key_in(row)
        if key is not None and any(key) and key in self.seen:
            raise ValidationError(_("An earlier row of this file is about the same record."))
        self.seen.add(key)

    # --- what a row says ----------------------------------------------------------------------------------------------
    def init_instance(self, row=None):
        """Nobody sees a new record before somebody says so."""
        instance = super().init_instance(row)
        if hasattr(instance, "is_public"):
            instance.is_public = False
        return instance

    def import_instance(self, instance, row, **kwargs):
        """Ties to other records are written after the record; what is wrong with them is told with the rest."""
        errors = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.error_dict
        for field in self.get_import_fields():
            if isinstance(field.widget, widgets.ManyToManyWidget):
                try:
                    self._tied(field, row)
                except ValueError as error:
                    errors[field.attribute] = [ValidationError(str(error))]
        if errors:
            raise ValidationError(errors)

    @staticmethod
    def _tied(field: Field, row: dict) -> list[models.Model] | None:
        """The records that the cell names; None where it says nothing of them."""
        cell = row.get(field.column_name)
        if cells.is_blank(cell) or field.readonly:
            return None
        return [] if cells.empties(cell) else field.clean(row)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        cell = row.get(field.column_name)
        if field.readonly or cells.is_blank(cell):
            return
        if not cells.empties(cell):
            super().import_field(field, instance, row, is_m2m, **kwargs)
        elif is_m2m:
            getattr(instance, field.attribute).clear()
        else:
            setattr(instance, field.attribute, field.widget.nothing)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if import_validation_errors or original is None or original.pk is None:
            return False
        return not self.changes(original, instance, row)

    def changes(self, original: models.Model, instance: models.Model, row: dict) -> list[tuple[str, str, str]]:
        """(column, text before, text after) of what the row changes; of a new record all it has, before it nothing."""
        found = []
        for field in self.get_import_fields():
            before = field.export(original) if original.pk else ""
            after = self._after(field, instance, row)
            if before != after:
                found.append((field.column_name, before, after))
        return found

    def _after(self, field: Field, instance: models.Model, row: dict) -> str:
        if not isinstance(field.widget, widgets.ManyToManyWidget):
            return field.export(instance)
        tied = self._tied(field, row)
        if tied is None:
            return field.export(instance) if instance.pk else ""
        return field.widget.said(tied)

    # --- what stood there ---------------------------------------------------------------------------------------------
    def values(self, row: models.Model) -> Values:
        """What a file may change of it, so that it can be put back. Ties come along with `Table.rows()`."""
        return _values(row, self.kept_columns())

    def mark_of(self, row: models.Model, *, is_new: bool) -> str:
        """The same as long as nobody changed what the file did; of a record that it added, as long as nobody changed
        anything at all."""
        return mark(_values(row, [*versions.columns(self._meta.model), *self.ties()]) if is_new else self.values(row))

    def needed(self, keys: list[int]) -> set[int]:
        """Of these records those that stay for a reason of which no relation tells."""
        return set()

    def kept_columns(self) -> list[models.Field]:
        columns = {field.attribute: column_at(self._meta.model, field.attribute) for field in self.get_import_fields()}
        return [column for path, column in columns.items() if column and "__" not in path]

    def ties(self) -> list[models.Field]:
        """The columns that lead to several other records."""
        return [column for column in TableResource.kept_columns(self) if column.many_to_many]

    def put_back(self, row: models.Model, values: Values) -> None:
        """Raises ValidationError where the record may not be so any more."""
        ties = {}
        for column in row._meta.get_fields():
            if column.many_to_many and column.name in values:
                ties[column.name] = values[column.name]
            elif getattr(column, "attname", None) in values:
                setattr(row, column.attname, column.to_python(values[column.attname]))
        row.full_clean()
        row.save()
        for name, keys in ties.items():
            getattr(row, name).set(keys)


def _values(row: models.Model, columns: list[models.Field]) -> Values:
    found = {}
    for column in columns:
        if column.many_to_many:
            found[column.name] = sorted(one.pk for one in getattr(row, column.name).all())
        else:
            value = column.value_from_object(row)
            plain = value is None or isinstance(value, str | int | float | list | dict)
            found[column.attname] = value if plain else column.value_to_string(row)
    return found
