"""An accompaniment to try, which only the demo coordinator and demo staff see, and the training that it asks for."""

import datetime as dt

from campaigns import weeks
from campaigns.models import Campaign
from coordinators.models import Term, User
from events import qualifications
from events.models import Event, Shift, Training
from events.shift_forms import PAIR

SLUG = "demo-accompaniment"
AHEAD, SOON = dt.timedelta(days=6), dt.timedelta(days=1)  # how far ahead a new one is set; when the last is too near
TRAINED_AGO = dt.timedelta(days=30)
HOURS = dt.time(9, 0), dt.time(12, 0)  # in New York
TRAINING = {"name_en": "Demo: accompaniment training", "name_es": "Demostración: capacitación para acompañar"}
EVENT = {
    "kind": Event.Kind.ACCOMPANIMENT,
    "status": Event.Status.PUBLISHED,
    "title_en": "Demo: a morning downtown",
    "title_es": "Demostración: una mañana en el centro",
    "mode": Event.Mode.IN_PERSON,
    "neighborhood": "Judiciary Square",
    "place_public": False,
    "signup_open": True,
}
SHIFT = {
    "role_en": "Walk along and wait together",
    "role_es": "Caminar y esperar en compañía",
    "language": "es",
    "capacity": PAIR,
    "meeting_point": "Demo: by the fountain of the square",
    "note": "Bring a book; it may take two hours.",
}


def load(*, campaign: Campaign, term: Term | None, companion: User, by: User, now: dt.datetime) -> None:
    """One is always at least a day ahead, and `companion` has the training."""
    training, made = Training.objects.get_or_create(slug=SLUG, defaults=TRAINING)
    if made:
        qualifications.give(user=companion, training=training, on=weeks.today(now - TRAINED_AGO), by=by)
    ahead = Event.objects.filter(is_demo=True, kind=Event.Kind.ACCOMPANIMENT, starts_at__gte=now + SOON)
    if ahead.exists():
        return
    day = weeks.today(now) + AHEAD
    hours = dict(
        zip(("starts_at", "ends_at"), (dt.datetime.combine(day, hour, weeks.HOME_ZONE) for hour in HOURS), strict=True)
    )
    values = {**EVENT, **hours, "campaign": campaign, "term": term, "held_on": day}
    event, made = Event.objects.get_or_create(slug=f"{SLUG}-{day}", is_demo=True, defaults=values)
    if made:
        Shift.objects.create(event=event, training=training, **hours, **SHIFT)


def remove() -> int:
    """The training, once the demo events are gone. Raises ProtectedError when a real shift asks for it."""
    return Training.objects.filter(slug=SLUG).delete()[0]
