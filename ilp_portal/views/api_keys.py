"""Keys of the API, for administrators: make one, see when it was used last, revoke it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from campaigns import weeks
from coordinators import step_up
from coordinators.desk import needs
from ilp_portal.api import keys
from ilp_portal.api.key_form import KeyForm
from ilp_portal.models import ApiToken

REVOKE = "ilp_portal.change_apitoken"


@needs(keys.MAKE)
@never_cache
def api_key_list(request):
    """The keys, and the form for the next one, which is shown on the page that answers and never again."""
    now = timezone.now()
    today = weeks.today(now)
    form, key = KeyForm(request.POST or None, today=today), ""
    if request.method == "POST" and form.is_valid():
        step_up.demand(request)
        key = keys.make(**form.cleaned_data, by=request.user, now=now)[1]
        form = KeyForm(today=today)
    valid = set(ApiToken.objects.valid_on(today).values_list("pk", flat=True))
    context = {"form": form, "key": key, "tokens": ApiToken.objects.select_related("made_by"), "valid": valid}
    return render(request, "desk/api_key_list.html", context)


@needs(REVOKE)
@require_POST
def api_key_revoke(request, pk: int):
    """From now on it opens nothing. A second press finds it done."""
    token = get_object_or_404(ApiToken, pk=pk)
    if keys.revoke(token=token, by=request.user, now=timezone.now()):
        messages.success(request, _("The key “%(name)s” was revoked.") % {"name": token.name})
    return redirect("api_key_list")
