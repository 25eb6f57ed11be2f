"""Accounts as staff look after them: the state of one, who may change whose, another role, closing and opening it."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners import audit

from . import mail, roles
from .models import User

CHANGE = "coordinators.change_user"  # what an administrator has
MAY = {  # what each role may do, in words
    roles.COORDINATOR: _("Logs own hours, sees own campaigns and shifts. Sees nothing of anybody else."),
    roles.STAFF: _("Everything at this desk: people, terms, campaigns, events, hours, reports. Gives no roles."),
    roles.ADMINISTRATOR: _("As staff, and also gives roles, closes accounts of staff, makes keys and reads the log."),
}


class State(models.TextChoices):
    """What may stand in the address of the list."""

    NONE = "none", _("no account")
    INVITED = "invited", _("invited, has not signed in yet")
    ACTIVE = "active", _("account in use")
    CLOSED = "closed", _("deactivated")


def state_of(user: User | None) -> State:
    if user is None:
        return State.NONE
    if not user.is_active:
        return State.CLOSED
    return State.ACTIVE if user.last_login else State.INVITED


class Refused(Exception):
    """What was asked may not be done. The text is for whoever asked."""

    def __init__(self, words: str | Promise):
        super().__init__(words)
        self.words = words


OWN = _("Nobody changes the own role or closes the own account. Another administrator can do it.")
SUPER = _("This account belongs to whoever runs the portal and is changed there alone.")
NEEDS_ADMINISTRATOR = _("Only an administrator changes accounts of staff and gives roles.")
LAST = _("This is the last administrator. Make somebody else an administrator first.")


def refusal(by: User, user: User) -> str | Promise:
    """Why `by` may not change this account at all; empty when they may."""
    if by.pk == user.pk:
        return OWN
    if user.is_superuser and not by.is_superuser:
        return SUPER
    is_team = user.is_staff or user.is_superuser or roles.of(user) in roles.OPENS_ADMIN
    return NEEDS_ADMINISTRATOR if is_team and not by.has_perm(CHANGE) else ""


def may_give(by: User, role: str) -> bool:
    """Staff invite coordinators; the other roles are an administrator's to give."""
    return role == roles.COORDINATOR or by.has_perm(CHANGE)


@transaction.atomic
def change_role(*, user: User, role: str, by: User) -> bool:
    """Give another role. False when it is the one there is. Raises Refused, and KeyError for a role that is none."""
    user = _locked(user, by)
    if not by.has_perm(CHANGE):
        raise Refused(NEEDS_ADMINISTRATOR)
    if role == roles.of(user):
        return False
    if role != roles.ADMINISTRATOR:
        _keep_one(user)
    roles.give(user, role)
    audit.note("coordinators.role", actor=by, record=user, fields=["role"])
    return True


@transaction.atomic
def close(*, user: User, by: User) -> None:
    """Nobody signs in with it any more, and who was signed in is out. Hours, letters and name stay. Raises Refused."""
    user = _locked(user, by)
    _keep_one(user)
    shut(user)
    audit.note("coordinators.deactivate", actor=by, record=user, fields=["is_active"])


@transaction.atomic
def reopen(*, user: User, by: User) -> None:
    """Undo of `close`: the person signs in as before. Raises Refused."""
    user = _locked(user, by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.note("coordinators.reactivate", actor=by, record=user, fields=["is_active"])


@transaction.atomic
def invite_again(*, user: User, by: User, now) -> bool:
    """Once more the mail that says how to sign in. False for whoever has signed in or was closed. Raises Refused."""
    user = _locked(user, by)
    if state_of(user) != State.INVITED:
        return False
    mail.plan_invitation(user=user, now=now)
    audit.note("coordinators.invite", actor=by, record=user)
    return True


def shut(user: User) -> None:
    """The account is closed and its sessions end: they would live again on the day it is opened."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def _locked(user: User, by: User) -> User:
    """The account as it is now. All administrators are locked with it, in one order: two of them cannot leave at once.

    Raises Refused.
    """
    rows = User.objects.select_for_update().filter(Q(pk=user.pk) | Q(pk__in=_administrators())).order_by("pk")
    user = next(row for row in rows if row.pk == user.pk)
    if words := refusal(by, user):
        raise Refused(words)
    return user


def _keep_one(user: User) -> None:
    """Raises Refused when no administrator would be left."""
    if set(_administrators()) == {user.pk}:
        raise Refused(LAST)


def _administrators() -> models.QuerySet:
    """The numbers of those who can sign in and give roles."""
    able = User.objects.filter(is_active=True, is_demo__in=(False, settings.DEBUG))
    return able.filter(Q(groups__name=roles.ADMINISTRATOR) | Q(is_superuser=True)).values_list("pk", flat=True)
