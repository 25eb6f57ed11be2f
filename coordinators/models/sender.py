"""Who writes to us without an account: name and address sealed, and a mailed link by which they alone come back."""

import datetime as dt
import uuid
from contextlib import suppress
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from outreach import sealing

SEP = "."


class SenderQuerySet(models.QuerySet):
    def of_link(self, token: str, now: dt.datetime) -> Self | None:
        """The row that the link opens; None alike for a forged link, an old one and one whose row is erased."""
        try:
            pk = uuid.UUID(token.partition(SEP)[0])
        except ValueError:
            return None
        row = self.filter(pk=pk).first()
        if row is None or row.link_is_past(now):
            return None
        with suppress(BadSignature):
            row.signer.unsign(token)
            return row
        return None


class Sender(models.Model):
    """`SEALED_FOR` is the purpose of the key, `LINK` the salt of the mailed link and the page that it opens. Neither
    changes, or what is stored and what was mailed opens no more."""

    SEALED_FOR = ""
    LINK = ("", "")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_ct = models.BinaryField(editable=False)
    contact_ct = models.BinaryField(editable=False)
    contact_bi = models.BinaryField(max_length=32, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)

    objects = SenderQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        return self._opened(self.name_ct, "name")

    @name.setter
    def name(self, text: str) -> None:
        self.name_ct = self._sealed(text, "name")

    @property
    def contact(self) -> str:
        return self._opened(self.contact_ct, "contact")

    @contact.setter
    def contact(self, address: str) -> None:
        self.contact_ct = self._sealed(address, "contact")
        self.contact_bi = sealing.contact_index(address)

    @property
    def signer(self) -> Signer:
        """With the address in it, so that the link dies when the address is erased."""
        return Signer(salt=f"{self.LINK[0]}/{bytes(self.contact_bi).hex()}", sep=SEP)

    @property
    def token(self) -> str:
        return self.signer.sign(self.pk.hex)

    @property
    def link(self) -> str:
        """The whole address for the mail, in the language of whoever wrote."""
        with translation.override(self.language):
            return settings.BASE_URL + reverse(self.LINK[1], args=[self.token])

    def link_is_past(self, now: dt.datetime) -> bool:
        raise NotImplementedError

    def _sealed(self, text: str, part: str) -> bytes:
        return sealing.seal(sealing.purpose_key(self.SEALED_FOR), text, f"{self.pk}/{part}")

    def _opened(self, sealed: bytes, part: str) -> str:
        return sealing.opened(sealing.purpose_key(self.SEALED_FOR), sealed, f"{self.pk}/{part}")
