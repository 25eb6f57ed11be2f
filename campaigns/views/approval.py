"""Staff read hours and approve them, or send them back with a word. Nobody decides on their own."""

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import actions, approval, check_in, partner_answers, weeks
from campaigns.approval_forms import ApprovalFilter, WordForm, pairs
from campaigns.models import HourEntry
from coordinators.desk import needs

APPROVE = "campaigns.approve_hourentry"


@needs(APPROVE)
@require_safe
def approval_list(request):
    """The hours of each person and week, as narrow as the filters in the address make them."""
    return _page(request, _filter(request), WordForm(), ticked={})


@needs(APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def approval_act(request):
    """Approve, send back or take back what was ticked; the filters stay in the address."""
    only = _filter(request)
    address = {**only.query, "page": request.GET.get("page", "")}
    if request.method == "POST":  # a mistake is answered here, so its address may be opened once more
        # a button of one group names its lines itself; another one means what is ticked
        seen = pairs([request.POST.get("approve", "")]) or pairs(request.POST.getlist("seen"))
        word = WordForm(request.POST)
        if "ask" in request.POST and seen and not word.is_valid():
            return _page(request, only, word, ticked=seen)
        address |= _act(request, only.wanted["state"], seen, word, timezone.now())
    kept = {name: value for name, value in address.items() if value}
    return redirect(f"{reverse('campaigns:approval_list')}?{urlencode(kept)}")


def _act(request, state: approval.State, seen: dict[int, int], word: WordForm, now: dt.datetime) -> dict[str, str]:
    """Do what the button says and tell what came of it. Returns what the address says besides."""
    shown, asked = state.of(HourEntry.objects.as_seen(seen)), request.POST
    if "undo" in asked:
        together = HourEntry.objects.approved_at_once(request.user, approval.instant(asked["undo"]))
        _tell_taken_back(request, actions.take_back(entries=together, by=request.user, at=now))
    elif "dismiss" in asked:
        _tell_dismissed(request, pairs([f"{asked['dismiss']}.0"]), now)
    elif not seen:
        messages.warning(request, _("Nothing was ticked, so nothing happened."))
    elif "ask" in asked:
        n = actions.ask_about(entries=shown, word=word.cleaned_data["word"], by=request.user, at=now)
        _tell_asked(request, n)
        _tell_left(request, len(seen) - n)
    elif "back" in asked:
        n = actions.take_back(entries=shown, by=request.user, at=now)
        _tell_taken_back(request, n)
        _tell_left(request, len(seen) - n)
    else:
        n = actions.approve_hours(entries=shown, by=request.user, at=now)
        _tell_left(request, len(seen) - n)
        return {"done": approval.stamp(now)} if n else {}
    return {}


def _tell_dismissed(request, chosen: dict[int, int], now: dt.datetime) -> None:
    if any(partner_answers.dismiss(entry_id=pk, by=request.user, at=now) for pk in chosen):
        messages.success(request, _("The line stays as it is. The partner sees that you looked."))
    else:
        messages.warning(request, _("There was nothing left to settle at this line."))


def _tell_asked(request, n: int) -> None:
    if n:
        text = ngettext("One line was sent back with your word.", "%(n)d lines were sent back with your word.", n)
        messages.success(request, text % {"n": n})


def _tell_taken_back(request, n: int) -> None:
    if n:
        text = ngettext("One approval was taken back; the line waits again.", "%(n)d approvals were taken back.", n)
        messages.success(request, text % {"n": n})


def _tell_left(request, n: int) -> None:
    if n > 0:
        text = ngettext(
            "One line was left as it is: it was changed or decided meanwhile, or it is your own.",
            "%(n)d lines were left as they are: they were changed or decided meanwhile, or they are your own.",
            n,
        )
        messages.warning(request, text % {"n": n})


def _filter(request) -> ApprovalFilter:
    only = ApprovalFilter(request.GET)
    only.is_valid()
    return only


def _page(request, only: ApprovalFilter, word: WordForm, *, ticked: dict[int, int]):
    today = weeks.today(timezone.now())
    entries = approval.narrowed(**only.wanted)
    page = approval.pages(entries).get_page(request.GET.get("page"))
    done = request.GET.get("done", "")
    together = HourEntry.objects.approved_at_once(request.user, approval.instant(done))
    groups = approval.groups(page, entries, user=request.user, today=today)
    others = [line.pair for group in groups if not group.is_own for line in group.lines]
    context = {
        "form": only,
        "query": urlencode(only.query),
        "state": only.wanted["state"].value,
        "page": page,
        "groups": groups,
        "lines": len(others),
        "all_pairs": " ".join(others),
        "counts": approval.counts(),
        "check_in": check_in.load(today),
        "word": word,
        "ticked": ticked,
        "done": {"n": together.count(), "stamp": done} if done else None,
    }
    return render(request, "campaigns/approval_list.html", context)
