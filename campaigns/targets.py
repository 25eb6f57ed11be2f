"""How many hours a week asks for, and whether it has them. Pure: everything needed is an argument."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .durations import HOUR
from .weeks import days_of, today


@dataclass(frozen=True)
class Target:
    """Hours that one week asks for: at least and at most, both as whole hours."""

    at_least: int
    at_most: int

    def is_short(self, minutes: int) -> bool:
        return minutes < self.at_least * HOUR

    def is_over(self, minutes: int) -> bool:
        return minutes > self.at_most * HOUR

    def missing(self, minutes: int) -> int:
        """Minutes that are still to come; 0 when none."""
        return max(0, self.at_least * HOUR - minutes)


def of_term(term) -> Target | None:
    """What the term asks of a whole week without break; None where the record has no target."""
    return Target(at_least=term.weekly_hours_min, at_most=term.weekly_hours_max) if term.has_target else None


def is_asked(monday: dt.date, user) -> bool:
    """Whether anything can be asked of the person in that week: not before the account was there as it began.

    Where nobody has an account (`user` is None) staff bring the hours in, of whatever week.
    """
    return user is None or today(user.date_joined) <= monday


def of_week(monday: dt.date, *, term, breaks: Iterable) -> Target | None:
    """The target of the week, or None where nothing is asked.

    Nothing is asked when the record has no target, in a week that a break touches, and in a week that the term does
    not hold whole: nobody is judged by three days.
    """
    first, *_, last = days_of(monday)
    if term is None or not (term.holds(first) and term.holds(last)):
        return None
    if any(pause.starts_on <= last and first <= pause.ends_on for pause in breaks):
        return None
    return of_term(term)
