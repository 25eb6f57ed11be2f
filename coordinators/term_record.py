"""What the public page of an academic year lists: as it is now, or, once the year is closed, as it was on that day.

Kept are titles and numbers, never a name. Whatever was hidden since is not listed any more, but still counted.
"""

from partners import related

from .models import Term

LISTS = {  # by the name under which the rows hang at the term, what of them readers see
    "campaigns": lambda rows: rows.on_record().own_first().with_partners(),
    "milestones": lambda rows: rows.public(),
    "events": lambda rows: rows.on_record(),
}


def freeze(term: Term) -> dict:
    """What is kept of the page, as plain values."""
    kept = {name: [[row.pk, row.title_en, row.title_es] for row in rows] for name, rows in _now(term).items()}
    return {"lists": kept, "people": term.appointments.on_record().count()}


def lists(term: Term) -> dict[str, list]:
    """The rows of the page by their name in LISTS. As many statements for a closed year as for another."""
    if not term.closed_at:
        return _now(term)
    kept = term.frozen.get("lists", {})
    return {name: _as_kept(name, kept.get(name, [])) for name in LISTS}


def numbers(term: Term) -> dict[str, int]:
    """Of a closed year: coordinators, campaigns and events, as they were counted on that day.

    Who claimed the year later and was confirmed counts as well; who was taken down since stays counted.
    """
    kept = term.frozen.get("lists", {})
    people = max(term.frozen.get("people", 0), term.appointments.on_record().count())
    return {"people": people} | {name: len(rows) for name, rows in kept.items()}


def _now(term: Term) -> dict[str, list]:
    return {name: list(shown(getattr(term, name))) for name, shown in LISTS.items()}


def _as_kept(name: str, kept: list[list]) -> list:
    """The rows that readers may still see, in the order and under the titles of that day."""
    titles = {pk: words for pk, *words in kept}
    rows = {row.pk: row for row in LISTS[name](related.rows(Term, name).filter(pk__in=titles))}
    for pk, row in rows.items():
        row.title_en, row.title_es = titles[pk]
    return [rows[pk] for pk in titles if pk in rows]
