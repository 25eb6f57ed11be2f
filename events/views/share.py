"""What leaves the desk about one event: texts to pass on, a flyer with a QR code, a list on paper for the door."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from coordinators.desk import needs

from .. import embed, gate, qr, roster, share
from ..models import Event

PLAN, PEOPLE = "events.change_event", "events.view_rsvp"
LINE, LINES = 25, 8  # boxes for people without a name: so many in a line of the sheet, so many lines
MUCH = 600  # characters on a flyer
BOTH, HALVES = "both", "halves"
LAYS = {
    BOTH: _("A page for each language"),
    HALVES: _("Both languages on one page"),
    "en": _("English alone"),
    "es": _("Spanish alone"),
}


def _event(slug: str) -> tuple[Event, bool]:
    """The event, and whether it has a public page. An accompaniment is never passed on: there is no such page."""
    event = get_object_or_404(Event.objects.for_page(), slug=slug)
    if event.is_secret:
        raise Http404
    return event, Event.objects.public().filter(pk=event.pk).exists()


@needs(PLAN)
@require_safe
def event_desk_share(request, slug: str):
    """Texts for WhatsApp and SMS in both languages; a draft has none, since its page is not there yet."""
    event, is_public = _event(slug)
    frames = []
    for language in gate.CODES:
        with translation.override(language):
            frames.append((language, embed.code(embed.choice_of(event))))
    context = {"event": event, "kits": share.kits(event, timezone.now()) if is_public else [], "frames": frames}
    return render(request, "events/desk/share.html", context)


@needs(PLAN)
@require_safe
def event_desk_flyer(request, slug: str):
    """On paper: a page for each language, both on one page, or one language alone."""
    (event, is_public), now = _event(slug), timezone.now()
    lay = request.GET.get("lay") if request.GET.get("lay") in LAYS else BOTH
    sheets = []
    for language in gate.CODES if is_public and lay in (BOTH, HALVES) else [lay] * is_public:
        with translation.override(language):
            link = share.address(event)
            page = {
                "event": event,
                "ahead": event.is_ahead(now),
                "open": event.takes_signups(now),
                "short": link.split("/")[2:],
            }
            page |= {"language": language, "half": lay == HALVES, "full": _is_full(event), "qr": qr.drawing(link)}
            sheets.append(render_to_string("events/desk/_flyer.html", page))
    context = {"event": event, "sheets": sheets, "lay": lay, "lays": LAYS}
    return render(request, "events/desk/flyer.html", context)


def _is_full(event: Event) -> bool:
    """Whether its words in the active language need smaller letters to stay on one page."""
    return sum(map(len, (event.title, event.summary, event.bring, event.access_note, *event.access_facts))) > MUCH


@needs(PEOPLE)
@require_safe
def event_desk_sheet(request, slug: str):
    """The list at the door on paper, for a table without a phone: names as given, never a contact."""
    event, _is_public = _event(slug)
    context = {"event": event, "lines": roster.lines(event), "sums": range(LINE, LINE * LINES + 1, LINE)}
    response = render(request, "events/desk/sheet.html", context)
    add_never_cache_headers(response)
    return response
