"""People at the desk: the list, one person, invitations, roles and accounts, how a name shows."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import inviting, people, weeks
from campaigns.people_forms import InviteForm, NameForm, PasteForm, PeopleFilter, Serving
from campaigns.person_page import PersonPage
from coordinators import accounts, actions, names, roles, step_up
from coordinators.desk import needs
from coordinators.inviting import AddressInUse, new_person
from coordinators.models import Coordinator, NameConsent, User

LOOK = "coordinators.change_coordinator"
READ = ["GET", "HEAD", "POST"]
DIGITS = 18  # of a row's number


@needs(LOOK)
@require_safe
def person_desk_list(request):
    form = PeopleFilter(request.GET)
    wanted = form.wanted()
    page = Paginator(people.keys(**wanted), people.PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "query": urlencode(wanted),
        "page": page,
        "rows": people.rows(list(page), today=_today()),
        "total": page.paginator.count,
    }
    return render(request, "campaigns/desk/people.html", context)


@needs(LOOK)
@require_safe
def person_desk(request, pk: int):
    return _page(request, person=_person(pk))


@needs(LOOK)
@require_safe
def person_desk_account(request, pk: int):
    """The account of somebody who never coordinated; of others their own page."""
    user = _account(pk)
    if person := Coordinator.objects.of_user(user).first():
        return redirect("campaigns:person_desk", person.pk)
    return _page(request, user=user)


@needs(LOOK)
@require_http_methods(READ)
def person_desk_invite(request):
    """One person by mail; with ?person= somebody of the record who has no account yet."""
    asked = request.POST if request.method == "POST" else request.GET
    person = _person_or_none(asked.get("person", ""))
    start = {"initial": {"name": person.name if person else ""}}
    form = InviteForm(request.POST if request.method == "POST" else None, by=request.user, today=_today(), **start)
    if form.is_valid():
        if form.cleaned_data["role"] in roles.OPENS_ADMIN:
            step_up.demand(request)
        try:
            user = inviting.invite(now=timezone.now(), person=person, **form.cleaned_data)
        except AddressInUse:
            form.add_error("address", _("An account has this address already. Nothing was changed."))
        else:
            messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": user.name})
            return _to(user)
    return render(request, "campaigns/desk/person_invite.html", {"form": form, "person": person} | _taken(form))


@needs(LOOK)
@require_http_methods(READ)
def person_desk_paste(request):
    """Several by paste: shown first, sent with a second press that says how many were seen."""
    posted = request.method == "POST"
    form = PasteForm(request.POST if posted else None, by=request.user, today=_today())
    good = form.good if form.is_valid() else []
    seen = request.POST.get("send", "")
    if good and seen == _mark(form):
        if form.cleaned_data["role"] in roles.OPENS_ADMIN:
            step_up.demand(request)
        sent = inviting.invite_lines(good, now=timezone.now(), **form.serving)
        words = ngettext("One invitation is on its way.", "%(n)d invitations are on their way.", len(sent))
        messages.success(request, words % {"n": len(sent)})
        if len(sent) == len(form.lines):
            return redirect("campaigns:person_desk_list")
        form = form.left_over(sent)
    context = {"form": form, "mark": _mark(form), "stale": bool(seen) and form.is_bound}
    return render(request, "campaigns/desk/people_paste.html", context)


@needs(LOOK)
@require_POST
def person_desk_act(request, pk: int):
    """Invite again, deactivate, open again, give another role: the account of one person."""
    user, do = _account(pk), request.POST.get("do", "")
    try:
        if do == "role":
            step_up.demand(request)
            done = _give_role(user, request)
        elif do in ACTS:
            done = ACTS[do](user, request.user)
        else:
            raise Http404
    except accounts.Refused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, done)
    return _to(user)


@needs(LOOK)
@require_POST
@transaction.atomic
def person_desk_name(request, pk: int):
    """How the name shows, as far as the person agreed; down at once, or back."""
    Coordinator.objects.select_for_update().filter(pk=pk).first()  # a yes taken back meanwhile is seen, or waits
    person, now = _person(pk), timezone.now()
    if (do := request.POST.get("do")) in ("down", "up"):
        done = actions.take_down(person=person, now=now) if do == "down" else actions.put_back(person=person)
        if done:
            messages.success(request, _("The name is down everywhere.") if do == "down" else _("The name is back."))
        return redirect("campaigns:person_desk", pk)
    form = NameForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, person=person, name_form=form)
    shown_as, paper = form.cleaned_data["shown_as"], names.PAPER_WORDING
    if form.cleaned_data["agreed"]:
        way = NameConsent.Way.PAPER
        names.choose(person=person, shown_as=shown_as, way=way, wording=paper, now=now, by=request.user)
    else:
        names.show(person=person, shown_as=shown_as)
    messages.success(request, _("Saved. Pages show it at once."))
    return redirect("campaigns:person_desk", pk)


@needs(LOOK)
@require_POST
@transaction.atomic
def person_desk_place(request):
    """Let somebody serve in a year and work on campaigns: a person of the record, or an account that becomes one."""
    person = _person_or_none(request.POST.get("person", ""))
    user = None if person else _account(_number(request.POST.get("account", "")))
    form = Serving(request.POST, today=_today())
    if not form.is_valid():
        return _page(request, person=person, user=user, place_form=form)
    person = (
        person
        or Coordinator.objects.of_user(user).first()
        or new_person(user.name or user.email.partition("@")[0], user=user)
    )
    inviting.place(person=person, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("campaigns:person_desk", person.pk)


# --- parts ------------------------------------------------------------------------------------------------------------
def _today():
    return weeks.today(timezone.now())


def _number(text: str) -> int:
    """Raises Http404 for what is no number of a row."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        raise Http404
    return int(text)


