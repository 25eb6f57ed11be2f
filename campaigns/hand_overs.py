"""A campaign as one year leaves it to the next: what the data say, who may read and write it, and who has read it.

The texts are drafted from the data and then written by people; contacts and dates are read anew with every look.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Sum, When
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordinators.models import Appointment, Break, Call, Term
from coordinators.models.term import ACCESS_AFTER_TERM

from . import public_hours, weeks
from .models import Campaign, CampaignPartner, HandOver, HandOverRead, HourEntry, Placement

WRITE_FROM = dt.timedelta(days=60)  # before the last day of the term: from then on its coordinators are asked
ASKED_FOR = dt.timedelta(days=365)  # after it: so long staff are told of one that is missing
MOST_EVENTS = 40  # listed, of one campaign and year


class Part(StrEnum):
    """What somebody may do with a hand-over."""

    STAFF = "staff"
    WRITER = "writer"
    READER = "reader"


def part_of(user, campaign: Campaign, term: Term, today: dt.date) -> Part | None:
    """None: to them there is no such page. Writers are on the campaign in that term, readers in a later one; both as
    long as their own term gives access."""
    if user.is_staff and user.has_perm("campaigns.change_handover"):
        return Part.STAFF
    placed = Placement.objects.of_user(user).filter(campaign=campaign)
    if placed.filter(appointment__term=term).open_on(today).exists():
        return Part.WRITER
    is_ready = HandOver.objects.ready().filter(campaign=campaign, term=term).exists()
    return Part.READER if is_ready and _later(placed, today).filter(**_after(term)).exists() else None


def reading_as(user, campaign: Campaign, term: Term, today: dt.date) -> Appointment | None:
    """The appointment for which the person ticks the hand-over of that term."""
    mine = _later(Placement.objects.of_user(user).filter(campaign=campaign), today).filter(**_after(term))
    first = mine.order_by("appointment__term__starts_on").select_related("appointment").first()
    return first and first.appointment


def _after(term: Term) -> dict:
    return {"appointment__term__starts_on__gt": term.starts_on}


def _later(placed, today: dt.date):
    """Placements that give access, or will when their term begins."""
    return placed.filter(appointment__term__ends_on__gte=today - ACCESS_AFTER_TERM)


@dataclass(frozen=True)
class Facts:
    """What the data say of one campaign in one term. No name of anybody but the contacts of its partners."""

    partners: list[CampaignPartner]
    people: int
    hours: int | None  # about so many, approved; None where the number would point at one person
    waiting: int
    asked: int
    outcomes: list
    milestones: list
    held: list
    ahead: list
    breaks: list[Break]
    calls: list[Call]

    @classmethod
    def load(cls, campaign: Campaign, term: Term, now: dt.datetime) -> "Facts":
        """Ten statements."""
        today, days = weeks.today(now), (term.starts_on, term.ends_on)
        rows = campaign.partner_rows.filter(role=CampaignPartner.Role.PARTNER).select_related("partner")
        entries = HourEntry.objects.in_term(term).filter(placement__campaign=campaign)
        given = entries.approved().order_by().values_list("placement__appointment").annotate(Sum("minutes"))
        minutes = [total for _pk, total in given]
        still = entries.aggregate(
            waiting=Count("pk", filter=Q(approved_at=None, asked_at=None)),
            asked=Count("pk", filter=Q(asked_at__isnull=False)),
        )
        events = campaign.events.public()
        breaks = Break.objects.filter(ends_on__gte=today, term__starts_on__gte=term.starts_on)
        return cls(
            partners=list(rows.prefetch_related("partner__contacts")),
            people=Placement.objects.filter(campaign=campaign, appointment__term=term).count(),
            hours=public_hours.rounded(sum(minutes)) if public_hours.may_show(minutes) else None,
            outcomes=list(campaign.outcomes.filter(happened_on__range=days)),
            milestones=list(campaign.milestones.public().filter(happened_on__range=days).order_by("happened_on", "pk")),
            held=list(events.past(now).filter(held_on__range=days).order_by("held_on", "slug")[:MOST_EVENTS]),
            ahead=list(events.upcoming(now)[:MOST_EVENTS]),
            breaks=list(breaks),
            calls=list(Call.objects.public().filter(closes_on__gte=today, closed_at=None).order_by("opens_on", "pk")),
            **still,
        )

    @property
    def has_dates(self) -> bool:
        return bool(self.ahead or self.breaks or self.calls)


def draft(facts: Facts) -> dict[str, str]:
    """did_en, did_es, threads_en, threads_es as the data give them."""
    texts = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            texts |= {f"did_{code}": _did(facts), f"threads_{code}": _threads(facts)}
    return texts


def _did(facts: Facts) -> str:
    lines = []
    if facts.people:
        words = ngettext(
            "%(n)d coordinator was on this campaign.", "%(n)d coordinators were on this campaign.", facts.people
        )
        lines.append(words % {"n": facts.people})
    if facts.hours:
        lines.append(_("Together they gave about %(hours)d approved hours.") % {"hours": facts.hours})
    lines += _listed(_("What was achieved:"), ((row.date_display, row.text) for row in facts.outcomes))
    lines += _listed(_("Milestones:"), ((row.date_display, row.title) for row in facts.milestones))
    lines += _listed(_("Events:"), ((row.date_display, row.title) for row in facts.held))
    return "\n".join(lines)


def _threads(facts: Facts) -> str:
    lines = []
    if facts.asked:
        words = ngettext("%(n)d line of hours has a question.", "%(n)d lines of hours have a question.", facts.asked)
        lines.append(words % {"n": facts.asked})
    if facts.waiting:
        words = ngettext(
            "%(n)d line of hours waits for approval.", "%(n)d lines of hours wait for approval.", facts.waiting
        )
        lines.append(words % {"n": facts.waiting})
    lines += _listed(_("Events to come:"), ((row.date_display, row.title) for row in facts.ahead))
    return "\n".join(lines)


def _listed(heading: str, rows) -> list[str]:
    lines = [f"- {day}: {text}" if day else f"- {text}" for day, text in rows]
    return [heading, *lines] if lines else []


@dataclass
class Row:
    """One campaign of a term in the list of staff: what is there of its hand-over, who read it, who should."""

    campaign: Campaign
    hand_over: HandOver | None = None
    read: int = 0
    readers: int = 0
    names: list[str] = field(default_factory=list)
    is_ours: bool = True  # what allies do in a year is not ours to hand over


def rows_of(term: Term) -> list[Row]:
    """A row for each campaign of the term, those with coordinators and those without. Four statements."""
    later = Term.objects.filter(starts_on__gt=term.starts_on).order_by("starts_on").values("pk")[:1]
    reads = HandOverRead.objects.select_related("appointment__coordinator")
    rows = HandOver.objects.filter(term=term).prefetch_related(Prefetch("reads", reads))
    written = {row.campaign_id: row for row in rows}
    placed = Q(pk__in=Placement.objects.filter(appointment__term=term).values("campaign"))
    nexts = dict(
        Placement.objects.filter(appointment__term__in=later)
        .order_by()
        .values_list("campaign")
        .annotate(Count("pk", distinct=True))
    )
    ours = Case(When(placed | Q(scope=Campaign.Scope.ILP) | Q(pk__in=written), then=True), default=False)
    campaigns = Campaign.objects.filter(placed | Q(terms=term) | Q(pk__in=written)).annotate(is_ours=ours).distinct()
    found = []
    for campaign in campaigns:
        hand_over = written.get(campaign.pk)
        names = sorted(read.appointment.coordinator.name for read in hand_over.reads.all()) if hand_over else []
        found.append(Row(campaign, hand_over, len(names), nexts.get(campaign.pk, 0), names, campaign.is_ours))
    return found


def missing(today: dt.date) -> int:
    """How many campaigns with coordinators, of terms that are over or nearly so, nobody handed over."""
    days = (today - ASKED_FOR, today + dt.timedelta(days=30))
    ready = HandOver.objects.ready().filter(campaign=OuterRef("campaign"), term=OuterRef("appointment__term"))
    placed = Placement.objects.filter(appointment__term__ends_on__range=days).exclude(Exists(ready))
    return placed.order_by().values("campaign", "appointment__term").distinct().count()


def to_write(user, today: dt.date) -> list[Placement]:
    """Campaigns of the person whose year ends soon or is over, with what is there of the hand-over in `ready`."""
    ready = HandOver.objects.ready().filter(campaign=OuterRef("campaign"), term=OuterRef("appointment__term"))
    rows = Placement.objects.of_user(user).open_on(today).filter(appointment__term__ends_on__lte=today + WRITE_FROM)
    return list(rows.annotate(ready=Exists(ready)).select_related("campaign", "appointment__term"))


def to_read(user, today: dt.date) -> list[HandOver]:
    """The newest hand-over of each campaign that the person is on in a later year, with `is_read`."""
    mine = _later(Placement.objects.of_user(user), today).filter(
        campaign=OuterRef("campaign"), appointment__term__starts_on__gt=OuterRef("term__starts_on")
    )
    read = HandOverRead.objects.filter(hand_over=OuterRef("pk"), appointment__coordinator__user=user)
    rows = HandOver.objects.ready().filter(Exists(mine)).annotate(is_read=Exists(read))
    rows = rows.select_related("campaign", "term").order_by("term__starts_on", "pk")
    return list({row.campaign_id: row for row in rows}.values())


def texts_of(hand_over: HandOver) -> dict[str, str]:
    names = (f"{name}_{code}" for name in ("did", "threads") for code, _language in settings.LANGUAGES)
    return {name: getattr(hand_over, name) or "" for name in names}
