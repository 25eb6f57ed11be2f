"""Rows for trying the portal: two sign-ins, a campaign with its partner, a rally ahead. Roles only, nobody invented.

Every row says is_demo, is labelled on its page, and stays out of counts, history and what machines read (on_record).
The sign-ups are made as visitors make them, so that the outbox of the demo holds what the engine really did.
"""

import datetime as dt
import itertools
import json
import os
import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction

from campaigns import partner_links, proposals, weeks
from campaigns.models import Campaign, CampaignPartner, HandOver, HourEntry, PartnerLink, Placement
from coordinators import roles
from coordinators.models import Appointment, Coordinator, Term, User
from events import actions as signing
from events.models import Event, ReminderRule, Shift
from ilp_portal import demo_accompaniment, demo_calls, demo_claim, demo_reports
from outreach.models import Message
from partners.models import Contact, Partner

COORDINATOR, STAFF = "coordinator@demo.example", "staff@demo.example"
ADMINISTRATOR = "administrator@demo.example"
ACCOUNTS = {
    COORDINATOR: (roles.COORDINATOR, "Demo coordinator"),
    STAFF: (roles.STAFF, "Demo staff"),
    ADMINISTRATOR: (roles.ADMINISTRATOR, "Demo administrator"),
}
RALLY_AHEAD = dt.timedelta(days=7)  # how far ahead a new rally is set
RALLY_SOON = dt.timedelta(days=2)  # nearer than this, reminders of the day before are past: a new one is needed
RALLY_HOURS = dt.time(18, 0), dt.time(19, 30)  # in New York
VISITORS = (("en", "comes"), ("es", "comes"), ("es", "comes"), ("es", "withdraws"), ("en", "only asks"))
# (days after Monday, minutes, activity) of each of the last weeks of the demo coordinator
OWN_WEEK = ((0, 60, "meeting"), (1, 90, "research"), (2, 120, "outreach"), (3, 45, "preparation"), (5, 75, "training"))
TEAM = range(2, 6)  # four more coordinators without a sign-in: fewer than three show no hours in public
TEAM_WEEKS = 9  # full weeks before this one, as far as the term goes
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike

PARTNER = {
    "name": "Demo partner",
    "gloss_es": "Organización de demostración",
    "kind": Partner.Kind.TENANT,
    "relationship": Partner.Relationship.CAMPAIGN_PARTNER,
    "region": Partner.Region.DC,
    "place_en": "Washington, DC",
    "place_es": "Washington, DC",
    "description_en": "Demo: this organization does not exist. It shows how a partner's page looks.",
    "description_es": "Demostración: esta organización no existe. Muestra cómo se ve la página de una organización.",
}
CAMPAIGN = {
    "title_en": "Demo: tenants organize for repairs",
    "title_es": "Demostración: inquilinas e inquilinos exigen reparaciones",
    "scope": Campaign.Scope.ILP,
    "kinds": [Campaign.Kind.TENANT.value],
    "emblem": Campaign.Emblem.HOME,
    "summary_en": "Demo: this campaign does not exist. It is here for logging hours and for trying the pages.",
    "summary_es": "Demostración: esta campaña no existe. Sirve para registrar horas y probar las páginas.",
}
RALLY = {
    "kind": Event.Kind.RALLY,
    "status": Event.Status.PUBLISHED,
    "title_en": "Demo: rally for repairs",
    "title_es": "Demostración: manifestación por reparaciones",
    "summary_en": "Demo: this rally will not take place. Sign up to see the confirmation and the reminder.",
    "summary_es": "Demostración: no se realizará. Inscríbase para ver cómo llegan la confirmación y el recordatorio.",
    "mode": Event.Mode.IN_PERSON,
    "place": "Freedom Plaza, Washington, DC (demo)",
    "languages": ["es", "en"],
    "interpretation": ["ase"],
    "access": ["step-free", "seats", "children", "transit"],
    "access_note_en": "The meeting point is at the corner of 13th Street.",
    "access_note_es": "El punto de encuentro es la esquina de la calle 13.",
    "bring_en": "Water, a warm coat and, if you like, a sign.",
    "bring_es": "Agua, un abrigo y, si quiere, un cartel.",
    "capacity": 50,
    "guests_most": 3,
    "signup_open": True,
}
HAND_OVER = {
    "did_en": "Demo: we met with tenants every week and asked the owner for repairs twice.",
    "did_es": "Demostración: nos reunimos cada semana con inquilinas e inquilinos y pedimos reparaciones dos veces.",
    "threads_en": "Demo: the second letter has no answer yet.",
    "threads_es": "Demostración: la segunda carta todavía no tiene respuesta.",
}
SHIFTS = (  # of the rally's first hour
    {"role_en": "Welcome people", "role_es": "Recibir a la gente", "capacity": 4},
    {
        "role_en": "Interpret beside the stage",
        "role_es": "Interpretar junto a la tarima",
        "language": "es",
        "capacity": 2,
    },
)


