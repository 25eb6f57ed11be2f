"""The mails of the desk, kind by kind: planned with the deed or not at all, and cut anywhere neither lost nor repeated.

The rounds of tests/faults kill programs over reminders and changes; these mails go through the same outbox. What is
asked here is what each kind brings along: the transaction of its deed, and how often it may go out.
"""

import datetime as dt
import uuid
from contextlib import contextmanager
from functools import partial
from itertools import count

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection

from campaigns import closings
from campaigns.models import PartnerLink
from coordinators import applications, claims, inviting
from ilp_portal import partner_digest
from outreach import claims as leases
from outreach import delivery, kinds
from outreach.engine import run_once
from outreach.models import Message
from partners.models import AuditEntry
from tests.coordinators.calling import NOW, apply, open_call, waiting
from tests.factories import AppointmentFactory, ContactFactory, EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OVER = dt.datetime(2027, 8, 3, 16, 0, tzinfo=dt.UTC)  # Tuesday noon in New York, after the year
NINE = dt.datetime(2026, 12, 7, 14, 0, tzinfo=dt.UTC)  # the first Monday of a month, 9 am in New York
CLAIMED = {"name": "An alumna", "contact": "alumna@tests.example", "years": [], "shown_as": "first", "language": "es"}
INVITED = {"name": "Somebody new", "address": "new@tests.example", "language": "es", "role": "coordinator"}
MOST_COPIES = 3
WRITES = ("INSERT", "UPDATE", "DELETE")


# --- the deeds, by the kind of mail that each plans; what has to be there before is made at once ----------------------
def a_claim(decide, **more):
    claim = claims.ask(**CLAIMED, now=NOW)
    claims.confirm(claim=claim, now=NOW)
    return partial(decide, claim=claim, by=UserFactory(role="staff"), now=NOW, **more)


def an_application(decide):
    return partial(decide, application=waiting(open_call()), by=UserFactory(role="staff"), now=NOW)


def a_year():
    return partial(closings.close, term=AppointmentFactory(coordinator__user=UserFactory()).term, now=OVER)


def a_digest():
    contact, day = ContactFactory(language="es"), NINE + dt.timedelta(days=1)
    event = EventFactory(starts_at=day, ends_at=day + dt.timedelta(hours=1), held_on=day.date())
    event.partners.add(contact.partner)
    last = {"made_at": NOW, "expires_on": dt.date(2027, 8, 30)}
    PartnerLink.objects.create(partner=contact.partner, contact=contact, **last)
    return partial(partner_digest.plan, now=NINE)


DEEDS = {
    "account.invitation": lambda: partial(inviting.bring_in, **INVITED, now=NOW),
    "coordinators.claim_confirm": lambda: partial(claims.ask, **CLAIMED, now=NOW),
    "coordinators.claim_accepted": lambda: a_claim(claims.accept, person=None, years=[]),
    "coordinators.claim_refused": lambda: a_claim(claims.refuse),
    "coordinators.application_confirm": lambda: partial(apply, open_call()),
    "coordinators.application_received": lambda: partial(applications.confirm, application=apply(open_call()), now=NOW),
    "coordinators.application_accepted": lambda: an_application(applications.accept),
    "coordinators.application_refused": lambda: an_application(applications.refuse),
    "campaigns.term_closed": a_year,
    "campaigns.partner_digest": a_digest,
}


def test_every_kind_of_the_people_at_the_desk_is_here():
    assert {name for name in kinds.names() if name.startswith("coordinators.")} <= set(DEEDS)


# --- planned with the deed --------------------------------------------------------------------------------------------
class Cut(Exception):
    """What ends a deed half way."""


@contextmanager
def cut_at(number: int):
    """The database refuses the write of that number, counted from nought."""
    numbers = count()

    def refuse(execute, sql, *args):
        if sql.startswith(WRITES) and next(numbers) == number:
            raise Cut
        return execute(sql, *args)

    with connection.execute_wrapper(refuse):
        yield


def everything() -> list:
    tables = [*apps.get_app_config("coordinators").get_models(), Message, AuditEntry]
    return [list(table._base_manager.order_by("pk").values_list()) for table in tables]


@pytest.mark.parametrize("kind", DEEDS)
def test_deed_and_mail_are_written_together_or_not_at_all(kind):
    """Cut at each of its writes in turn, until none is left to cut."""
    deed = DEEDS[kind]()
    before = everything()
    for number in count():
        cache.clear()  # tries count against the limits of a form
        try:
            with cut_at(number):
                deed()
        except Cut:
            assert everything() == before, f"half of it stands after write {number}"
        else:
            break
    assert (number > 0, Message.objects.filter(kind=kind).count()) == (True, 1)


# --- cut on the way out -----------------------------------------------------------------------------------------------
class Killed(BaseException):
    """The worker is gone: nothing after it runs, as little as after kill -9."""


@pytest.fixture
def due(frozen):
    """Makes the one message of a kind and waits until it is due."""

    def make(kind: str) -> Message:
        DEEDS[kind]()()
        message = Message.objects.get(kind=kind)
        Message.objects.exclude(pk=message.pk).delete()
        frozen.move_to(message.due_at)
        return message

    return make


def run_after_lease(frozen) -> int:
    """What the next worker takes up: nothing before the lease of the dead one has run out."""
    assert not Message.objects.has_claimable(dt.datetime.now(dt.UTC), "email")
    frozen.shift(leases.lease() + dt.timedelta(seconds=1))
    return run_once()


@pytest.mark.parametrize("kind", DEEDS)
def test_mail_whose_workers_are_all_killed_is_neither_lost_nor_repeated_without_end(kind, due, frozen, monkeypatch):
    """One is killed before it hands over, which costs no copy, the others after: 1 + U copies, and then a state that
    staff see. U is 2 for all but changes of events."""

    def die(*args):
        raise Killed

    message, most = due(kind), 1 + kinds.get(kind).max_uncertain
    assert [row.pk for row in leases.claim(20, uuid.uuid4(), message.due_at)] == [message.pk]
    monkeypatch.setattr(delivery, "write_down", die)
    for _copy in range(most):
        with pytest.raises(Killed):
            run_after_lease(frozen)
    assert run_after_lease(frozen) == 0
    message.refresh_from_db()
    assert (message.state, message.sealed, len(mail.outbox)) == (Message.State.UNCONFIRMED, None, most)
    assert most <= MOST_COPIES
    assert len({(*sent.to, sent.message()["Message-ID"]) for sent in mail.outbox}) == 1
