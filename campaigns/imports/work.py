"""The steps of an import: looking through, reading in, undoing. Each goes on from where it stands, whoever begins it.

A short sheet is done within the request, a long one by Celery in batches; each batch is one transaction together with
the count of rows that are done. A worker that dies loses at most one batch, and wake_stuck() has it taken up again.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator

from django.db import InterfaceError, OperationalError, transaction

from campaigns import weeks
from campaigns.models import HourImport, HourImportFile
from outreach.clock import db_now

from . import vault
from .lines import Line, Reader
from .reading import Refused
from .roll import Roll
from .table import Table

log = logging.getLogger(__name__)

BATCH = 500  # rows
INLINE_ROWS = 500  # more of them go to Celery
PERMISSION = "campaigns.approve_hourentry"  # who may read in the hours of others
State = HourImport.State


class TakenOver(Exception):
    """Somebody else works on this import, or it was undone meanwhile."""


def do(pk: int, *, now: dt.datetime) -> None:
    """Go on with the import, whatever its state asks for; one at rest is left alone."""
    from . import applying, checking, undoing

    steps = {State.CHECKING: checking.check, State.RUNNING: applying.apply, State.UNDOING: undoing.undo}
    hour_import = HourImport.objects.select_related("by").filter(pk=pk).first()
    if hour_import is None or hour_import.state not in steps:
        return
    try:
        steps[hour_import.state](hour_import, now=now)
    except TakenOver:
        log.info("import %s is in other hands", pk)
    except Refused as error:
        _fail(hour_import, error.code)
    except (OperationalError, InterfaceError):
        raise  # the database is away: it stays at work, and the sweep has it taken up again
    except Exception:
        _fail(hour_import, "fault")
        raise


def _fail(hour_import: HourImport, code: str) -> None:
    HourImport.objects.filter(pk=hour_import.pk).update(state=State.FAILED, notice=code, finished_at=db_now())


def begin(hour_import: HourImport, state: str, *, now: dt.datetime, was: Iterable[str], **values) -> bool:
    """Let the import be at work; False when it is not in one of the states `was` any more: a double click."""
    fresh = HourImport.objects.filter(pk=hour_import.pk, state__in=was)
    told = {"state": state, "rows_done": 0, "beat_at": db_now(), "started_at": now, "finished_at": None, "notice": ""}
    return bool(fresh.update(**told | values))


def wake(pk: int) -> None:
    """Have a worker go on soon. A dead broker costs a minute or two: wake_stuck() finds the import."""
    from campaigns.tasks import work_on_import

    try:
        work_on_import.apply_async(args=[pk], retry=False)
    except Exception as error:
        log.warning("import %s not announced: %s", pk, type(error).__name__)


def wake_stuck(*, now: dt.datetime) -> int:
    """Have everything taken up again that has not moved for a minute. Returns how many."""
    stuck = list(HourImport.objects.stuck(now).values_list("pk", flat=True))
    HourImport.objects.filter(pk__in=stuck).update(beat_at=now)
    for pk in stuck:
        wake(pk)
    return len(stuck)


def reads_for_many(user) -> bool:
    """Staff read in the hours of others, in closed terms too."""
    return user.is_staff and user.has_perm(PERMISSION)


def opened(hour_import: HourImport, *, now: dt.datetime) -> tuple[Table, Reader]:
    """The sheet, and what reads its rows with the rights that its owner has now. Raises Refused."""
    try:
        table, today = Table.open(vault.content_of(hour_import)), weeks.today(now)
    except HourImportFile.DoesNotExist as error:
        raise Refused("erased") from error
    roll = Roll.of_staff() if reads_for_many(hour_import.by) else Roll.of_coordinator(hour_import.by, today)
    return table, Reader(hour_import.mapping, hour_import.day_first, roll, today)


def batches(table: Table, reader: Reader) -> Iterator[list[Line]]:
    batch = []
    for number, cells in table.rows():
        batch.append(reader.read(number, cells))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def locked(hour_import: HourImport, *, rows_done: int) -> HourImport:
    """The import as it is now, locked until the commit. Raises TakenOver when it is elsewhere than this worker."""
    current = HourImport.objects.select_for_update().filter(pk=hour_import.pk).first()
    if current is None or (current.state, current.rows_done) != (hour_import.state, rows_done):
        raise TakenOver
    return current


def wake_after_commit(pk: int) -> None:
    transaction.on_commit(lambda: wake(pk), robust=True)
