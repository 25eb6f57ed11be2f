"""Letters that prove service, and the code by which whoever holds one can check it."""

import re
import secrets
import unicodedata
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coordinators.models import Coordinator

CODE_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels, none that is read as another; 27 signs
CODE_LENGTH = 12  # 27**12, some 1.5e17: not to be guessed
LONGEST_TYPED = 60  # characters that are looked at; a code with a blank after each sign has 24
GROUP = 4  # signs of the code that are printed together
_ODD_ONES = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff‐-―−.·_-]+")  # blanks and dashes of any kind


def new_code() -> str:
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """The code that somebody typed: any letter case, blanks and dashes anywhere. Empty when it can be none."""
    signs = _ODD_ONES.sub("", unicodedata.normalize("NFKC", text[:LONGEST_TYPED])).upper()
    return signs if len(signs) == CODE_LENGTH and set(signs) <= set(CODE_SIGNS) else ""


class ServiceLetterQuerySet(models.QuerySet):
    def of_user(self, user) -> Self:
        return self.filter(coordinator__user=user)

    def valid(self) -> Self:
        return self.filter(withdrawn_at=None)

    def confirmed_by(self, code: str) -> Self:
        """The letter that the check page confirms for a code: none for one withdrawn, none of a demo."""
        return self.valid().filter(code=code, coordinator__is_demo=False)


class ServiceLetter(models.Model):
    """What one letter says, as it was on the day of issue. `minutes` is None where it speaks of the role alone."""

    coordinator = models.ForeignKey(Coordinator, models.CASCADE, related_name="letters")
    code = models.CharField(_("check code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    terms = models.CharField(_("terms"), max_length=300, editable=False)  # labels like "2024-25, 2025-26"
    unlogged = models.CharField(_("terms without hours on record"), max_length=300, blank=True, editable=False)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, editable=False)
    issued_at = models.DateTimeField(_("issued"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = ServiceLetterQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "pk")
        verbose_name, verbose_name_plural = _("service letter"), _("service letters")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="letter_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="letter_hours_or_role_alone"),
        ]

    class Privacy:
        personal = {"coordinator", "code", "starts_on", "ends_on", "terms"} | {
            "unlogged",
            "minutes",
            "issued_at",
            "withdrawn_at",
        }
        keep = "history"
        why = _("So that whoever you give the letter to can check it. You can withdraw it at any time.")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def code_display(self) -> str:
        """The code as it is read aloud: three groups of four."""
        return " ".join(self.code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))

    @property
    def years(self) -> str:
        """Its terms as they are printed, with a dash that spans: 2024–25, 2025–26."""
        return self.terms.replace("-", "–")

    @property
    def unlogged_years(self) -> str:
        return self.unlogged.replace("-", "–")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
