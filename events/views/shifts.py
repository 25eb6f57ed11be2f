"""Shifts at the desk: who is needed when, who has which, and a change or an end that is told to those who have it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordinators.desk import needs

from .. import shift_rows, shifts
from ..models import Event, Shift
from ..shift_forms import ShiftForm
from . import proof

PLAN, PEOPLE = "events.change_event", "events.view_rsvp"
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
def event_desk_shifts(request, slug: str):
    """All shifts, and the form for one more."""
    event, now = get_object_or_404(Event, slug=slug), timezone.now()
    form = ShiftForm(request.POST or None, event=event) if event.starts_at and event.ends_at else None
    if form and request.method == "POST" and form.is_valid():
        shifts.save(shift=form.save(commit=False), now=now)
        messages.success(request, _("Shift added."))
        return redirect("events:event_desk_shifts", slug)
    lines = shift_rows.lines(event)
    moved = event.starts_at - event.previous_start if event.starts_at and event.previous_start else None
    context = {"event": event, "form": form, "lines": lines, "outside": sum(line.shift.is_outside for line in lines)}
    return render(request, "events/desk/shifts.html", context | {"moved": moved})


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
def event_desk_shift(request, slug: str, pk: int):
    shift, now = _shift(slug, pk), timezone.now()
    form = ShiftForm(request.POST or None, instance=shift, event=shift.event)
    if request.method == "POST" and form.is_valid():
        _prove(request, shift, now)
        told = shifts.save(shift=form.save(commit=False), now=now)
        messages.success(request, _told(_("Saved."), told))
        return redirect("events:event_desk_shifts", slug)
    context = {"event": shift.event, "shift": shift, "form": form, "taken": shift.places.count()}
    return render(request, "events/desk/shift_edit.html", context)


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
def event_desk_shift_delete(request, slug: str, pk: int):
    """Asks first and says who is told."""
    shift, now = _shift(slug, pk), timezone.now()
    if request.method == "POST":
        _prove(request, shift, now)
        told = shifts.delete(shift=shift, now=now)
        messages.success(request, _told(_("Shift deleted."), told))
        return redirect("events:event_desk_shifts", slug)
    context = {"event": shift.event, "shift": shift, "taken": shift.places.count()}
    return render(request, "events/desk/shift_delete.html", context)


@needs(PLAN)
@require_POST
def event_desk_shifts_along(request, slug: str):
    """Shifts that the event left behind when it was moved go along with it."""
    event, now = get_object_or_404(Event, slug=slug), timezone.now()
    if event.starts_at and event.previous_start:
        proof.demand(request, now, event)
        by = event.starts_at - event.previous_start
        moved = shifts.move_along(event=event, by=by, now=now)
        text = ngettext("%(n)d shift moved.", "%(n)d shifts moved.", moved) % {"n": moved}
        messages.success(request, text)
    return redirect("events:event_desk_shifts", slug)


@needs(PLAN, PEOPLE)
@never_cache
@require_safe
def event_desk_shift_people(request, slug: str, pk: int):
    """Who has this shift, by the name they gave; never a contact."""
    shift = _shift(slug, pk)
    line = next(line for line in shift_rows.lines(shift.event) if line.shift.pk == shift.pk)
    rsvps = shift.event.rsvps.filter(places__shift=shift).select_related("event__key")
    names = {rsvp.pk: rsvp.name if rsvp.is_readable else "" for rsvp in rsvps}
    people = [(holder, names.get(holder.number, "")) for holder in line.holders]
    return render(
        request, "events/desk/shift_people.html", {"event": shift.event, "shift": line.shift, "people": people}
    )


def _shift(slug: str, pk: int) -> Shift:
    rows = Shift.objects.select_related("event", "training").filter(event__starts_at__isnull=False)
    return get_object_or_404(rows, event__slug=slug, pk=pk)


def _prove(request, shift: Shift, now) -> None:
    """A forged meeting point sends somebody elsewhere as a forged place does; a shift that nobody has, nobody."""
    if shift.places.exists():
        proof.demand(request, now, shift.event)


def _told(done: str, people: int) -> str:
    if not people:
        return done
    told = ngettext("%(n)d person is told.", "%(n)d people are told.", people) % {"n": people}
    return f"{done} {told}"
