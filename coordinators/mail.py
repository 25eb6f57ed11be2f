"""Mail about accounts: sign-in codes, notices of changes and invitations, through the same outbox as everything else.

A known and an unknown address cost the same: each plans one row, and the gate alone finds out whom it belongs to.
"""

import datetime as dt

from allauth.account import app_settings
from allauth.account.utils import filter_users_by_email
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach import outbox
from outreach.kinds import Kind, Letter, Reader, Skip
from outreach.models import Message

from .models import User

CODE_LIFETIME = dt.timedelta(minutes=10)  # a code that comes later is of no use (RELIABILITY, first page)
NOTICE_LIFETIME = dt.timedelta(days=1)  # a warning is worth a retry even after a night without mail server
INVITATION_LIFETIME = dt.timedelta(days=3)
EMAIL = Message.Channel.EMAIL
SUPPRESSED, SUPERSEDED = Message.State.SUPPRESSED, Message.State.SUPERSEDED

# allauth's mails by the name of their template. One that is in none of the three tables fails visibly at the gate.
SILENT = {"unknown_account", "account_already_exists"}  # nobody is written to who has not asked for an account
CODES = {
    "login_code": "LOGIN_BY_CODE_TIMEOUT",
    "password_reset_code": "PASSWORD_RESET_BY_CODE_TIMEOUT",
    "email_confirmation": "EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "email_confirmation_signup": "EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
}
NOTICES = {
    "email_changed": _("The email address of your account was changed from %(from_email)s to %(to_email)s."),
    "email_confirm": _("The new email address of your account was confirmed."),
    "email_deleted": _("The address %(deleted_email)s was taken off your account."),
    "password_changed": _("The password of your account was changed."),
    "password_reset": _("The password of your account was replaced by a new one."),
    "password_set": _("A password was set for your account."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was taken off your account."),
    "recovery_codes_generated": _("New recovery codes were made for your account. The old ones no longer work."),
    "webauthn_added": _("A passkey or security key was added to your account."),
    "webauthn_removed": _("A passkey or security key was taken off your account."),
}
VALUES = {"code", "from_email", "to_email", "deleted_email"}  # all that is kept of allauth's context: no IP, no browser


def plan_account_mail(
    *, name: str, to: str, values: dict, user_id: int | None, language: str, now: dt.datetime
) -> Message:
    """Plan one of allauth's mails. `user_id` is None where the sender does not know, or must not show, whose it is."""
    payload = {
        "name": name,
        "to": to,
        "user": user_id,
        "language": language,
        "values": {key: str(value) for key, value in values.items() if key in VALUES},
    }
    lifetime = NOTICE_LIFETIME if name in NOTICES else CODE_LIFETIME
    return outbox.send_sealed("account.mail", payload, now=now, lifetime=lifetime)


def account_letter(message: Message) -> Letter:
    """The facts of kind account.mail."""
    payload = outbox.open_sealed(message)
    name = payload["name"]
    if name in SILENT:
        raise Skip(SUPPRESSED, "no account")
    user = _reader(payload)
    if user is None or not user.is_active:
        raise Skip(SUPPRESSED, "no active account")
    language = user.language or payload["language"]
    if name in NOTICES:
        with translation.override(language):
            values = {"sentence": NOTICES[name] % payload["values"], "sign_in_url": _sign_in_url()}
        return Letter(payload["to"], language, "account_notice", values)
    minutes = getattr(app_settings, CODES[name]) // 60
    values = {"purpose": name, "code": payload["values"]["code"], "minutes": minutes}
    return Letter(payload["to"], language, "account_code", values)


def _reader(payload: dict) -> User | None:
    if payload["user"] is not None:
        return User.objects.filter(pk=payload["user"]).first()
    return next(iter(filter_users_by_email(payload["to"], is_active=True, prefer_verified=True)), None)


def plan_invitation(*, user: User, now: dt.datetime) -> bool:
    """Tell a new user how to sign in. False when this minute's invitation is planned already (a double click)."""
    message = Message(
        kind="account.invitation",
        subject_type="coordinators.user",
        subject_id=user.pk,
        rule=f"{now:%Y-%m-%dT%H:%M}",
        due_at=now,
        not_after=now + INVITATION_LIFETIME,
    )
    return outbox.plan([message]) == 1


def invitation_letter(message: Message) -> Letter:
    """The facts of kind account.invitation: only for somebody who still has the account and has never signed in."""
    user = User.objects.filter(pk=message.subject_id).first()
    if user is None or not user.is_active:
        raise Skip(SUPPRESSED, "no active account")
    if user.last_login is not None:
        raise Skip(SUPERSEDED, "has signed in")
    with translation.override(user.language):
        values = {"name": user.name, "to": user.email, "sign_in_url": _sign_in_url()}
    return Letter(user.email, user.language, "account_invitation", values)


def _sign_in_url() -> str:
    return settings.BASE_URL + reverse("account_login")


def readers(ids: set[int]) -> dict[int, Reader]:
    """Users by id, as a number with their language."""
    known = dict(User.objects.filter(pk__in=ids).values_list("pk", "language"))
    return {
        pk: Reader(gettext("Account %(number)d") % {"number": pk}, known.get(pk, ""), EMAIL if pk in known else "")
        for pk in ids
    }


KINDS = (
    Kind("account.mail", account_letter, priority=0, quiet=False, label=_("Sign-in codes and news of an account")),
    Kind("account.invitation", invitation_letter, priority=1, quiet=False, label=_("Invitation"), readers=readers),
)
