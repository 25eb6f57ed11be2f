"""Names in public, by the people themselves: the choice in the own account, and the claim of past years by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outreach import limits
from outreach.origin import own_form, private

from . import claims, names
from .models import Coordinator, NameClaim, NameConsent
from .name_forms import ClaimForm, OwnNameForm, years_to_claim

HOUR = 3600  # seconds
PER_CLIENT, PER_CONTACT = 20, 5  # claims an hour; a reunion may share one connection
READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
def name_choice(request):
    """How the own name shows. 404 for whoever coordinated nothing."""
    person = get_object_or_404(Coordinator.objects.of_user(request.user))
    form = OwnNameForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        shown_as, wording = form.cleaned_data["shown_as"], names.OWN_WORDING
        way = NameConsent.Way.ACCOUNT
        names.choose(person=person, shown_as=shown_as, way=way, wording=wording, now=timezone.now())
        messages.success(request, _("Saved. Pages show it at once."))
        return redirect("start_settings")
    return render(request, "coordinators/name_choice.html", {"form": form, "person": person})


@login_not_required
@own_form
@never_cache
@require_http_methods(READ)
def claim_create(request):
    """Without account and cookie. The answer is the same page whether name and address are known or not."""
    now = timezone.now()
    terms = years_to_claim(timezone.localdate(now))
    if request.method != "POST":
        asked = {"years": [request.GET.get("term", "")], "language": get_language()}
        return _claim_page(request, ClaimForm(terms=terms, initial=asked))
    form = ClaimForm(request.POST, terms=terms)
    if not form.is_valid():
        return _claim_page(request, form)
    if not _within_limits(request, form.cleaned_data["contact"]):
        form.add_error(None, _("Too many requests in a short time. Nothing is lost: try again in an hour."))
        return _claim_page(request, form, status=429)
    claims.ask(now=now, **form.cleaned_data)
    return redirect("coordinators:claim_sent")


@login_not_required
@require_safe
def claim_sent(request):
    return render(request, "coordinators/claim_sent.html", {"section": "history"})


@login_not_required
@own_form(or_null=True)
@never_cache
@require_http_methods(READ)
def claim_confirm(request, token: str):
    """The page behind the mailed link. Opening it changes nothing: mail programs open links, too."""
    now, do = timezone.now(), request.POST.get("do")
    if request.method == "POST" and do not in ("confirm", "erase"):
        raise Http404
    claim = NameClaim.objects.of_link(token, now)
    if claim and do == "erase":
        claims.withdraw(claim=claim)
        return private(render(request, "coordinators/claim_gone.html", {"erased": True}))
    if claim and do == "confirm" and request.POST.get("seen") == claim.mark:
        claims.confirm(claim=claim, now=now)
        claim = NameClaim.objects.of_link(token, now)
    if claim is None:
        return private(render(request, "coordinators/claim_gone.html", status=404))
    years = [term.years for term in years_to_claim(timezone.localdate(now)) if term.slug in claim.years]
    return private(render(request, "coordinators/claim_confirm.html", {"claim": claim, "years": years}))


def _within_limits(request, contact: str) -> bool:
    client = limits.client(request)
    mine = limits.allow("claim of a client", client, limit=PER_CLIENT, seconds=HOUR)
    # with the client in it: a count over all clients would tell strangers that an address asked a moment ago
    return mine and limits.allow("claim of a contact", f"{client}/{contact}", limit=PER_CONTACT, seconds=HOUR)


def _claim_page(request, form: ClaimForm, status: int = 200):
    return render(request, "coordinators/claim_create.html", {"section": "history", "form": form}, status=status)
