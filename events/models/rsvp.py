"""Sign-ups. The contact is readable only with the event's key and found only by a keyed hash."""

import datetime as dt
import hashlib
import hmac
import zoneinfo
from typing import Self

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordinators.models.user import validate_time_zone
from outreach import sealing
from outreach.models import Message

from .details import MOST_GUESTS
from .event import Event
from .event_rows import SIGNED_UP

UNCONFIRMED_KEEP = dt.timedelta(hours=48)  # how long the mailed button works; promised on the page and in the mail


class EventKey(models.Model):
    """The key under which one event's sign-ups are encrypted, itself wrapped. Deleting it ends their readability."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()

    class Meta:
        verbose_name = _("key of an event")
        verbose_name_plural = _("keys of events")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"key of {self.event_id}"


class RsvpQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(state=Rsvp.State.CONFIRMED)

    def signed_up(self) -> Self:
        """Who has a place or waits for one: they are told what changes."""
        return self.filter(state__in=SIGNED_UP)

    def waiters(self) -> Self:
        """The waiting list with those who are offered a place, in its order."""
        return self.filter(state__in=("waiting", "offered")).order_by("waiting_since", "pk")

    def line(self) -> Self:
        """Whom a place would be offered to, the first one first; not who let an offer lapse and did not ask again."""
        return self.filter(state=Rsvp.State.WAITING, offered_until=None).order_by("waiting_since", "pk")

    def before(self, rsvp: "Rsvp") -> int:
        """How many of these have waited longer."""
        same = Q(waiting_since=rsvp.waiting_since, pk__lt=rsvp.pk)
        return self.filter(Q(waiting_since__lt=rsvp.waiting_since) | same).count()

    def lapsed(self, now: dt.datetime) -> Self:
        """Offers whose time is over."""
        return self.filter(state=Rsvp.State.OFFERED, offered_until__lte=now)

    def at_the_door(self) -> Self:
        """Who is expected, and who came."""
        return self.filter(Q(state=Rsvp.State.CONFIRMED) | Q(arrived_at__isnull=False))

    def last_language(self, contact_bi: bytes) -> str | None:
        """Which language this contact chose last; None when it is not known here."""
        mine = self.filter(contact_bi=contact_bi).order_by("-requested_at", "-pk")
        return mine.values_list("language", flat=True).first()

    def locked(self) -> Self:
        """With event and key, both rows locked: first the event, as everybody does who changes one of its sign-ups.

        The sign-up is locked too, so that PostgreSQL reads it again after it had to wait for the event.
        """
        return self.select_related("event", "event__key").select_for_update(of=("event", "self"), no_key=True)

    def for_page(self) -> Self:
        """With what the page behind the mailed link shows."""
        return self.select_related("event", "event__campaign", "event__key").prefetch_related("event__partners")

    def never_confirmed(self, now: dt.datetime) -> Self:
        """Requests whose mailed button nobody pressed in time, or only to say no."""
        return self.filter(confirmed_at=None, requested_at__lte=now - UNCONFIRMED_KEEP)


class Rsvp(models.Model):
    """One person's sign-up for one event. Erased a few days after the event; nothing of it is copied elsewhere."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("offered a place")
        WITHDRAWN = "withdrawn", _("withdrawn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="rsvps", verbose_name=_("event"))
    contact_ct = models.BinaryField(editable=False)
    contact_bi = models.BinaryField(max_length=32, editable=False)
    name_ct = models.BinaryField(blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    discreet = models.BooleanField(_("discreet"), default=True)
    channel = models.CharField(_("channel"), max_length=5, choices=Message.Channel, default=Message.Channel.EMAIL)
    time_zone = models.CharField(
        _("time zone of the reader"),
        max_length=40,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Empty: that of the event."),
    )
    consent_at = models.DateTimeField(_("agreed to text messages at"), null=True, blank=True, editable=False)
    consent_wording = models.CharField(_("wording agreed to"), max_length=40, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING)
    guests = models.PositiveSmallIntegerField(_("guests"), default=0)
    speaks = models.JSONField(_("languages they speak"), default=list, blank=True)
    # since when on the waiting list, the place in it; and until when an offered place is held. On the list it says
    # that an offer lapsed, so that none is made until the person asks again
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)
    offered_until = models.DateTimeField(null=True, blank=True, editable=False)
    arrived_at = models.DateTimeField(_("checked in at"), null=True, blank=True, editable=False)
    requests = models.PositiveSmallIntegerField(default=1, editable=False)
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # the last time; it stays when they come back, and tells their new reminders from the old ones
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("sign-up"), _("sign-ups")
        indexes = [models.Index(fields=("offered_until",), name="rsvp_by_offer", condition=Q(state="offered"))]
        constraints = [
            models.UniqueConstraint(fields=("event", "contact_bi"), name="rsvp_once_per_event_and_contact"),
            models.CheckConstraint(
                name="rsvp_state_known",
                condition=Q(state__in=("pending", "confirmed", "waiting", "offered", "withdrawn")),
            ),
            models.CheckConstraint(name="rsvp_guests_0_to_9", condition=Q(guests__lte=MOST_GUESTS)),
            models.CheckConstraint(
                name="rsvp_waits_since_or_until",
                condition=~Q(state__in=("waiting", "offered"))
                | Q(state="waiting", waiting_since__isnull=False)
                | Q(state="offered", waiting_since__isnull=False, offered_until__isnull=False),
            ),
            models.CheckConstraint(
                name="rsvp_text_message_needs_consent",
                condition=Q(channel="email") | Q(channel="sms", consent_at__isnull=False) & ~Q(consent_wording=""),
            ),
            models.CheckConstraint(
                name="rsvp_confirmed_has_instant",
                condition=~Q(state__in=("confirmed", "waiting", "offered")) | Q(confirmed_at__isnull=False),
            ),
        ]

    class Privacy:
        personal = {
            "contact_ct",
            "contact_bi",
            "name_ct",
            "language",
            "discreet",
            "channel",
            "time_zone",
            "consent_at",
            "consent_wording",
            "state",
            "guests",
            "speaks",
            "waiting_since",
            "offered_until",
            "arrived_at",
            "requests",
            "requested_at",
            "confirmed_at",
            "withdrawn_at",
        }
        keep = "event"
        why = _(
            "To remind you of this event and to tell you when it changes. Erased 7 days after it (accompaniment: 2)."
        )

    def __str__(self) -> str:
        return f"sign-up {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_signed_up(self) -> bool:
        """Whether they have a place or wait for one."""
        return self.state in SIGNED_UP

    def is_told_place(self, now: dt.datetime) -> bool:
        """Whether mails and files to them carry the exact place of an event that tells it from some hour on. Where it
        is hidden without an hour only their page has it."""
        return self.is_confirmed and self.event.exact_from is not None and self.event.exact_is_told(now)

    @property
    def is_in_line(self) -> bool:
        """As RsvpQuerySet.line()."""
        return self.state == self.State.WAITING and self.offered_until is None

    @property
    def offer_lapsed(self) -> bool:
        """Whether they wait because they did not answer an offer, and have not asked for another."""
        return self.state == self.State.WAITING and self.offered_until is not None

    @property
    def seats(self) -> int:
        return 1 + self.guests

    @property
    def quiet_zone(self) -> zoneinfo.ZoneInfo:
        """Where the quiet hours hold. A zone that tzdata dropped must not stop the planning for the others."""
        try:
            return self.zone or self.event.zone
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return self.event.zone

    @property
    def zone(self) -> zoneinfo.ZoneInfo | None:
        """The reader's own, when they named one."""
        return zoneinfo.ZoneInfo(self.time_zone) if self.time_zone else None

    @property
    def times_lines(self) -> list[str]:
        """The hours of the event as this reader wants them told."""
        return self.event.times_lines(reader=self.zone)

    def is_kept(self, now: dt.datetime) -> bool:
        """False from the moment at which it is to be erased, even when the clock that erases is late."""
        if self.confirmed_at is None and self.requested_at <= now - UNCONFIRMED_KEEP:
            return False
        return self.event.ends_at is None or now < self.event.ends_at + self.event.erase_after

    @property
    def contact(self) -> str:
        """The address. Readable as long as the event's key exists."""
        return sealing.unseal(sealing.unwrap(self.event.key.wrapped), self.contact_ct, f"rsvp:{self.event_id}")

    @property
    def is_readable(self) -> bool:
        """False when the event's key is gone or is another one, as after a restore without its keys."""
        try:
            return bool(self.contact)
        except (EventKey.DoesNotExist, InvalidTag):
            return False

    @property
    def name(self) -> str:
        if not self.name_ct:
            return ""
        return sealing.unseal(sealing.unwrap(self.event.key.wrapped), self.name_ct, f"rsvp name:{self.event_id}")

    def keep_contact(self, contact: str, name: str) -> None:
        """Set both, encrypted under the event's key; the row is not saved."""
        key = sealing.unwrap(self.event.key.wrapped)
        self.contact_bi = sealing.contact_index(contact)
        self.contact_ct = sealing.seal(key, contact, f"rsvp:{self.event_id}")
        self.name_ct = sealing.seal(key, name, f"rsvp name:{self.event_id}") if name else b""

    @property
    def binding(self) -> str:
        """What ties a mailed link to this person's row of this event, so that no other row ever answers to it."""
        text = b"%d/%d/%b" % (self.pk, self.event_id, bytes(self.contact_bi))
        return hmac.digest(sealing.purpose_key("sign-up link"), text, hashlib.sha256).hex()[:20]
