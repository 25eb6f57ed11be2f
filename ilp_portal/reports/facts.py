"""The facts of a report as plain JSON, every text in both languages, so that all its forms say the same for good.

{"as_of": the day up to which they hold, "about", "period", "numbers": [...], "texts": [...], "quotes": [...]}
A number is {"part", "key", "label", "unit", "value", "why"}: without a value, `why` says "few" or "withheld" (it
would point at one person). A text is {"part", "key", "title", "when", "words", "sources"}. Of a quote
there is only its id and a digest of its words: they show while the person agrees, and in no other wording.
No coordinator is named, and of accompaniments there is a number alone.
"""

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import formats, translation
from django.utils.translation import gettext as _

from campaigns.durations import HOUR
from campaigns.models import Campaign, HourEntry, Quote, Report
from events.models import Event
from partners.models import Source

from . import small
from .scope import Scope

HOURS, COUNT = "hours", "count"
Kind = Event.Kind


def gather(report: Report, *, today: dt.date) -> dict:
    """What the report says as of today. A fixed number of queries."""
    scope = Scope(report, today)
    events = list(scope.events())
    quotes = list(scope.quotes())
    texts = [*_events(events), *_outcomes(scope), *_milestones(scope)]
    numbers = [*_hours(scope), *_event_numbers(events), *_text_numbers(texts, quotes)]
    return {
        "as_of": today.isoformat(),
        "about": both(lambda: subject(report)),
        "period": [report.starts_on.isoformat(), report.ends_on.isoformat()],
        "numbers": numbers,
        "texts": texts,
        "quotes": [{"id": quote.pk, "digest": digest(quote)} for quote in quotes],
    }


