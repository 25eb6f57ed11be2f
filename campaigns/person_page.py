"""Everything about one person, as the desk shows it on one page."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from coordinators import accounts, names, roles
from coordinators.models import Appointment, Coordinator, NameConsent, User

from .models import HourEntry, Placement, ServiceLetter


@dataclass(frozen=True)
class Year:
    """One appointment with its campaigns; minutes that are approved, and those that wait."""

    appointment: Appointment
    approved: int
    waiting: int


@dataclass(frozen=True)
class PersonPage:
    """`person` is missing for an account of somebody who never coordinated, `user` for whoever has none."""

    by: User
    person: Coordinator | None
    user: User | None

    @property
    def name(self) -> str:
        return self.person.name if self.person else str(self.user)

    @property
    def state(self) -> accounts.State:
        return accounts.state_of(self.user)

    @cached_property
    def refusal(self) -> str:
        """Why the reader may not change the account; empty when they may."""
        return str(accounts.refusal(self.by, self.user)) if self.user else ""

    @cached_property
    def role(self) -> str:
        return roles.of(self.user) if self.user else ""

    @property
    def role_label(self) -> str:
        return str(dict(roles.LABELS).get(self.role, ""))

    @property
    def role_words(self) -> str:
        return str(accounts.MAY.get(self.role, ""))

    @cached_property
    def roles(self) -> list[tuple[str, str, str]]:
        """(name, label, what it may do) of the roles that the reader may give; none where they may not."""
        if self.refusal or not self.by.has_perm(accounts.CHANGE):
            return []
        return [(name, str(label), str(accounts.MAY[name])) for name, label in roles.LABELS]

    @cached_property
    def years(self) -> list[Year]:
        if self.person is None:
            return []
        entries = HourEntry.objects.of_coordinator(self.person)
        approved, waiting = (found.minutes_by_appointment() for found in (entries.approved(), entries.pending()))
        campaigns = Prefetch("placements", Placement.objects.select_related("campaign"))
        rows = self.person.appointments.select_related("term").prefetch_related(campaigns).order_by("-term__starts_on")
        return [Year(row, approved.get(row.pk, 0), waiting.get(row.pk, 0)) for row in rows]

    @cached_property
    def letters(self) -> list[ServiceLetter]:
        return list(self.person.letters.all()) if self.person else []

    @cached_property
    def consents(self) -> list[NameConsent]:
        return list(self.person.consents.select_related("recorded_by")) if self.person else []

    @cached_property
    def shows_now(self) -> str:
        """What readers see of the name this minute; empty for nothing."""
        return self.person.public_name if self.person else ""

    @property
    def own_word(self) -> bool:
        """Whether the person ever said how the name shows."""
        return self.person is not None and names.last_word(self.person) is not None
