"""The outbox: what to say to whom, by reference only. RELIABILITY 2.2 and 2.3 are its specification.

A message holds no address and no text. The app that owns its kind reads the truth again just before sending.
"""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

MAX_UNCERTAIN = 6  # deliveries of one message whose outcome nobody knows; a kind's own bound lies below it
REASON_LENGTH = 60  # characters


class MessageQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state__in=Message.PENDING)

    def final(self) -> Self:
        return self.filter(state__in=Message.FINAL)

    def due(self, now: dt.datetime) -> Self:
        return self.filter(state=Message.State.QUEUED, next_at__lte=now)

    def left_behind(self, now: dt.datetime) -> Self:
        """Held by a worker whose lease ran out."""
        return self.filter(state__in=(Message.State.CLAIMED, Message.State.SENDING), lease_until__lt=now)

    def claimable(self, now: dt.datetime) -> Self:
        """Due, or left behind.

        Each half looks into an index of its own; joined by OR the two would read the whole table. The index of the
        first begins with the channel, so all of them are named.
        """
        due = self.due(now).filter(channel__in=Message.Channel.values).order_by().values("pk")
        return self.filter(pk__in=due.union(self.left_behind(now).order_by().values("pk"), all=True))

    def has_claimable(self, now: dt.datetime, channel: str) -> bool:
        """What a worker asks when nothing may be due.

        The order makes PostgreSQL go by the index; exists() would drop it. Asked for any row it reads the table,
        because of what was planned for the past, which is the most, it does not know that it was sent.
        """
        mine = self.filter(channel=channel)
        due, left = mine.due(now).order_by("next_at"), mine.left_behind(now).order_by("lease_until")
        return due.values_list("pk").first() is not None or left.values_list("pk").first() is not None

    def waiting_since(self) -> dt.datetime | None:
        """Since when the first of these should have been taken up."""
        return self.aggregate(first=Min(Coalesce("lease_until", "next_at")))["first"]

    def about(self, subject_type: str, ids) -> Self:
        return self.filter(subject_type=subject_type, subject_id__in=ids)

    def within(self, scope_type: str, scope_id: int) -> Self:
        """All that was ever planned within one thing, like an event; also when its subjects are erased."""
        return self.filter(scope_type=scope_type, scope_id=scope_id)

    def sharing_a_subject_with(self, keys: list[tuple]) -> Self:
        """Rows with the subject types, subject ids and kinds of these keys (tuples in the order of Message.KEY)."""
        types, ids, kinds = (set(column) for column in list(zip(*keys, strict=True))[:3])
        return self.filter(subject_type__in=types, subject_id__in=ids, kind__in=kinds)

    def owned(self, message: "Message", token: uuid.UUID) -> Self:
        """That message, as long as the worker with this token holds it: empty for a worker that was taken for dead."""
        return self.filter(pk=message.pk, token=token, state__in=(Message.State.CLAIMED, Message.State.SENDING))

    def finished_before(self, instant: dt.datetime) -> Self:
        return self.filter(finished_at__lt=instant)

    def finish(self, state: "Message.State", reason: str, now: dt.datetime) -> int:
        """Bring to a final state, and wipe what was sealed. Returns how many rows."""
        return self.update(
            state=state, reason=reason[:REASON_LENGTH], finished_at=now, token=None, lease_until=None, sealed=None
        )

    def unsent(self) -> Self:
        """Rows that no mail server has heard of: safe to supersede."""
        return self.filter(state__in=(Message.State.QUEUED, Message.State.CLAIMED))

    def queued(self) -> Self:
        return self.filter(state=Message.State.QUEUED)

    def queue_again(self, due: dt.datetime, not_after: dt.datetime) -> int:
        """Plan anew, for that hour, what waits or found its end. Never what a worker holds. Returns how many rows."""
        mine = self.exclude(state__in=(Message.State.CLAIMED, Message.State.SENDING))
        fresh = {"state": Message.State.QUEUED, "finished_at": None, "reason": ""}
        return mine.update(due_at=due, next_at=due, not_after=not_after, **fresh)


