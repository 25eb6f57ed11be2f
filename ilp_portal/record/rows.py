"""Between a row and its plain form: what the row says now, and how a plain value is written into it."""

import datetime as dt
from decimal import Decimal

from django.db import models

from campaigns.models import Campaign, CampaignPartner, Outcome
from partners.models import Citation, CoalitionMembership, Partner, Source

from .kinds import key_of

CHILDREN = ("memberships", "partner_rows", "outcomes")
PREFETCH = {
    Partner: ["memberships"],
    Campaign: ["partner_rows", "outcomes__citations__source"],
}


class Index:
    """Rows of the kinds loaded so far, by their key, and keys by primary key: how slugs become foreign keys."""

    def __init__(self):
        self.rows: dict[type[models.Model], dict[str, models.Model]] = {}
        self.keys: dict[type[models.Model], dict[int, str]] = {}

    def read(self, model: type[models.Model], columns: set[str]) -> dict[str, models.Model]:
        """All rows of a table, with the relations that `columns` names."""
        related = [name for name in columns if model._meta.get_field(name).many_to_many]
        related += ["citations__source"] if "citations" in columns else []
        parents = [field.name for field in model._meta.concrete_fields if field.is_relation and not field.null]
        rows = model._default_manager.select_related(*parents).prefetch_related(*related, *PREFETCH.get(model, ()))
        self.rows[model], self.keys[model] = {}, {}
        for row in rows:
            self.add(row)
        return self.rows[model]

    def add(self, row: models.Model) -> None:
        self.rows[type(row)][key_of(row)] = row
        self.keys[type(row)][row.pk] = key_of(row)

    def find(self, model: type[models.Model], key: str | None) -> models.Model | None:
        return self.rows[model].get(key)

    def name(self, model: type[models.Model], pk: int | None) -> str | None:
        return self.keys[model].get(pk)


def is_late(model: type[models.Model], column: str) -> bool:
    """True for what can only be written once all rows of the kind exist: relations, and pointers to its own kind."""
    field = model._meta.get_field(column)
    return not field.concrete or field.many_to_many or (field.is_relation and field.related_model is model)


def current(row: models.Model, columns, index: Index) -> dict:
    """What the row says now, in plain form."""
    return {column: _current(row, column, index) for column in columns}


def _current(row: models.Model, column: str, index: Index):
    if column == "citations":
        return [citation.source.ref for citation in row.citations.all()]
    if column in CHILDREN:
        return [_child(child, index) for child in getattr(row, column).all()]
    field = row._meta.get_field(column)
    if field.many_to_many:
        return sorted(index.name(type(other), other.pk) for other in getattr(row, column).all())
    if field.is_relation:
        return index.name(field.related_model, getattr(row, field.attname))
    return plain(getattr(row, column), field)


def plain(value, field: models.Field):
    """A column's value as JSON keeps it. Browsers send line ends as CR LF; that alone is no edit."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    if isinstance(field, models.CharField | models.TextField):
        return (value or "").replace("\r\n", "\n")
    return value


def _child(child: models.Model, index: Index):
    if isinstance(child, CampaignPartner):
        return [index.name(Partner, child.partner_id), child.role, child.is_lead]
    if isinstance(child, CoalitionMembership):
        words = {name: getattr(child, name) or "" for name in ("name_en", "name_es")}
        return {**words, "coalition": index.name(Partner, child.coalition_id)}
    names = ("happened_on", "precision", "figure", "unit_en", "unit_es", "text_en", "text_es", "citations")
    return current(child, names, index)


def write_columns(row: models.Model, values: dict, index: Index) -> None:
    """Set and save the plain columns and the foreign keys to earlier kinds."""
    for column, value in values.items():
        field = row._meta.get_field(column)
        if field.is_relation:
            setattr(row, column, index.find(field.related_model, value))
        else:
            setattr(row, column, field.to_python(value))
    row.save()


def write_late(row: models.Model, values: dict, index: Index) -> None:
    """Write what `is_late` named."""
    for column, value in values.items():
        if column == "citations":
            _cite(row, value, index)
        elif column in CHILDREN:
            getattr(row, column).all().delete()
            for order, child in enumerate(value):
                CHILD_WRITERS[column](row, order, child, index)
        elif row._meta.get_field(column).many_to_many:
            model = row._meta.get_field(column).related_model
            getattr(row, column).set([other for key in value if (other := index.find(model, key))])
        else:
            setattr(row, column, index.find(type(row), value))
            row.save()


def _cite(row: models.Model, refs: list[str], index: Index) -> None:
    row.citations.all().delete()
    sources = [source for ref in refs if (source := index.find(Source, ref))]
    Citation.objects.bulk_create(Citation(source=source, record=row, order=n) for n, source in enumerate(sources))


def _write_membership(member: Partner, order: int, child: dict, index: Index) -> None:
    words = {name: child[name] for name in ("name_en", "name_es")}
    coalition = index.find(Partner, child["coalition"])
    CoalitionMembership.objects.create(member=member, coalition=coalition, order=order, **words)


def _write_partner_row(campaign: Campaign, order: int, child: list, index: Index) -> None:
    slug, role, is_lead = child
    if partner := index.find(Partner, slug):
        campaign.partner_rows.create(partner=partner, role=role, is_lead=is_lead, order=order)


def _write_outcome(campaign: Campaign, order: int, child: dict, index: Index) -> None:
    outcome = Outcome(campaign=campaign, order=order)
    write_columns(outcome, {name: value for name, value in child.items() if name != "citations"}, index)
    _cite(outcome, child["citations"], index)


CHILD_WRITERS = {
    "memberships": _write_membership,
    "partner_rows": _write_partner_row,
    "outcomes": _write_outcome,
}
