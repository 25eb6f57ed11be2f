"""Past coordinators claim their years by mail and choose how the name shows. Nothing shows before staff accept it.

Nobody learns from the form whether a name or an address is on record: known and unknown cost the same and answer alike.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from outreach import outbox, sealing
from partners import audit

from . import actions, claim_mail, inviting, names
from .models import Coordinator, NameClaim, NameConsent, Term, User
from .models.consent import CLAIM_UNCONFIRMED

ASK_AGAIN = dt.timedelta(minutes=10)  # a second request for one address within this time sends no second mail
MOST_MAILS = 5  # with a link to one address in two days: a stranger's form must not fill somebody's mailbox
State = NameClaim.State


class Overtaken(Exception):
    """The person said something else about the name after this claim, or had it taken down."""


@transaction.atomic
def ask(
    *, name: str, contact: str, years: Iterable[str], shown_as: str, language: str, now: dt.datetime
) -> NameClaim | None:
    """Keep the request and plan the mail with the link. None where the address had enough mails.

    Within a few minutes a second request corrects the first, whose link is on its way.
    """
    mine = NameClaim.objects.select_for_update().filter(contact_bi=sealing.contact_index(contact))
    open_ones = list(mine.filter(state=State.UNCONFIRMED, requested_at__gt=now - CLAIM_UNCONFIRMED))
    claim = next((row for row in open_ones if row.requested_at > now - ASK_AGAIN), None)
    is_new = claim is None and len(open_ones) < MOST_MAILS
    if is_new:
        claim = NameClaim(requested_at=now)
        claim.contact = contact
    if claim:
        claim.years, claim.shown_as, claim.language = list(years), shown_as, language
        claim.name, claim.wording = name, names.OWN_WORDING
        claim.save()
    if is_new:
        claim_mail.plan(claim, claim_mail.CONFIRM, now=now)
    else:  # what a broker costs must not tell who asked before
        transaction.on_commit(outbox.nudge, robust=True)
    return claim


@transaction.atomic
def confirm(*, claim: NameClaim, now: dt.datetime) -> bool:
    """Who reads the mail there says yes to it as it was read; from now on it waits for staff.

    False when it does already, and when a second request changed it meanwhile.
    """
    pressed = NameClaim.objects.filter(pk=claim.pk, state=State.UNCONFIRMED, name_ct=bytes(claim.name_ct))
    return bool(pressed.update(state=State.WAITING, confirmed_at=now))


def withdraw(*, claim: NameClaim) -> bool:
    """Erase what nobody decided yet. False when there is nothing left to erase."""
    return bool(NameClaim.objects.filter(pk=claim.pk, decided_at=None).delete()[0])


@transaction.atomic
def accept(
    *, claim: NameClaim, person: Coordinator | None, years: Iterable[Term], by: User, now: dt.datetime
) -> Coordinator | None:
    """Let the name show as the person chose, with these years; without `person` somebody new comes on record.

    None when it was decided or erased meanwhile. Raises Overtaken; then nothing is changed.
    """
    claim = NameClaim.objects.select_for_update().waiting().filter(pk=claim.pk).first()
    if claim is None:
        return None
    if person:
        _check_newer_word(claim, person)
    person = person or inviting.new_person(claim.name)
    for term in years:
        inviting.appoint(person=person, term=term)
    said = {"shown_as": claim.shown_as, "wording": claim.wording, "way": NameConsent.Way.CLAIM}
    names.choose(person=person, now=now, by=by, **said)
    actions.put_back(person=person)
    _decide(claim, State.ACCEPTED, claim_mail.ACCEPTED, now, person=person)
    audit.note("coordinators.accept_claim", actor=by, record=person, now=now)
    return person


def _check_newer_word(claim: NameClaim, person: Coordinator) -> None:
    person = Coordinator.objects.select_for_update().get(pk=person.pk)
    said = names.last_word(person)
    newest = [at for at in (said and said[0], person.taken_down_at) if at]
    if any(at > claim.requested_at for at in newest):
        raise Overtaken


@transaction.atomic
def refuse(*, claim: NameClaim, by: User, now: dt.datetime) -> bool:
    """Nothing shows, and the person is told. False when it was decided or erased meanwhile."""
    claim = NameClaim.objects.select_for_update().waiting().filter(pk=claim.pk).first()
    if claim is None:
        return False
    _decide(claim, State.REFUSED, claim_mail.REFUSED, now)
    audit.note("coordinators.refuse_claim", actor=by, record=claim, now=now)
    return True


def _decide(claim: NameClaim, state: str, kind: str, now: dt.datetime, person: Coordinator | None = None) -> None:
    claim.state, claim.decided_at, claim.person = state, now, person
    claim.save(update_fields=["state", "decided_at", "person"])
    claim_mail.plan(claim, kind, now=now)


def purge(*, now: dt.datetime) -> int:
    """Erase claims that are past their time, decided or not. Returns how many."""
    return NameClaim.objects.past_keep(now).delete()[0]
