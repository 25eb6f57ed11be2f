"""The engine of PostgreSQL: stems of both languages in one vector, ranked by where and how densely they stand.

There is no index on the vector: the entries are some hundreds, and reading all of ten times as many takes milliseconds.
"""

import operator
from functools import reduce

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import ExpressionWrapper, F, QuerySet

from ilp_portal.models import PublicEntry

from .words import Question, Term

CONFIGS = {"en": "english", "es": "spanish"}  # both come with PostgreSQL
WEIGHTS = [0.05, 0.1, 0.2, 1.0]  # D, C, B, A: what it is called weighs five times what is said of it
BY_LENGTH = 1  # a word counts for less in a long text
# Spanish stems know "-ción" with its accent only, and the words of an entry have none.
ACCENTED = {"en": "{}", "es": r"regexp_replace({}, '([cs])ion\M', '\1ión', 'g')"}


def write_vectors() -> None:
    """For the entries that have none: new ones and those that changed."""
    parts = [
        f"setweight(to_tsvector('{config}', {ACCENTED[code].format(f'{column}_{code}')}), '{weight}')"
        for code, config in CONFIGS.items()
        for column, weight in (("top", "A"), ("words", "B"))
    ]
    table = PublicEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET vector = {' || '.join(parts)} WHERE vector IS NULL")  # noqa: S608 our names


def fitting(entries: QuerySet[PublicEntry], question: Question) -> QuerySet[PublicEntry]:
    wanted = reduce(operator.or_, (_group(group) for group in question.groups))
    found = entries.annotate(stems=ExpressionWrapper(F("vector"), output_field=SearchVectorField()))
    rank = SearchRank(F("stems"), wanted, weights=WEIGHTS, normalization=BY_LENGTH)
    found = found.filter(stems=wanted)
    for term in question.without:
        found = found.exclude(stems=_in_any(term))
    return found.annotate(rank=rank)


def _group(terms: tuple[Term, ...]) -> CombinedSearchQuery:
    """All terms in one language, where each drops its own common words, or each in either: readers mix them."""
    whole = [reduce(operator.and_, (_said(term, code) for term in terms)) for code in CONFIGS]
    return reduce(operator.or_, [*whole, reduce(operator.and_, map(_in_any, terms))])


def _in_any(term: Term) -> CombinedSearchQuery:
    return reduce(operator.or_, (_said(term, code) for code in CONFIGS))


def _said(term: Term, code: str) -> SearchQuery:
    accented = [word[:-3] + "ión" if code == "es" and word.endswith(("cion", "sion")) else word for word in term]
    return SearchQuery(" ".join(accented), config=CONFIGS[code], search_type="phrase")
