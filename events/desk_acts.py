"""What staff can do with an event at one press, and what stands against it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import actions, gate
from .models import Event

Status = Event.Status


@dataclass(frozen=True)
class Act:
    """One verb: the question, what happens then, the button, what is said afterwards; the icon of its button."""

    name: str
    status: str
    label: str | Promise
    question: str | Promise
    then: str | Promise
    done: str | Promise
    icon: str


PUBLISH = Act(
    *("publish", Status.PUBLISHED, _("Publish")),
    _("Publish this event?"),
    _("From then on everybody can read it, and reminders go out."),
    _("Published."),
    "check",
)
AGAIN = Act(
    *("publish", Status.PUBLISHED, _("Publish again")),
    _("Publish this event again?"),
    _("It takes place as it stands below, and reminders go out again."),
    _("Published again."),
    "check",
)
POSTPONE = Act(
    *("postpone", Status.POSTPONED, _("Postpone")),
    _("Postpone this event?"),
    _("Its page says that the date is in doubt, and no reminders go out until it is published again."),
    _("Postponed."),
    "clock",
)
CANCEL = Act(
    *("cancel", Status.CANCELLED, _("Cancel the event")),
    _("Cancel this event?"),
    _("Its page says that it does not take place, and no reminders go out."),
    _("Canceled."),
    "x",
)
BY_STATUS = {
    Status.DRAFT: (PUBLISH,),
    Status.PUBLISHED: (POSTPONE, CANCEL),
    Status.POSTPONED: (AGAIN, CANCEL),
    Status.CANCELLED: (AGAIN,),
}


def of(event: Event, now: dt.datetime) -> tuple[Act, ...]:
    """What can be done now. What is over stays as it was; only a draft can still become part of the record."""
    over = event.ends_at is not None and event.ends_at <= now
    return () if over and event.status != Status.DRAFT else BY_STATUS[event.status]


def find(event: Event, name: str, now: dt.datetime) -> Act | None:
    return next((act for act in of(event, now) if act.name == name), None)


def faults(event: Event, act: Act, now: dt.datetime) -> list[str]:
    """What stands against it, but for languages, each once."""
    found = {}
    if act.status == Status.PUBLISHED:
        found = event.publishing_faults(now)
    texts = gate.faults(event).keys()
    return sorted({str(fault) for column, fault in found.items() if column not in texts})


def lacks_language(event: Event, act: Act) -> bool:
    return act.status != Status.CANCELLED and gate.is_closed(event)


def do(event: Event, act: Act, *, one_language: bool, now: dt.datetime) -> Event:
    """Raises gate.Unpublishable. `one_language`: send it although a language is missing."""
    values = {"one_language": True} if one_language else {}
    return actions.change_event(pk=event.pk, now=now, status=act.status, **values)
