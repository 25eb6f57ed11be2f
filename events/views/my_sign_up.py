"""The page behind the mailed link: where a sign-up stands, and everything its owner may do with it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outreach.origin import own_form, private

from .. import actions, calendar_links, clock, codes, differences, ical, leaving, links, my_shifts, qr, seats
from ..models import Event, Rsvp, Shift
from ..sign_up_forms import PartyForm, WishesForm

GONE = (Rsvp.DoesNotExist, Event.DoesNotExist, Shift.DoesNotExist)  # erased or deleted while the page was open
MAX_DIGITS = 18  # of a row's number


@login_not_required
@own_form(or_null=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rsvp_manage(request, token: str):
    """Opening it changes nothing, since mail scanners open links too."""
    now = timezone.now()
    rsvp = links.find(token, now)
    if rsvp is None:
        return private(render(request, "events/rsvp_gone.html", status=404))
    if request.method != "POST":
        return _page(request, rsvp, now)
    deed = DEEDS.get(request.POST.get("action"))
    if deed is None:
        raise Http404
    try:
        return deed(request, rsvp, now)
    except (actions.SignUpClosed, *GONE):  # the page says what is true now
        return _back(rsvp, "#state")


@login_not_required
@never_cache
@require_safe
def rsvp_file(request, token: str):
    """The event for the calendar of one reader: as the mails carry it, discreet for whoever wants that."""
    now = timezone.now()
    rsvp = links.find(token, now)
    if rsvp is None or rsvp.event.starts_at is None:
        return private(render(request, "events/rsvp_gone.html", status=404))
    link = links.url(rsvp, get_language())
    discreet, exact = rsvp.discreet or rsvp.event.is_secret, rsvp.is_told_place(now)
    file = ical.attachment(rsvp.event, link=link, discreet=discreet, now=now, exact=exact)
    response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file.name}"'
    return private(response)


# --- what its buttons do ----------------------------------------------------------------------------------------------
def _confirm(request, rsvp: Rsvp, now):
    actions.confirm(rsvp=rsvp, now=now)
    return _back(rsvp, "#state")


def _withdraw(request, rsvp: Rsvp, now):
    actions.withdraw(rsvp=rsvp, now=now)
    return _back(rsvp, "#state")


def _save_wishes(request, rsvp: Rsvp, now):
    form = WishesForm(request.POST, event=rsvp.event)
    if not form.is_valid():
        return _page(request, rsvp, now, form=form)
    actions.change_signup(rsvp=rsvp, now=now, **form.cleaned_data)
    return _back(rsvp, "?saved=wishes#wishes")


def _save_party(request, rsvp: Rsvp, now):
    form = PartyForm(request.POST, event=rsvp.event)
    if form.is_valid() and "guests" in form.cleaned_data:
        try:
            actions.set_guests(rsvp=rsvp, guests=form.cleaned_data["guests"], now=now)
        except ValidationError as error:
            form.add_error(None, error)
    if not form.is_valid():
        return _page(request, rsvp, now, party=form)
    if "speaks" in form.cleaned_data:
        actions.change_signup(rsvp=rsvp, now=now, speaks=form.cleaned_data["speaks"])
    return _back(rsvp, "?saved=party#party")


def _take(request, rsvp: Rsvp, now):
    return _shift(request, rsvp, now, seats.take_shift)


def _leave(request, rsvp: Rsvp, now):
    return _shift(request, rsvp, now, seats.leave_shift)


def _shift(request, rsvp: Rsvp, now, verb):
    pk = request.POST.get("shift", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) <= MAX_DIGITS):
        raise Http404
    try:
        verb(shift=rsvp.event.shifts.get(pk=pk), rsvp=rsvp, now=now)
    except seats.ShiftClosed as closed:
        return _page(request, rsvp, now, refused=closed.faults, status=409)
    return _back(rsvp, "#shifts")


def _erase(request, rsvp: Rsvp, now):
    event = rsvp.event
    leaving.erase(rsvp=rsvp, now=now)
    return private(render(request, "events/rsvp_erased.html", {"event": event}))


DEEDS = {
    "confirm": _confirm,
    "withdraw": _withdraw,
    "wishes": _save_wishes,
    "party": _save_party,
    "take": _take,
    "leave": _leave,
    "erase": _erase,
}


def _back(rsvp: Rsvp, after: str):
    return private(redirect(links.path(rsvp, get_language()) + after))


# --- the page ---------------------------------------------------------------------------------------------------------
def _page(request, rsvp: Rsvp, now, *, form=None, party=None, refused=(), status: int = 200):
    event = rsvp.event
    my_shifts.read(rsvp)
    wishes = {name: getattr(rsvp, name) for name in ("language", "time_zone", "discreet")}
    current = event.is_current(now)
    context = {
        "rsvp": rsvp,
        "event": event,
        "now": now,
        "ahead": event.is_ahead(now),
        "current": current,
        "told": event.exact_is_told(now),
        "changes": differences.for_readers(event, now, told=rsvp.is_confirmed and event.exact_is_told(now)),
        "before": event.rsvps.line().before(rsvp) if rsvp.state == Rsvp.State.WAITING else 0,
        "door": _door(rsvp, now) if current and rsvp.is_confirmed else None,
        "lines": my_shifts.lines(rsvp, now) if current and rsvp.is_signed_up else [],
        "refused": refused,
        "file": reverse("events:rsvp_file", args=[links.token_of(rsvp)]),
        "calendars": [] if event.is_secret or rsvp.discreet else calendar_links.links(event),  # they say its name
        "form": form or WishesForm(event=event, initial=wishes),
        "party": party or PartyForm(event=event, initial={"guests": rsvp.guests, "speaks": rsvp.speaks}),
        "saved": request.GET.get("saved") if request.method != "POST" else "",
    }
    return private(render(request, "events/rsvp_manage.html", context, status=status))


def _door(rsvp: Rsvp, now) -> dict | None:
    """What to show at the door; from the day before on."""
    if rsvp.event.is_secret or rsvp.event.starts_at > now + clock.NEAR:
        return None
    return {"picture": qr.drawing(codes.code_of(rsvp)), "letters": codes.short_code(rsvp)}
