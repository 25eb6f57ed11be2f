"""A new record under the first address that is free."""

from collections.abc import Callable, Iterable
from operator import methodcaller

from django.db import IntegrityError, models, transaction


def save_new(row: models.Model, slugs: Iterable[str], save: Callable = methodcaller("save")) -> None:
    """Save a new row under the first of these that is free, also where somebody else takes one at the same moment.

    `slugs` go on for as long as they are asked; `save` is what writes the row, where more goes with it. Raises
    IntegrityError for what is not about the address.
    """
    same = type(row)._base_manager
    for slug in slugs:
        if same.filter(slug=slug).exists():
            continue
        row.slug = slug
        try:
            with transaction.atomic():
                save(row)
        except IntegrityError:
            row.pk = None
            if not same.filter(slug=slug).exists():
                raise
        else:
            return
