"""The engine for SQLite: entries whose folded words begin like the ones asked for.

Honest about what it is: it knows no language, cuts the common endings of both by rule, and ranks by where a word stands
(what a record is called before what is said of it). SQLite's own full-text tables would add a second copy of every
name, in tables of their own that a backup has to know about, and stem English only.
"""

import operator
from functools import reduce

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from ilp_portal.models import PublicEntry

from .words import Question, Term, pattern

NAMED, SAID = 5, 1  # as on PostgreSQL: what it is called weighs five times what is said of it


def fitting(entries: QuerySet[PublicEntry], question: Question) -> QuerySet[PublicEntry]:
    any_group = reduce(operator.or_, (reduce(operator.and_, map(_anywhere, group)) for group in question.groups))
    found = entries.filter(any_group)
    for term in question.without:
        found = found.exclude(_anywhere(term))
    hits = [_points(_in(part, term), points) for term in question.terms for part, points in PARTS]
    return found.annotate(rank=reduce(operator.add, hits))


PARTS = (("top", NAMED), ("words", SAID))


def _in(part: str, term: Term) -> Q:
    held = pattern(term)
    return Q(**{f"{part}_en__contains": held}) | Q(**{f"{part}_es__contains": held})


def _anywhere(term: Term) -> Q:
    return _in("top", term) | _in("words", term)


def _points(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())
