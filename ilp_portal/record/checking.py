"""Holds every record against its table: lengths, choices, addresses, and the constraints of the database."""

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, Q

from campaigns.models import Campaign, Outcome

from .faults import Faults
from .kinds import Kind

# Columns whose field in content/ has another name.
FIELDS = {
    "published_on": "date",
    "happened_on": "date",
    "held_on": "date",
    "started_on": "start",
    "ended_on": "end",
    "gloss_en": "name_en",
    "gloss_es": "name_es",
    "opens_on": "opens",
    "closes_on": "closes",
    "posted_on": "posted",
    "weekly_hours_min": "weekly_hours",
    "weekly_hours_max": "weekly_hours",
    "record_note": "registration",
}


def check_columns(kind: Kind, records: dict[str, dict], faults: Faults) -> None:
    """A fault for each value that the table of this kind would refuse."""
    for key, values in records.items():
        own = key.rpartition("/")[2] if kind.name == "sections" else key
        _check(kind.model, {"slug": own, "ref": key, **values}, kind.file, own, faults)
        for number, outcome in enumerate(values.get("outcomes", ()), start=1):
            _check(Outcome, outcome, kind.file, f"{own}: outcomes {number}", faults)
        for wrong in set(values.get("kinds", ())) - set(Campaign.Kind.values):
            faults.add(kind.file, own, "kinds", f"{wrong!r} is not one of {', '.join(Campaign.Kind.values)}")


def _check(model: type[Model], values: dict, file: str, record: str, faults: Faults) -> None:
    row, unread = model(), {field.name for field in model._meta.concrete_fields} - values.keys()
    for field in model._meta.concrete_fields:
        if field.name not in values:
            continue
        if field.is_relation:
            unread.add(field.name)
            setattr(row, field.attname, 0 if values[field.name] else None)  # 0: some row, whichever
        else:
            setattr(row, field.attname, values[field.name])
    try:
        row.clean_fields(exclude=unread)
    except ValidationError as error:
        told = {(fault.file, fault.record, fault.field) for fault in faults.found}
        for column, messages in error.message_dict.items():
            name = FIELDS.get(column, column)
            if (file, record, name) not in told:
                faults.add(file, record, name, " ".join(messages))
        return
    for constraint in _broken(model, row):
        faults.add(file, record, what=f"breaks the rule {constraint.name.replace('_', ' ')}")


def _broken(model: type[Model], row: Model) -> list[CheckConstraint]:
    """The rules of the table that the row breaks. The database is asked once for all; one by one only if it says no."""
    rules = [constraint for constraint in model._meta.constraints if isinstance(constraint, CheckConstraint)]
    every = CheckConstraint(condition=Q(*(rule.condition for rule in rules)), name="every")
    return [rule for rule in rules if not _holds(rule, model, row)] if rules and not _holds(every, model, row) else []


def _holds(rule: CheckConstraint, model: type[Model], row: Model) -> bool:
    try:
        rule.validate(model, row)
    except ValidationError:
        return False
    return True
