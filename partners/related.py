"""The seam that is no import: rows of a higher floor, reached by the related name they hang under."""

from django.db import models


def rows(model: type[models.Model], name: str) -> models.QuerySet:
    """All rows that a higher floor ties to `model` as `name`, with that floor's own words: `.public()`, `.on_record()`.

    Raises FieldDoesNotExist for a name that nobody uses.
    """
    return model._meta.get_field(name).related_model._default_manager.all()
