"""Who changes what people may be on their way to says once more who they are."""

import datetime as dt

from coordinators import step_up

from .. import clock
from ..letters import event_is_near
from ..models import Event


def demand(request, now: dt.datetime, *events: Event, starts_at: dt.datetime | None = None) -> None:
    """Before a change of one of these that begins, or was to begin, within a day; `starts_at`: when it would then.

    A draft is known to nobody. Raises ReauthenticationRequired, on which allauth asks and goes on with this request.
    """
    known = [event for event in events if event.status != Event.Status.DRAFT]
    if any(event_is_near(event, now) for event in known) or (known and clock.is_near(now, starts_at)):
        step_up.demand(request)
