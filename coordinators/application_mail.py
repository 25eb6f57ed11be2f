"""What people who applied are told: the link to confirm, that it arrived, and what was decided. In their language."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from outreach import outbox
from outreach.kinds import Kind, Letter, Skip
from outreach.models import Message, Suppression

from .models import Application
from .models.call import APPLICATION_UNCONFIRMED

CONFIRM, RECEIVED = "coordinators.application_confirm", "coordinators.application_received"
ACCEPTED, REFUSED = "coordinators.application_accepted", "coordinators.application_refused"
CALL = "coordinators.call"  # what a message's subject_id names: an application has no number
NEWS_LIFETIME = dt.timedelta(days=7)  # what was decided is still news after a week without a mail server
State = Application.State
OF_STATE = {RECEIVED: State.WAITING, ACCEPTED: State.ACCEPTED, REFUSED: State.REFUSED}


def plan(application: Application, kind: str, *, now: dt.datetime) -> Message:
    """Called in the transaction that has to be told. Nobody but the row knows the address, so it is sealed."""
    payload = {"application": str(application.pk), "to": application.contact}
    lifetime = APPLICATION_UNCONFIRMED if kind == CONFIRM else NEWS_LIFETIME
    about = {"subject_type": CALL, "subject_id": application.call_id}
    return outbox.send_sealed(kind, payload, now=now, lifetime=lifetime, **about)


def letter(message: Message) -> Letter:
    """The facts of all four kinds, from the application as it is now."""
    payload = outbox.open_sealed(message)
    application = Application.objects.select_related("call__term").filter(pk=payload["application"]).first()
    if application is None or not application.contact:
        raise Skip(Message.State.SUPPRESSED, "application erased")
    if OF_STATE.get(message.kind, application.state) != application.state:
        raise Skip(Message.State.SUPERSEDED, "application goes on")
    if message.kind == CONFIRM and Suppression.objects.against(bytes(application.contact_bi), "").exists():
        raise Skip(Message.State.SUPPRESSED, "asked us to stop")  # whoever typed the address
    call = application.call
    with translation.override(application.language):
        values = {
            "title": call.title,
            "years": call.term.years,
            "closes": date_format(call.closes_on, "DATE_FORMAT"),
            "erased": date_format(application.erased_at, "DATE_FORMAT"),
            "is_new": application.state == State.UNCONFIRMED,
            "link": application.link,
            "sign_in_url": settings.BASE_URL + reverse("account_login"),
            "to": application.contact,
        }
    return Letter(application.contact, application.language, message.kind.replace(".", "_"), values)


KINDS = (
    Kind(CONFIRM, letter, priority=1, quiet=False, label=_("Link to an application")),
    Kind(RECEIVED, letter, label=_("Application received")),
    Kind(ACCEPTED, letter, label=_("Application accepted")),
    Kind(REFUSED, letter, label=_("Application not accepted")),
)
