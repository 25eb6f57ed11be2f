"""The list of next events that partners show on their own sites, in a frame: what is in it, and the code to copy."""

import datetime as dt
from html import escape

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .filters import EmbedFilter
from .models import Event

USUAL = 5  # events, where no number is asked for
HEIGHT = 560  # pixels on the partner's page: three events on a phone; the rest scrolls


def rows(form: EmbedFilter, now: dt.datetime) -> list[Event]:
    """The next events of the choice, soonest first; none for a choice that is none of ours."""
    if not form.is_valid():
        return []
    return list(form.fitting(Event.objects.public().for_page()).upcoming(now)[: form.cleaned_data["number"] or USUAL])


def choice_of(event: Event) -> str:
    """The query for the events of its campaign; empty for all where it has none that strangers see."""
    return f"campaign={event.campaign.slug}" if event.campaign and event.campaign.is_shown else ""


def code(query: str = "") -> str:
    """HTML for the partner's page, in the active language. The partner's address is not told to us either."""
    address = settings.BASE_URL + reverse("events:event_embed") + (f"?{query}" if query else "")
    title = _("Next events of the Immigration and Labor Project")
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{HEIGHT}"'
        ' style="border: 0" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
