"""The page of one week, and what a person says about the whole of it. Each verb is a form that leads back to the page.

With script (django-htmx) the answer is the part of the page that changes; without it, the whole page.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from campaigns import actions, proposals, saving, toasts, typed, week_notes, weeks
from campaigns.forms import HourEntryForm, ReflectionForm
from campaigns.models import HourEntry, HourProposal, Placement
from campaigns.models.hours import MAX_MINUTES_A_DAY, QUARTER_HOUR
from campaigns.timesheet import Timesheet
from campaigns.week_page import WeekPage
from coordinators.models import Appointment

MOST_TOGETHER = 7 * MAX_MINUTES_A_DAY // QUARTER_HOUR  # entries that a week has room for


def show_week(request, monday: dt.date, *, placements: list[Placement], form=None, words=None):
    """The week with the form for one more entry and the one for a sentence; a faulty one is given."""
    today, back = weeks.today(timezone.now()), {}
    page = WeekPage.load(user=request.user, monday=monday, today=today, placements=placements)
    if form is None:
        back = typed.given_back(request)
        initial = {"day": request.GET.get("day") or today.isoformat()} | back
        form = HourEntryForm(placements=placements, today=today, monday=monday, initial=initial)
    context = {
        "page": page,
        "sheet": page.sheet,
        "form": form if page.is_open else None,
        "words": words or ReflectionForm.of(page.note, back),
        "toast": toasts.of(request, page.sheet),
        "given_back": back,
        "is_swap": request.htmx and not request.htmx.history_restore_request,
    }
    response = render(
        request, "campaigns/_week_sheet.html" if context["is_swap"] else "campaigns/hours_week.html", context
    )
    patch_vary_headers(response, ["HX-Request"])
    if back:
        typed.forget(response)
    return response


@typed.kept
def week_repeat(request, monday: dt.date):
    """Add all that last week had, or the newest before it that had anything, each on its weekday."""
    if request.method != "POST":
        return redirect(week_url(monday))
    about = {"appointment": _open_week(request, monday), "weeks_back": proposals.WEEKS_BACK}
    added = week_notes.repeat_week(monday=monday, now=timezone.now(), **about)
    pks = ",".join(str(entry.pk) for entry in added)
    return redirect(week_url(monday, f"added={pks}" if pks else "said=none"))


@typed.kept
def week_quiet(request, monday: dt.date):
    """Nothing this week; or, with `back`, not so."""
    if request.method != "POST":
        return redirect(week_url(monday))
    quiet = "back" not in request.POST
    week_notes.note_week(appointment=_open_week(request, monday), monday=monday, quiet=quiet, now=timezone.now())
    return redirect(week_url(monday, "said=quiet" if quiet else "said=loud"))


@typed.kept
def week_done(request, monday: dt.date):
    """Done for the week, with the sentence that stands in the form; or, with `back`, not yet."""
    if "back" in request.POST:
        week_notes.note_week(appointment=_open_week(request, monday), monday=monday, done=False, now=timezone.now())
        return redirect(week_url(monday, "said=again"))
    return _keep_words(request, monday, done=True)


@typed.kept
def week_reflect(request, monday: dt.date):
    """One sentence about the week."""
    return _keep_words(request, monday, done=None)


def _keep_words(request, monday: dt.date, *, done: bool | None):
    if request.method != "POST":
        return redirect(week_url(monday))
    appointment, words = _open_week(request, monday), ReflectionForm(request.POST)
    if not words.is_valid():
        return show_week(request, monday, placements=open_placements(request.user), words=words)
    week_notes.note_week(appointment=appointment, monday=monday, done=done, now=timezone.now(), **words.cleaned_data)
    return redirect(week_url(monday, "said=done" if done else "said=reflected"))


def week_undo(request, monday: dt.date):
    """Take back the entries that were added together; one that was changed meanwhile stays."""
    if request.method != "POST":
        return redirect(week_url(monday))
    now = timezone.now()
    pairs = (pair.partition(":")[::2] for pair in request.POST.get("entries", "").split(",")[:MOST_TOGETHER])
    seen = {int(pk): int(revision) for pk, revision in pairs if _is_id(pk) and _is_id(revision)}
    own = HourEntry.objects.changeable_by(request.user, weeks.today(now)).in_week(monday).as_seen(seen)
    for entry in own:
        actions.delete_hours(entry=entry, by=request.user, now=now, revision=entry.revision)
    return redirect(week_url(monday, "said=undone"))


def hour_take(request, pk: int):
    """Take what the portal proposes, set it aside, or offer it again."""
    now = timezone.now()
    own = HourProposal.objects.of_user(request.user).select_related("placement__appointment__term")
    proposal = get_object_or_404(own, pk=pk)
    monday = weeks.monday_of(proposal.worked_on)
    if not proposals.is_open(proposal.placement.appointment.term, proposal.worked_on, weeks.today(now)):
        raise Http404
    answer = request.POST.get("answer")
    if answer == "take":
        try:
            word = f"added={proposals.take_proposal(proposal=proposal, now=now).pk}"
        except ValidationError:
            word = "said=full"
        return redirect(week_url(monday, word))
    if answer == "not":
        proposals.set_aside(proposal=proposal, now=now)
        return redirect(week_url(monday, f"aside={pk}"))
    if answer == "again":
        proposals.offer_again(proposal=proposal)
    return redirect(week_url(monday))


def hours_help(request):
    """What is saved when, who sees what, and how to put something right."""
    return render(request, "campaigns/hours_help.html")


def week_url(monday: dt.date, query: str = "") -> str:
    url = reverse("campaigns:hours_week", args=[monday])
    return f"{url}?{query}#saved" if query else url


def open_placements(user) -> list[Placement]:
    """Placements that still give access, with campaign and term."""
    return saving.open_placements(user, weeks.today(timezone.now()))


def _open_week(request, monday: dt.date) -> Appointment:
    """The person's appointment of a week that has begun and still gives access; otherwise there is nothing here."""
    today = weeks.today(timezone.now())
    if monday.weekday() or monday > today:
        raise Http404
    sheet = Timesheet.load(user=request.user, monday=monday, today=today)
    if sheet.appointment is None or sheet.is_closed:
        raise Http404
    return sheet.appointment


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
