"""Letters of service: a person's own, for good; and the public page that confirms one for its code."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import durations, letter_fonts, letter_paper, letters, weeks
from campaigns.letter_form import LetterForm
from campaigns.models import ServiceLetter
from campaigns.models.letter import LONGEST_TYPED, read_code
from coordinators.models import Coordinator
from outreach import limits

HOUR = 3600  # seconds
CHECKS_PER_CLIENT = 60  # an hour; an admissions office checks many letters, and no number of tries guesses a code


@require_http_methods(["GET", "HEAD", "POST"])
def letter_list(request):
    """Own letters and the form for one more; alumni keep both."""
    person = Coordinator.objects.of_user(request.user).first()
    now = timezone.now()
    services = letters.services(person) if person else []
    form = LetterForm(request.POST if request.method == "POST" else None, services=services, today=weeks.today(now))
    unprintable = letter_fonts.unprintable(person.name) if person else ""
    if services and not unprintable and form.is_valid() and (letter := _issued(form, person, now)):
        _tell(request, letter)
        return redirect("campaigns:letter_list")
    context = {
        "letters": ServiceLetter.objects.of_user(request.user),
        "services": services,
        "form": form if services and not unprintable else None,
        "waiting": sum(service.waiting for service in services),
        "unprintable": unprintable,
        "is_sample": person is not None and person.is_demo,
    }
    return render(request, "campaigns/letter_list.html", context)


@require_safe
@never_cache
def letter_pdf(request, pk: int):
    """The paper, made anew from what the row says. A withdrawn letter is no paper any more."""
    own = ServiceLetter.objects.of_user(request.user).valid().select_related("coordinator")
    letter = get_object_or_404(own, pk=pk)
    name = pgettext("file name", "service-letter.pdf")
    return HttpResponse(
        letter_paper.draw(letters.facts(letter)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def letter_withdraw(request, pk: int):
    """Ask first; withdraw by POST only."""
    letter = get_object_or_404(ServiceLetter.objects.of_user(request.user).valid(), pk=pk)
    if request.method != "POST":
        return render(request, "campaigns/letter_withdraw.html", {"letter": letter})
    letters.withdraw(letter=letter, now=timezone.now())
    messages.success(request, _("Letter withdrawn. Its code is confirmed to nobody any more."))
    return redirect("campaigns:letter_list")


@login_not_required
@never_cache
@require_safe
def letter_check(request, token: str = ""):
    """Confirms years, role and hours for a code and shows no more. Unknown and withdrawn are one answer."""
    typed = token or request.GET.get("code", "")
    context = {"typed": typed[:LONGEST_TYPED], "asked": bool(typed.strip())}
    context["is_missing"] = "code" in request.GET and not context["asked"]
    status = HTTPStatus.OK
    if context["asked"] and not limits.allow(
        "check of a letter", limits.client(request), limit=CHECKS_PER_CLIENT, seconds=HOUR
    ):
        context, status = {**context, "too_many": True}, HTTPStatus.TOO_MANY_REQUESTS
    elif context["asked"]:
        context["letter"] = ServiceLetter.objects.confirmed_by(read_code(typed)).first()
        status = HTTPStatus.OK if context["letter"] else HTTPStatus.NOT_FOUND
    return render(request, "campaigns/letter_check.html", context, status=status)


def _issued(form: LetterForm, person: Coordinator, now) -> ServiceLetter | None:
    """The letter, or None: then the form says what is wrong."""
    try:
        return letters.issue(person=person, first=form.first, last=form.last, now=now)
    except ValidationError as error:  # a term that has not begun
        form.add_error("term", error)
        return None


def _tell(request, letter: ServiceLetter) -> None:
    """What the new letter says, and which hours it does not count yet."""
    messages.success(request, _("Your letter is ready. Download it below."))
    if waiting := letters.waiting_between(letter.coordinator, letter.starts_on, letter.ends_on):
        words = _(
            "%(hours)s h of that time still wait for approval and are not in it. Ask for a new letter after that."
        )
        messages.warning(request, words % {"hours": durations.as_hours(waiting)})
