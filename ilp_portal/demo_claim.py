"""One claim of past years that waits at the desk of the demo, by a role. Its contact is what tells it from others."""

import datetime as dt

from coordinators import names
from coordinators.models import Coordinator, NameClaim, Term
from outreach import sealing

ALUMNI = "alumni@demo.example"


def load(*, now: dt.datetime) -> None:
    """Once; decided ones are erased like any other and then come again."""
    past = Term.objects.filter(ends_on__lt=now.date()).order_by("-starts_on").first()
    if past is None or _own().exists():
        return
    claim = NameClaim(years=[past.slug], language="es", state=NameClaim.State.WAITING, requested_at=now)
    claim.shown_as, claim.wording, claim.confirmed_at = Coordinator.ShownAs.INITIALS, names.OWN_WORDING, now
    claim.name, claim.contact = "Demo alumni", ALUMNI
    claim.save()


def remove() -> int:
    return _own().delete()[0]


def _own():
    return NameClaim.objects.filter(contact_bi=sealing.contact_index(ALUMNI))
