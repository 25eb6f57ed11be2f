"""Rows for the pages of the admin: one of every kind, and many of those that grow."""

import datetime as dt

from campaigns.models import (
    Campaign,
    Fact,
    HourChange,
    Milestone,
    Opportunity,
    Outcome,
    PartnerLink,
    Placement,
    Quote,
    Report,
    ResourceSection,
    ServiceLetter,
    WeekNote,
)
from coordinators.models import Application, Appointment, Break, Call, Coordinator, NameConsent, Tip, User
from events.models import ReminderRule, Training
from ilp_portal.models import ApiToken
from outreach.models import Engine, Message
from partners.models import Citation, CoalitionMembership, Partner, Source
from tests.conftest import NOW
from tests.factories import (
    ContactFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    ResourceFactory,
    SourceFactory,
)

MANY = 300


def one_of_each() -> None:
    """A row of every kind, with a citation where it can have one."""
    entry = HourEntryFactory()
    serving, campaign = entry.placement.appointment, entry.placement.campaign
    term, partner, source = serving.term, ContactFactory().partner, SourceFactory()
    HourChange.objects.create(appointment=serving, entry=entry, action="changed", at=NOW)
    WeekNote.objects.create(appointment=serving, monday=dt.date(2026, 11, 16), reflection="x")
    days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
    ServiceLetter.objects.create(coordinator=serving.coordinator, **days, issued_at=NOW)
    Training.objects.create(name_en="Calm at the door", name_es="Calma en la puerta")
    Break.objects.create(term=term, name_en="Break", starts_on=term.starts_on, ends_on=term.starts_on)
    Tip.objects.create(term=term, text="x", about="self", language="es", received_at=NOW)
    CoalitionMembership.objects.create(member=partner, coalition=PartnerFactory())
    for record in _cited(term, partner, campaign, serving.coordinator):
        Citation.objects.create(source=source, record=record)
    _of_the_desk(term, partner, campaign, serving.coordinator)


def _cited(term, partner, campaign, coordinator) -> list:
    resource, texts = ResourceFactory(publisher=partner), {"title_en": "Title", "title_es": "Título", "slug": "one"}
    return [
        partner,
        term,
        coordinator,
        campaign,
        resource,
        EventFactory(campaign=campaign),
        Outcome.objects.create(campaign=campaign, text_en="Won", text_es="Logro"),
        Milestone.objects.create(**texts, text_en="x", text_es="x", scope="city", happened_on=term.starts_on),
        Opportunity.objects.create(**texts, summary_en="x", kind="job", status="closed", organization=partner),
        Fact.objects.create(slug="one", issue="housing", claim_type="press", claimed_by_en="P", text_en="x"),
        ResourceSection.objects.create(resource=resource, slug="a", order=1, kind="lead", headline_en="x"),
    ]


def _of_the_desk(term, partner, campaign, coordinator) -> None:
    days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
    call = Call.objects.create(
        slug="join", term=term, title_en="Join", text_en="x", opens_on=NOW.date(), closes_on=NOW.date()
    )
    sealed = {"name_ct": b"x", "contact_ct": b"x", "contact_bi": b"x", "answers_ct": b"x"}
    Application.objects.create(call=call, **sealed, language="en", wording="w", submitted_at=NOW)
    NameConsent.objects.create(person=coordinator, shown_as="full", way="own", wording="name-1", given_at=NOW)
    PartnerLink.objects.create(partner=partner, made_at=NOW, expires_on=term.ends_on)
    Report.objects.create(about="partner", partner=partner, **days, made_at=NOW)
    said = {"text_en": "x", "said_by_en": "A tenant", "said_on": NOW.date(), "agreed_on": NOW.date()}
    Quote.objects.create(campaign=campaign, **said, agreed_how="by message")
    ApiToken.objects.create(name="Sheet", key_hash=b"x", hint="ab", made_at=NOW, expires_on=term.ends_on)
    ReminderRule.objects.create(kind="rally", hours_before=2)
    Engine.objects.get_or_create(channel="email")
    times = dict.fromkeys(("due_at", "next_at", "not_after"), NOW)
    Message.objects.create(kind="account.code", subject_id=1, channel="email", **times)


def many_more() -> None:
    """Three hundred of everything that a page may offer as a choice."""
    numbers = range(MANY)
    users = User.objects.bulk_create(User(email=f"many{n}@tests.example") for n in numbers)
    people = Coordinator.objects.bulk_create(
        Coordinator(name=f"Coordinator {n}", slug=f"many-{n}", user=user) for n, user in enumerate(users)
    )
    term = Appointment.objects.first().term
    serving = Appointment.objects.bulk_create(Appointment(coordinator=person, term=term) for person in people)
    campaigns = Campaign.objects.bulk_create(
        Campaign(slug=f"many-{n}", title_en=f"Campaign {n}", scope="ilp", kinds=["tenant"]) for n in numbers
    )
    Placement.objects.bulk_create(
        Placement(appointment=one, campaign=campaign) for one, campaign in zip(serving, campaigns, strict=True)
    )
    kind = {"kind": "coalition", "relationship": "ally", "region": "dc-area"}
    Partner.objects.bulk_create(Partner(slug=f"many-{n}", name=f"Partner {n}", **kind) for n in numbers)
    Source.objects.bulk_create(
        Source(ref=f"https://many{n}.example", title=f"Source {n}", publisher="P") for n in numbers
    )
