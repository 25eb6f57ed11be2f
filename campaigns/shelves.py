"""The works worth reading: on which shelf each stands."""

from collections.abc import Iterable

from .models import Resource


def arrange(resources: Iterable[Resource]) -> list[tuple[str, str, list[Resource]]]:
    """(kind, name of the shelf, works on it), empty shelves left out."""
    rows = list(resources)
    shelves = [(kind, label, [row for row in rows if row.kind == kind]) for kind, label in Resource.SHELVES.items()]
    return [shelf for shelf in shelves if shelf[2]]
