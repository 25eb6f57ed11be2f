"""What a person must have attended before some shifts, and who has."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Training(models.Model):
    """A kind of training, like that for accompaniment. An event gives it to whoever is checked in."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    months_valid = models.PositiveSmallIntegerField(
        _("valid for how many months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta:
        ordering = ("slug",)
        verbose_name, verbose_name_plural = _("training"), _("trainings")
        constraints = [
            models.CheckConstraint(name="training_valid_1_to_60_months", condition=Q(months_valid__range=(1, 60)))
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name


class QualificationQuerySet(models.QuerySet):
    def of_contact(self, contact_bi: bytes) -> Self:
        return self.filter(contact_bi=contact_bi)

    def valid_on(self, day: dt.date) -> Self:
        """Those that hold on the day of the shift, its last one included."""
        return self.filter(earned_on__lte=day, expires_on__gte=day)

    def past(self, day: dt.date) -> Self:
        """Those that ended before that day."""
        return self.filter(expires_on__lt=day)


class Qualification(models.Model):
    """That the person with this contact has a training. No name, no address: only a keyed hash, found when the same
    person signs up again with the same contact. Erased when it expires."""

    contact_bi = models.BinaryField(max_length=32, editable=False)
    training = models.ForeignKey(Training, models.CASCADE, related_name="qualifications", verbose_name=_("training"))
    earned_on = models.DateField(_("since"))
    expires_on = models.DateField(_("valid until"))
    # until when it held before it was renewed last: given back where that check-in was a mistake
    expired_before = models.DateField(null=True, editable=False)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("qualification"), _("qualifications")
        constraints = [
            models.UniqueConstraint(fields=("contact_bi", "training"), name="qualification_once_a_training"),
            models.CheckConstraint(
                name="qualification_expires_after_earned", condition=Q(expires_on__gt=F("earned_on"))
            ),
        ]

    class Privacy:
        personal = {"contact_bi", "training", "earned_on", "expires_on", "expired_before"}
        keep = "qualification"
        why = _("So that you can take shifts that need a training. It holds no name and no address.")

    def __str__(self) -> str:
        return f"qualification {self.pk}"
