"""The calendar of one person: what they signed up for, their shifts, and when a training ends.

A calendar leaves the portal: it is shown on phones, kept by companies and shared with others. So it never holds a
meeting point or a place that is not public, and says "Appointment" where the sign-up is discreet or somebody is
accompanied. What is left out stands on the person's page.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from . import calendar as calendars
from . import ical, people
from .models import Event, EventsFeed, Qualification, Rsvp, ShiftPlace
from .models.feed import new_key

FRESH = dt.timedelta(hours=4)  # how often programs may ask again


def open_feed(*, user) -> EventsFeed:
    """The person's calendar, as it is or with a first address."""
    return EventsFeed.objects.get_or_create(user=user)[0]


def renew_feed(*, user) -> bool:
    """A new address; the old one leads nowhere from now on. False when there is no calendar."""
    return bool(EventsFeed.objects.filter(user=user).update(key=new_key()))


def close_feed(*, user) -> bool:
    """No calendar any more. False when there was none."""
    return bool(EventsFeed.objects.filter(user=user).delete()[0])


def signed_up(*, user, now: dt.datetime) -> list[Rsvp]:
    """Sign-ups of theirs that are not erased, soonest first."""
    rows = people.of_user(user).signed_up().filter(event__starts_at__isnull=False)
    rows = rows.select_related("event").order_by("event__starts_at", "pk")
    return [rsvp for rsvp in rows if rsvp.is_kept(now)]


def shifts(rsvps: list[Rsvp]) -> list[ShiftPlace]:
    """The shifts they have, soonest first; whoever waits for a place has none yet."""
    confirmed = {rsvp.pk: rsvp for rsvp in rsvps if rsvp.is_confirmed}
    places = ShiftPlace.objects.filter(rsvp__in=confirmed).select_related("shift").order_by("shift__starts_at", "pk")
    for place in places:
        place.rsvp = confirmed[place.rsvp_id]
        place.shift.event = place.rsvp.event
    return list(places)


def trainings(*, user, today: dt.date) -> list[Qualification]:
    """Those that hold on that day or later, the first to end first."""
    rows = Qualification.objects.of_contact(people.contact_of(user)).filter(expires_on__gte=today)
    return list(rows.select_related("training").order_by("expires_on", "pk"))


def text(*, user, now: dt.datetime) -> bytes:
    """The calendar in the active language. The same facts give the same bytes, so that a reader may ask by ETag."""
    import icalendar  # half a second to import

    calendar = calendars.empty()
    calendars.head(calendar, _("My events, ILP"), FRESH)
    rsvps = signed_up(user=user, now=now)
    places = shifts(rsvps)
    spans = [_event(icalendar.Event(), rsvp) for rsvp in rsvps if not _is_told_by_shift(rsvp, places)]
    spans += [_shift(icalendar.Event(), place) for place in places]
    held = trainings(user=user, today=now.date())
    for entry in [*spans, *(_training(icalendar.Event(), qualification) for qualification in held)]:
        calendar.add_component(entry)
    if spans:
        first, last = min(entry.start for entry in spans), max(entry.end for entry in spans)
        calendar.add_missing_timezones((first - ical.AROUND).date(), (last + ical.AROUND).date())
    return calendar.to_ical()


def _is_told_by_shift(rsvp: Rsvp, places: list[ShiftPlace]) -> bool:
    """Of an accompaniment the shift is all there is to come to."""
    return _is_accompaniment(rsvp) and any(place.rsvp_id == rsvp.pk for place in places)


def _is_accompaniment(rsvp: Rsvp) -> bool:
    return rsvp.event.kind == Event.Kind.ACCOMPANIMENT


def _event(entry, rsvp: Rsvp):
    event = rsvp.event
    title = event.title if rsvp.is_confirmed else _("On the waiting list: %(title)s") % {"title": event.title}
    status = ical.STATUS.get(event.status, "TENTATIVE") if rsvp.is_confirmed else "TENTATIVE"
    if event.status == Event.Status.CANCELLED:
        status = ical.STATUS[event.status]
    hours = event.starts_at, event.ends_at or event.starts_at
    return _filled(entry, rsvp, hours, uid=ical.uid(event), status=status, title=title)


def _shift(entry, place: ShiftPlace):
    shift, event = place.shift, place.shift.event
    uid = f"shift-{shift.pk}@{_host()}"
    title = _("%(role)s: %(title)s") % {"role": shift.role, "title": event.title}
    status = ical.STATUS.get(event.status, "TENTATIVE")
    return _filled(entry, place.rsvp, (shift.starts_at, shift.ends_at), uid=uid, status=status, title=title)


def _filled(entry, rsvp: Rsvp, hours: tuple[dt.datetime, dt.datetime], *, uid: str, status: str, title: str):
    event, link = rsvp.event, settings.BASE_URL + reverse("events:my_events")
    is_neutral = rsvp.discreet or _is_accompaniment(rsvp)
    changed = (event.revised_at or rsvp.confirmed_at).astimezone(dt.UTC).replace(microsecond=0)
    _stamped(entry, uid, changed)
    entry.add("sequence", event.revision)
    entry.add("status", status)
    for name, instant in zip(("dtstart", "dtend"), hours, strict=True):
        entry.add(name, ical.written(instant, event.time_zone))
    entry.add("summary", _("Appointment") if is_neutral else title)
    entry.add("description", _("Where and what: %(link)s") % {"link": link})
    entry.add("url", link)
    if event.place_line and not is_neutral:
        entry.add("location", event.place_line)
    return entry


def _training(entry, qualification: Qualification):
    """Its name stays in the portal: it may tell what somebody is trained for."""
    link = settings.BASE_URL + reverse("events:my_events")
    earned = dt.datetime.combine(qualification.earned_on, dt.time(), dt.UTC)
    _stamped(entry, f"training-{qualification.pk}@{_host()}", earned)
    entry.add("dtstart", qualification.expires_on)
    entry.add("dtend", qualification.expires_on + dt.timedelta(days=1))
    entry.add("summary", _("Last day of a training"))
    entry.add("description", _("Which one: %(link)s") % {"link": link})
    entry.add("url", link)
    entry.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
    return entry


def _stamped(entry, uid: str, changed: dt.datetime) -> None:
    entry.add("uid", uid)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("class", "PRIVATE")


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname
