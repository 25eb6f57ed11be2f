"""Events by what may be seen of them and what they still hold, for whoever asks for many."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from outreach.models import Message
from partners.models import Partner

from .calendar_rows import CalendarQuerySet

KEEP_SIGNUPS = dt.timedelta(days=7)  # after the end of the event; promised on the page and in every mail
KEEP_ACCOMPANIMENT = dt.timedelta(days=2)
SIGNED_UP = ("confirmed", "waiting", "offered")  # states of a sign-up whose people are told what changes
ERASED = "erased-"  # begins the address of an accompaniment of which only the numbers are left

# the numbers that stay: how many said they come (with guests and those without a contact), and how many came
ANNOUNCED = F("tally__signed_up") + F("tally__guests") + F("tally__anonymous")
CAME = F("tally__arrived") + F("tally__nameless")
SUMS = {"announced": Sum(ANNOUNCED), "came": Sum(CAME)}


class EventQuerySet(CalendarQuerySet):
    def public(self) -> Self:
        """What a stranger may see. Drafts never; demo rows only under DEBUG."""
        return self._for_strangers().filter(is_demo__in=(False, settings.DEBUG))

    def on_record(self) -> Self:
        """Public and part of the true record: what is counted, listed in history and given to machines."""
        return self._for_strangers().filter(is_demo=False)

    def _for_strangers(self) -> Self:
        """No drafts, and no accompaniment but those of the history, of which the record knows a day and no hour.

        One that is planned here has hours, and keeps some when it is erased (events/accompaniments.py).
        """
        of_history = Q(status=self.model.Status.PUBLISHED, starts_at=None)
        secret = Q(kind=self.model.Kind.ACCOMPANIMENT) & ~of_history
        return self.exclude(status=self.model.Status.DRAFT).exclude(secret)

    def counted_on(self, now: dt.datetime) -> Self:
        """Events that are not over, whose people have not all been told that they are cancelled."""
        notices = Message.objects.filter(scope_type="events.event", scope_id=models.OuterRef("pk"))
        untold = ~Q(status=self.model.Status.CANCELLED) | models.Exists(notices.pending())
        return self.filter(untold, ends_at__gt=now, rsvps__state__in=SIGNED_UP).distinct()

    def for_page(self, *more: str) -> Self:
        """With everything that a handbill shows, and the related rows named in `more`, in a fixed number of queries."""
        shown = models.Prefetch("partners", Partner.objects.public())
        return self.select_related("campaign", *more).prefetch_related(shown)

    def past_erasure(self, now: dt.datetime) -> Self:
        """Events whose people may not be kept any longer. One that lost its end counts by its day."""
        short, day = Q(kind=self.model.Kind.ACCOMPANIMENT), dt.timedelta(days=1)
        return self.filter(
            Q(short, ends_at__lte=now - KEEP_ACCOMPANIMENT)
            | Q(~short, ends_at__lte=now - KEEP_SIGNUPS)
            | Q(short, ends_at=None, held_on__lt=(now - KEEP_ACCOMPANIMENT - day).date())
            | Q(ends_at=None, held_on__lt=(now - KEEP_SIGNUPS - day).date())
        )

    def still_holding_people(self) -> Self:
        """Events of which a sign-up, the key, a press at the door or a meeting point is there; after a restore each
        may be without the others. And accompaniments that are not wiped yet."""
        rows = {name: getattr(self.model, name).rel.related_model.objects for name in ("rsvps", "strokes", "shifts")}
        own = {name: manager.filter(event=OuterRef("pk")) for name, manager in rows.items()}
        meeting = own["shifts"].exclude(meeting_point="", note="")
        whole = Q(kind=self.model.Kind.ACCOMPANIMENT, starts_at__isnull=False) & ~Q(slug__startswith=ERASED)
        return self.filter(
            Q(key__isnull=False) | Exists(own["rsvps"]) | Exists(own["strokes"]) | Exists(meeting) | whole
        )

    def with_numbers(self) -> Self:
        """For staff, as of the last count."""
        return self.annotate(announced=Coalesce(ANNOUNCED, 0), came=Coalesce(CAME, 0))

    def sums(self) -> dict[str, int | None]:
        """How many of these events were counted, and what they come to; None where there is none."""
        return self.filter(tally__isnull=False).aggregate(events=Count("pk"), **SUMS)

    def sums_by(self, owner: str) -> models.QuerySet:
        """Rows of `owner` ("campaign" or "partners"), how many events of theirs were counted, and the sums, the most
        people first. An event with two partners counts for both."""
        counted = self.filter(tally__isnull=False, **{f"{owner}__isnull": False}).order_by()
        sums = counted.values(owner).annotate(events=Count("pk"), **SUMS)
        return sums.order_by("-came", "-announced", owner)

    def with_readers(self, now: dt.datetime) -> Self:
        """Events that are not over, by their hours or by those announced before, and that somebody signed up for."""
        ahead = Q(ends_at__gt=now) | Q(previous_start__gt=now)
        return self.filter(ahead, rsvps__state__in=SIGNED_UP).distinct().order_by("starts_at", "pk")