@transaction.atomic
def load(*, now: dt.datetime, passwords: dict[str, str]) -> bool:
    """Make what is missing; `passwords` as in ACCOUNTS. False when no term holds the day: nobody is placed."""
    term = Term.objects.on(weeks.today(now)).first()
    for address, (role, name) in ACCOUNTS.items():
        _account(address, role, name, passwords[address])
    partner, _ = Partner.objects.get_or_create(slug="demo-partner", is_demo=True, defaults=PARTNER)
    Contact.objects.get_or_create(
        partner=partner, name="Demo contact", is_demo=True, defaults={"email": "partner@demo.example"}
    )
    campaign, _ = Campaign.objects.get_or_create(slug="demo-campaign", is_demo=True, defaults=CAMPAIGN)
    CampaignPartner.objects.get_or_create(campaign=campaign, partner=partner, defaults={"is_lead": True})
    _link(partner, now)
    demo_claim.load(now=now)
    _rally(campaign, partner, term, now)
    companion, by = (User.objects.get(email=address) for address in (COORDINATOR, STAFF))
    demo_accompaniment.load(campaign=campaign, term=term, companion=companion, by=by, now=now)
    if term:
        place = _placement(campaign, term)
        _team(campaign, term, now)
        _hand_over(campaign, term, now)
        demo_calls.load(term=term, now=now)
        demo_reports.load(partner=partner, campaign=campaign, term=term, by=by, now=now)
        _own_hours(place, now)  # last, so that the report that was sent differs from today
    return term is not None


def _link(partner: Partner, now: dt.datetime) -> None:
    """There is always one that works."""
    today = weeks.today(now)
    link = PartnerLink(partner=partner, contact=partner.contacts.first(), language="es")
    if not partner.links.valid_on(today).exists():
        link.expires_on = partner_links.last_day(today)
        partner_links.make(link, by=None, now=now, today=today)


def partner_page(now: dt.datetime) -> str:
    """The path of the demo partner's page; empty where there is no link that works."""
    link = PartnerLink.objects.valid_on(weeks.today(now)).filter(is_demo=True).first()
    return partner_links.path(link) if link else ""


def _hand_over(campaign: Campaign, term: Term, now: dt.datetime) -> None:
    """What the year before left to the demo coordinator, to be read and ticked."""
    if before := Term.objects.filter(ends_on__lt=term.starts_on).order_by("-ends_on").first():
        texts = HAND_OVER | {"written_at": now, "ready_at": now}
        HandOver.objects.get_or_create(campaign=campaign, term=before, defaults=texts)


def _account(address: str, role: str, name: str, password: str) -> None:
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=name)
    roles.give(user, role)
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    if not user.check_password(password):
        user.set_password(password)
    user.is_demo = True
    user.save(update_fields=["password", "is_demo"])


def _placement(campaign: Campaign, term: Term) -> Placement:
    coordinator, _ = Coordinator.objects.get_or_create(
        slug="demo-coordinator",
        is_demo=True,
        defaults={"name": "Demo coordinator", "user": User.objects.get(email=COORDINATOR)},
    )
    appointment, _ = Appointment.objects.get_or_create(coordinator=coordinator, term=term)
    return Placement.objects.get_or_create(appointment=appointment, campaign=campaign, defaults={"is_demo": True})[0]


def _own_hours(place: Placement, now: dt.datetime) -> None:
    """Three weeks of whoever tries it, so that last week can be repeated, and one offer as from a check-in. Once."""
    monday, today = weeks.monday_of(weeks.today(now)), weeks.today(now)
    if place.entries.exists():
        return
    for ago, (offset, minutes, activity) in itertools.product((1, 2, 3), OWN_WEEK):
        day = monday - ago * weeks.WEEK + dt.timedelta(days=offset)
        if place.appointment.term.holds(day):
            approved = now if ago > 1 else None
            HourEntry.objects.create(
                placement=place, worked_on=day, minutes=minutes, activity=activity, approved_at=approved, logged_at=now
            )
    offer = {"activity": HourEntry.Activity.RALLY, "note": "", "origin": "demo", "now": now}
    proposals.propose_hours(placement=place, worked_on=today, minutes=90, **offer)


