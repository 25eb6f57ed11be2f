"""What a record rests on: sources that are there already, found by their words, or a new one."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Max, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners.models import Citation, Source

from .forms import RecordForm

MOST_FOUND = 20
MOST_ORDER = 32_767  # what the column holds


class SourceForm(RecordForm):
    """One published page, article or document."""

    private = True
    partial = {"published_on": "precision"}
    ref = forms.CharField(label=capfirst(_("address")), max_length=500, validators=[URLValidator(["http", "https"])])
    layout = ((_("A new source"), False, ["ref", ("title", "publisher"), ("published_on", "language"), "public_link"]),)

    class Meta:
        model = Source
        fields = ("ref", "title", "publisher", "published_on", "language", "public_link")

    def clean_ref(self) -> str:
        ref = self.cleaned_data["ref"]
        if known := Source.objects.filter(ref=ref).first():
            told = _("It is on record already as “%(source)s”: look for it above and cite it.")
            raise ValidationError(told, params={"source": known})
        return ref


def find(words: str) -> QuerySet[Source]:
    """Sources that have all these words in title, publisher or address; nothing for no words."""
    parts = words.replace("\x00", "").split()[:8]
    found = Source.objects.all() if parts else Source.objects.none()
    for part in parts:
        found = found.filter(Q(title__icontains=part) | Q(publisher__icontains=part) | Q(ref__icontains=part))
    return found[:MOST_FOUND]


def cite(record, source: Source) -> bool:
    """The record rests on the source, too, after those it rests on. False when it did before."""
    last = record.citations.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else min(last + 1, MOST_ORDER)
    kind = ContentType.objects.get_for_model(record)
    known = {"content_type": kind, "object_id": record.pk, "source": source}
    return Citation.objects.get_or_create(**known, defaults={"order": order})[1]


def put_first(record, citation: Citation) -> None:
    """The page names it before the others."""
    others = [row for row in record.citations.all() if row.pk != citation.pk]
    for order, row in enumerate([citation, *others]):
        if row.order != order:
            row.order = order
            row.save(update_fields=["order"])
