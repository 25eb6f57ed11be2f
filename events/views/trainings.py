"""Trainings at the desk: who has which until when, who lacks what for the shifts to come."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns import weeks
from coordinators.desk import needs

from .. import qualifications
from ..models import Training
from ..training_forms import ByHandForm, TrainingForm

SEE, WRITE = ("events.change_event", "events.view_qualification"), "events.delete_qualification"


@needs(*SEE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def training_desk(request):
    """The page, and its form for a new kind of training."""
    form = TrainingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Training added."))
        return redirect("events:training_desk")
    return _page(request, form, ByHandForm(today=weeks.today(timezone.now())))


@needs(*SEE, WRITE)
@never_cache
@require_http_methods(["POST"])
def training_by_hand(request):
    """Give a training to an account or take it back; both stand in the log of record keeping."""
    today = weeks.today(timezone.now())
    form = ByHandForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, TrainingForm(), form)
    about = {"user": form.cleaned_data["user"], "training": form.cleaned_data["training"], "by": request.user}
    if form.cleaned_data["act"] == "take":
        gone = qualifications.take_back(**about)
        messages.success(request, _("Taken back.") if gone else _("The person did not have this training."))
    else:
        row = qualifications.give(**about, on=form.cleaned_data["attended"])
        day = date_format(row.expires_on, "DATE_FORMAT")
        messages.success(request, _("Given. It holds until %(day)s.") % {"day": day})
    return redirect("events:training_desk")


def _page(request, form, by_hand):
    now = timezone.now()
    today, trainings, shifts = weeks.today(now), list(Training.objects.all()), qualifications.coming(now)
    people, counts = qualifications.people(trainings, today), qualifications.counts(trainings, today)
    lacks = qualifications.lacking(shifts)
    context = {
        "form": form,
        "by_hand": by_hand,
        "trainings": [(training, counts[training.pk]) for training in trainings],
        "shifts": [(shift, lacks[shift.pk], qualifications.could_take(shift, people)) for shift in shifts],
        "people": qualifications.with_lacks(people, lacks),
        "today": today,
        "may_write": request.user.has_perm(WRITE),
    }
    return render(request, "events/desk/trainings.html", context)
