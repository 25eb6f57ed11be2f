"""A public page from memory beside a bare view of Django without any middleware: requests a second and CPU."""

import http.client
import statistics
import time
from collections.abc import Callable

ROUNDS, REQUESTS, WARM_UP = 7, 1500, 200  # rounds; requests of each kind in one; requests before the first
PAGES = {"home kept": "/", "history kept": "/es/historia/"}
BARE = ("/bench/bare", {"X-Way": "bare"})
BROWSER = {"X-Way": "kept", "Accept-Encoding": "gzip, deflate, br"}
GOALS = "goal 0.80", "goal 1.25"


def measure(host: str, port: int, cpu: Callable[[], float]) -> None:
    """`cpu` gives the seconds that the server has spent. The same connection asks all, in turns."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    ways = {name: (path, BROWSER) for name, path in PAGES.items()}
    tag = _ask(connection, "/", BROWSER)
    ways["home unchanged"] = ("/", BROWSER | {"If-None-Match": tag})
    found = {name: [] for name in ways}
    for path, headers in (BARE, *ways.values()):
        _many(connection, path, headers, WARM_UP, cpu)
    for _ in range(ROUNDS):
        for name, (path, headers) in ways.items():
            limit = _many(connection, path=BARE[0], headers=BARE[1], times=REQUESTS, cpu=cpu)
            page = _many(connection, path, headers, REQUESTS, cpu)
            found[name].append((page, limit))
    connection.close()
    for name, pairs in found.items():
        _line(name, pairs)


def _many(connection, path: str, headers: dict, times: int, cpu: Callable[[], float]) -> tuple[float, float]:
    """Requests a second, and milliseconds of the server's CPU for each."""
    began, before = time.perf_counter(), cpu()
    for _ in range(times):
        _ask(connection, path, headers)
    return times / (time.perf_counter() - began), (cpu() - before) / times * 1000


def _ask(connection, path: str, headers: dict) -> str:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status not in (http.HTTPStatus.OK, http.HTTPStatus.NOT_MODIFIED):
        raise SystemExit(f"{path} answered {answer.status}; nothing was measured.")
    return answer.headers["ETag"] or ""


def _line(name: str, pairs: list) -> None:
    """Ratios are of the two that were measured one after the other; their median is what counts."""
    speed = statistics.median(page[0] / limit[0] for page, limit in pairs)
    spent = statistics.median(page[1] / limit[1] for page, limit in pairs)
    rate = statistics.median(page[0] for page, _ in pairs)
    own = statistics.median(page[1] for page, _ in pairs)
    bare = statistics.median(limit[1] for _, limit in pairs)
    print(f"{name:<14} {rate:8.0f} a second              ratio {speed:6.2f} ({GOALS[0]})")
    print(f"{name:<14} {own:8.3f} ms CPU  limit {bare:8.3f}   ratio {spent:6.2f} ({GOALS[1]})", flush=True)
