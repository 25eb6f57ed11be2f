"""The page behind a partner link: no account, no session, no cookie. Opening it changes nothing; its buttons do."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns import approval, partner_answers, partner_links, weeks
from campaigns.actions import Stale
from campaigns.approval_forms import pairs
from campaigns.models import PartnerLink
from campaigns.partner_forms import PartnerWordForm
from ilp_portal import partner_page as shown
from outreach import limits
from outreach.origin import own_form, private

HOUR = 3600  # seconds
ANSWERS = 200  # of one link an hour; a page has a hundred lines
UNKNOWN = 30  # tokens that open nothing, of one client an hour


@login_not_required
@own_form(or_null=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def partner_page(request, token: str):
    link = _link(request, token)
    if not isinstance(link, PartnerLink):
        return private(link)
    if request.method != "POST":
        return private(_page(request, link))
    if not limits.allow("partner answers", str(link.pk), limit=ANSWERS, seconds=HOUR):
        return private(HttpResponse(status=429))
    deed = DEEDS.get(request.POST.get("action"))
    if deed is None:
        raise Http404
    return private(deed(request, link, timezone.now()))


@login_not_required
@own_form(or_null=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def partner_print(request):
    """The same on paper. Its address holds no token, since browsers print the address on the edge of the sheet."""
    link = _link(request, request.POST.get("token", ""))
    if not isinstance(link, PartnerLink):
        return private(link)
    context = {"view": shown.load(link, now=timezone.now())}
    return private(render(request, "ilp_portal/partner_print.html", context))


def _link(request, token: str) -> PartnerLink | HttpResponse:
    """What the token opens, or the page that says why it opens nothing: nothing about anybody is on it."""
    try:
        link = partner_links.find(token, weeks.today(timezone.now()))
    except partner_links.Past:
        return render(request, "ilp_portal/partner_gone.html", {"past": True}, status=410)
    if link is not None:
        return link
    if not limits.allow("unknown partner link", limits.client(request), limit=UNKNOWN, seconds=HOUR):
        return HttpResponse(status=429)
    return render(request, "ilp_portal/partner_gone.html", status=404)


# --- what its buttons do ----------------------------------------------------------------------------------------------
def _approve(request, link: PartnerLink, now):
    """What stood on the page as it was read; what was changed or decided meanwhile is left and said."""
    seen = pairs(request.POST.getlist("seen"))
    n = partner_answers.approve(link=link, seen=seen, at=now)
    left = "&left" if n < len(seen) else ""
    return redirect(f"{request.path}?done={approval.stamp(now)}{left}#answer" if n else f"{request.path}?left#answer")


def _take_back(request, link: PartnerLink, now):
    stamp = approval.instant(request.POST.get("done", ""))
    partner_answers.take_back(link=link, approved_at=stamp, at=now)
    return redirect(f"{request.path}#lines")


def _say_wrong(request, link: PartnerLink, now):
    chosen, form = pairs([request.POST.get("line", "")]), PartnerWordForm(request.POST)
    for entry, revision in chosen.items():
        if not form.is_valid():
            return _page(request, link, form=form, line=entry)
        text = form.cleaned_data["text"]
        try:
            partner_answers.say_wrong(link=link, entry_id=entry, revision=revision, text=text, at=now)
        except partner_answers.NotTheirs:
            return _page(request, link, fault="not theirs", status=404)
        except Stale:
            return _page(request, link, fault="changed", status=409)
        return redirect(f"{request.path}#line-{entry}")
    raise Http404


def _unsay(request, link: PartnerLink, now):
    for entry in pairs([request.POST.get("line", "")]):
        try:
            partner_answers.unsay(link=link, entry_id=entry, at=now)
        except partner_answers.NotTheirs:
            return _page(request, link, fault="not theirs", status=404)
        return redirect(f"{request.path}#line-{entry}")
    raise Http404


DEEDS = {"approve": _approve, "take-back": _take_back, "wrong": _say_wrong, "right": _unsay}


def _page(request, link: PartnerLink, *, form=None, line: int = 0, fault: str = "", status: int = 200):
    """`form` is what was refused at the line of that number."""
    now, told = timezone.now(), request.GET if request.method != "POST" else {}
    done = told.get("done", "")
    together = partner_answers.approved_at_once(link, approval.instant(done))
    context = {
        "view": shown.load(link, now=now),
        "token": partner_links.token_of(link),
        "form": form or PartnerWordForm(),
        "line": line,
        "fault": fault,
        "done": {"n": together.count(), "stamp": done} if done else None,
        "left": "left" in told,
    }
    return render(request, "ilp_portal/partner_page.html", context, status=status)
