"""What a person stops who wants no more mail about events: all of it but the mail with the button they ask for."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from outreach.actions import stop_writing
from outreach.kinds import Topic
from outreach.models import Suppression

from . import actions
from .models import Rsvp

NAME = actions.TOPIC


def _rsvp(rsvp_id: int) -> Rsvp:
    rsvp = Rsvp.objects.filter(pk=rsvp_id).first()
    if rsvp is None:
        raise LookupError(rsvp_id)
    return rsvp


def _contact(rsvp_id: int) -> bytes:
    return bytes(_rsvp(rsvp_id).contact_bi)


def _stop(rsvp_id: int, now: dt.datetime) -> None:
    stop_writing(contact_bi=_contact(rsvp_id), topic=NAME, reason=Suppression.Reason.ASKED, now=now)


def _resume(rsvp_id: int, now: dt.datetime) -> None:
    for rsvp in Rsvp.objects.filter(contact_bi=_contact(rsvp_id)).order_by("event_id"):
        actions.resume(rsvp=rsvp, now=now)


def _is_stopped(rsvp_id: int) -> bool:
    return Suppression.objects.against(_contact(rsvp_id), NAME).exists()


def _mark(rsvp_id: int) -> str:
    return _rsvp(rsvp_id).binding


EVENTS = Topic(
    NAME,
    _("Reminders and news of the events you signed up for"),
    _stop,
    _resume,
    _is_stopped,
    _mark,
    note=_("If you stop them, we also do not tell you when one of these events changes or is canceled."),
)
