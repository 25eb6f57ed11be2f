"""Claims of past years at the desk: what waits, one of them, accept or refuse."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import people
from campaigns.claim_forms import AcceptForm
from coordinators import claims
from coordinators.desk import needs
from coordinators.models import Coordinator, NameClaim, Term, User
from outreach.sealing import contact_index

DECIDE = "coordinators.change_nameclaim"
CLAIMS_A_PAGE = 50
SUGGESTED = 20  # people of the record to choose from
MOST_WORDS = 6  # of a name that a stranger typed; each is looked for by itself
OVERTAKEN = gettext_lazy(
    "After this claim came in the person said something else about the name, or it was taken down. That stands. "
    "Refuse the claim; the person can send a new one."
)


@needs(DECIDE)
@require_safe
def name_claim_list(request):
    years = {term.slug: term.years for term in Term.objects.all()}
    page = Paginator(NameClaim.objects.waiting(), CLAIMS_A_PAGE).get_page(request.GET.get("page"))
    waiting = [(claim, [years[slug] for slug in claim.years if slug in years]) for claim in page]
    return render(request, "campaigns/desk/claim_list.html", {"waiting": waiting, "page": page})


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def name_claim(request, pk):
    """Who it may be, by a word of the name or by what staff look for. Only POST decides."""
    claim = get_object_or_404(NameClaim.objects.waiting(), pk=pk)
    posted, do = request.method == "POST", request.POST.get("do")
    if posted and do not in ("accept", "refuse"):
        raise Http404
    if do == "refuse":
        return _refused(request, claim)
    q = (request.POST if posted else request.GET).get("q", "")[:100]
    form = AcceptForm(request.POST if posted else None, claim=claim, found=_found(claim, q))
    if form.is_valid():
        try:
            person = claims.accept(claim=claim, by=request.user, now=timezone.now(), **form.choice)
        except claims.Overtaken:
            form.add_error("person", OVERTAKEN)
        else:
            if person is None:
                raise Http404
            messages.success(request, _("Accepted. The name shows as the person chose, and the mail is on its way."))
            return redirect("campaigns:person_desk", person.pk)
    return render(
        request, "campaigns/desk/claim.html", {"claim": claim, "form": form, "q": q, "account": _account(claim)}
    )


def _refused(request, claim: NameClaim):
    """404 where somebody else decided, or the person erased it, a moment ago."""
    if not claims.refuse(claim=claim, by=request.user, now=timezone.now()):
        raise Http404
    messages.success(request, _("Not accepted. The mail is on its way."))
    return redirect("campaigns:name_claim_list")


def _found(claim: NameClaim, q: str) -> list[Coordinator]:
    """People of the record who share a word of the name, or who fit what was typed. None of the demo."""
    words = [q] if q else claim.name.split()[:MOST_WORDS]
    pks = {key.person for word in words for key in people.keys(q=word) if key.person}
    served = Coordinator.objects.filter(pk__in=pks, is_demo=False).with_terms()
    return list(served.select_related("user").prefetch_related("consents").order_by("name", "pk")[:SUGGESTED])


def _account(claim: NameClaim) -> User | None:
    """The account that has the address, if one has it: then it is that person's own mailbox."""
    mine = bytes(claim.contact_bi)
    return next((user for user in User.objects.filter(is_active=True) if contact_index(user.email) == mine), None)
