"""The accompaniment desk, for signed-in people with a valid training and staff; others find no such page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns import weeks

from .. import accompaniments, actions, seats
from ..models import Rsvp, Shift


@never_cache
@require_safe
def accompaniment_list(request):
    now = timezone.now()
    return _page(request, _access(request, now), now)


@never_cache
@require_POST
def accompaniment_take(request, pk: int):
    """Take a shift, or say at it what is missing."""
    shift, access, now = _shift(request, pk)
    try:
        accompaniments.take(shift=shift, user=request.user, speaks="speaks" in request.POST, now=now)
    except accompaniments.NeedsLanguage as error:
        words = {"language": error.args[0]}
        fault = _("Tick that you speak %(language)s, if you do. People rely on it.") % words
        return _page(request, access, now, refused=(pk, fault))
    except actions.SignUpClosed:
        return _page(request, access, now, refused=(pk, _("Sign-up is closed.")))
    except seats.ShiftClosed as error:
        return _page(request, access, now, refused=(pk, " ".join(error.faults)))
    messages.success(request, _("The shift is yours. Thank you."))
    return redirect("events:accompaniment_list")


@never_cache
@require_POST
def accompaniment_leave(request, pk: int):
    """Give a shift back; it is open again at once."""
    shift, access, now = _shift(request, pk)
    try:
        accompaniments.leave(shift=shift, user=request.user, now=now)
    except Rsvp.DoesNotExist:
        return redirect("events:accompaniment_list")
    except seats.ShiftClosed as error:
        return _page(request, access, now, refused=(pk, " ".join(error.faults)))
    messages.success(request, _("You gave the shift back. It is open for somebody else."))
    return redirect("events:accompaniment_list")


def _access(request, now) -> accompaniments.Access:
    access = accompaniments.access(request.user, weeks.today(now))
    if not (access.sees or access.expired):
        raise Http404
    return access


def _shift(request, pk: int):
    now = timezone.now()
    access = _access(request, now)
    shift = accompaniments.coming(now).filter(pk=pk).first() if access.sees else None
    if shift is None:
        raise Http404
    return Shift.objects.select_related("event", "training").get(pk=pk), access, now


def _page(request, access, now, refused=(0, "")):
    lines = accompaniments.lines(request.user, now) if access.sees else []
    context = {
        "access": access,
        "mine": [line for line in lines if line.mine],
        "open": [line for line in lines if line.is_open],
        "others": [line for line in lines if not line.mine and not line.is_open],
        "refused": {"pk": refused[0], "fault": refused[1]},
    }
    return render(request, "events/accompaniment_list.html", context, status=409 if refused[1] else 200)
