"""What the nightly erasure takes next, besides the sign-ups of events: so many of a kind, each for whom may read it.

Not among them: what goes unseen by the hour (sessions, codes, drafts) and what waits for the end of a term.
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import ngettext

from campaigns import weeks
from campaigns.models import HourImport, HourImportFile, PartnerWord
from coordinators.models import Application, NameClaim, Tip
from events import qualifications

from .models import TableImport


def _files_of_hours(by: dt.datetime) -> QuerySet:
    return HourImportFile.objects.filter(hour_import__in=HourImport.objects.past_keep(by))


KINDS: dict[str, tuple[str, Callable[[dt.datetime], QuerySet]]] = {  # by name: who may read it, what of it is past then
    "applications": ("coordinators.view_application", Application.objects.past_keep),
    "claims": ("coordinators.view_nameclaim", NameClaim.objects.past_keep),
    "notes": ("coordinators.view_tip", Tip.objects.past_keep),
    "words": ("campaigns.view_partnerword", lambda by: PartnerWord.objects.past_keep(weeks.today(by))),
    "hours": ("campaigns.approve_hourentry", _files_of_hours),
    "tables": ("ilp_portal.view_tableimport", TableImport.objects.past_keep),
    "trainings": ("events.view_qualification", lambda by: qualifications.past_keep(weeks.today(by))),
}


def of(user, by: dt.datetime) -> list[str]:
    """In words; what is none is left out. A statement a kind."""
    found = {name: past(by).count() for name, (may, past) in KINDS.items() if user.has_perm(may)}
    return [_words(name, n) for name, n in found.items() if n]


def _words(name: str, n: int) -> str:
    words = {
        "applications": ngettext("One application", "%(n)s applications", n),
        "claims": ngettext("One claim of past years", "%(n)s claims of past years", n),
        "notes": ngettext("One note from a reader", "%(n)s notes from readers", n),
        "words": ngettext(
            "What an organization said of one line of hours", "What organizations said of %(n)s lines of hours", n
        ),
        "hours": ngettext("One imported file of hours", "%(n)s imported files of hours", n),
        "tables": ngettext("One imported table", "%(n)s imported tables", n),
        "trainings": ngettext("One training that is no longer valid", "%(n)s trainings that are no longer valid", n),
    }
    return words[name] % {"n": n}
