"""Verbs about accounts, about names in public, and about notes from readers."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from partners import audit

from . import mail, photos, roles
from .models import Coordinator, Term, Tip, TipPhoto, User


@transaction.atomic
def invite(*, address: str, role: str, now: dt.datetime, name: str = "", language: str = "") -> User:
    """Make or update the account of an address, give it the role, let it sign in with a mailed code and say so by mail.

    Empty `name` and `language` keep what an existing account has. Raises KeyError for a role that is none; the
    address is expected to be valid.
    """
    address = address.strip().lower()
    user = User.objects.filter(email=address).first() or User.objects.create_user(address)
    user.name, user.language = name or user.name, language or user.language
    user.is_active = True
    user.save(update_fields=["name", "language", "is_active"])
    roles.give(user, role)
    confirm_address(user=user)
    mail.plan_invitation(user=user, now=now)
    return user


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """Let the account's address be its only one and count as verified: an administrator vouches for it."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def hand_over(*, user: User) -> None:
    """After its address was changed by somebody else: only who reads the mail there gets in.

    Sign-ups and trainings are found by the address of an account, so whoever knew its password must not come upon
    those of another person. Codes of an app stay: they open nothing alone. All its sessions end.
    """
    confirm_address(user=user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def take_off_second_factors(*, user: User) -> bool:
    """Remove every authenticator and recovery code of somebody who lost them. False when there was none."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        return False
    audit.note("coordinators.second_factors", record=user)
    return True


@transaction.atomic
def take_down(*, person: Coordinator, now: dt.datetime) -> bool:
    """Let the name show nowhere from the next look of the pages on. False when it was down already.

    How the name shows stays as the person chose it, for the day on which staff put it back.
    """
    if not Coordinator.objects.filter(pk=person.pk, taken_down_at=None).update(taken_down_at=now):
        return False
    audit.note("coordinators.take_down", record=person, fields=["taken_down_at"])
    return True


@transaction.atomic
def put_back(*, person: Coordinator) -> bool:
    """Undo `take_down`. False when the name was not down."""
    if not Coordinator.objects.filter(pk=person.pk).exclude(taken_down_at=None).update(taken_down_at=None):
        return False
    audit.note("coordinators.put_back", record=person, fields=["taken_down_at"])
    return True


@transaction.atomic
def receive_tip(
    *,
    text: str,
    about: str,
    language: str,
    now: dt.datetime,
    term: Term | None = None,
    contact: str = "",
    photo: bytes = b"",
) -> Tip:
    """Keep a note from a reader for staff. Contact and photograph, a JPEG of ours, are stored encrypted.

    Whoever gives a photograph has agreed to the wording that is current now.
    """
    tip = Tip(term=term, text=text, about=about, language=language, received_at=now)
    tip.contact = contact
    tip.save()
    if photo:
        kept = TipPhoto(tip=tip, consent_wording=photos.wording_key())
        kept.picture = photo
        kept.save()
    return tip


def purge_tips(*, now: dt.datetime) -> int:
    """Delete the notes that are past their time, decided or not, with their photographs. Returns how many notes."""
    return Tip.objects.past_keep(now).delete()[1].get(Tip._meta.label, 0)
