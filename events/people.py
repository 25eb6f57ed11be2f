"""Which sign-ups belong to a person who can sign in. There is no foreign key: the contact of a sign-up is found by the
keyed hash of their address."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from outreach import sealing

from .models import Rsvp
from .models.rsvp import RsvpQuerySet


def contact_of(user) -> bytes:
    """What finds the sign-ups and qualifications of somebody signed in."""
    return sealing.contact_index(user.email)


def of_user(user) -> RsvpQuerySet:
    """Their sign-ups, withdrawn ones included."""
    return Rsvp.objects.filter(contact_bi=contact_of(user))


def accounts(rsvps: Iterable[Rsvp]) -> dict[bytes, object]:
    """By contact_bi, the active users among these people. One query however many they are."""
    wanted = {bytes(rsvp.contact_bi) for rsvp in rsvps}
    if not wanted:
        return {}
    users = get_user_model().objects.filter(is_active=True)
    return {contact: user for user in users if (contact := contact_of(user)) in wanted}
