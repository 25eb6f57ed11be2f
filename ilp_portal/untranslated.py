"""What of the record one language has and the other has not: readers see it with a note, staff see it counted."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.urls import reverse
from modeltranslation.translator import translator

from . import content

REMEMBERED = 3600  # seconds
# A gloss says in the other language what a name means, so it is not missing in the language of the name.
IN_ONE_LANGUAGE = {("partners.Partner", "gloss")}
# Rows that are edited on the page of what they belong to: by which field they belong to it.
ON_PAGE_OF = {
    "coordinators.Break": "term",
    "partners.CoalitionMembership": "member",
}
# Rows that are edited at a desk, not in the admin: the address of the page.
AT_A_DESK = {
    "campaigns.HandOver": lambda row: reverse("campaigns:hand_over", args=[row.campaign.slug, row.term.slug]),
    "coordinators.Question": lambda question: reverse("coordinators:call_desk_edit", args=[question.call.slug]),
    "events.Shift": lambda shift: reverse("events:event_desk_shift", args=[shift.event.slug, shift.pk]),
}
PAIRS = {"en": "es", "es": "en"}  # by the language that is missing: the one that is there


class Gap(NamedTuple):
    """One text of one record that is missing in a language, and where staff write it."""

    record: Model
    field: str
    language: str
    address: str

    @property
    def kind(self) -> str:
        return self.record._meta.verbose_name

    @property
    def label(self) -> str:
        return self.record._meta.get_field(self.field).verbose_name

    @property
    def language_name(self) -> str:
        return dict(settings.LANGUAGES)[self.language]


def count() -> int:
    """How many texts are missing in one language. Demo rows do not count. Counted once for each version of the content:
    a union over every translated field takes a tenth of a second."""
    return cache.get_or_set(f"untranslated:{content.version()}", lambda: _rows().count(), REMEMBERED)


def gaps(most: int) -> Iterator[Gap]:
    """The first `most` of them, by kind of record."""
    found = list(_rows()[:most])
    keys = defaultdict(set)
    for label, _field, _language, pk in found:
        keys[label].add(pk)
    records = {label: apps.get_model(label)._base_manager.in_bulk(pks) for label, pks in keys.items()}
    for label, field, language, pk in found:
        record = records[label][pk]
        yield Gap(record, field, language, _address(record, field, language))


def _rows() -> QuerySet:
    """(model, field, missing language, key) of each."""
    first, *others = (
        _missing(model, field, language)
        for model in sorted(translator.get_registered_models(abstract=False), key=lambda model: model._meta.label)
        for field in translator.get_options_for_model(model).fields
        for language in PAIRS
        if (model._meta.label, field) not in IN_ONE_LANGUAGE
    )
    return first.union(*others, all=True)


def _missing(model: type[Model], field: str, language: str) -> QuerySet:
    here, there = f"{field}_{language}", f"{field}_{PAIRS[language]}"
    rows = QuerySet(model).filter(Q(**{here: ""}) | Q(**{here: None})).exclude(Q(**{there: ""}) | Q(**{there: None}))
    if any(column.name == "is_demo" for column in model._meta.fields):
        rows = rows.filter(is_demo=False)
    said = (model._meta.label, field, language)
    named = {f"gap_{n}": Value(word, output_field=CharField()) for n, word in enumerate(said)}
    return rows.order_by().annotate(**named, gap_key=F("pk")).values_list(*named, "gap_key")


def _address(record: Model, field: str, language: str) -> str:
    """The field in the admin or at a desk; of a row without a page of its own, its place where it is edited."""
    if record._meta.label in AT_A_DESK:
        return f"{AT_A_DESK[record._meta.label](record)}#id_{field}_{language}"
    if admin.site.is_registered(type(record)):
        return f"{_page(record)}#id_{field}_{language}"
    owner = record._meta.get_field(ON_PAGE_OF[record._meta.label])
    return f"{_page(getattr(record, owner.name))}#{owner.remote_field.get_accessor_name()}-group"


def _page(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
