"""What a page is about, in the words of schema.org, for programs that show it elsewhere. Organizations and events only:
nobody is named, neither as performer nor as author."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from ilp_portal.templatetags.bilingual import words
from partners.dates import Precision

CONTEXT = "https://schema.org"
STATUS = {Event.Status.CANCELLED: "EventCancelled", Event.Status.POSTPONED: "EventPostponed"}
SCHEDULED = "EventScheduled"
LONGEST_CODE = 3  # letters of a language that has a code of its own (ISO 639); see partners.languages


def organization() -> dict:
    """The project, with the name it had until 2015."""
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": f"{settings.BASE_URL}/#project",
        "name": _("Immigration and Labor Project"),
        "alternateName": ["ILP", _("Day Laborer Exchange")],
        "url": settings.BASE_URL + reverse("home"),
        "foundingDate": "2010",
        "parentOrganization": {"@type": "Organization", "name": _("Kalmanovitz Initiative")},
    }


def event(row: Event) -> dict:
    """Empty where not even the day is on record, for demo rows, and for drafts."""
    if row.is_demo or row.status == Event.Status.DRAFT or not (row.starts_at or row.precision == Precision.DAY):
        return {}
    address = settings.BASE_URL + row.get_absolute_url()
    start = row.starts_at.astimezone(row.zone) if row.starts_at else row.held_on
    data = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": f"{address}#event",
        "name": words(row, "title"),
        "url": address,
        "startDate": start.isoformat(),
        "eventStatus": f"{CONTEXT}/{STATUS.get(row.status, SCHEDULED)}",
        "isAccessibleForFree": True,
    }
    if row.ends_at:
        data["endDate"] = row.ends_at.astimezone(row.zone).isoformat()
    if spoken := [code for code in row.languages if len(code) <= LONGEST_CODE]:
        data["inLanguage"] = spoken
    if summary := words(row, "summary"):
        data["description"] = summary
    return data | _where(row, address)


def _where(row: Event, address: str) -> dict:
    """The place as strangers may read it; of an event online its page, never the room."""
    if row.is_online:
        mode, location = "OnlineEventAttendanceMode", {"@type": "VirtualLocation", "url": address}
    elif row.place_line:
        mode, location = "OfflineEventAttendanceMode", {"@type": "Place", "name": row.place_line}
    else:
        return {}
    return {"eventAttendanceMode": f"{CONTEXT}/{mode}", "location": location}
