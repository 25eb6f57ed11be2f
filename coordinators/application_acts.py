"""What staff can decide about an application, and what the page says about it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import applications
from .models import Application


@dataclass(frozen=True)
class Act:
    """One decision: its name, the verb, the button, the question, what happens then, what is said afterwards."""

    name: str
    do: Callable[..., bool]
    label: str | Promise
    question: str | Promise
    then: tuple[str | Promise, ...]
    done: str | Promise


ACTS = {
    "accept": Act(
        "accept",
        applications.accept,
        pgettext_lazy("application", "Accept"),
        _("Accept this application?"),
        (
            _("The person gets a mail with the good news, and an invitation to sign in where there is no account yet."),
            _("The person serves in the year of the call from now on. The name shows nowhere until they say yes."),
            _("What they wrote is erased 30 days from now."),
        ),
        _("Accepted. The mail is on its way."),
    ),
    "refuse": Act(
        "refuse",
        applications.refuse,
        _("Do not accept"),
        _("Not accept this application?"),
        (
            _("The person gets a mail that says so and thanks them. Your notes are not in it."),
            _("What they wrote is erased 30 days from now."),
        ),
        _("Not accepted. The mail is on its way."),
    ),
}
WHY = {
    applications.AccountClosed: _(
        "This address has an account that was deactivated. Open it again under People first."
    ),
    applications.TermClosed: _("The year of this call is closed, so nobody can serve in it any more."),
}


def of(application: Application) -> list[Act]:
    """What can be decided now."""
    return list(ACTS.values()) if application.state == Application.State.WAITING else []
