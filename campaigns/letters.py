"""Letters of service: what one may say, when it is issued, when it is withdrawn. Drawn by letter_paper.py.

A letter counts approved hours alone and never guesses: a term without approved hours is a role, not a number.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment, Coordinator, Term

from . import weeks
from .models import Campaign, HourEntry, ServiceLetter

NO_TERM = _("That time holds no term of yours. Choose days of a term you served in.")
LONGEST_LIST = 300  # characters of the labels that a row holds; some 33 terms
ACCOMPANIMENT = ("accompan", "acompañ")  # the beginning of the word in both languages


@dataclass(frozen=True)
class Service:
    """One term of a person, with the minutes that a letter would count and those that still wait for approval."""

    term: Term
    minutes: int
    waiting: int


@dataclass(frozen=True)
class Facts:
    """All that the paper says beside the row itself."""

    letter: ServiceLetter
    name: str
    eras: frozenset[str]
    is_whole: bool  # whole terms: then the days say nothing that the terms do not
    campaigns: list[Campaign]
    is_sample: bool


def services(person: Coordinator) -> list[Service]:
    """The person's terms, the newest first. Three queries, however many entries there are."""
    counted = _counted(person)
    minutes, waiting = (rows.minutes_by_appointment() for rows in (counted.approved(), counted.pending()))
    served = Appointment.objects.filter(coordinator=person).select_related("term").order_by("-term__starts_on")
    return [Service(row.term, minutes.get(row.pk, 0), waiting.get(row.pk, 0)) for row in served]


def waiting_between(person: Coordinator, first: dt.date, last: dt.date) -> int:
    """Minutes of those days that wait for approval and so stand in no letter."""
    return _counted(person).pending().worked_between(first, last).total_minutes()


@transaction.atomic
def issue(*, person: Coordinator, first: dt.date, last: dt.date, now: dt.datetime) -> ServiceLetter:
    """A letter for the days of the person's terms between two days, both included, up to today.

    Asked for again on the same day with nothing changed, it gives the letter that is there: a double click.
    Raises ValidationError when no term of the person shares a day with that time.
    """
    Coordinator.objects.select_for_update().get(pk=person.pk)
    terms = served(person, first, last, now=now)
    if not terms:
        raise ValidationError(NO_TERM, code="no_term")
    last = min(last, weeks.today(now))
    starts_on, ends_on = max(first, terms[0].starts_on), min(last, terms[-1].ends_on)
    counted = _counted(person).approved().worked_between(starts_on, ends_on)
    logged = {term_id: total for term_id, total in counted.minutes_by_term().items() if total}
    said = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "terms": _list(terms),
        "unlogged": _list(term for term in terms if term.pk not in logged) if logged else "",
        "minutes": sum(logged.values()) or None,
    }
    same = ServiceLetter.objects.valid().filter(coordinator=person, **said)
    earlier = next((letter for letter in same if weeks.today(letter.issued_at) == weeks.today(now)), None)
    return earlier or ServiceLetter.objects.create(coordinator=person, issued_at=now, **said)


def withdraw(*, letter: ServiceLetter, now: dt.datetime) -> bool:
    """From now on the letter is confirmed to nobody. False when it was withdrawn before."""
    return bool(ServiceLetter.objects.valid().filter(pk=letter.pk).update(withdrawn_at=now))


def served(person: Coordinator, first: dt.date, last: dt.date, *, now: dt.datetime) -> list[Term]:
    """The person's terms that share a day, up to today, with that time; in their order."""
    last = min(last, weeks.today(now))
    return _terms(person, first, last) if first <= last else []


def facts(letter: ServiceLetter) -> Facts:
    """What the paper needs. The name is the one that staff know; what the campaigns are called may have changed."""
    person = letter.coordinator
    terms = _terms(person, letter.starts_on, letter.ends_on)
    days = (letter.starts_on, letter.ends_on)
    return Facts(
        letter=letter,
        name=unicodedata.normalize("NFC", person.name),
        eras=frozenset(term.era for term in terms),
        is_whole=bool(terms) and days == (terms[0].starts_on, terms[-1].ends_on),
        campaigns=_campaigns(person, terms),
        is_sample=person.is_demo,
    )


def _campaigns(person: Coordinator, terms: list[Term]) -> list[Campaign]:
    """Public campaigns of the person's placements. Accompaniment is left out: who did it is told to nobody."""
    shown = Campaign.objects.public() if person.is_demo else Campaign.objects.on_record()
    placed = shown.filter(placements__appointment__coordinator=person, placements__appointment__term__in=terms)
    return [campaign for campaign in placed.distinct() if not reveals_accompaniment(campaign)]


def reveals_accompaniment(campaign: Campaign) -> bool:
    words = f"{campaign.title_en} {campaign.title_es}".lower()
    return campaign.emblem == Campaign.Emblem.WALK or any(word in words for word in ACCOMPANIMENT)


def _counted(person: Coordinator):
    """A letter of the true record counts no demo hours; one of a demo person is a sample and counts them."""
    entries = HourEntry.objects.of_coordinator(person)
    return entries if person.is_demo else entries.on_record()


def _terms(person: Coordinator, first: dt.date, last: dt.date) -> list[Term]:
    served = Term.objects.filter(appointments__coordinator=person, starts_on__lte=last, ends_on__gte=first)
    return list(served.order_by("starts_on"))


def _list(terms) -> str:
    return ", ".join(term.label for term in terms)[:LONGEST_LIST]
