"""Every version of a public record that staff made by hand: who, when, what. django-simple-history keeps them.

Only what somebody of the staff does in a request makes a version: what the record's own loader writes has its history
in content/. People, sign-ups and hours have no versions here, since each copy would have to be erased, too.
"""

from django.db import connection, models
from django.db.models import signals
from modeltranslation.translator import translator
from simple_history import register
from simple_history.models import HistoricalChanges, HistoricalRecords

from . import audit
from .models import Source


class Cited(models.Model):
    """What the last version of a deleted record says beside its columns: its sources, in their order.

    Which source a record cites is no change of the record; but with the record its citations are gone.
    """

    cited = models.JSONField(default=list, editable=False)

    class Meta:
        abstract = True


class Versions(HistoricalRecords):
    """One version for each time that somebody saves, however many statements that takes; none if nothing changed."""

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        signals.pre_save.connect(self.keep_what_was, sender=sender, weak=False)
        signals.pre_delete.connect(self.keep_what_was, sender=sender, weak=False)

    def keep_what_was(self, sender, instance, signal, raw=False, **kwargs):
        """Before a change by hand, where nobody wrote it down: then there is something to go back to."""
        if raw or audit.acting() is None or instance._state.adding:
            return
        if signal is signals.pre_delete:
            instance._cited = list(instance.citations.values_list("source", flat=True))
        before, known = sender._base_manager.filter(pk=instance.pk).first(), instance.history.first()
        if before and (known is None or changed(known, before)):
            before._history_user = None
            super().create_historical_record(before, "~" if known else "+")

    def create_historical_record(self, instance, history_type, using=None):
        if audit.acting() is None:
            return
        if history_type == "~" and (written := instance.__dict__.pop("_version", None)):
            history_type = written.history_type  # a form saves first the row, then what is tied to it
            forget(written)
        super().create_historical_record(instance, history_type, using)
        made, *before = instance.history.all()[:2]
        if history_type == "-" and instance._cited:
            made.cited = instance._cited
            made.save(update_fields=["cited"])
        if history_type == "~" and before and not changed(before[0], made):
            forget(made)
        else:
            instance._version = made

    def m2m_changed(self, instance, *, reverse, pk_set, model, **kwargs):
        """From the other side, too: a year that is given to campaigns is a change of each of them."""
        for row in model._base_manager.filter(pk__in=pk_set or ()) if reverse else [instance]:
            super().m2m_changed(row, reverse=reverse, pk_set=pk_set, model=model, **kwargs)

    def get_history_user(self, instance):
        return getattr(instance, "_history_user", audit.acting())


def keep(model, *, app: str, **options) -> None:
    """Keep the versions of a model. At the end of translation.py, when it has the columns of both languages."""
    register(model, app=app, records_class=Versions, bases=[Cited], **options)


def columns(model) -> list[models.Field]:
    """What a version says: every column but the key and those that only repeat the words of one language."""
    known = model in translator.get_registered_models()
    translated = translator.get_options_for_model(model).fields if known else ()
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.name not in translated]


def ties(record) -> dict[str, set[int]]:
    """The keys of what the record, or a version of it, is tied to, by field: {"terms": {3, 4}}."""
    found = {}
    if "_ties" in record.__dict__:
        return record._ties
    is_version = isinstance(record, HistoricalChanges)
    for field in (record if is_version else record.history.model)._history_m2m_fields:
        tied = getattr(record, field.name)
        found[field.name] = set(tied.values_list(field.m2m_reverse_field_name() if is_version else "pk", flat=True))
    return found


def with_ties(rows: list) -> list:
    """Versions of one kind of record with what each was tied to, one statement for all of them."""
    for version in rows:
        version._ties = {field.name: set() for field in version._history_m2m_fields}
    by_number = {version.history_id: version for version in rows}
    for field in rows[0]._history_m2m_fields if rows else ():
        tied = getattr(rows[0], field.name).model.objects.filter(history__in=by_number)
        for number, key in tied.values_list("history", field.m2m_reverse_field_name()):
            by_number[number]._ties[field.name].add(key)
    return rows


def changed(before, after) -> list[str]:
    """The fields in which two versions of one record differ; `after` may be the record as it stands."""
    found = [one.name for one in columns(before.instance_type) if _value(before, one) != _value(after, one)]
    tied, tied_before = ties(after), ties(before)
    return found + [name for name in tied if tied[name] != tied_before[name]]


def _value(version, column: models.Field):
    """Empty is empty, whether a column holds "" or nothing."""
    value = getattr(version, column.attname)
    return "" if value is None else value


def forget(version) -> None:
    """Delete a version with what it says of ties."""
    for field in version._history_m2m_fields:
        getattr(version, field.name).all().delete()
    version.delete()


def sources_of(version) -> list[Source]:
    """Those that the record of this version cited when it was deleted, as far as they are still on record."""
    gone = type(version).objects.filter(id=version.id, history_type="-").first()
    known = Source.objects.in_bulk(gone.cited if gone else [])
    return [known[pk] for pk in gone.cited if pk in known] if known else []


def restore(version):
    """Make the record what it was in this version, which is a new version. Returns the row.

    One that was deleted comes back with the sources it cited then.

    Raises IntegrityError when the database has a reason against it: an address in use, a record it hung on is gone.
    """
    model = version.instance_type
    pk = getattr(version, model._meta.pk.attname)
    row = model._base_manager.filter(pk=pk).first()
    is_new = row is None
    row = row or model(pk=pk)
    for column in columns(model):
        setattr(row, column.attname, getattr(version, column.attname))
    row.save(force_insert=is_new)
    for field in version._history_m2m_fields:
        known = field.related_model._base_manager.filter(pk__in=ties(version)[field.name])
        getattr(row, field.name).set(known)
    for order, source in enumerate(sources_of(version) if is_new else ()):
        row.citations.create(source=source, order=order)
    connection.check_constraints([model._meta.db_table])  # else a missing record shows at the commit only
    return row
