"""What a coordinator stops who wants no more Sunday mail. The account's own setting is the truth, here and there."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment, User
from outreach import sealing
from outreach.kinds import Topic
from outreach.models import Suppression

NAME = "hours"


def _user(appointment_id: int) -> User:
    found = Appointment.objects.filter(pk=appointment_id).select_related("coordinator__user").first()
    if found is None or found.coordinator.user is None:
        raise LookupError(appointment_id)
    return found.coordinator.user


def _set(appointment_id: int, nudge: bool) -> None:
    user = _user(appointment_id)
    user.nudge = nudge
    user.save(update_fields=["nudge"])


def _stop(appointment_id: int, now: dt.datetime) -> None:
    _set(appointment_id, False)


def _resume(appointment_id: int, now: dt.datetime) -> None:
    _set(appointment_id, True)


def _is_stopped(appointment_id: int) -> bool:
    user = _user(appointment_id)
    return not user.nudge or Suppression.objects.against(sealing.contact_index(user.email), NAME).exists()


def mark_of(user: User) -> str:
    """No two accounts were made in the same microsecond."""
    return f"{user.date_joined:%y%m%d%H%M%S%f}"


def _mark(appointment_id: int) -> str:
    return mark_of(_user(appointment_id))


HOURS = Topic(NAME, _("The Sunday reminder of your hours"), _stop, _resume, _is_stopped, _mark)
