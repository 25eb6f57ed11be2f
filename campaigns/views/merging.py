"""Two rows of one person at the desk: find the other one, look at both, merge them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaigns import merging, people
from campaigns.people_forms import MergeForm
from coordinators import accounts
from coordinators.desk import needs
from coordinators.models import Coordinator

SUGGESTED = 20  # people in the search for the other one


@needs("coordinators.change_coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def person_desk_merge(request, pk: int, other: int | None = None):
    """Without the other one a search; with it what each has, and what stays. Only POST merges."""
    everybody = Coordinator.objects.select_related("user")
    person = get_object_or_404(everybody, pk=pk)
    if other is None:
        return render(request, "campaigns/desk/merge_search.html", _search(request, person))
    sides = [merging.Side(person), merging.Side(get_object_or_404(everybody, pk=other))]
    form = MergeForm(request.POST if request.method == "POST" else None, sides=sides)
    if form.is_valid():
        try:
            moved = merging.merge(by=request.user, now=timezone.now(), **form.choice)
        except (merging.Unmergeable, accounts.Refused) as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _done(moved.total()))
            return redirect("campaigns:person_desk", form.choice["kept"].pk)
    return render(request, "campaigns/desk/merge.html", {"sides": sides, "form": form, "person": person})


def _done(n: int) -> str:
    if not n:
        return _("Merged. The other entry had no hours, letters or years of its own to move.")
    return ngettext("Merged. One row went over.", "Merged. %(n)d rows went over.", n) % {"n": n}


def _search(request, person: Coordinator) -> dict:
    """People who share a word of the name; or those who fit what is typed. The demo finds its own, and nobody else."""
    q = request.GET.get("q", "")[:100].replace("\0", "")
    words = [q] if q else person.name.split()
    others = Coordinator.objects.filter(is_demo=person.is_demo).exclude(pk=person.pk)
    may_be = set(others.values_list("pk", flat=True))
    found = {key.person: key for word in words for key in people.keys(q=word) if key.person in may_be}
    rows = people.rows(list(found.values())[:SUGGESTED], today=timezone.localdate())
    return {"person": person, "q": q, "rows": rows, "text": _("Nobody else has a name or an address like this.")}
