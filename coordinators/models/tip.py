"""What readers know about the history and staff do not: notes that wait for somebody to read them."""

import datetime as dt
import uuid
from typing import Self

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach import sealing

from .term import Term

MAX_TEXT = 2000  # characters; a page of typed text, and what one person reads in two minutes
KEEP = dt.timedelta(days=180)  # from arrival, decided or not; said on the form


class TipQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=Tip.State.NEW)

    def past_keep(self, now: dt.datetime) -> Self:
        return self.filter(received_at__lte=now - KEEP)


class Tip(models.Model):
    """One note from a reader, for staff alone. Nothing of it is published by itself."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        USED = "used", _("used")
        DECLINED = "declined", _("set aside")

    class About(models.TextChoices):
        MYSELF = "self", _("Myself")
        OTHERS = "others", _("Someone else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="tips", verbose_name=_("academic year")
    )
    text = models.TextField(_("what the reader knows"))
    about = models.CharField(_("about whom"), max_length=6, choices=About)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    contact_ct = models.BinaryField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    received_at = models.DateTimeField(_("received"), editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    objects = TipQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "pk")
        verbose_name, verbose_name_plural = _("note from a reader"), _("notes from readers")
        constraints = [
            models.CheckConstraint(
                name="tip_decided_when_not_new",
                condition=Q(state="new", decided_at=None) | (~Q(state="new") & Q(decided_at__isnull=False)),
            )
        ]

    class Privacy:
        personal = {"term", "text", "about", "language", "contact_ct", "state", "received_at", "decided_at"}
        keep = KEEP
        why = _("To close gaps of the history: staff read the note and may ask back. It publishes nothing by itself.")

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.pk}"

    @property
    def contact(self) -> str:
        """Where to ask back; empty when the reader gave nothing, or when SECRET_KEY is another one by now."""
        if not self.contact_ct:
            return ""
        try:
            return sealing.unseal(_key(), self.contact_ct, str(self.pk))
        except InvalidTag:
            return ""

    @contact.setter
    def contact(self, address: str) -> None:
        self.contact_ct = sealing.seal(_key(), address, str(self.pk)) if address else None

    @transaction.atomic
    def decide(self, state: str, *, now: dt.datetime) -> None:
        """Mark it as used or set aside, which erases its photograph; back to new clears the day."""
        if state == self.State.DECLINED:
            TipPhoto.objects.filter(tip=self).delete()
        self.state, self.decided_at = state, None if state == self.State.NEW else now
        self.save(update_fields=["state", "decided_at"])


class TipPhoto(models.Model):
    """A photograph that came with a note: for staff alone, sealed, gone with the note.

    In the database and not in a folder, so that backup, erasure and access are those of the note; in a table of its
    own, so that no list of notes loads it.
    """

    tip = models.OneToOneField(Tip, models.CASCADE, primary_key=True, related_name="photo", verbose_name=_("note"))
    picture_ct = models.BinaryField(editable=False)
    consent_wording = models.CharField(_("wording agreed to"), max_length=20, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("photograph of a reader"), _("photographs of readers")

    class Privacy:
        personal = {"tip", "picture_ct", "consent_wording"}
        keep = KEEP
        why = _(
            "To see what the note tells of. Only staff look at it; it is erased at once when they set the note aside."
        )

    def __str__(self) -> str:
        return str(self.tip_id)

    @property
    def picture(self) -> bytes:
        """The JPEG; empty when SECRET_KEY is another one by now."""
        try:
            return sealing.unseal_bytes(_photo_key(), self.picture_ct, str(self.tip_id))
        except InvalidTag:
            return b""

    @picture.setter
    def picture(self, jpeg: bytes) -> None:
        self.picture_ct = sealing.seal_bytes(_photo_key(), jpeg, str(self.tip_id))


def _key() -> bytes:
    return sealing.purpose_key("contact of a note")


def _photo_key() -> bytes:
    return sealing.purpose_key("photograph of a note")
