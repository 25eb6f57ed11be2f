"""A partner with one campaign, four people with hours, counted events and a quote: what a report is made of."""

import datetime as dt
from collections.abc import Iterable

from campaigns.models import Campaign, HourEntry, Outcome, Placement, Quote, Report
from events.models import Event, EventTally
from partners.models import Citation, Partner
from tests.conftest import NOW
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    PlacementFactory,
    SourceFactory,
)

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 11, 18)


def placements(campaign: Campaign, term, count: int) -> list[Placement]:
    people = [AppointmentFactory(term=term, coordinator__user=None) for _n in range(count)]
    return [PlacementFactory(appointment=one, campaign=campaign) for one in people]


def hours(people: Iterable[Placement], day: str, minutes: int, activity: str = "meeting") -> list[HourEntry]:
    """An approved entry of that day for each of them."""
    plain = {"worked_on": dt.date.fromisoformat(day), "minutes": minutes, "activity": activity, "approved_at": NOW}
    return [HourEntryFactory(placement=one, **plain) for one in people]


def event(campaign: Campaign, kind: str, day: str, *, status: str = "published", **tally: int) -> Event:
    at = dt.datetime.fromisoformat(f"{day}T18:00+00:00")
    held = {"held_on": at.date(), "starts_at": at, "ends_at": at + dt.timedelta(hours=1), "signup_open": False}
    row = EventFactory(campaign=campaign, kind=kind, status=status, **held)
    if tally:
        EventTally.objects.update_or_create(event=row, defaults=tally)
    return row


def quote(campaign: Campaign, **changes) -> Quote:
    words = {"text_en": "They came with us.", "text_es": "Vinieron con nosotras.", "said_by_en": "a tenant"}
    days = {"said_on": dt.date(2026, 10, 3), "agreed_on": dt.date(2026, 10, 3), "agreed_how": "signed form"}
    return Quote.objects.create(campaign=campaign, **{**words, "said_by_es": "una inquilina", **days, **changes})


def outcome(campaign: Campaign) -> Outcome:
    words = {"text_en": "=Repairs in 40 apartments", "text_es": "=Reparaciones en 40 apartamentos"}
    figure = {"figure": 40, "unit_en": "apartments", "unit_es": "apartamentos"}
    day = {"happened_on": dt.date(2026, 10, 20), "precision": "day"}
    row = Outcome.objects.create(campaign=campaign, **words, **figure, **day)
    Citation.objects.create(source=SourceFactory(), record=row)
    return row


def everything(term) -> tuple[Partner, Campaign]:
    """September has four people, October one, November three; one event of each sort."""
    partner = PartnerFactory(name="Tenants of the Block")
    campaign = CampaignFactory(partner=partner, title_en="Repairs now", title_es="Reparaciones ya")
    people = placements(campaign, term, 4)
    hours(people, "2026-09-15", 1215, "outreach")
    hours(people[:1], "2026-10-06", 150, "research")
    hours(people[1:], "2026-11-10", 75)
    event(campaign, "rally", "2026-09-20", signed_up=40, guests=8, anonymous=2, arrived=35, nameless=1204)
    event(campaign, "training", "2026-10-01", signed_up=12, arrived=9)
    event(campaign, "accompaniment", "2026-10-08", signed_up=2, arrived=2)
    event(campaign, "panel", "2026-11-02")
    quote(campaign)
    outcome(campaign)
    return partner, campaign


def report(**about) -> Report:
    kind = next(iter(about))
    days = {"starts_on": FIRST, "ends_on": LAST, "made_at": NOW}
    return Report.objects.create(about=kind, **{**days, **about})


def numbers(facts: dict) -> dict[str, object]:
    """By part and key; in place of a number that is not shown, why."""
    return {f"{row['part']} {row['key']}": row["why"] or row["value"] for row in facts["numbers"]}