def _person(pk: int) -> Coordinator:
    return get_object_or_404(Coordinator.objects.select_related("user"), pk=pk)


def _account(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _person_or_none(text: str) -> Coordinator | None:
    return _person(_number(text)) if text else None


def _page(request, *, person=None, user=None, name_form=None, place_form=None):
    shown = PersonPage(by=request.user, person=person, user=person.user if person else user)
    context = {
        "shown": shown,
        "name_form": name_form or (NameForm(None, person=person) if person else None),
        "place_form": place_form or Serving(None, today=_today()),
    }
    return render(request, "campaigns/desk/person.html", context)


def _to(user: User):
    person = Coordinator.objects.of_user(user).first()
    if person:
        return redirect("campaigns:person_desk", person.pk)
    return redirect("campaigns:person_desk_account", user.pk)


def _taken(form: InviteForm) -> dict:
    """Who has the address already, and whether another role was asked for."""
    if form.taken is None:
        return {}
    asked, now = form.data.get("role", ""), roles.of(form.taken)
    labels = dict(roles.LABELS)
    return {
        "taken": form.taken,
        "taken_role": labels.get(now, ""),
        "other_role": labels.get(asked, "") if asked != now else "",
        "taken_closed": not form.taken.is_active,
    }


def _mark(form: PasteForm) -> str:
    """What the second press carries: whom it would invite, and as what."""
    return form.mark if form.is_bound and form.is_valid() and form.good else ""


def _give_role(user: User, request) -> str:
    role = request.POST.get("role", "")
    if role not in roles.NAMES:
        raise Http404
    if accounts.change_role(user=user, role=role, by=request.user):
        return _("The role is changed.")
    return _("That is the role already.")


def _again(user: User, by: User) -> str:
    sent = accounts.invite_again(user=user, by=by, now=timezone.now())
    return _("The invitation is on its way once more.") if sent else _("The person has signed in: no mail is needed.")


def _close(user: User, by: User) -> str:
    accounts.close(user=user, by=by)
    return _("The account is deactivated and signed out. Hours, letters and name stay.")


def _open(user: User, by: User) -> str:
    accounts.reopen(user=user, by=by)
    return _("The account is open again. The person signs in as before.")


ACTS = {"again": _again, "close": _close, "open": _open}
