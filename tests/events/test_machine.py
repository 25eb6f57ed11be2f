"""Whatever happens in whatever order: no message is lost, none is sent too often, nobody is left with an old fact."""

import datetime as dt
import os
import uuid
from collections import Counter
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events import actions, planning, seats
from events.letters import CANCELLED, CHANGED, CONFIRMATION
from events.models import Event, Rsvp
from events.models.event_rows import SIGNED_UP
from events.place_letters import OFFER
from events.topic import EVENTS
from outreach import claims, conservation, delivery, engine, kinds
from outreach.gate import gate
from outreach.models import Message
from outreach.replies import Reply, Verdict, judge
from tests.conftest import NOW
from tests.factories import EventFactory

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
WHOLE = os.environ.get("FAULT_ROUND") == "whole"
EXAMPLES, STEPS = (2000, 50) if WHOLE else (15, 20)
ON_THE_WIRE = 72 * dt.timedelta(seconds=1)  # at most: the share of the lease that a worker takes for one message
LATEST = 15 * MINUTE  # what ends sooner may be over before a first try failed and a second one came
DRAIN = 15 * HOUR  # longer than any night and any pause between two tries
READERS = [f"reader{n}@tests.example" for n in range(3)]
READER = st.sampled_from(READERS)
STATUS = st.sampled_from(["published", "published", "postponed", "draft", "cancelled"])
OUTCOMES = {  # of handing one mail over: what the worker learns, and whether the mail arrives
    "accepted": (Reply("dot", 250), True),
    "busy": (Reply("rcpt", 451, "4.3.0"), False),
    "answer lost": (Reply("dot"), True),
    "dropped": (Reply("dot"), False),
}
OUTCOME = st.sampled_from(["accepted", "accepted", *OUTCOMES])


class Post:
    """A mail server that remembers what it took."""

    def __init__(self) -> None:
        self.outcome, self.taken = "accepted", []

    def ready(self) -> None:
        return None

    def close(self) -> None:
        pass

    def hand_over(self, mail, seconds: float = 0) -> Reply:
        reply, arrives = OUTCOMES[self.outcome]
        if arrives:
            number = int(mail.extra_headers["Message-ID"].split(".")[1])
            self.taken.append((Message.objects.get(pk=number), mail))
        return reply


