"""The link in the mails of an application: who holds it may confirm, read, change and withdraw; nobody else."""

import datetime as dt
import uuid
from contextlib import suppress

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import Application

SEP = "."


def _signer(application: Application) -> Signer:
    """With the address in it, so that the link dies with a withdrawal."""
    return Signer(salt=f"coordinators.application/{bytes(application.contact_bi).hex()}", sep=SEP)


def token_of(application: Application) -> str:
    return _signer(application).sign(application.pk.hex)


def url(application: Application) -> str:
    with translation.override(application.language):
        return settings.BASE_URL + reverse("coordinators:application_manage", args=[token_of(application)])


def find(token: str, now: dt.datetime) -> Application | None:
    """The application; None alike for a forged token and for one that is withdrawn, erased or due to be."""
    try:
        pk = uuid.UUID(token.partition(SEP)[0])
    except ValueError:
        return None
    application = Application.objects.select_related("call__term").filter(pk=pk).first()
    if application is None or application.erased_at <= now:
        return None
    with suppress(BadSignature):
        _signer(application).unsign(token)
        return application
    return None