def both(words: Callable[[], object]) -> dict[str, str]:
    """What the function says in each language."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(words())
    return said


def subject(report: Report) -> str:
    """Whom or what it is about, in the active language."""
    if report.partner_id:
        gloss = report.partner.local_gloss
        return f"{report.partner.name} ({gloss})" if gloss else report.partner.name
    if report.campaign_id:
        return report.campaign.title
    return _("Academic year %(years)s") % {"years": report.term.years}


def canonical(facts: dict) -> str:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checksum(facts: dict) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def digest(quote: Quote) -> str:
    """Of the words in both languages and of who says them."""
    said = [quote.text_en, quote.text_es, quote.said_by_en, quote.said_by_es]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


# --- hours ------------------------------------------------------------------------------------------------------------
def _hours(scope: Scope) -> Iterator[dict]:
    entries = scope.hours().order_by()
    months = _parts(entries.annotate(month=TruncMonth("worked_on")), "month")
    campaigns, activities = _parts(entries, "placement__campaign"), _parts(entries, "activity")
    given = sum((part.given for part in months), Counter())
    is_told = not given or small.Group(("total",), given).may_show
    told, why = (as_hours(given.total()), "") if is_told else (None, "withheld")
    yield _number("hours", "total", lambda: _("Approved hours"), told, unit=HOURS, why=why)
    yield _people("hours", "people", lambda: _("Student coordinators who gave them"), len(given))
    titles = Campaign.objects.in_bulk(int(part.keys[0]) for part in campaigns)
    yield from _shown("months", small.together(sorted(months)), _month)
    if not scope.report.campaign_id:
        yield from _shown("campaigns", _longest_first(campaigns), lambda key: titles[int(key)].title)
    yield from _shown("activities", _longest_first(activities), lambda key: HourEntry.Activity(key).label)


def _parts(entries, column: str) -> list[small.Group]:
    """Who gave how many minutes to each value of the column. One query, a row a value and person."""
    given: dict[object, Counter] = defaultdict(Counter)
    rows = entries.values_list(column, "placement__appointment__coordinator").annotate(Sum("minutes"))
    for value, person, sum_ in rows:
        given[value][person] += sum_
    return [small.Group((str(value),), people) for value, people in given.items()]


def _longest_first(parts: list[small.Group]) -> list[small.Group]:
    return sorted(small.together(small.by_size(parts)), key=lambda group: (-group.minutes, group.keys))


def _shown(part: str, groups: list[small.Group], name: Callable[[str], object]) -> Iterator[dict]:
    for group in groups:
        key, hours = "+".join(group.keys), as_hours(group.minutes)
        yield _number(part, key, lambda group=group: _together(name, group.keys), hours, unit=HOURS)


def _together(name: Callable[[str], object], keys: tuple[str, ...]) -> str:
    names = " + ".join(str(name(key)) for key in keys)
    return names if len(keys) == 1 else _("%(names)s, together") % {"names": names}


def _month(key: str) -> str:
    return formats.date_format(dt.date.fromisoformat(key), "YEAR_MONTH_FORMAT")


def as_hours(minutes: int) -> int | float:
    """Whole where it can be, so that it reads back from any database as it was written."""
    return minutes // HOUR if minutes % HOUR == 0 else minutes / HOUR


# --- events -----------------------------------------------------------------------------------------------------------
def _event_numbers(events: list[Event]) -> Iterator[dict]:
    """Counts by kind, and the headcounts of trainings apart from those of the others: no number is part of another."""
    trainings = [event for event in events if event.kind == Kind.TRAINING]
    others = [event for event in events if event.kind not in (Kind.TRAINING, Kind.ACCOMPANIMENT)]
    kinds = Counter(event.kind for event in others)
    yield _number("events", "all", lambda: _("Events, without trainings and accompaniments"), len(others))
    for kind, count in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])):
        yield _number("events", kind, lambda kind=kind: Kind(kind).label, count)
    accompaniments = len(events) - len(trainings) - len(others)
    told, why = (accompaniments, "") if accompaniments >= small.FEWEST_PEOPLE else (None, "few")
    yield _number("events", "accompaniments", lambda: _("Accompaniments"), told, why=why)
    yield from _headcounts("headcounts", others)
    yield _number("trainings", "held", lambda: _("Trainings held"), len(trainings))
    yield from _headcounts("trainings", trainings)


def _headcounts(part: str, events: list[Event]) -> Iterator[dict]:
    """Of the events that were counted; without one there is nothing to say."""
    counted = [event.tally for event in events if hasattr(event, "tally")]
    if not counted:
        return
    sums = {
        "announced": (lambda: _("People who signed up, with their guests"), ("signed_up", "guests")),
        "anonymous": (lambda: _("People who said they come, without a contact"), ("anonymous",)),
        "came": (lambda: _("People who came"), ("arrived", "nameless")),
    }
    yield _number(part, "counted", lambda: _("Events whose people were counted"), len(counted))
    for key, (label, columns) in sums.items():
        yield _people(part, key, label, sum(getattr(tally, column) for tally in counted for column in columns))


def _events(events: list[Event]) -> Iterator[dict]:
    """Titles and dates of those that have a public page."""
    for event in events:
        if event.kind != Kind.ACCOMPANIMENT:
            told = _row(event, title="title", when="date_display", words="get_kind_display")
            yield {"part": "events", "key": f"event-{event.pk}", **told, "sources": []}


# --- the record -------------------------------------------------------------------------------------------------------
def _outcomes(scope: Scope) -> Iterator[dict]:
    for row in scope.outcomes():
        told = _row(row, title="text", when="date_display", words="figure_display")
        yield {"part": "outcomes", "key": f"outcome-{row.pk}", **told, "sources": _sources(row)}


def _milestones(scope: Scope) -> Iterator[dict]:
    for row in scope.milestones():
        told = _row(row, title="title", when="date_display", words="text")
        yield {"part": "milestones", "key": f"milestone-{row.pk}", **told, "sources": _sources(row)}


def _text_numbers(texts: list[dict], quotes: list[Quote]) -> Iterator[dict]:
    counts = Counter(text["part"] for text in texts)
    yield _number("outcomes", "all", lambda: _("Outcomes on record"), counts["outcomes"])
    yield _number("milestones", "all", lambda: _("Milestones on record"), counts["milestones"])
    yield _number("quotes", "all", lambda: _("Quotes with consent"), len(quotes))


# --- pieces -----------------------------------------------------------------------------------------------------------
def _number(part: str, key: str, label: Callable[[], object], value, *, unit: str = COUNT, why: str = "") -> dict:
    return {"part": part, "key": key, "label": both(label), "unit": unit, "value": value, "why": why}


def _people(part: str, key: str, label: Callable[[], object], people: int) -> dict:
    is_few = small.is_few(people)
    return _number(part, key, label, None if is_few else people, why="few" if is_few else "")


def _row(row, **columns: str) -> dict[str, dict[str, str]]:
    """What the columns, properties or methods of a row say in each language."""

    def said(name: str) -> object:
        value = getattr(row, name)
        return value() if callable(value) else value

    return {piece: both(lambda name=name: said(name) or "") for piece, name in columns.items()}


def _sources(row) -> list[dict]:
    """As readers may know them; internal evidence is not among them."""
    sources = [citation.source for citation in row.citations.all()]
    return [_source(source) for source in sources if source.public_link != Source.PublicLink.NO]


def _source(source: Source) -> dict:
    link = source.ref if source.public_link == Source.PublicLink.YES else ""
    return {"title": f"{source.publisher}: {source.title}", "when": both(lambda: source.date_display), "link": link}