def _team(campaign: Campaign, term: Term, now: dt.datetime) -> None:
    """Approved hours of some weeks, for the chart of the campaign's page; in every fifth week too few people."""
    monday = weeks.monday_of(weeks.today(now))
    for number in TEAM:
        person, _ = Coordinator.objects.get_or_create(
            slug=f"demo-coordinator-{number}", is_demo=True, defaults={"name": f"Demo coordinator {number}"}
        )
        appointment, _ = Appointment.objects.get_or_create(coordinator=person, term=term)
        place, _ = Placement.objects.get_or_create(
            appointment=appointment, campaign=campaign, defaults={"is_demo": True}
        )
        for ago in range(1, TEAM_WEEKS + 1):
            day = monday - ago * weeks.WEEK + dt.timedelta(days=number - 1)
            week = monday.toordinal() // 7 - ago
            if term.holds(day) and (week % 5 != 2 or number < TEAM.start + 2):
                hours = 3 + (week * week + number * 3) % 8
                plain = {"minutes": hours * 60, "approved_at": now, "logged_at": now}
                HourEntry.objects.get_or_create(placement=place, worked_on=day, defaults=plain)


def _rally(campaign: Campaign, partner: Partner, term: Term | None, now: dt.datetime) -> None:
    """One published rally is always at least two days ahead; past ones stay as they are."""
    rallies = Event.objects.filter(is_demo=True, kind=Event.Kind.RALLY, status=Event.Status.PUBLISHED)
    if rallies.filter(starts_at__gte=now + RALLY_SOON).exists():
        return
    day = weeks.today(now) + RALLY_AHEAD
    start, end = (dt.datetime.combine(day, hour, weeks.HOME_ZONE) for hour in RALLY_HOURS)
    rally, made = Event.objects.get_or_create(
        slug=f"demo-rally-{day}",
        is_demo=True,
        defaults={**RALLY, "campaign": campaign, "term": term, "starts_at": start, "ends_at": end, "held_on": day},
    )
    if made:
        rally.partners.add(partner)
        for shift in SHIFTS:
            Shift.objects.create(event=rally, starts_at=start, ends_at=start + dt.timedelta(hours=1), **shift)
        _visitors(rally, now)


def _visitors(rally: Event, now: dt.datetime) -> None:
    """Sign-ups with the mail that follows from them. The first reminder goes out a day after the demo was made."""
    for days in (RALLY_AHEAD.days - 1, 1):
        ReminderRule.objects.create(event=rally, days_before=days, at=RALLY_HOURS[0])
    ReminderRule.objects.create(event=rally, hours_before=2)
    for number, (language, does) in enumerate(VISITORS, start=1):
        address = f"visitor{number}@demo.example"
        signing.sign_up(event=rally, contact=address, language=language, name="", discreet=True, now=now)
        rsvp = rally.rsvps.latest("pk")
        if does != "only asks":
            signing.confirm(rsvp=rsvp, now=now)
        if does == "withdraws":
            signing.withdraw(rsvp=rsvp, now=now)


@transaction.atomic
def remove() -> int:
    """Delete every demo row and what hangs on it; returns how many rows went.

    Raises ProtectedError when a real row needs one.
    """
    placements = Placement.objects.filter(is_demo=True) | Placement.objects.filter(campaign__is_demo=True)
    placements |= Placement.objects.filter(appointment__coordinator__is_demo=True)
    gone = HourEntry.objects.filter(placement__in=list(placements)).delete()[0]
    gone += Placement.objects.filter(pk__in=list(placements.values_list("pk", flat=True))).delete()[0]
    rallies = Event.objects.filter(is_demo=True).values("pk")
    gone += Message.objects.filter(scope_type=signing.SCOPE, scope_id__in=rallies).delete()[0]
    gone += demo_reports.remove() + demo_calls.remove() + demo_claim.remove()
    for model in (Event, Campaign, Contact, Partner, Coordinator, User):
        gone += model.objects.filter(is_demo=True).delete()[0]
    return gone + demo_accompaniment.remove()


def read_passwords(file: Path) -> dict[str, str]:
    """The password of each demo account: from the file, or new and written there, readable by its owner only."""
    try:
        known = dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        known = {}
    passwords = {address: known.get(address) or _new_password() for address in ACCOUNTS}
    if passwords != known:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
            json.dump(passwords, handle, indent=1)
    return passwords


def _new_password() -> str:
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
