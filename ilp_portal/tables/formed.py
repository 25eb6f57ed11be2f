"""Tables whose rows are checked and saved by the form of their desk, so that no rule stands twice."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from import_export import widgets
from import_export.fields import Field

from partners import versions

from . import cells
from .rows import TableResource


class FormResource(TableResource):
    """Each column that is read is a field of `form_class`, under its attribute. What a row says is what somebody typed
    into the form as it stands; a row that says nothing new is not even shown to it."""

    form_class: type[forms.ModelForm]
    form: forms.ModelForm | None = None  # of the row at hand

    def refusal(self, record: models.Model) -> str:
        """Why no file may change this record; empty where one may."""
        return ""

    def arguments(self, record: models.Model, typed: dict) -> dict:
        """What the form needs besides the record."""
        return {}

    def save_form(self, form: forms.ModelForm, *, is_new: bool) -> None:
        form.save()

    # --- what a row says ----------------------------------------------------------------------------------------------
    def import_instance(self, instance, row, **kwargs):
        typed, errors = self._typed(row)
        if instance.pk is not None:
            if not errors and all(self._said(field, typed) == field.export(instance) for field in self._fields(typed)):
                return
            if refusal := self.refusal(instance):
                raise ValidationError(refusal)
        self.form = self._form(instance, typed)
        if errors := self._faults() | errors:
            raise ValidationError(errors)

    def _typed(self, row: dict) -> tuple[dict, dict]:
        """Values by field of the form, and by column what could not be read."""
        typed, errors = {}, {}
        for field in self.get_import_fields():
            cell = row.get(field.column_name)
            if field.readonly or cells.is_blank(cell):
                continue
            try:
                typed[field.attribute] = _nothing(field) if cells.empties(cell) else field.clean(row)
            except ValueError as error:
                errors[field.column_name] = [ValidationError(str(error))]
        return typed, errors

    def _fields(self, typed: dict) -> list[Field]:
        return [field for field in self.get_import_fields() if field.attribute in typed]

    @staticmethod
    def _said(field: Field, typed: dict) -> str:
        is_tied = isinstance(field.widget, widgets.ManyToManyWidget)
        return (field.widget.said if is_tied else field.widget.render)(typed[field.attribute])

    def _form(self, record: models.Model, typed: dict) -> forms.ModelForm:
        more = self.arguments(record, typed)
        blank = self.form_class(instance=record, **more)
        data = {name: blank[name].value() for name in blank.fields}
        return self.form_class(data | {name: _key(value) for name, value in typed.items()}, instance=record, **more)

    def _faults(self) -> dict[str, list[ValidationError]]:
        """By column; with its label what stands at a field that is no column."""
        columns, found = {field.attribute: field.column_name for field in self.get_import_fields()}, {}
        for name, errors in self.form.errors.as_data().items():
            texts = [text for error in errors for text in error.messages]
            if name != NON_FIELD_ERRORS and name not in columns:
                texts = [f"{self.form[name].label}: {text}" for text in texts]
            found.setdefault(columns.get(name, NON_FIELD_ERRORS), []).extend(map(ValidationError, texts))
        return found

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The form has looked at the record as a whole."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def do_instance_save(self, instance, is_create):
        self.save_form(self.form, is_new=is_create)

    def save_m2m(self, instance, row, **kwargs):
        """The form has saved them."""

    def kept_columns(self) -> list[models.Field]:
        """A form may set columns of its own, so all of them are put back."""
        return [*versions.columns(self._meta.model), *self.ties()]


def _nothing(field: Field):
    return [] if isinstance(field.widget, widgets.ManyToManyWidget) else field.widget.nothing


def _key(value):
    """As a browser would send it."""
    if isinstance(value, models.Model):
        return value.pk
    return [_key(one) for one in value] if isinstance(value, list) else value
