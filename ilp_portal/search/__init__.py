"""Search over everything on record, in both languages at once: one question, one answer, two engines.

`find` is all that pages use. PostgreSQL answers with its full-text search, SQLite by the folded words themselves;
tests/ilp_portal/test_search.py holds for both.
"""

import datetime as dt

from django.db import connection
from django.db.models import F, QuerySet

from ilp_portal.models import PublicEntry

from . import index
from .words import Question


def find(question: Question, *, now: dt.datetime) -> QuerySet[PublicEntry]:
    """What is public at this moment and fits, the most fitting first, of equals the newest."""
    entries = PublicEntry.objects.all()
    if not question.groups:
        return entries.none()
    index.refresh(now)
    if connection.vendor == "postgresql":
        from . import full_text as engine
    else:
        from . import folded as engine
    fitting = engine.fitting(entries, question)
    return fitting.order_by("-rank", F("day").desc(nulls_last=True), "kind", "key")
