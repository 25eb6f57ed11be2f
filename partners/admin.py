"""Record keeping for organizations and sources, and what the admin of every app above builds on.

Both languages of a text stand side by side; static/js/admin-tabs.js puts them into tabs. Nothing foreign: the admin
keeps the strict CSP.
"""

import json

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericStackedInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.fields import InvalidJSONInput
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin, TranslationStackedInline

from outreach.lookups import FewOptions, SafeLookups

from .models import Citation, CoalitionMembership, Contact, Partner, Source


def side_by_side(fields) -> list:
    """Put title_en and title_es into one row; everything else keeps its own."""
    rows: list = []
    for name in fields:
        if rows and isinstance(name, str) and name.endswith("_es") and rows[-1] == f"{name[:-3]}_en":
            rows[-1] = (rows[-1], name)
        else:
            rows.append(name)
    return rows


class StorableJSON(forms.JSONField):
    """JSON that both databases can store: no NaN, no NUL, no half of a character pair, not endlessly nested."""

    def to_python(self, value):
        try:
            value = super().to_python(value)
            text = json.dumps(value, ensure_ascii=False, allow_nan=False)
            text.encode()
        except (ValueError, RecursionError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": "?"}) from error
        if "\\u0000" in text:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": "?"})
        return value

    def bound_data(self, data, initial):
        """What was typed, as it was typed, when it cannot be stored: shown again, never parsed again."""
        try:
            self.to_python(data)
        except ValidationError:
            return InvalidJSONInput(data)
        return super().bound_data(data, initial)


class LinesField(forms.CharField):
    """A list of short texts, one a line, for a JSON column."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = value if isinstance(value, list) else super().to_python(value).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def run_validators(self, value) -> None:
        super().run_validators("\n".join(value))

    def has_changed(self, initial, data) -> bool:
        return self.to_python(initial or []) != self.to_python(data or "")


class JSONColumns:
    """Forms for JSON columns: `ticks` names those that hold some of a fixed set of codes, `lines` those with texts."""

    ticks: dict[str, list] = {}
    lines: tuple[str, ...] = ()
    formfield_overrides = {
        models.JSONField: {"form_class": StorableJSON},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        words = {"label": capfirst(db_field.verbose_name), "required": not db_field.blank}
        if db_field.name in self.ticks:
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=self.ticks[db_field.name], widget=widget, **words)
        if db_field.name in self.lines:
            return LinesField(help_text=_("One a line."), **words)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name not in self.get_autocomplete_fields(request):
            kwargs["widget"] = forms.CheckboxSelectMultiple  # the admin's two boxes have no labels
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class SideBySide(JSONColumns, FewOptions, TranslationBaseModelAdmin):
    class Media:
        js = ("js/admin-tabs.js",)

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        return [(name, {**options, "fields": side_by_side(options["fields"])}) for name, options in shown]


class BilingualAdmin(SafeLookups, SideBySide, TranslationAdmin):
    """An admin page with English and Spanish next to each other; static/css/admin.css gives them the room."""


class BilingualInline(SideBySide, TranslationStackedInline):
    extra = 0


class ReadOnlyAdmin(SafeLookups, admin.ModelAdmin):
    """Staff look; nobody adds, changes or deletes here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CitationFormSet(BaseGenericInlineFormSet):
    """The record is no field of these forms, so Django passes over the constraint that a record cites a source once."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        seen = set()
        for form in kept:
            source = form.cleaned_data.get("source")
            if source in seen:
                form.add_error("source", _("This source is cited already."))
            elif source:
                seen.add(source)


class CitationInline(FewOptions, GenericStackedInline):
    """What a record rests on; goes into the admin of everything that cites."""

    model, formset, extra = Citation, CitationFormSet, 0
    fields = ("source", "order")


class ContactInline(FewOptions, admin.StackedInline):
    model, extra = Contact, 0
    fields = ("name", "role", "email", "phone", "language")


class EventNumbers:
    """What the events of a record came to: the numbers that stay when their people are erased."""

    readonly_fields = ("event_numbers",)

    @admin.display(description=_("at events"))
    def event_numbers(self, record) -> str | None:
        sums = record.events.filter(is_demo=False).sums() if record.pk else {"events": 0}
        text = ngettext(
            "%(events)d event counted: %(announced)d said they would come, %(came)d came",
            "%(events)d events counted: %(announced)d said they would come, %(came)d came",
            sums["events"],
        )
        return text % sums if sums["events"] else None


class CoalitionInline(BilingualInline):
    model, fk_name = CoalitionMembership, "member"


@admin.register(Partner)
class PartnerAdmin(EventNumbers, BilingualAdmin):
    inlines = [ContactInline, CoalitionInline, CitationInline]
    list_display = ("name", "acronym", "kind", "relationship", "region", "status", "is_public")
    list_filter = ("relationship", "kind", "region", "status", "is_public", "is_demo")
    search_fields = ("name", "acronym", "slug")
    prepopulated_fields = {"slug": ("name",)}
    lines = ("former_names",)


@admin.register(Source)
class SourceAdmin(SafeLookups, admin.ModelAdmin):
    list_display = ("publisher", "title", "date_display", "public_link", "checked_on")
    list_display_links = ("title",)
    list_filter = ("public_link",)
    search_fields = ("publisher", "title", "ref")