class Life(RuleBasedStateMachine):
    """One event, three people, staff, a worker that may die or be slow, and the clock."""

    clock = post_office = None

    def __init__(self) -> None:
        super().__init__()
        self.edits, self.slow, self.post = 0, None, Post()
        self.post_office["post"] = self.post
        self.clock.move_to(NOW)
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        start = NOW + 30 * HOUR
        self.event = EventFactory(starts_at=start, ends_at=start + HOUR, capacity=2, guests_most=1).pk

    @initialize()
    def two_of_three_confirm(self):
        for reader in READERS:
            self.signs_up(reader, "es")
        self.tick("accepted")
        for reader in READERS[1:]:
            self.confirms(reader)

    @property
    def now(self) -> dt.datetime:
        return timezone.now()

    def rsvp(self, reader: str) -> Rsvp | None:
        return Rsvp.objects.filter(contact_bi=actions.sealing.contact_index(reader)).first()

    def new_place(self) -> str:
        self.edits += 1
        return f"{self.edits} Example Street"

    # --- people -------------------------------------------------------------------------------------------------------
    @rule(reader=READER, language=st.sampled_from(["en", "es"]))
    def signs_up(self, reader, language):
        event = Event.objects.get()
        if event.takes_signups(self.now):
            actions.sign_up(event=event, contact=reader, language=language, name="", discreet=False, now=self.now)

    @rule(reader=READER)
    def confirms(self, reader):
        """With the link of a mail that arrived, which may be an old one."""
        rsvp = self.rsvp(reader)
        got = rsvp and any(message.subject_id == rsvp.pk for message, _mail in self.post.taken)
        if got and Event.objects.get().is_ahead(self.now):
            actions.confirm(rsvp=rsvp, now=self.now)

    @rule(reader=READER)
    def withdraws(self, reader):
        if rsvp := self.rsvp(reader):
            actions.withdraw(rsvp=rsvp, now=self.now)

    @rule(reader=READER, language=st.sampled_from(["en", "es"]), zone=st.sampled_from(["", "Asia/Tokyo"]))
    def chooses(self, reader, language, zone):
        if rsvp := self.rsvp(reader):
            actions.change_signup(rsvp=rsvp, now=self.now, language=language, time_zone=zone)

    @rule(reader=READER, guests=st.integers(0, 1))
    def brings(self, reader, guests):
        with suppress(actions.SignUpClosed, ValidationError):
            if rsvp := self.rsvp(reader):
                actions.set_guests(rsvp=rsvp, guests=guests, now=self.now)

    @rule(reader=READER, stop=st.booleans())
    def stops_or_wants_mail_again(self, reader, stop):
        if rsvp := self.rsvp(reader):
            (EVENTS.stop if stop else EVENTS.resume)(rsvp.pk, self.now)

    # --- staff --------------------------------------------------------------------------------------------------------
    @rule()
    def moves_the_place(self):
        actions.change_event(pk=self.event, now=self.now, place=self.new_place())

    @rule(hours=st.integers(-20, 40))
    def moves_the_hour(self, hours):
        event = Event.objects.get()
        start = event.starts_at + hours * HOUR
        actions.change_event(pk=self.event, now=self.now, starts_at=start, ends_at=start + HOUR)

    @rule(capacity=st.sampled_from([None, 1, 2, 3]))
    def resizes(self, capacity):
        with suppress(ValidationError), transaction.atomic():
            actions.change_event(pk=self.event, now=self.now, capacity=capacity)

    @rule(status=STATUS)
    def decides(self, status):
        actions.change_event(pk=self.event, now=self.now, status=status)

    @rule(status=STATUS)
    def edits_past_us(self, status):
        Event.objects.update(place=self.new_place(), status=status)

    # --- machines -----------------------------------------------------------------------------------------------------
    @rule(outcome=OUTCOME)
    def tick(self, outcome):
        self.post.outcome = outcome
        before = len(self.post.taken)
        engine.run_once()
        for message, mail in self.post.taken[before:]:
            self.is_true(message, mail)

    def is_true(self, message: Message, mail) -> None:
        """What goes out now goes to somebody who wants it, and says what holds now."""
        rsvp = Rsvp.objects.select_related("event").get(pk=message.subject_id)
        wanted = {OFFER: ("offered",), CHANGED: SIGNED_UP, CANCELLED: SIGNED_UP}.get(message.kind, ("confirmed",))
        assert rsvp.state in wanted or message.kind == CONFIRMATION
        assert not EVENTS.is_stopped(rsvp.pk) or message.kind == CONFIRMATION
        assert mail.extra_headers["Content-Language"] == rsvp.language
        assert message.told == rsvp.event.revision
        if rsvp.event.status == "published" and message.kind != CANCELLED:
            assert rsvp.event.place in mail.body

    @rule(passes=st.booleans(), outcome=OUTCOME)
    def a_worker_dies(self, passes, outcome):
        """With two messages in its hands, before the gate or right after the mail went out."""
        token, self.post.outcome = uuid.uuid4(), outcome
        for message in self.claimed(2, token)[:passes]:
            if mail := gate(message, token):
                self.post.hand_over(mail)
        Message.objects.filter(token=token).update(lease_until=self.now - MINUTE)

    @precondition(lambda self: self.slow is None)
    @rule()
    def a_worker_is_slow(self):
        """One mail is on its way while life goes on."""
        token = uuid.uuid4()
        for message in self.claimed(1, token):
            if mail := gate(message, token):
                self.slow = message, token, mail, self.now

    @precondition(lambda self: self.slow is not None)
    @rule(outcome=OUTCOME)
    def the_slow_one_arrives(self, outcome):
        message, token, mail, _since = self.slow
        self.slow, self.post.outcome = None, outcome
        reply = self.post.hand_over(mail)
        verdict = judge(reply)
        if verdict is Verdict.UNKNOWN and message.uncertain >= kinds.get(message.kind).max_uncertain:
            verdict = Verdict.UNCONFIRMED
        delivery.write_down(message, token, reply, verdict)

    def claimed(self, limit: int, token: uuid.UUID) -> list[Message]:
        claims.tidy(self.now)
        return claims.claim(limit, token, self.now)

    @rule(minutes=st.sampled_from([1, 1, 6, 60, 540]))
    def time_passes(self, minutes):
        if self.slow and self.now + minutes * MINUTE > self.slow[-1] + ON_THE_WIRE:
            self.the_slow_one_arrives(self.post.outcome)
        self.clock.shift(minutes * MINUTE)

    @rule()
    def sweep(self):
        actions.sweep_reminders(now=self.now)

    @rule()
    def moves_the_line(self):
        actions.move_waiting_lists(now=self.now)

    # --- what holds always --------------------------------------------------------------------------------------------
    @invariant()
    def nothing_is_lost(self):
        account = conservation.take(self.now)
        assert account.holds
        assert account.planned == Message.objects.count()
        assert Message.objects.filter(state=Message.State.FAILED).count() == 0

    @invariant()
    def seats_are_counted_and_bounded(self):
        event, held = Event.objects.get(), Rsvp.objects.filter(state__in=seats.HOLDING)
        assert event.seats_taken == sum(rsvp.seats for rsvp in held) <= (event.capacity or 6)
        assert [rsvp for rsvp in held.filter(state="offered") if rsvp.offered_until > event.starts_at] == []

    @invariant()
    def copies_are_bounded(self):
        copies = Counter(message.pk for message, _mail in self.post.taken)
        bounds = {message.pk: 1 + kinds.get(message.kind).max_uncertain for message, _mail in self.post.taken}
        assert {pk: n for pk, n in copies.items() if n > bounds[pk]} == {}

    # --- and in the end -----------------------------------------------------------------------------------------------
    def teardown(self):
        try:
            self.nobody_goes_by_old_facts_in_the_end()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def nobody_goes_by_old_facts_in_the_end(self):
        self.sweep()
        until = planning.told_until(Event.objects.get())
        over = until <= self.now + LATEST
        end, self.post.outcome = self.now + DRAIN, "accepted"
        while (since := Message.objects.pending().waiting_since()) and since <= end:
            self.time_passes(max((since - self.now) / MINUTE, 0) + 1)
            self.tick("accepted")
        assert conservation.take(self.now).overdue == conservation.take(self.now).stuck == []
        if not over:
            assert [rsvp.pk for rsvp in Rsvp.objects.signed_up() if self.goes_by_old_facts(rsvp)] == []

    def goes_by_old_facts(self, rsvp: Rsvp) -> bool:
        told = [message.told for message, _mail in self.post.taken if message.subject_id == rsvp.pk]
        news = Message.objects.filter(subject_id=rsvp.pk, revision=rsvp.event.revision)
        given_up = news.filter(state=Message.State.UNCONFIRMED).exists()  # staff see it, and may send it again
        return told[-1] < rsvp.event.revision and not given_up and not EVENTS.is_stopped(rsvp.pk)


@pytest.mark.django_db
def test_nothing_is_lost_and_nobody_is_left_with_an_old_fact(frozen, monkeypatch):
    office = {}
    monkeypatch.setattr("outreach.channels.open_channel", lambda name: office["post"])
    monkeypatch.setattr(claims, "_random", lambda: 0.5)
    machine = type("Life", (Life,), {"clock": frozen, "post_office": office})
    options = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, derandomize=not WHOLE, **options),
    )
