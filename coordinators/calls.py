"""Calls as staff write them: what is missing, and what can be done with one at a press."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partners import audit, slugs
from partners.bilingual import label_of

from .models import Call

TEXTS = ("title", "text")
LONGEST_BASE = 45  # of 60 characters of an address: the year and a number follow


class Unpublishable(Exception):
    """Readers would find less than they need. `faults` says what is missing."""

    def __init__(self, faults: list[str]):
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Act:
    """One verb: its name, the button, the question, what happens then, what is said afterwards, the button's icon."""

    name: str
    label: str | Promise
    question: str | Promise
    then: str | Promise
    done: str | Promise
    icon: str


PUBLISH = Act(
    "publish",
    gettext_lazy("Publish"),
    gettext_lazy("Publish this call?"),
    gettext_lazy("From its first day on everybody can read it and apply, without an account."),
    gettext_lazy("Published."),
    "check",
)
CLOSE = Act(
    "close",
    gettext_lazy("Close the call"),
    gettext_lazy("Close this call now?"),
    gettext_lazy("Nobody can apply any more or change an application. Those that are there wait for your decision."),
    pgettext_lazy("call", "Closed."),
    "lock",
)
REOPEN = Act(
    "reopen",
    gettext_lazy("Open it again"),
    gettext_lazy("Open this call again?"),
    gettext_lazy("Until its last day everybody can apply again."),
    gettext_lazy("Open again."),
    "undo",
)


def today_of(now: dt.datetime) -> dt.date:
    """The day it is where calls open and close, in New York."""
    return timezone.localdate(now, timezone.get_default_timezone())


def acts(call: Call, today: dt.date) -> list[Act]:
    """What can be done now."""
    if call.published_at is None:
        return [PUBLISH]
    if call.closes_on < today:
        return []
    return [REOPEN] if call.closed_at else [CLOSE]


def act_named(call: Call, name: str, today: dt.date) -> Act | None:
    return next((act for act in acts(call, today) if act.name == name), None)


def missing(call: Call) -> list[str]:
    """The texts that one language lacks, in words. One statement."""
    found = []
    questions = list(call.questions.all())
    for code, language in settings.LANGUAGES:
        for name in TEXTS:
            if not getattr(call, f"{name}_{code}"):
                found.append(label_of(Call, name, code))
        for number, question in enumerate(questions, 1):
            if not getattr(question, f"text_{code}"):
                found.append(_("Question %(n)d in %(language)s") % {"n": number, "language": language})
    return found if questions else [*found, _("A question: without one there is nothing to answer.")]


def faults(call: Call, act: Act, today: dt.date) -> list[str]:
    """What stands against it."""
    if act is CLOSE:
        return []
    late = [_("Its last day has passed: set another one first.")] if call.closes_on < today else []
    return [*missing(call), *late]


@transaction.atomic
def do(*, call: Call, act: Act, now: dt.datetime) -> bool:
    """False when somebody else was faster. Raises Unpublishable."""
    call, today = Call.objects.select_for_update().get(pk=call.pk), today_of(now)
    if act not in acts(call, today):
        return False
    if found := faults(call, act, today):
        raise Unpublishable(found)
    call.published_at = call.published_at or now
    call.closed_at = now if act is CLOSE else None
    call.save(update_fields=["published_at", "closed_at"])
    audit.note("coordinators.close_call" if act is CLOSE else "coordinators.publish_call", record=call, now=now)
    return True


@transaction.atomic
def save(*, form, questions) -> Call:
    """Keep what staff typed. Raises Unpublishable where readers of a published call would then find less."""
    call = form.save(commit=False)
    if call.slug:
        call.save()
    else:
        slugs.save_new(call, _names(call))
    if questions is not None:
        questions.instance = call
        questions.save()
    if call.published_at and (found := missing(Call.objects.get(pk=call.pk))):
        raise Unpublishable(found)
    return call


def _names(call: Call) -> Iterator[str]:
    """With the year in it, so that it is the address of no other page."""
    base = slugify(call.title_en or call.title_es)[:LONGEST_BASE].strip("-") or "call"
    dated = base if call.term.slug in base else f"{base}-{call.term.slug}"
    yield dated
    yield from (f"{dated}-{number}" for number in count(2))
