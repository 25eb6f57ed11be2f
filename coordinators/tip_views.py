"""Notes from readers at the desk: what waits, what was decided, and the photograph of one."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from .desk import needs
from .models import Tip, TipPhoto

READ, DECIDE = "coordinators.view_tip", "coordinators.change_tip"
NOTES_A_PAGE = 20


@needs(READ)
@require_safe
def tip_desk_list(request):
    """What waits, the oldest first; with ?state= what was decided, the newest first."""
    state = request.GET.get("state", Tip.State.NEW)
    if state not in Tip.State.values:
        raise Http404
    photos = TipPhoto.objects.filter(tip=OuterRef("pk"))
    tips = Tip.objects.filter(state=state).select_related("term").annotate(has_photo=Exists(photos))
    tips = tips.order_by("received_at" if state == Tip.State.NEW else "-decided_at", "pk")
    page = Paginator(tips, NOTES_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "coordinators/desk/tip_list.html", {"page": page, "state": state, "states": Tip.State.choices}
    )


@needs(DECIDE)
@require_POST
def tip_decide(request, pk):
    tip = get_object_or_404(Tip, pk=pk)
    if (state := request.POST.get("state")) not in Tip.State.values:
        raise Http404
    tip.decide(state, now=timezone.now())
    return redirect("coordinators:tip_desk_list")


@needs(READ)
@require_safe
def tip_photo(request, pk):
    """The photograph itself, for whoever may read the note."""
    photo = get_object_or_404(TipPhoto, tip_id=pk)
    return HttpResponse(photo.picture, content_type="image/jpeg")
