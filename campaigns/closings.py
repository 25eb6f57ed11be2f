"""A year is closed: its public page stays as it is, its letters are final, and each of its coordinators is told so.

Who may still log hours follows from the days of the term alone; closing changes nothing about it.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coordinators import term_record
from coordinators.models import Appointment, Term
from coordinators.models.term import ACCESS_AFTER_TERM
from outreach import outbox
from outreach.kinds import Kind, Letter, Skip
from outreach.models import Message
from partners import audit

from . import weeks
from .models import HourEntry, Placement
from .readers import APPOINTMENT, appointments

KIND = "campaigns.term_closed"
TOLD_AFTER = dt.timedelta(hours=1)  # until then a mistake is undone before anybody reads of it
LIFETIME = dt.timedelta(days=7)
TOO_EARLY = _("A term is closed after its last day, %(day)s.")


@dataclass(frozen=True)
class Foresight:
    """What closing will do, and what should be done before it."""

    term: Term
    access_until: dt.date
    waiting: int  # entries that nobody has read
    asked: int  # entries that staff sent back
    told: int  # coordinators who get the mail
    unready: int  # campaigns that nobody handed over


def access_until(term: Term) -> dt.date:
    """The last day on which coordinators of the term log and correct hours."""
    return term.ends_on + ACCESS_AFTER_TERM


def foresee(term: Term) -> Foresight:
    """Four statements."""
    entries, ready = HourEntry.objects.in_term(term), term.hand_overs.ready().values("campaign")
    placed = Placement.objects.filter(appointment__term=term)
    return Foresight(
        term,
        access_until(term),
        waiting=entries.waiting().count(),
        asked=entries.asked().count(),
        told=_readers(term).count(),
        unready=placed.exclude(campaign__in=ready).values("campaign").distinct().count(),
    )


@transaction.atomic
def close(*, term: Term, now: dt.datetime) -> bool:
    """Freeze the page and plan the mails. False when the term is closed already.

    Raises ValidationError up to and on its last day.
    """
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.closed_at:
        return False
    if weeks.today(now) <= term.ends_on:
        raise ValidationError(TOO_EARLY, code="too_early", params={"day": date_format(term.ends_on)})
    term.closed_at, term.frozen = now, term_record.freeze(term)
    term.save(update_fields=["closed_at", "frozen"])
    _plan(term, now)
    audit.note("coordinators.close_term", record=term)
    return True


@transaction.atomic
def reopen(*, term: Term) -> bool:
    """Undo it: the page follows the record again. False when the term is not closed."""
    if not Term.objects.filter(pk=term.pk).exclude(closed_at=None).update(closed_at=None, frozen={}):
        return False
    audit.note("coordinators.reopen_term", record=term)
    return True


def _readers(term: Term):
    return term.appointments.filter(coordinator__user__is_active=True)


def _plan(term: Term, now: dt.datetime) -> None:
    """Once a person for good, however often the term is opened and closed again."""
    ids, due = list(_readers(term).values_list("pk", flat=True)), now + TOLD_AFTER
    untold = Message.objects.about(APPOINTMENT, ids).filter(kind=KIND, state=Message.State.SUPERSEDED)
    untold.queue_again(due, due + LIFETIME)
    outbox.plan(
        Message(kind=KIND, subject_type=APPOINTMENT, subject_id=pk, rule="closed", due_at=due, not_after=due + LIFETIME)
        for pk in ids
    )


def facts(message: Message) -> Letter:
    """What is true now. Raises Skip when the term was opened again."""
    found = Appointment.objects.filter(pk=message.subject_id).select_related("coordinator__user", "term").first()
    user = found.coordinator.user if found else None
    if user is None or not user.is_active:
        raise Skip(Message.State.SUPPRESSED, "no active account")
    if found.term.closed_at is None:
        raise Skip(Message.State.SUPERSEDED, "the term is open again")
    mine = HourEntry.objects.in_term(found.term).of_coordinator(found.coordinator).pending()
    last = access_until(found.term)
    with translation.override(user.language):
        words = {
            "years": found.term.years,
            "waiting": mine.count(),
            "access_until": last if weeks.today(message.due_at) <= last else None,
            "letters_url": settings.BASE_URL + reverse("campaigns:letter_list"),
        }
    return Letter(user.email, user.language, "term_closed", words, zone=user.time_zone)


TERM_CLOSED = Kind(
    name=KIND,
    facts=facts,
    priority=6,
    label=_("A year is closed: the letter is ready"),
    readers=appointments,
)
