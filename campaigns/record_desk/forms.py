"""A form of one record in both languages: what it asks of every record, whichever it is."""

import re
from itertools import chain, count

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordinators import particulars
from partners.bilingual import CODES, BilingualForm

from . import seen
from .partial import ROUGH, PartialDateField, typed

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
RESERVED = {"new", "nueva", "nuevo"}  # these addresses are those of the empty forms
SLUG_HINT = _("The end of the page’s address. Empty: made from its name. A former address leads to the new one.")
SLUG_FAULT = _("Small letters, digits and single hyphens; and no word that an address of the desk needs, like “new”.")
CHANGED = _("Somebody else changed this meanwhile. It says now: %(now)s. What you typed is still here.")
OVERTAKEN = _(
    "Somebody else changed this record while you had it open, so nothing was saved. Look at what is marked: what you "
    "save now is what stands then."
)
ROWS_CHANGED = _(
    "Somebody else changed the rows at the end of this form: open it once more beside this one and compare."
)
NO_WORDS = ("slug", "seen", "website", "ref")
PUBLIC = _("This is public, and no place for details of a person. Take it out, or tick here if it may stay.")
LOOKS_LIKE = _("“%(words)s” looks like %(what)s.")
TAKEN = _("Somebody else was faster: this address or place in the order is in use now. Nothing was saved.")


class RecordForm(BilingualForm):
    """`needed` are the texts of which one language has to be there, `partial` its dates with the column of their
    precision, `long` the texts that take more than one line."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=3000)
    sure = forms.BooleanField(label=_("I have read it once more: this may stand in public."), required=False)

    needed: tuple[str, ...] = ()
    partial: dict[str, str] = {}
    long: tuple[str, ...] = ()
    formset_class = None
    rows_heading: str | Promise = ""
    beside: tuple[str, ...] = ()  # related names of what the formset holds
    private = False  # of people: no draft is kept, and no pattern looks at it

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.long:
            for code in CODES:
                self.fields[f"{name}_{code}"].widget.attrs["rows"] = 4
        for name, precision in self.partial.items():
            column = self._meta.model._meta.get_field(name)
            self.fields[name] = PartialDateField(label=capfirst(column.verbose_name), required=not column.blank)
            self.initial[name] = typed(getattr(self.instance, name), getattr(self.instance, precision))
        self.initial["seen"] = seen.written(seen.of(self.instance, *self.beside))
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].label, self.fields["slug"].help_text = _("Address of the page"), SLUG_HINT
        self.found: dict[str, list] = {}
        formset = self.formset_class
        self.formset = formset and formset(self.data if self.is_bound else None, instance=self.instance)

    def as_typed(self) -> "RecordForm":
        """Shown as it is, unjudged: nobody asked to save it yet."""
        for form in (self, *(self.formset.forms if self.formset is not None else ())):
            form._errors, form.cleaned_data = ErrorDict(), {}
        if self.formset is not None:
            self.formset._errors = [{} for _form in self.formset.forms]
            self.formset._non_form_errors = self.formset.error_class()
        return self

    def is_valid(self) -> bool:
        parts = [super().is_valid()]
        if self.formset is not None:
            parts.append(self.formset.is_valid())
        return all(parts)

    def clean_slug(self) -> str:
        """The address that was typed; of a new record without one, the words it begins with."""
        slug = self.cleaned_data["slug"]
        if slug and slug != self.instance.slug and (not SLUG.match(slug) or slug in RESERVED):
            raise ValidationError(SLUG_FAULT)
        return slug or self.instance.slug or self._free_slug()

    def _free_slug(self) -> str:
        names = (self.cleaned_data.get(name) for name in ("name", "title_en", "title_es", "text_en", "text_es"))
        root = slugify(next(filter(None, names), ""))[:50].strip("-") or "record"
        stem = root if root not in RESERVED else f"{root}-1"
        taken = set(self._meta.model._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken)

    def clean(self) -> dict:
        data = super().clean()
        for name, precision in self.partial.items():
            if name in data:
                day, exact = data[name]
                keeps = getattr(self.instance, precision) in ROUGH and name not in self.changed_data
                data[name] = day
                setattr(self.instance, precision, getattr(self.instance, precision) if keeps else exact)
        for name in self.needed:
            columns = [f"{name}_{code}" for code in CODES]
            if not any(data.get(column) or column in self.errors for column in columns):
                self.add_error(columns[0], _("Write it in one language at least."))
        self._look_for_people(data)
        self._look_for_others(data)
        return data

    def _look_for_people(self, data: dict) -> None:
        """A warning for what changed; whoever has read it again may leave it."""
        for name in [] if self.private else self.changed_data:
            text = data.get(name)
            if isinstance(text, str) and name not in NO_WORDS and (found := list(particulars.find(text))):
                self.found[name] = found
        if self.found and not data.get("sure"):
            for name, found in self.found.items():
                for one in found:
                    self.add_error(name, ValidationError(LOOKS_LIKE, params={"words": one[0], "what": one[1]}))
            self.add_error("sure", PUBLIC)

    def _look_for_others(self, data: dict) -> None:
        """A field that somebody else changed meanwhile is not overwritten unread, nor is what was typed lost."""
        if self.instance.pk is None:
            return
        now = self._meta.model._base_manager.get(pk=self.instance.pk)
        if not (changed := seen.changed_since(data.get("seen") or "", now, *self.beside)):
            return
        for name in changed:
            if name in self.beside:
                self.add_error(None, ROWS_CHANGED)
            elif name in self.fields:
                self.add_error(name, ValidationError(CHANGED, params={"now": told(now, name) or "–"}))
        self.add_error(None, OVERTAKEN)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen.written(seen.of(now, *self.beside))

    def save(self, commit=True):
        """The record and what belongs to it, or a fault at the form when another one took its place meanwhile.

        Raises ValidationError, with the fault already in the form.
        """
        try:
            with transaction.atomic():
                row = super().save(commit)
                if self.formset is not None:
                    self.formset.save()
                return row
        except IntegrityError as error:
            self.add_error(None, TAKEN)
            raise ValidationError(TAKEN) from error


def told(record, name: str) -> str:
    """What a field of a record says, in words for staff."""
    column = record._meta.get_field(name)
    if column.many_to_many:
        return ", ".join(str(one) for one in getattr(record, name).all())
    if column.is_relation:
        return str(getattr(record, name) or "")
    value = getattr(record, column.attname)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value or ""))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
