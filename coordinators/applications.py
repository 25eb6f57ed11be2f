"""Verbs of applications: apply, confirm, change, withdraw; note, accept, refuse; erase.

Who changes one holds the lock on its call's row, so that of one address one is confirmed, also at the same moment.
"""

import datetime as dt
import os

from django.db import transaction

from outreach import limits, sealing
from partners import audit

from . import actions, application_mail, calls, inviting, roles
from .models import Application, ApplicationNote, Call, Coordinator, User

WORDING = "application-1"  # key of the text beside the box; a changed text is a new key
MAILS_A_DAY = 4  # to one address about one call: a stranger's form must fill nobody's mailbox, nor the table
DAY = 24 * 3600  # seconds
State = Application.State


class CallClosed(Exception):
    """The call takes no applications, or no longer."""


class AccountClosed(Exception):
    """The address has an account that somebody closed."""


class TermClosed(Exception):
    """The year of the call is closed: nobody can serve in it any more."""


# --- by whoever applies -----------------------------------------------------------------------------------------------
@transaction.atomic
def apply(
    *, call: Call, contact: str, name: str, language: str, answers: dict[str, str], wording: str, now: dt.datetime
) -> Application | None:
    """Keep the application and mail the link to it. Whoever typed it learns nothing about the address.

    A form that anybody can send changes nothing that was sent before: each is kept beside the others until the owner
    of the mailbox confirms one, and from then on the mail leads to that one. None when the address had enough mails:
    what nobody could confirm is not kept. Raises CallClosed.
    """
    call = _open(call, now)
    if not limits.allow("mails of an application", f"{call.pk}/{contact}", limit=MAILS_A_DAY, seconds=DAY):
        return None
    application = _confirmed(call, sealing.contact_index(contact))
    if application is None:
        who = {"name": name, "contact": contact, "language": language, "answers": answers}
        application = Application.objects.create(call=call, wording=wording, submitted_at=now, **who)
    application_mail.plan(application, application_mail.CONFIRM, now=now)
    return application


def _confirmed(call: Call, contact_bi: bytes) -> Application | None:
    """What the owner of an address confirmed for this call, decided or not."""
    return call.applications.confirmed().filter(contact_bi=bytes(contact_bi)).select_related("call__term").first()


def behind(token: str, now: dt.datetime) -> Application | None:
    """What a mailed link opens: of all that were sent for an address, the confirmed one, whichever link it is.

    None alike for a forged link and for what is withdrawn, erased or due to be.
    """
    application = Application.objects.select_related("call__term").of_link(token, now)
    return application and (_confirmed(application.call, application.contact_bi) or application)