class Message(models.Model):
    """One thing to be told to one person about one subject, planned once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        CLAIMED = "claimed", _("claimed by a worker")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCONFIRMED = "unconfirmed", _("handed over, outcome unknown")
        DEAD = "dead", _("refused by the recipient's server")
        FAILED = "failed", _("our own fault with this message")
        SUPERSEDED = "superseded", _("the facts changed before it was sent")
        SUPPRESSED = "suppressed", _("the person withdrew or is not to be written to")
        EXPIRED = "expired", _("its time passed")

    class Channel(models.TextChoices):
        EMAIL = "email", _("email")
        SMS = "sms", _("text message")

    PENDING = (State.QUEUED, State.CLAIMED, State.SENDING)
    FINAL = (State.SENT, State.UNCONFIRMED, State.DEAD, State.FAILED, State.SUPERSEDED, State.SUPPRESSED, State.EXPIRED)

    KEY = ("subject_type", "subject_id", "kind", "rule", "revision")  # what is planned once

    kind = models.CharField(_("kind"), max_length=40)
    subject_type = models.CharField(_("about"), max_length=40)
    subject_id = models.PositiveBigIntegerField(_("its number"))
    # what the subject belongs to, like an event: kept when the subject is erased, so that the ledger stays true
    scope_type = models.CharField(_("within"), max_length=40, blank=True, editable=False)
    scope_id = models.PositiveBigIntegerField(null=True, editable=False)
    rule = models.CharField(_("rule"), max_length=40, default="-")
    revision = models.PositiveIntegerField(_("revision"), default=0)
    told = models.PositiveIntegerField(
        _("revision told"), null=True, editable=False, help_text=_("The revision of the facts it carried, at the gate.")
    )
    channel = models.CharField(
        _("channel"), max_length=5, choices=Channel, default=Channel.EMAIL, help_text=_("Chosen again at the gate.")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=5, help_text=_("0 goes first."))
    due_at = models.DateTimeField(_("due at"))
    next_at = models.DateTimeField(_("next try at"))
    not_after = models.DateTimeField(_("not after"))
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.QUEUED)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    uncertain = models.PositiveSmallIntegerField(_("attempts of unknown outcome"), default=0)
    reason = models.CharField(
        _("reason"), max_length=REASON_LENGTH, blank=True, help_text=_("A code, never an address or a text.")
    )
    sealed = models.BinaryField(
        null=True, editable=False, help_text="Encrypted payload of sign-in mail, wiped at the end"
    )
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    mark = ""  # no column: of the subject (outreach.kinds.Topic), set by facts() where the subject is read anyway

    class Meta:
        ordering = ("pk",)
        verbose_name, verbose_name_plural = _("message"), _("messages")
        indexes = [
            # by time first: what is due is little beside what is planned, and little is quickly sorted by priority
            models.Index(fields=("channel", "next_at"), condition=Q(state="queued"), name="message_queued"),
            # the channel first here as well: of two indexes of the same rows PostgreSQL may take the narrower, even to
            # find what is due, and then reads all that is planned
            models.Index(fields=("channel", "not_after"), condition=Q(state="queued"), name="message_expiring"),
            models.Index(fields=("lease_until",), condition=Q(state__in=("claimed", "sending")), name="message_leased"),
            models.Index(fields=("scope_type", "scope_id"), name="message_scope"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("subject_type", "subject_id", "kind", "rule", "revision"), name="message_planned_once"
            ),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(
                    state__in=(
                        "queued",
                        "claimed",
                        "sending",
                        "sent",
                        "unconfirmed",
                        "dead",
                        "failed",
                        "superseded",
                        "suppressed",
                        "expired",
                    )
                ),
            ),
            models.CheckConstraint(
                name="message_leased_while_claimed",
                condition=Q(state__in=("claimed", "sending"), token__isnull=False, lease_until__isnull=False)
                | (~Q(state__in=("claimed", "sending")) & Q(token=None, lease_until=None)),
            ),
            models.CheckConstraint(
                name="message_finished_when_final",
                condition=Q(state__in=("queued", "claimed", "sending"), finished_at=None)
                | (~Q(state__in=("queued", "claimed", "sending")) & Q(finished_at__isnull=False, sealed=None)),
            ),
            models.CheckConstraint(name="message_uncertain_bounded", condition=Q(uncertain__lte=MAX_UNCERTAIN)),
            models.CheckConstraint(name="message_due_before_it_expires", condition=Q(due_at__lte=F("not_after"))),
            models.CheckConstraint(name="message_channel_known", condition=Q(channel__in=("email", "sms"))),
        ]

    class Privacy:
        personal = {"subject_id", "sealed"}
        keep = dt.timedelta(days=90)
        why = _("The proof that a message went out, without address and without text.")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.get_state_display()}"


class DeliveryAttemptQuerySet(models.QuerySet):
    def sent_after(self, pk: int, channel: str) -> Self:
        """Tries of the channel, newer than that one, that went well."""
        return self.filter(pk__gt=pk, outcome="sent", message__channel=channel)


class DeliveryAttempt(models.Model):
    """One try to hand one message to a mail server. No address, purged with the message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("date and hour"))
    phase = models.CharField(_("step of the handover"), max_length=10)
    code = models.PositiveSmallIntegerField(_("server’s answer"), null=True)
    outcome = models.CharField(_("outcome of the attempt"), max_length=60)

    objects = DeliveryAttemptQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name, verbose_name_plural = _("delivery attempt"), _("delivery attempts")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.message_id}/{self.number} {self.outcome}"
