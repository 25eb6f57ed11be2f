"""The version of what readers may see: every change of it, by whatever way, makes a new one within its transaction.

Triggers of the database write a row for each statement that touches a table of public content, so that an edit in the
admin, an update of many rows, a loaded record and a line of SQL all count. That row becomes visible together with the
change, never before it. Why not signals: they do not see an update of many rows. See docs/adr/0009.
"""

import datetime as dt
import logging
import time
from threading import Lock

from django.apps import apps
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count, Max, Sum

from .models import ContentChange

log = logging.getLogger(__name__)

ALL = ("INSERT", "UPDATE", "DELETE")
SHOWN = {  # tables whose rows readers see, with the events that change what they see
    "partners.Partner": ALL,
    "partners.CoalitionMembership": ALL,
    "partners.Source": ALL,
    "partners.Citation": ALL,
    "coordinators.Term": ALL,
    "coordinators.Break": ALL,
    "coordinators.Coordinator": ALL,
    "coordinators.Appointment": ALL,
    "coordinators.Call": ALL,
    "coordinators.Question": ALL,
    "campaigns.Campaign": ALL,
    "campaigns.Campaign_terms": ALL,
    "campaigns.CampaignPartner": ALL,
    "campaigns.Outcome": ALL,
    "campaigns.Milestone": ALL,
    "campaigns.Opportunity": ALL,
    "campaigns.Fact": ALL,
    "campaigns.Resource": ALL,
    "campaigns.Resource_co_publishers": ALL,
    "campaigns.Resource_campaigns": ALL,
    "campaigns.ResourceFile": ALL,
    "campaigns.ResourceSection": ALL,
    "campaigns.ResourceSection_opportunities": ALL,
    # of hours only approved totals are shown: who logs on Sunday night changes nothing for readers
    "campaigns.HourEntry": (
        "INSERT WHEN NEW.approved_at IS NOT NULL",
        "UPDATE OF approved_at, placement_id, worked_on, minutes",
        "DELETE",
    ),
    "campaigns.Placement": ("UPDATE", "DELETE"),
    "events.Event": ALL,
    "events.Event_partners": ALL,
    "events.Shift": ALL,
    "events.Training": ALL,
}
# columns that no page shows: who takes a place in a crowd of sign-ups does not make every page new
UNSEEN = {"events.Event": {"seats_taken"}}
FUNCTION = "ilp_portal_content_changed"  # on PostgreSQL, which calls it from each trigger
LOOK_EVERY = 0.5  # seconds between two looks of one process: half of what we promise for a name taken down
KEPT = dt.timedelta(hours=1)  # rows of changes; far longer than any page is kept


def watch_tables(sender=None, **kwargs) -> None:
    """Receiver of post_migrate: (re)make the triggers, since SQLite loses those of a table that a migration remade."""
    known = set(connection.introspection.table_names())  # some are not there when migrations run backwards
    with connection.cursor() as cursor:
        for label, events in SHOWN.items():
            table = apps.get_model(label)._meta.db_table
            for event in _precise(cursor, label, events) if {table, ContentChange._meta.db_table} <= known else ():
                for statement in _TRIGGER[connection.vendor](f"shown_{table}_{event.split()[0].lower()}", event, table):
                    cursor.execute(statement)


def _precise(cursor, label: str, events: tuple[str, ...]) -> tuple[str, ...]:
    """The events, with the columns whose update counts where some do not. Migrations backwards take some away."""
    if label not in UNSEEN:
        return events
    meta = apps.get_model(label)._meta
    unseen = {meta.get_field(name).column for name in UNSEEN[label]}
    there = [column.name for column in connection.introspection.get_table_description(cursor, meta.db_table)]
    columns = ", ".join(f'"{name}"' for name in there if name not in unseen)
    return tuple(f"UPDATE OF {columns}" if event == "UPDATE" else event for event in events)


def _postgresql(name: str, event: str, table: str) -> list[str]:
    event, _, condition = event.partition(" WHEN ")
    event = event.replace("DELETE", "DELETE OR TRUNCATE")
    return [
        f"""CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO ilp_portal_contentchange (at) VALUES (now()); RETURN NULL; END $$""",  # noqa: S608
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH '
        f"{f'ROW WHEN ({condition})' if condition else 'STATEMENT'} EXECUTE FUNCTION {FUNCTION}()",
    ]


def _sqlite(name: str, event: str, table: str) -> list[str]:
    event, _, condition = event.partition(" WHEN ")
    return [
        f'DROP TRIGGER IF EXISTS "{name}"',
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" {f"WHEN {condition}" if condition else ""} BEGIN '  # noqa: S608 names of our own tables
        "INSERT INTO ilp_portal_contentchange (at) VALUES (strftime('%Y-%m-%d %H:%M:%f', 'now')); END",
    ]


_TRIGGER = {"postgresql": _postgresql, "sqlite": _sqlite}


def version() -> str:
    """Of this moment, from the database; no two contents have the same.

    The newest row alone would not do: of two changes the later one may be committed first. Nor would their number: an
    old row may be forgotten in the moment in which such a change comes in. The time tells apart what was changed before
    and after a restore.
    """
    seen = ContentChange.objects.aggregate(last=Max("pk"), rows=Count("pk"), total=Sum("pk"), at=Max("at"))
    if not seen["rows"]:
        return "0"
    return f"{seen['last']}.{seen['rows']}.{seen['total']}.{seen['at'].timestamp():.3f}"


def forget_changes(now: dt.datetime) -> int:
    """Delete old rows but the newest. Returns how many."""
    newest = ContentChange.objects.aggregate(last=Max("pk"))["last"]
    return ContentChange.objects.filter(at__lt=now - KEPT).exclude(pk=newest).delete()[0]


class Watch:
    """One process's knowledge of the version, never older than LOOK_EVERY. For all of its threads."""

    def __init__(self) -> None:
        self._seen, self._lock = ("", float("-inf")), Lock()  # the version and when it was looked at, in one piece

    @property
    def known(self) -> str:
        """What the last look found, without a new one."""
        return self._seen[0]

    def version(self) -> str:
        """Empty when the database does not answer: then nothing may be served from memory."""
        version, looked_at = self._seen
        if time.monotonic() - looked_at < LOOK_EVERY:
            return version
        with self._lock:
            version, looked_at = self._seen  # another thread may have looked while this one waited
            if (began := time.monotonic()) - looked_at >= LOOK_EVERY:
                version = self._look()
                self._seen = version, began if version else time.monotonic()
        return version

    def _look(self) -> str:
        try:
            if not connection.in_atomic_block:  # as between two requests; inside a transaction it would end that
                connection.close_if_unusable_or_obsolete()
            return version()
        except (DatabaseError, InterfaceError) as error:
            log.warning("content version not read: %s", type(error).__name__)
            connection.close()
            return ""
