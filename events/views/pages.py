"""Events for everybody: what is next, what was, month by month, and a page for each."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns import weeks
from partners.dates import Precision

from .. import calendar, calendar_links, differences, months, series
from ..filters import EventFilter
from ..models import Event, Shift
from ..sign_up_forms import SignUpForm

PER_PAGE = 20  # past events; the whole record of ten years fits on one page today
MOST_AHEAD = 30  # more of what is next stands in the months
MOST_RESOURCES = 5  # of its campaign, beside an event


@login_not_required
@require_safe
def event_list(request):
    """What is next on the first page, and what was, in pages: all of it or what the choice leaves."""
    now, events = timezone.now(), Event.objects.public()
    form = EventFilter(request.GET, events)
    fitting = form.fitting(events.for_page())
    ahead = fitting.upcoming(now)
    try:
        page = Paginator(fitting.past(now), PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    upcoming, count = list(ahead[:MOST_AHEAD]) if page.number == 1 else [], ahead.count()
    context = {
        "form": form,
        "upcoming": upcoming,
        "later": upcoming[-1].month if count > len(upcoming) and upcoming else None,
        "found": count + page.paginator.count,
        "past": list(page),
        "page": page,
        "query": form.query,
        "month": months.Month.of(weeks.today(now)),
    }
    return render(request, "events/event_list.html", context)


@login_not_required
@require_safe
def event_month_now(request):
    """An address cut short leads to the month of today."""
    return redirect(months.Month.of(weeks.today(timezone.now())))


@login_not_required
@require_safe
def event_month(request, month: months.Month):
    """One month as a table. Months before the first event and after the last one are no pages, so crawlers come to
    an end, and what is empty between them is kept out of search engines."""
    today, events = weeks.today(timezone.now()), Event.objects.public().dated()
    span, before, after = events.around(month, today=today)
    if not span.holds(month):
        raise Http404
    rows = events.of_month(month)
    context = {
        "month": month,
        "count": len(rows),
        "weekdays": months.WEEKDAYS,
        "weeks": months.weeks(month, (row for row in rows if row.precision == Precision.DAY), today=today),
        "undated": [row for row in rows if row.precision != Precision.DAY],
        "steps": [(span.before(month), before), (span.after(month), after)],
    }
    return render(request, "events/event_month.html", context)


@login_not_required
@require_safe
def event_detail(request, slug: str):
    event = public_event(slug)
    return event_page(request, event, SignUpForm(event=event, initial={"language": get_language()}))


@login_not_required
@require_safe
def event_file(request, slug: str):
    """The event for a calendar, with the UID it has in our mails and in the public calendar."""
    event = get_object_or_404(Event.objects.public().exclude(starts_at=None), slug=slug)
    response = HttpResponse(calendar.single(event, now=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{event.slug}.ics"'
    return response


def public_event(slug: str) -> Event:
    """Raises Http404 for what a stranger may not see."""
    events = Event.objects.public().for_page("term", "announced_in__resource")
    shifts = Prefetch("shifts", Shift.objects.select_related("training"))
    return get_object_or_404(events.prefetch_related("citations__source", shifts), slug=slug)


def event_page(request, event: Event, form: SignUpForm, status: int = 200, notice: str = ""):
    """The page of an event, also where its form comes back; `notice` says why something could not be done."""
    now, here = timezone.now(), reverse("events:event_detail", args=[event.slug])
    other = "es" if get_language() == "en" else "en"
    context = {
        "event": event,
        "form": form,
        "notice": notice,
        "open": event.takes_signups(now),
        "ahead": event.is_ahead(now),
        "changes": differences.for_readers(event, now),
        "calendars": calendar_links.links(event),
        "series": series.neighbors(event, now),
        "resources": _resources(event),
        "other_language_url": translate_url(here, other),  # also where the form came back: its own address has no page
    }
    return render(request, "events/event_detail.html", context, status=status)


def _resources(event: Event) -> list:
    """What to read on the campaign; the newsletter that announced the event is named there already."""
    if not (event.campaign and event.campaign.is_shown):
        return []
    announced = event.announced_in.resource_id if event.announced_in else None
    return list(event.campaign.resources.public().exclude(pk=announced).newest_first()[:MOST_RESOURCES])
