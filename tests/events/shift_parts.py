"""Shifts, trainings and people that have them, for the tests of this folder."""

import datetime as dt

from events.models import Qualification, Rsvp, Shift, ShiftPlace, Training
from outreach import sealing


def a_shift(event, **fields) -> Shift:
    """For two people, as long as the event."""
    values = {"role_en": "Interpreter", "role_es": "Interpretación", "capacity": 2}
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    return Shift.objects.create(event=event, **values | hours | fields)


def a_training(slug="accompaniment", **fields) -> Training:
    names = {"name_en": "Accompaniment training", "name_es": "Capacitación para acompañar"}
    return Training.objects.create(slug=slug, **names | fields)


def trained(contact: str, training: Training, until: dt.date, **fields) -> Qualification:
    """That the person with this contact has the training until that day."""
    since = {"earned_on": until - dt.timedelta(days=365)}
    row = {"contact_bi": sealing.contact_index(contact), "training": training, "expires_on": until}
    return Qualification.objects.create(**row | since | fields)


def place(shift: Shift, rsvp: Rsvp, now: dt.datetime) -> ShiftPlace:
    return ShiftPlace.objects.create(shift=shift, rsvp=rsvp, taken_at=now)
