"""Two rows of one person become one. Hours, letters, sentences and consents of both are kept; nothing is added up."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Sum
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordinators import accounts, names
from coordinators.models import Appointment, Coordinator, NameClaim, NameConsent, User
from partners import audit
from partners.models import Citation, ImportedRecord

from .merging_parts import Moved, Unmergeable, delete_alone, join
from .models import HourEntry, HoursFeed, Placement, ServiceLetter
from .models.hours import MAX_MINUTES_A_DAY

SAME = gettext_lazy("Choose two different people.")
GONE = gettext_lazy("One of the two is gone: somebody else merged them meanwhile.")
DEMO = gettext_lazy("One of the two belongs to the demo. The demo is merged with nobody.")
CHOOSE_ACCOUNT = gettext_lazy("Both have an account. Choose the one that stays; the other is deactivated.")


@dataclass(frozen=True)
class Side:
    """What one of the two has, as the page shows it before anything moves."""

    person: Coordinator

    @cached_property
    def appointments(self) -> list[Appointment]:
        rows = self.person.appointments.select_related("term")
        return list(rows.prefetch_related(models.Prefetch("placements", Placement.objects.select_related("campaign"))))

    @cached_property
    def hours(self) -> dict:
        """Entries and minutes, all of them and those that are approved."""
        entries = HourEntry.objects.of_coordinator(self.person)
        approved = Sum("minutes", filter=models.Q(approved_at__isnull=False), default=0)
        return entries.aggregate(n=models.Count("pk"), total=Sum("minutes", default=0), approved=approved)

    @cached_property
    def letters(self) -> int:
        return self.person.letters.count()

    @cached_property
    def consents(self) -> list[NameConsent]:
        return list(self.person.consents.all())

    @property
    def account(self) -> User | None:
        return self.person.user

    @property
    def account_state(self) -> str:
        return str(accounts.state_of(self.person.user).label)


@transaction.atomic
def merge(*, kept: Coordinator, gone: Coordinator, account: User | None, by: User, now: dt.datetime) -> Moved:
    """Everything of `gone` goes over to `kept`, then `gone` is deleted. Nobody saves hours of either meanwhile.

    `account` is the one that stays where both have one. Raises Unmergeable and accounts.Refused.
    """
    kept, gone = _locked(kept, gone)
    _check_days(kept, gone)
    moved = Moved()
    _appointments(kept, gone, moved)
    moved.over(ServiceLetter.objects.filter(coordinator=gone), coordinator=kept)
    moved.over(NameClaim.objects.filter(person=gone), person=kept)
    _citations(kept, gone, moved)
    name = kept.name
    _names(kept, gone, moved, now)
    _account(kept, gone, account, by, moved)
    _address(kept, gone, is_renamed=kept.name != name)
    audit.note("coordinators.merge", actor=by, record=gone, count=moved.total(), now=now)
    for label, rows in moved.items():
        audit.note("coordinators.merge", actor=by, record=kept, fields=[label], count=rows, now=now)
    delete_alone(gone)
    kept.save()
    return moved


def _locked(kept: Coordinator, gone: Coordinator) -> tuple[Coordinator, Coordinator]:
    """Both rows, locked in the order of their numbers: saving hours waits for the same lock (saving.py)."""
    if kept.pk == gone.pk:
        raise Unmergeable(SAME)
    found = Coordinator.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk)).order_by("pk")
    rows = {row.pk: row for row in found}
    if len(rows) < len((kept, gone)):
        raise Unmergeable(GONE)
    if rows[kept.pk].is_demo != rows[gone.pk].is_demo:
        raise Unmergeable(DEMO)
    return rows[kept.pk], rows[gone.pk]


def _check_days(kept: Coordinator, gone: Coordinator) -> None:
    """Raises Unmergeable where a day would hold more than 24 hours: then they are two people, or one line is twice."""
    entries = HourEntry.objects.filter(placement__appointment__coordinator__in=(kept, gone))
    list(entries.locked().values_list("pk", flat=True))
    days = entries.order_by("worked_on").values("worked_on").annotate(total=Sum("minutes"))
    if over := days.filter(total__gt=MAX_MINUTES_A_DAY).first():
        text = _("Together they have %(hours)s hours on %(day)s. Correct that day first; nothing was changed.")
        day = formats.date_format(over["worked_on"], "DATE_FORMAT")
        raise Unmergeable(text % {"hours": formats.localize(round(over["total"] / 60, 2)), "day": day})


def _appointments(kept: Coordinator, gone: Coordinator, moved: Moved) -> None:
    here = {row.term_id: row for row in Appointment.objects.filter(coordinator=kept)}
    for row in list(Appointment.objects.filter(coordinator=gone)):
        if row.term_id in here:
            join(row, here[row.term_id], moved)
            delete_alone(row)
        else:
            moved.over(Appointment.objects.filter(pk=row.pk), coordinator=kept)


def _citations(kept: Coordinator, gone: Coordinator, moved: Moved) -> None:
    """A source that both have stays once."""
    own = ContentType.objects.get_for_model(Coordinator)
    theirs = Citation.objects.filter(content_type=own, object_id=gone.pk)
    same = Citation.objects.filter(content_type=own, object_id=kept.pk).values("source")
    moved.over(theirs.exclude(source__in=same), object_id=kept.pk)
    theirs.delete()


def _names(kept: Coordinator, gone: Coordinator, moved: Moved, now: dt.datetime) -> None:
    """The newest word of the person counts, whichever row it was said for; without one what is published stays."""
    said = [word for word in (names.last_word(kept), names.last_word(gone)) if word]
    newest = max(said, default=None)
    standing = NameConsent.objects.standing().filter(person__in=(kept, gone)).order_by("-given_at", "-pk")
    counts = standing.first() if newest and newest[1] != Coordinator.ShownAs.HIDDEN else None
    standing.exclude(pk=counts and counts.pk).update(withdrawn_at=now)
    if counts and counts.person_id == gone.pk:
        kept.name = gone.name  # what was agreed to is this very name; the other one may say more
    moved.over(NameConsent.objects.filter(person=gone), person=kept)
    if newest:
        kept.shown_as = newest[1]
        kept.name_basis = Coordinator.NameBasis.CONSENT if counts else Coordinator.NameBasis.NONE
    elif kept.name_basis == Coordinator.NameBasis.NONE:
        kept.shown_as, kept.name_basis = gone.shown_as, gone.name_basis
        kept.name = kept.name if gone.name_basis == Coordinator.NameBasis.NONE else gone.name  # as it is published
    kept.taken_down_at = kept.taken_down_at or gone.taken_down_at


def _account(kept: Coordinator, gone: Coordinator, account: User | None, by: User, moved: Moved) -> None:
    """One account stays; where both have one the other is closed, and its calendar of hours goes along."""
    found = [user for user in (kept.user, gone.user) if user]
    if len(found) > 1 and account not in found:
        raise Unmergeable(CHOOSE_ACCOUNT)
    stays = account if len(found) > 1 else next(iter(found), None)
    for other in found:
        if other != stays:
            accounts.close(user=other, by=by)
            if not HoursFeed.objects.filter(user=stays).exists():
                moved.over(HoursFeed.objects.filter(user=other), user=stays)
    Coordinator.objects.filter(pk=gone.pk).update(user=None)
    gone.user, kept.user = None, stays


def _address(kept: Coordinator, gone: Coordinator, *, is_renamed: bool) -> None:
    """The address of a person of the published record stays: the next load of it would not find them otherwise. If
    none of the two is, it goes with the name that stays, which it spells out."""
    loaded = set(ImportedRecord.objects.filter(kind="coordinators").values_list("slug", flat=True))
    if (is_renamed or gone.slug in loaded) and kept.slug not in loaded:
        kept.slug, gone.slug = gone.slug, f"merged-{gone.pk}"
        Coordinator.objects.filter(pk=gone.pk).update(slug=gone.slug)
