"""Calls for the next coordinators, and who applied."""

import datetime as dt
import json
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach import sealing
from partners.models import Addressed

from .sender import Sender, SenderQuerySet
from .term import Term

LONGEST_ANSWER = 4000  # characters
REFUSED_KEPT = dt.timedelta(days=30)  # after the decision
UNDECIDED_KEPT = dt.timedelta(days=90)  # after the last day of the call
APPLICATION_UNCONFIRMED = dt.timedelta(hours=48)  # until then the link in the mail works


class CallQuerySet(models.QuerySet):
    def public(self) -> Self:
        """What a stranger may see. Demo rows exist only under DEBUG."""
        return self.filter(published_at__isnull=False, is_demo__in=(False, settings.DEBUG))

    def open_on(self, day: dt.date) -> Self:
        return self.public().filter(opens_on__lte=day, closes_on__gte=day, closed_at=None)

    def with_numbers(self) -> Self:
        """Each with `waiting`, how many applications wait for a decision, and `confirmed`, how many there are."""
        state = Application.State
        waiting = models.Count("applications", filter=Q(applications__state=state.WAITING))
        return self.annotate(
            waiting=waiting, confirmed=models.Count("applications", filter=~Q(applications__state=state.UNCONFIRMED))
        )


class Call(Addressed):
    """One call for coordinators of one term, in both languages. Both days belong to it, in New York."""

    slug = models.SlugField(max_length=60, unique=True)
    term = models.ForeignKey(Term, models.PROTECT, related_name="calls", verbose_name=_("academic year"))
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed early"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-opens_on", "slug")
        verbose_name, verbose_name_plural = _("call"), _("calls")
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_it_opens")
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("coordinators:call_detail", args=[self.slug])

    def is_open(self, day: dt.date) -> bool:
        stands = self.published_at is not None and self.closed_at is None
        return stands and self.opens_on <= day <= self.closes_on

    def opens_later(self, day: dt.date) -> bool:
        return self.closed_at is None and day < self.opens_on

    def days_left(self, day: dt.date) -> int:
        """Today is one of them."""
        return (self.closes_on - day).days + 1


class Question(models.Model):
    """One question of a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions", verbose_name=_("call"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("question"), max_length=300)
    is_required = models.BooleanField(_("has to be answered"), default=True)
    longest = models.PositiveSmallIntegerField(
        _("characters at most"),
        default=1500,
        validators=[MinValueValidator(50), MaxValueValidator(LONGEST_ANSWER)],
    )

    class Meta:
        ordering = ("order", "pk")
        verbose_name, verbose_name_plural = _("question"), _("questions")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.text


class ApplicationQuerySet(SenderQuerySet):
    def waiting(self) -> Self:
        """Confirmed by mail, to be decided."""
        return self.filter(state=Application.State.WAITING)

    def confirmed(self) -> Self:
        return self.exclude(state=Application.State.UNCONFIRMED)

    def waiting_first(self) -> Self:
        return self.order_by(models.F("decided_at").desc(nulls_first=True), "confirmed_at", "pk")

    def past_keep(self, now: dt.datetime) -> Self:
        """Decided a month ago, never decided since the call closed, or never confirmed."""
        undecided = Q(decided_at=None, call__closes_on__lte=(now - UNDECIDED_KEPT).date())
        unconfirmed = Q(state=Application.State.UNCONFIRMED, submitted_at__lte=now - APPLICATION_UNCONFIRMED)
        return self.filter(Q(decided_at__lte=now - REFUSED_KEPT) | undecided | unconfirmed)


class Application(Sender):
    """One person applies to one call, without an account. Name, address and answers are sealed.

    Whatever was typed for an address waits beside what was typed for it before; once one is confirmed, that one counts.
    """

    SEALED_FOR = "application"
    LINK = ("coordinators.application", "coordinators:application_manage")

    class State(models.TextChoices):
        UNCONFIRMED = "new", _("not confirmed by mail")
        WAITING = "waiting", _("to be decided")
        ACCEPTED = "yes", _("accepted")
        REFUSED = "no", _("refused")
        WITHDRAWN = "back", _("withdrawn")

    call = models.ForeignKey(Call, models.CASCADE, related_name="applications", verbose_name=_("call"))
    answers_ct = models.BinaryField(editable=False)
    wording = models.CharField(_("wording agreed to"), max_length=20, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.UNCONFIRMED)
    submitted_at = models.DateTimeField(_("sent"), editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("submitted_at", "pk")
        verbose_name, verbose_name_plural = _("application"), _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=("call", "contact_bi"), condition=~Q(state="new"), name="application_confirmed_once_per_call"
            ),
            models.CheckConstraint(
                name="application_decided_when_settled",
                condition=Q(state__in=("new", "waiting"), decided_at=None)
                | Q(state__in=("yes", "no", "back"), decided_at__isnull=False),
            ),
        ]

    class Privacy:
        personal = {
            "call",
            "name_ct",
            "contact_ct",
            "contact_bi",
            "answers_ct",
            "language",
            "wording",
            "state",
            "submitted_at",
            "confirmed_at",
            "decided_at",
            "decided_by",
        }
        keep = "application"
        why = _("To choose the next coordinators and to write back to you.")

    def link_is_past(self, now: dt.datetime) -> bool:
        return self.erased_at <= now

    @property
    def erased_at(self) -> dt.datetime:
        """When the purge takes it, as `past_keep`: at the beginning of the day where a day decides."""
        if self.decided_at:
            return self.decided_at + REFUSED_KEPT
        last = dt.datetime.combine(self.call.closes_on, dt.time(), dt.UTC) + UNDECIDED_KEPT
        if self.state == self.State.UNCONFIRMED:
            return min(last, self.submitted_at + APPLICATION_UNCONFIRMED)
        return last

    @property
    def answers(self) -> dict[str, str]:
        """Answers by the number of the question, as text."""
        return json.loads(self._opened(self.answers_ct, "answers") or "{}")

    @answers.setter
    def answers(self, words: dict[str, str]) -> None:
        self.answers_ct = self._sealed(json.dumps(words), "answers")


class ApplicationNote(models.Model):
    """What one of the staff thinks of an application. Never shown to whoever applied, gone with the application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes", verbose_name=_("application"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    text_ct = models.BinaryField(editable=False)

    class Meta:
        ordering = ("at", "pk")
        verbose_name, verbose_name_plural = _("note on an application"), _("notes on applications")

    class Privacy:
        personal = {"application", "by", "at", "text_ct"}
        keep = "application"
        why = _("So that staff decide together.")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def text(self) -> str:
        return sealing.opened(_key(), self.text_ct, f"note of {self.application_id}")

    @text.setter
    def text(self, words: str) -> None:
        self.text_ct = sealing.seal(_key(), words, f"note of {self.application_id}")


def _key() -> bytes:
    return sealing.purpose_key(Application.SEALED_FOR)
