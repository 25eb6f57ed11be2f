"""What a week of one person is: logged, quiet, silent, or one that nobody asks about. Pure: all it needs is given."""

import datetime as dt

from django.db import models
from django.utils.translation import pgettext_lazy

from .weeks import WEEK


class State(models.TextChoices):
    """`value` stands in addresses and tests, `label` on pages."""

    LOGGED = "logged", pgettext_lazy("week", "logged")
    QUIET = "quiet", pgettext_lazy("week", "quiet")  # the person said: nothing this week
    EXPECTS_NOTHING = "expects-nothing", pgettext_lazy("week", "nothing expected")  # break, finals, edge of a term
    FUTURE = "future", pgettext_lazy("week", "to come")
    OPEN = "open", pgettext_lazy("week", "not over yet")
    SILENT = "silent", pgettext_lazy("week", "silent")  # over, hours were expected, and not a word


def of(*, minutes: int, note, target, monday: dt.date, today: dt.date) -> State:
    """The state of the week from `monday` on the day `today` in New York.

    `minutes` are those of the week, `note` is the person's WeekNote or None, `target` comes from targets.of_week().
    What was logged counts most, then the person's own word, then what the term asks; only a week that is over and
    had to hold something is silent.
    """
    if minutes:
        return State.LOGGED
    if note is not None and note.quiet:
        return State.QUIET
    if target is None:
        return State.EXPECTS_NOTHING
    if today < monday:
        return State.FUTURE
    return State.OPEN if today < monday + WEEK else State.SILENT
