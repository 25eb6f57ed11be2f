"""The door of an event: who is expected, who came, and how many without a name."""

import datetime as dt
import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from campaigns.views import sync

from .. import codes, door, roster, strokes, tally
from ..codes import Is
from ..models import Event
from ..strokes import Kind, Stroke

DOOR = "door"  # in the session: the door this person stands at, and the language they read there
CAMERA = "none"  # what a browser says of a page that no other page led to
LONGEST_SEARCH = 80  # characters


@require_http_methods(["GET", "HEAD", "POST"])
def event_door(request, pk: int):
    """The list. A press without script comes here as a form, and the page says what came of it."""
    now, event = timezone.now(), _event(request, pk)
    if not door.is_open(event, now):
        return render(request, "events/door_closed.html", {"event": event, "now": now, **_hours(event)}, status=404)
    if request.method != "POST":
        stands = [event.pk, get_language()]
        if request.session.get(DOOR) != stands:
            request.session[DOOR] = stands
        return _page(request, event)
    [answer] = door.record(event=event, strokes=[_pressed(request.POST)], by=request.user, now=now)
    if answer["state"] == "refused":
        return _page(request, event, fault=answer["errors"][""][0], status=409)
    person = answer.get("rsvp")
    return redirect(reverse("events:event_door", args=[event.pk]) + (f"?pressed={person}#said" if person else "#count"))


@require_http_methods(["GET", "POST"])
def event_door_sync(request, pk: int):
    """Presses that a phone kept, and what the list is now. They are taken as long as the event has people: a phone may
    find its way back to the network after the door was closed."""
    now, event = timezone.now(), _event(request, pk)

    def deliver(said: dict) -> list[dict]:
        there = strokes.instant(said.get("clock"))
        read = [strokes.read(one, late=now - there if there else dt.timedelta()) for one in said["operations"]]
        answers = door.record(event=event, strokes=read, by=request.user, now=now)
        keys = [one.get("key") if isinstance(one, dict) else "" for one in said["operations"]]
        return [{"key": str(key)[:64]} | answer for key, answer in zip(keys, answers, strict=True)]

    return sync.answer(request, deliver, lambda: {"door": _state(event, now)})


@require_http_methods(["GET", "HEAD", "POST"])
def event_door_code(request, token: str):
    """What the phone's own camera opens. Looking changes nothing: one button asks."""
    now = timezone.now()
    here, language = _here(request, now)
    if request.headers.get("Sec-Fetch-Site") == CAMERA and language != get_language():
        with translation.override(language):
            return redirect("events:event_door_code", token)
    found = codes.find(token, here, now)
    event = here or found.event
    if event is None or not event.ends_at or not door.keeps(request.user, event, now):
        raise Http404
    if request.method == "POST" and found.rsvp and door.is_open(event, now):
        stroke = _pressed(request.POST, rsvp=found.rsvp.pk)
        [answer] = door.record(event=event, strokes=[stroke], by=request.user, now=now)
        if answer["state"] != "refused":
            return redirect("events:event_door_code", token)
        context = {"event": event, "is_open": True, "fault": answer["errors"][""][0]}
        return render(request, "events/door_code.html", context, status=409)
    return _code_page(request, event, found, now)


def _event(request, pk: int) -> Event:
    """Raises Http404 for whoever has nothing to do at this door."""
    timed = Event.objects.select_related("key", "campaign").exclude(starts_at=None).exclude(ends_at=None)
    event = get_object_or_404(timed, pk=pk)
    if not door.keeps(request.user, event, timezone.now()):
        raise Http404
    return event


def _here(request, now) -> tuple[Event | None, str]:
    """The door this person opened last, if it is theirs and open still, and the language they read there."""
    pk, language = request.session.get(DOOR) or (None, get_language())
    event = Event.objects.select_related("key", "campaign").filter(pk=pk).first()
    return (event if event and door.may_open(request.user, event, now) else None), language


def _pressed(data, rsvp: int = 0) -> Stroke | None:
    """The press of a form: its button says which. The same button of the same page counts once however often."""
    kind = next((name for name in (Kind.ARRIVED, Kind.MISTAKE, Kind.COUNT) if name in data), None)
    try:
        page = uuid.UUID(data.get("key", ""))
    except ValueError:
        return None
    if kind is None:
        return None
    value = str(rsvp or data[kind])
    said = {"key": str(uuid.uuid5(page, f"{kind} {value[:20]!a}")), "kind": str(kind)}
    return strokes.read(said | {"people" if kind == Kind.COUNT else "rsvp": value})


def _page(request, event: Event, *, fault: str = "", status: int = 200):
    people = roster.lines(event)
    asked = request.GET.get("q", "")[:LONGEST_SEARCH]
    shown = [one for one in people if roster.plain(asked) in one.sought]
    pressed = next((one for one in people if str(one.pk) == request.GET.get("pressed")), None)
    context = {"people": shown, "asked": asked, "fault": fault, "pressed": pressed, "version": roster.version(people)}
    if asked and not shown and not fault:
        found = codes.find(asked, event, timezone.now())
        context["fault"] = door.reason(found, request.user, timezone.now()) if found.state != Is.UNKNOWN else ""
    context |= {"event": event, **_numbers(event), **_hours(event)}
    return render(request, "events/door.html", context, status=status)


def _code_page(request, event: Event, found: codes.Found, now):
    context = {"event": event, "is_open": door.is_open(event, now), **_hours(event)}
    if found.state in (Is.EXPECTED, Is.ARRIVED):
        return render(request, "events/door_code.html", context | {"person": roster.line(found.rsvp)})
    context["fault"] = door.reason(found, request.user, now)
    context["may_count"] = found.state not in (Is.UNKNOWN, Is.ELSEWHERE)
    if found.state == Is.ELSEWHERE and found.event and door.may_open(request.user, found.event, now):
        context["other"] = found.event
    return render(request, "events/door_code.html", context, status=404)


def _state(event: Event, now) -> dict:
    """What a phone needs to bring its list up to date without loading it anew."""
    people = roster.lines(event)
    known = {"in": {str(one.pk): one.since for one in people if one.since}, "version": roster.version(people)}
    return known | _numbers(event) | {"is_open": door.is_open(event, now)}


def _numbers(event: Event) -> dict[str, int]:
    known = tally.numbers(event)
    expected = known["signed_up"] + known["guests"]
    return {"arrived": known["arrived"], "nameless": known["nameless"], "expected": expected}


def _hours(event: Event) -> dict[str, dt.datetime]:
    return {"opens": door.opens_at(event), "closes": door.closes_at(event)}