def _open(call: Call, now: dt.datetime) -> Call:
    """The call as it is now, locked until the commit. Raises CallClosed."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not call.is_open(calls.today_of(now)):
        raise CallClosed
    return call


@transaction.atomic
def confirm(*, application: Application, now: dt.datetime) -> bool:
    """The person pressed the button of the mail, on the days after the call's last one, too. False when they had,
    for this or for another one that they sent."""
    application = locked(application)
    if _confirmed(application.call, application.contact_bi):
        return False
    application.state, application.confirmed_at = State.WAITING, now
    application.save(update_fields=["state", "confirmed_at"])
    application_mail.plan(application, application_mail.RECEIVED, now=now)
    return True


@transaction.atomic
def change(
    *, application: Application, name: str, language: str, answers: dict[str, str], now: dt.datetime
) -> Application:
    """Until the call closes, by whoever holds the link. Raises CallClosed, also once it is decided."""
    application = locked(application)
    if not may_change(application, now):
        raise CallClosed
    application.name, application.language, application.answers = name, language, answers
    application.save(update_fields=["name_ct", "language", "answers_ct"])
    return application


def may_change(application: Application, now: dt.datetime) -> bool:
    """`application.call` best as it is now."""
    undecided = application.state in (State.UNCONFIRMED, State.WAITING)
    return undecided and application.call.is_open(calls.today_of(now))


@transaction.atomic
def withdraw(*, application: Application, now: dt.datetime) -> None:
    """Everything about the person goes at once. Staff keep a line that says that somebody withdrew, and when."""
    application = locked(application)
    others = application.call.applications.filter(state=State.UNCONFIRMED, contact_bi=bytes(application.contact_bi))
    others.exclude(pk=application.pk).delete()
    application.notes.all().delete()
    application.name_ct = application.contact_ct = application.answers_ct = b""
    application.contact_bi = os.urandom(len(application.contact_bi))
    application.state, application.decided_at = State.WITHDRAWN, application.decided_at or now
    application.save()


def answered(application: Application) -> list[tuple[str, str]]:
    """Each question of the call with its answer, in the order of the call."""
    answers = application.answers
    return [(question.text, answers.get(str(question.pk), "")) for question in application.call.questions.all()]


def locked(application: Application) -> Application:
    """As it is now, until the commit. Raises Application.DoesNotExist when it was erased meanwhile."""
    Call.objects.select_for_update().get(pk=application.call_id)
    return Application.objects.select_related("call__term").get(pk=application.pk)


# --- by staff ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_note(*, application: Application, text: str, by, now: dt.datetime) -> bool:
    """What one of the staff thinks; nobody else reads it, and it goes with the application. False for one withdrawn."""
    application = locked(application)
    if application.state == State.WITHDRAWN:
        return False
    note = ApplicationNote(application=application, by=by, at=now)
    note.text = text
    note.save()
    audit.note("coordinators.note_application", record=application, now=now)
    return True


@transaction.atomic
def accept(*, application: Application, by, now: dt.datetime) -> bool:
    """Invite the person and let them serve in the year of the call; they are told by mail. False when it was decided.

    Raises AccountClosed and TermClosed; then nothing is changed.
    """
    application = locked(application)
    if application.state != State.WAITING:
        return False
    if application.call.term.closed_at:
        raise TermClosed
    _bring_in(application, now)
    _decide(application, State.ACCEPTED, by=by, now=now)
    application_mail.plan(application, application_mail.ACCEPTED, now=now)
    audit.note("coordinators.accept", record=application, now=now)
    return True


def _bring_in(application: Application, now: dt.datetime) -> None:
    """The account, where the address has none; the person on record, whose name shows nowhere; the year."""
    address, name = application.contact, application.name
    user = User.objects.filter(email__iexact=address).first()
    if user and not user.is_active:
        raise AccountClosed
    if user is None:
        role = {"role": roles.COORDINATOR, "language": application.language}
        user = actions.invite(address=address, name=name, now=now, **role)
    elif not (roles.of(user) or user.is_superuser):  # a role would take their rights as staff away
        roles.give(user, roles.COORDINATOR)
    person = Coordinator.objects.filter(user=user).first() or inviting.new_person(name, user=user)
    inviting.appoint(person=person, term=application.call.term)


@transaction.atomic
def refuse(*, application: Application, by, now: dt.datetime) -> bool:
    """The person is told by mail, and it is erased a month later. False when it was decided."""
    application = locked(application)
    if application.state != State.WAITING:
        return False
    _decide(application, State.REFUSED, by=by, now=now)
    application_mail.plan(application, application_mail.REFUSED, now=now)
    audit.note("coordinators.refuse", record=application, now=now)
    return True


def _decide(application: Application, state: str, *, by, now: dt.datetime) -> None:
    application.state, application.decided_at, application.decided_by = state, now, by
    application.save(update_fields=["state", "decided_at", "decided_by"])


# --- on time ----------------------------------------------------------------------------------------------------------
def purge(*, now: dt.datetime) -> int:
    """Erase what is past its time, with the notes on it. Returns how many applications."""
    return Application.objects.past_keep(now).delete()[1].get(Application._meta.label, 0)
