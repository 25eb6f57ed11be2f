"""Stopping a topic of messages, without account, session or cookie; what mail providers report, and
what readers answer to a text message."""

import logging
from xml.sax.saxutils import escape

from anymail.exceptions import AnymailConfigurationError, AnymailImproperlyInstalled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from . import sms, sms_answers, texting, unsubscribe
from .gate import place
from .origin import own_form, private

log = logging.getLogger(__name__)


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token: str):
    """Opening the page changes nothing, since mail scanners open links too; a button or RFC 8058's one click does."""
    found = unsubscribe.find(token)
    if found is None:
        return private(_gone(request))
    try:
        return private(_one_click(found) if _is_one_click(request) else _page(request, found))
    except (LookupError, ObjectDoesNotExist):  # erased while the button was pressed
        return private(_gone(request))


def _is_one_click(request) -> bool:
    """A mail provider's POST on the reader's behalf: no cookie, no Origin, no page. The token is its authority."""
    name, value = unsubscribe.ONE_CLICK
    return request.method == "POST" and request.POST.get(name) == value


def _one_click(found: unsubscribe.Stop) -> HttpResponse:
    found.topic.stop(found.subject_id, timezone.now())
    return HttpResponse(content_type="text/plain")  # 200 and no redirect: providers follow none


@own_form(or_null=True)
def _page(request, found: unsubscribe.Stop):
    context, topic, now = {"topic": found.topic}, found.topic, timezone.now()
    if request.method == "POST":
        verbs = {"stop": topic.stop, "resume": topic.resume}
        if (action := request.POST.get("action")) not in verbs:
            raise Http404
        verbs[action](found.subject_id, now)
        if found.is_stopped == (action == "stop"):
            return redirect(request.path + ("?again" if action == "resume" else ""))
        context["refused"] = True  # the address bounced or complained; wanting it again does not mend that
    stopped = found.is_stopped
    again = "again" in request.GET and not stopped
    return render(request, "outreach/stop.html", context | {"stopped": stopped, "again": again})


def _gone(request):
    return render(request, "outreach/stop_gone.html", status=404)


@login_not_required
@csrf_exempt
def mail_report(request, provider: str):
    """A provider reports bounces and complaints; django-anymail checks its secret or signature and reads its format.

    Nothing is here without ANYMAIL_WEBHOOK_SECRET: some providers sign nothing, and anybody could stop anybody.
    """
    if not settings.ANYMAIL_WEBHOOK_SECRET:
        raise Http404
    try:
        return resolve(f"/{provider}/tracking/", "anymail.urls").func(request)
    except (Resolver404, AnymailConfigurationError, AnymailImproperlyInstalled) as error:
        raise Http404 from error  # no such provider, or its own signing key is not set
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        log.error("report of a mail provider not understood: %s at %s", type(error).__name__, place(error))
        return HttpResponseBadRequest(content_type="text/plain")


@login_not_required
@csrf_exempt
@never_cache
@require_POST
def sms_reply(request):
    """A reader answered a text message; Twilio hands it on, signed. The answer is Twilio's XML."""
    config = settings.SMS or {}
    if config.get("ADAPTER") != "twilio":
        raise Http404
    if not sms.is_signed(request, config["TOKEN"]):
        raise PermissionDenied
    number, said = request.POST.get("From", ""), ""
    if texting.NUMBER.fullmatch(number):
        about = {"number": number, "text": request.POST.get("Body", "")}
        said = sms_answers.take(**about, now=timezone.now(), told_by_provider=request.POST.get("OptOutType", ""))
    inner = f"<Message>{escape(said)}</Message>" if said else ""
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>', content_type="text/xml")
