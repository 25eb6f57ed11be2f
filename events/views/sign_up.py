"""Signing up for an event without account, session or cookie."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outreach import limits, sms
from outreach.models import Message
from outreach.origin import own_form, private

from .. import actions, anonymous, calendar_links, refusals
from ..models import Event
from ..sign_up_forms import SignUpForm
from .pages import event_page, public_event

HOUR = 3600  # seconds
PER_CONTACT, PER_CLIENT = 5, 60  # sign-ups an hour; many people of one room or one campus share an address
COUNTS_PER_CLIENT = 30  # an hour without a contact: a class may press one after the other, a joker gets tired
TEXTS_PER_CLIENT = 20  # sign-ups by number an hour: each text costs money, and fraud lives on that


@login_not_required
@own_form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rsvp_create(request, slug: str):
    """The answer is the same page whether the address is new, known or confirmed."""
    event, now = public_event(slug), timezone.now()
    if request.method != "POST":
        return private(render(request, "events/rsvp_create.html", {"event": event, "texts": sms.is_on()}))
    form = SignUpForm(request.POST, event=event)
    if not form.is_valid():
        return event_page(request, event, form)
    asked = form.sign_up(now)
    if not _within_limits(request, **asked):
        form.add_error(None, _("Too many sign-ups in a short time. Nothing is lost: try again in an hour."))
        return event_page(request, event, form, status=429)
    try:
        actions.sign_up(event=event, now=now, **asked)
    except actions.SignUpClosed:
        event = public_event(slug)
        return _refused(request, event, refusals.of(event, now), 409)
    return redirect("events:rsvp_create", event.slug)


@login_not_required
@own_form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_count(request, slug: str):
    """One person more, of whom we know nothing. The page of thanks says nothing about anybody."""
    event, now = public_event(slug), timezone.now()
    if request.method != "POST":
        context = {"event": event, "ahead": event.is_ahead(now), "calendars": calendar_links.links(event)}
        return private(render(request, "events/event_count.html", context))
    if not limits.allow("count of a client", limits.client(request), limit=COUNTS_PER_CLIENT, seconds=HOUR):
        return _refused(request, event, _("Too many in a short time. Try again in an hour."), 429)
    try:
        anonymous.count_one(event=event, now=now)
    except actions.SignUpClosed:
        event = public_event(slug)
        return _refused(request, event, refusals.of(event, now), 409)
    return redirect("events:event_count", event.slug)


def _refused(request, event: Event, why: str, status: int):
    """The page of the event as it is now, and why not."""
    form = SignUpForm(event=event, initial={"language": get_language()})
    return event_page(request, event, form, status=status, notice=why)


def _within_limits(request, contact: str, channel: str = Message.Channel.EMAIL, **_other) -> bool:
    client = limits.client(request)
    mine = limits.allow("sign-up of a client", client, limit=PER_CLIENT, seconds=HOUR)
    if channel == Message.Channel.SMS:
        mine = mine and limits.allow("text of a client", client, limit=TEXTS_PER_CLIENT, seconds=HOUR)
    # with the client in it: a count over all clients would tell strangers that an address signed up a moment ago, and
    # let them lock its owner out. The mails to one address are bounded by MAX_MAILS anyway.
    return mine and limits.allow("sign-up of a contact", f"{client}/{contact}", limit=PER_CONTACT, seconds=HOUR)
