"""Long lists page by page."""

from ninja import Query
from pydantic import conint

SIZE = 100  # rows a page
PageNumber = conint(ge=1, le=10_000)
PAGE = Query(1, description="Which page of 100 rows, from 1.", examples=[1])


def cut(rows, page: int) -> tuple[list, dict[str, int]]:
    """The rows of that page, none after the last one, and the numbers that go with them. Two queries."""
    count = len(rows) if isinstance(rows, list) else rows.count()
    first = (page - 1) * SIZE
    return list(rows[first : first + SIZE]), {"count": count, "page": page, "pages": -(-count // SIZE)}
