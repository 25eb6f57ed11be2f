"""How a name shows in public: the person's own yes, kept with its wording, and what staff may do without one."""

import datetime as dt

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Coordinator, NameConsent

ShownAs, Basis = Coordinator.ShownAs, Coordinator.NameBasis
WORDINGS: dict[str, str | Promise] = {  # a changed text is a new key: rows name the one that was shown
    "name-1": _(
        "I agree that everybody can read me on the portal in this way, with the academic years in which I coordinated. "
        "I can change this or take it back at any time; it takes effect at once."
    ),
    "paper-1": _("The person agreed to this in writing, and staff keep the paper."),
}
OWN_WORDING, PAPER_WORDING = "name-1", "paper-1"
LESS = {
    ShownAs.FULL: {ShownAs.FIRST, ShownAs.INITIALS, ShownAs.ROLE, ShownAs.HIDDEN},
    ShownAs.FIRST: {ShownAs.ROLE, ShownAs.HIDDEN},
    ShownAs.INITIALS: {ShownAs.ROLE, ShownAs.HIDDEN},
    ShownAs.ROLE: {ShownAs.HIDDEN},
    ShownAs.HIDDEN: set(),
}


class NeedsConsent(Exception):
    """Staff may not show the name so without the person's yes."""


@transaction.atomic
def choose(*, person: Coordinator, shown_as: str, way: str, wording: str, now: dt.datetime, by=None) -> bool:
    """The person says how the name shows; "not shown" takes every yes back. False when that is how it is.

    `by` is who of staff wrote it down; nobody where the person did it alone.
    """
    person = Coordinator.objects.select_for_update().get(pk=person.pk)
    standing = person.consents.standing().first()
    basis = Basis.NONE if shown_as == ShownAs.HIDDEN else Basis.CONSENT
    is_said = standing is not None and standing.shown_as == shown_as
    if (is_said or shown_as == ShownAs.HIDDEN) and (person.shown_as, person.name_basis) == (shown_as, basis):
        return False
    person.consents.standing().update(withdrawn_at=now)
    if basis == Basis.CONSENT or standing is None:  # a no that takes nothing back is written down, too
        over = now if basis == Basis.NONE else None
        given = {"way": way, "wording": wording, "given_at": now, "withdrawn_at": over, "recorded_by": by}
        NameConsent.objects.create(person=person, shown_as=shown_as, **given)
    _show(person, shown_as, basis)
    return True


@transaction.atomic
def show(*, person: Coordinator, shown_as: str) -> None:
    """Staff show the name so, as far as a yes or a published page reaches. Raises NeedsConsent."""
    person = Coordinator.objects.select_for_update().get(pk=person.pk)
    if shown_as not in allowed(person):
        raise NeedsConsent
    _show(person, shown_as, person.name_basis)


def _show(person: Coordinator, shown_as: str, basis: str) -> None:
    person.shown_as, person.name_basis = shown_as, basis
    person.save(update_fields=["shown_as", "name_basis"])


def last_word(person: Coordinator) -> tuple[dt.datetime, str] | None:
    """When the person last said how the name shows, and how; None where nobody was ever asked."""
    said = [(row.withdrawn_at or row.given_at, row) for row in person.consents.all()]
    at, row = max(said, key=lambda one: one[0], default=(None, None))
    standing = next((row for _at, row in said if row.withdrawn_at is None), None)
    if standing:
        return standing.given_at, standing.shown_as
    return (at, ShownAs.HIDDEN) if row else None


def allowed(person: Coordinator) -> set[str]:
    """How staff may show the name without asking: as the person agreed, or less; as published, if nobody asked yet."""
    standing = person.consents.standing().first()
    if standing:
        return {standing.shown_as, ShownAs.HIDDEN, *LESS[standing.shown_as]}
    if person.name_basis == Basis.PROJECT_PAGE:
        return set(ShownAs.values)
    if person.name_basis == Basis.CONSENT:  # said before consents were written down
        return {person.shown_as, ShownAs.HIDDEN, *LESS[person.shown_as]}
    return {ShownAs.HIDDEN}


def as_it_would_show(name: str, shown_as: str) -> str:
    """What readers would see of the name; for "a coordinator" and "not shown" nothing."""
    return Coordinator(name=name, shown_as=shown_as, name_basis=Basis.CONSENT).public_name if name.split() else ""


def choices(name: str, *, hidden: bool = True) -> list[tuple[str, str]]:
    """The ways to show this very name, as a person chooses among them."""
    shown = {value: as_it_would_show(name, value) for value in ShownAs.values if hidden or value != ShownAs.HIDDEN}
    return [
        (value, f"{ShownAs(value).label}: {words}" if words else str(ShownAs(value).label))
        for value, words in shown.items()
    ]
