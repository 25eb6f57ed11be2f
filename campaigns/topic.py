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


HOURS = Topic(NAME, _("The Sunday reminder of your hours"), _stop, _resume, _is_stopped)
