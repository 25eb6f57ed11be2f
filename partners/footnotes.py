"""Footnotes: the sources that a page's statements rest on, numbered in the order in which the page comes to them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from .models import Citation, Source


class Note(NamedTuple):
    number: int
    source: Source


class Footnotes:
    """Of the records given, in one query. A source that is internal evidence only never becomes a note."""

    def __init__(self, records: Iterable[models.Model]):
        wanted = defaultdict(set)
        for record in records:
            wanted[ContentType.objects.get_for_model(record).pk].add(record.pk)
        cited = Q(pk__in=())
        for kind, keys in wanted.items():
            cited |= Q(content_type=kind, object_id__in=keys)
        self._sources: dict[tuple[int, int], list[Source]] = defaultdict(list)
        for citation in Citation.objects.filter(cited).select_related("source"):
            self._sources[citation.content_type_id, citation.object_id].append(citation.source)
        self._numbers: dict[Source, int] = {}

    def of(self, record: models.Model) -> list[Note]:
        """The record's notes by number; each source gets its number when a page first asks for it."""
        shown = [source for source in self._of(record) if source.public_link != Source.PublicLink.NO]
        return sorted(Note(self._numbers.setdefault(source, len(self._numbers) + 1), source) for source in shown)

    def is_withheld(self, record: models.Model) -> bool:
        """Whether the record rests on sources of which none may be named."""
        return bool(self._of(record)) and not self.of(record)

    def _of(self, record: models.Model) -> list[Source]:
        return self._sources.get((ContentType.objects.get_for_model(record).pk, record.pk), [])

    @property
    def listed(self) -> list[Note]:
        """Every note that was asked for so far, by number: goes below the statements."""
        return [Note(number, source) for source, number in self._numbers.items()]
