"""What the outbox says to somebody whose shift was changed or taken away by staff: what they have now."""

from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from outreach.kinds import Letter, Skip
from outreach.models import Message

from . import clock, letters
from .models import Event, Rsvp, Shift

SHIFT_CHANGED = "events.shift"


def changed(message: Message) -> Letter:
    """The shifts of this moment. The meeting point stands on the reader's page, never in a mail."""
    rsvp, now = letters.read(message), timezone.now()
    if not rsvp.is_confirmed:
        raise Skip(Message.State.SUPPRESSED, rsvp.state)
    letters.still_ahead(rsvp.event, now)
    with translation.override(rsvp.language):
        context = letters.shared_values(rsvp, now) | {"shifts": _shifts(rsvp), "subject": _subject(rsvp)}
    urgent = letters.event_is_near(rsvp.event, now) and rsvp.channel == Message.Channel.EMAIL
    return letters.letter_of(rsvp, "events_shift", context, urgent=urgent)


def _shifts(rsvp: Rsvp) -> tuple[str, ...]:
    """A line for each, with its role but in the discreet form, of which a stranger may see the mail; in an
    accompaniment with how many have it."""
    places = rsvp.places.select_related("shift").annotate(taken=Count("shift__places"))
    shifts = []
    for place in places.order_by("shift__starts_at", "shift"):
        place.shift.event, place.shift.taken = rsvp.event, place.taken
        shifts.append(place.shift)
    whens = [f"{clock.day_text(shift.day)}, {shift.times}{_pair(shift)}" for shift in shifts]
    return tuple(when if rsvp.discreet else f"{when}: {shift.role}" for when, shift in zip(whens, shifts, strict=True))


def _pair(shift: Shift) -> str:
    if shift.event.kind != Event.Kind.ACCOMPANIMENT:
        return ""
    return " (" + _("%(taken)d of %(total)d people") % {"taken": shift.taken, "total": shift.capacity} + ")"


def _subject(rsvp: Rsvp) -> str:
    text = _("Your shift changed: %(at)s") if rsvp.discreet else _("Your shift changed: %(title)s, %(at)s")
    return text % {"at": letters.moment_of(rsvp), "title": rsvp.event.title}
