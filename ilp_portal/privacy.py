"""The register of personal data, read from every model's `class Privacy`, and the erasure of what is past its time.

A model says which of its fields are personal, how long they are kept and why. Models that are not ours are declared
here. tests/test_privacy.py fails for a model without an entry, so nothing personal is stored unsaid.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailConfirmation
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalChanges

import coordinators.actions
import coordinators.applications
import coordinators.claims
import events.erasure
import events.qualifications
import outreach.actions
from campaigns import erasure, partner_answers, weeks
from campaigns.imports import vault
from campaigns.models import HourImport
from campaigns.record_desk import drafts
from ilp_portal import content
from ilp_portal.backup import making as backups
from ilp_portal.models import ApiToken, TableImport
from ilp_portal.search import index
from outreach.models import Pulse
from partners.models import AuditEntry

log = logging.getLogger(__name__)

# How long, where that is not a number of days: the words a model's Privacy.keep may use.
KEEPS = {
    "account": _("As long as the account exists"),
    "api key": _("Until 90 days after its last day"),
    "application": _(
        "Until 30 days after the decision, 90 days after the last day of the call; 48 hours if not confirmed"
    ),
    "event": _("Until 7 days after the event, 2 days after an accompaniment; 48 hours if not confirmed"),
    "qualification": _("Until 30 days after the training is no longer valid"),
    "history": _("As part of the history, until the person asks to be taken out"),
    "partnership": _("As long as the partnership runs; staff remove it"),
    "term": _("Until 14 days after the term"),
    "until asked": _("Until the person asks us to forget it"),
}


@dataclass(frozen=True)
class Entry:
    """What one table holds about people: which fields, how long, why. `personal` is empty where it holds nothing."""

    model: type[models.Model]
    personal: frozenset[str] = frozenset()
    keep: dt.timedelta | str = ""
    why: str | Promise = ""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def keep_display(self) -> str:
        if isinstance(self.keep, dt.timedelta):
            return ngettext("%(days)d day", "%(days)d days", self.keep.days) % {"days": self.keep.days}
        return str(KEEPS.get(self.keep, ""))


@dataclass(frozen=True)
class Declared:
    """The Privacy of a model that is not ours."""

    personal: frozenset[str] = frozenset()
    keep: dt.timedelta | str = ""
    why: str | Promise = ""


FOREIGN = {
    "admin.LogEntry": Declared(
        frozenset({"user", "action_time", "content_type", "object_id", "object_repr", "action_flag", "change_message"}),
        dt.timedelta(days=90),
        _("Who of staff changed what in the admin, to find and undo mistakes."),
    ),
    "sessions.Session": Declared(
        frozenset({"session_key", "session_data", "expire_date"}),
        dt.timedelta(seconds=settings.SESSION_COOKIE_AGE),
        _("To keep you signed in. A reader who does not sign in has none."),
    ),
    "account.EmailAddress": Declared(
        frozenset({"user", "email", "verified", "primary"}), "account", _("To know that the address is yours.")
    ),
    "account.EmailConfirmation": Declared(
        frozenset({"email_address", "created", "sent", "key"}),
        dt.timedelta(days=3),
        _("To confirm a changed address."),
    ),
    "mfa.Authenticator": Declared(
        frozenset({"user", "type", "data", "created_at", "last_used_at"}),
        "account",
        _("Your passkeys and second steps at sign-in."),
    ),
    "auth.Group": Declared(),
    "auth.Permission": Declared(),
    "contenttypes.ContentType": Declared(),
}

VERSION = Declared(  # of the copies that partners/versions.py keeps
    frozenset({"history_user", "history_date", "history_change_reason"}),
    "history",
    _("Who of staff changed which public record, and when."),
)


def register() -> list[Entry]:
    """An entry for every table that a model stands for. Raises LookupError when a model has said nothing."""
    return [_entry(model) for model in apps.get_models(include_auto_created=True)]


def _entry(model: type[models.Model]) -> Entry:
    if owner := model._meta.auto_created:  # a table that only ties two others together is as personal as its owner
        stated = _entry(owner)
        ties = frozenset(field.name for field in model._meta.fields if field.is_relation)
        return Entry(model, ties, stated.keep, stated.why) if stated.personal else Entry(model)
    stated = model.__dict__.get("Privacy") or FOREIGN.get(model._meta.label)
    if is_version(model):
        stated = Declared() if hasattr(model, "m2m_history_id") else VERSION
    if stated is None:
        raise LookupError(f"{model._meta.label} says nothing about personal data: give it a class Privacy")
    return Entry(model, frozenset(stated.personal), getattr(stated, "keep", ""), getattr(stated, "why", ""))


def is_version(model: type[models.Model]) -> bool:
    """Whether the table holds copies of a public record, or ties one to another."""
    return issubclass(model, HistoricalChanges)


def markdown() -> str:
    """The register as the table of docs/privacy.md: one line for each table that holds something about people."""
    lines = ["| table | fields | kept | why |", "| --- | --- | --- | --- |"]
    for entry in sorted((entry for entry in register() if entry.personal), key=lambda entry: entry.label):
        fields = ", ".join(f"`{name}`" for name in sorted(entry.personal))
        lines.append(f"| {entry.label} | {fields} | {entry.keep_display} | {entry.why} |")
    return "\n".join(lines) + "\n"


# --- erasure ----------------------------------------------------------------------------------------------------------
def purge(*, now: dt.datetime) -> dict[str, int]:
    """Erase everything that is past its time; a second run finds nothing. Returns how many rows of each kind.

    A step that fails does not hold up the others; its error is raised at the end.
    """
    counts, errors = {}, []
    for name, step in STEPS.items():
        try:
            counts[name] = step(now)
        except Exception as error:
            log.error("purge of %s failed: %s", name, type(error).__name__)
            errors.append(error)
    _forget_written_pages()
    if errors:
        raise ExceptionGroup("some personal data could not be erased", errors)
    Pulse.beat(Pulse.Duty.PURGE, now)
    return counts


def _signups(now: dt.datetime) -> int:
    return sum(events.erasure.purge_signups(now=now).values())


def _qualifications(now: dt.datetime) -> int:
    return events.qualifications.purge(today=weeks.today(now))


def _messages(now: dt.datetime) -> int:
    return outreach.actions.purge(now=now)


def _sessions(now: dt.datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _confirmations(now: dt.datetime) -> int:
    return EmailConfirmation.objects.filter(created__lt=now - FOREIGN["account.EmailConfirmation"].keep).delete()[0]


def _admin_log(now: dt.datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=now - FOREIGN["admin.LogEntry"].keep).delete()[0]


def _log(now: dt.datetime) -> int:
    return AuditEntry.objects.past_keep(now).delete()[0]


def _api_keys(now: dt.datetime) -> int:
    return ApiToken.objects.past_keep(weeks.today(now)).delete()[0]


def _hour_notes(now: dt.datetime) -> int:
    return erasure.forget_words(weeks.today(now))


def _partner_words(now: dt.datetime) -> int:
    return partner_answers.forget(weeks.today(now))


def _proposed_hours(now: dt.datetime) -> int:
    return erasure.forget_proposals(weeks.today(now))


def _imports(now: dt.datetime) -> int:
    return vault.erase(HourImport.objects.past_keep(now))


def _drafts(now: dt.datetime) -> int:
    return drafts.purge(now)


def _table_imports(now: dt.datetime) -> int:
    return TableImport.objects.past_keep(now).delete()[0]


def _tips(now: dt.datetime) -> int:
    return coordinators.actions.purge_tips(now=now)


def _applications(now: dt.datetime) -> int:
    return coordinators.applications.purge(now=now)


def _claims(now: dt.datetime) -> int:
    return coordinators.claims.purge(now=now)


def _cached(now: dt.datetime) -> int:
    """Entries of the cache in the database that have expired; it removes them by itself only when it is full."""
    if not isinstance(backend := caches["default"], DatabaseCache):
        return 0
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(backend._table)
        expired = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expired])  # noqa: S608 - a table of our settings
        return cursor.rowcount


def _backups(now: dt.datetime) -> int:
    return backups.expire(now=now)


STEPS: dict[str, Callable[[dt.datetime], int]] = {
    "sign-ups": _signups,
    "qualifications": _qualifications,
    "messages": _messages,
    "sessions": _sessions,
    "address confirmations": _confirmations,
    "admin log": _admin_log,
    "log of the desk": _log,
    "words about hours": _hour_notes,
    "words of partners": _partner_words,
    "proposed hours": _proposed_hours,
    "sheets of hours": _imports,
    "drafts": _drafts,
    "imports of tables": _table_imports,
    "API keys": _api_keys,
    "notes from readers": _tips,
    "claims of past years": _claims,
    "applications": _applications,
    "cache": _cached,
    "backups": _backups,
    "content changes": content.forget_changes,
    "entries of the search": index.refresh,
}


def _forget_written_pages() -> None:
    """SQLite keeps old pages in its write-ahead log until a checkpoint; erased has to mean erased there too."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
