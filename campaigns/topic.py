"""What a reader of mails about hours may stop. The account's own setting is the truth, here and there."""

import datetime as dt
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment, User
from outreach import sealing
from outreach.kinds import Topic
from outreach.models import Suppression


def mark_of(user: User) -> str:
    """No two accounts were made in the same microsecond."""
    return f"{user.date_joined:%y%m%d%H%M%S%f}"


def _coordinator(appointment_id: int) -> User:
    found = Appointment.objects.filter(pk=appointment_id).select_related("coordinator__user").first()
    if found is None or found.coordinator.user is None:
        raise LookupError(appointment_id)
    return found.coordinator.user


def _staff(user_id: int) -> User:
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise LookupError(user_id)
    return found


def _of_setting(name: str, label: str | Promise, user_of: Callable[[int], User], setting: str) -> Topic:
    """A topic that one yes-or-no of the account turns on and off."""

    def turn(wanted: bool) -> Callable[[int, dt.datetime], None]:
        def verb(subject_id: int, now: dt.datetime) -> None:
            user = user_of(subject_id)
            setattr(user, setting, wanted)
            user.save(update_fields=[setting])

        return verb

    def is_stopped(subject_id: int) -> bool:
        user = user_of(subject_id)
        refused = Suppression.objects.against(sealing.contact_index(user.email), name)
        return not getattr(user, setting) or refused.exists()

    return Topic(name, label, turn(False), turn(True), is_stopped, lambda subject_id: mark_of(user_of(subject_id)))


HOURS = _of_setting("hours", _("The Sunday reminder of your hours"), _coordinator, "nudge")
DIGEST = _of_setting("digest", _("The Monday digest of the team’s hours"), _staff, "digest")
