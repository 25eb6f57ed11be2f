"""Time and CPU of one call: of this process and of its PostgreSQL server process together."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

NANO = 1e-9  # of a second, the unit of schedstat


@dataclass(frozen=True)
class Cost:
    """Seconds of the wall clock and of CPU."""

    wall: float
    cpu: float

    def each(self, count: int) -> "Cost":
        return Cost(self.wall / count, self.cpu / count)


def cost(work: Callable[[], object]) -> Cost:
    """Of one call. The connection to the database is open before and stays."""
    server = backend()
    began, own, theirs = time.perf_counter(), time.process_time(), spent_by(server)
    work()
    return Cost(time.perf_counter() - began, time.process_time() - own + spent_by(server) - theirs)


def median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(one.wall for one in costs), statistics.median(one.cpu for one in costs))


def backend() -> int:
    """The process of PostgreSQL that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def spent_by(process_id: int) -> float:
    """Seconds of CPU; the kernel counts them in nanoseconds here, in hundredths of a second elsewhere."""
    return int(Path(f"/proc/{process_id}/schedstat").read_text().split()[0]) * NANO


class Statements:
    """Counts what goes to the database inside the block, without BEGIN and COMMIT."""

    def __enter__(self) -> "Statements":
        self.texts: list[str] = []
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        return self

    def _count(self, execute, sql, params, many, context):
        self.texts.append(sql)
        return execute(sql, params, many, context)

    def __exit__(self, *error) -> None:
        self._wrapper.__exit__(*error)
