"""Everybody on record and everybody with an account, as the list of the desk shows them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from coordinators import accounts, roles
from coordinators.models import Appointment, Coordinator, User

from .imports.folding import bare
from .models import Placement

PEOPLE_A_PAGE = 50
ACCOUNT = {
    accounts.State.NONE: {"user": None},
    accounts.State.INVITED: {"user__is_active": True, "user__last_login": None},
    accounts.State.ACTIVE: {"user__is_active": True, "user__last_login__isnull": False},
    accounts.State.CLOSED: {"user__is_active": False},
}


@dataclass(frozen=True)
class Key:
    """One person of the list: who coordinates or coordinated, or else an account of somebody who never did."""

    name: str
    person: int | None = None
    user: int | None = None


@dataclass(frozen=True)
class Row:
    """One line. `placements` are those of the term that runs."""

    person: Coordinator | None
    user: User | None
    placements: list[Placement] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.person.name if self.person else str(self.user)

    @property
    def state(self) -> accounts.State:
        return accounts.state_of(self.user)

    @property
    def role(self) -> str:
        return str(dict(roles.LABELS).get(roles.of(self.user), "")) if self.user else ""

    @property
    def is_demo(self) -> bool:
        return (self.person or self.user).is_demo


def keys(*, q: str = "", term: str = "", account: str = "", role: str = "", shown: str = "") -> list[Key]:
    """Who fits, by name. Two statements; names are compared here, since no database folds accents as people do."""
    people = Coordinator.objects.filter(is_demo__in=(False, settings.DEBUG))
    people = people.filter(**ACCOUNT[accounts.State(account)] if account else {})
    people = people.filter(appointments__term__slug=term) if term else people
    people = people.filter(user__groups__name=role) if role else people
    people = people.filter(shown_as=shown) if shown else people
    columns = ("name", "pk", "user_id", "user__email", "user__name")
    found = [(Key(name, pk, user), words) for name, pk, user, *words in people.values_list(*columns)]
    if not (term or shown or account == accounts.State.NONE):
        others = _accounts_alone(account, role).values_list("name", "pk", "email")
        found += [(Key(name or email, None, pk), (email,)) for name, pk, email in others]
    wanted = bare(q).split()
    fits = [key for key, words in found if _fits(wanted, bare(" ".join([key.name, *filter(None, words)])))]
    return sorted(fits, key=lambda key: (bare(key.name), key.person or 0, key.user or 0))


def _fits(wanted: list[str], text: str) -> bool:
    return all(word in text for word in wanted)


def _accounts_alone(account: str, role: str) -> QuerySet:
    users = User.objects.filter(coordinator=None, is_demo__in=(False, settings.DEBUG))
    if account:
        state = ACCOUNT[accounts.State(account)]
        users = users.filter(**{name.removeprefix("user__"): value for name, value in state.items()})
    return users.filter(groups__name=role) if role else users


def rows(found: list[Key], *, today: dt.date) -> list[Row]:
    """The lines of one page, in the order of their keys. A fixed number of statements."""
    people = Coordinator.objects.select_related("user").prefetch_related(
        "user__groups", Prefetch("appointments", Appointment.objects.select_related("term"))
    )
    by_pk = people.in_bulk([key.person for key in found if key.person])
    users = User.objects.prefetch_related("groups").in_bulk([key.user for key in found if not key.person])
    placed = defaultdict(list)
    here = Placement.objects.on(today).filter(appointment__coordinator__in=by_pk)
    for placement in here.select_related("campaign", "appointment"):
        placed[placement.appointment.coordinator_id].append(placement)
    lines = []
    for key in found:
        person = by_pk.get(key.person)
        user = person.user if person else users.get(key.user)
        lines.append(Row(person, user, placed.get(key.person, [])))
    return lines
