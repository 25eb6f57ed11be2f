"""How many rows each of several querysets has, in one query."""

from django.db.models import Count, QuerySet, Value


def of(**querysets: QuerySet) -> dict[str, int]:
    """The count of each, by its name."""
    first, *others = (_count(name, rows) for name, rows in querysets.items())
    return dict(first.union(*others, all=True))


def _count(name: str, rows: QuerySet) -> QuerySet:
    plain = QuerySet(
        rows.model, query=rows.order_by().query
    )  # those of translated models put the columns in an order of theirs
    return plain.annotate(what=Value(name)).values("what").annotate(n=Count("pk")).values_list("what", "n")
